// Precompiled for every layer: system headers that most sources include anyway. It saves a source about two seconds.
// Guarantees: nothing of this tree is in it. A precompiled header remembers its files by path and time, and the
// compiler's cache shares it between checkouts; a header of ours would then count as another file and be read twice.
// No source may rely on it instead of including what it uses.
#include <fmt/format.h>

#include <algorithm>
#include <boost/describe.hpp>
#include <boost/json.hpp>
#include <boost/mp11.hpp>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>
