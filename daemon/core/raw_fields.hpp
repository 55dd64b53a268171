// The fields of an alert as its sender wrote them, for conditions on what the common model does not hold. JSON is read
// by RFC 6901 pointers ("/data/win/eventdata/image"; an array gives each of its elements); lines of key=value (CEF,
// LEEF) by "/key". Parsed at the first question only: an alert that no rule asks about costs nothing. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"

namespace breachd {

class RawFields {
  public:
    explicit RawFields(std::string_view raw) : raw_(raw) {}  // `raw` must outlive this

    // Texts as written, numbers and booleans as JSON writes them; empty when there is no such field.
    std::vector<std::string> values(std::string_view pointer) const;

  private:
    std::string_view raw_;
    mutable std::optional<Result<json::value>> document_;
};

// "" starts nothing: a pointer begins with / and has only ~0 and ~1 behind ~.
bool is_json_pointer(std::string_view text);

}  // namespace breachd
