// Precompiled into every layer: what most sources include anyway. Saves about a second of compiling each; nothing may
// rely on it instead of including what it uses.
#include <fmt/format.h>

#include <algorithm>
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

#include "base/json.hpp"
