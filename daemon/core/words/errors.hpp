// What an answer of the HTTP API says is wrong, in Vietnamese: one table from the English sentence to the Vietnamese
// one. A new error of a call that people make needs a row there; tests/unit/core/words/errors_test.cpp finds what has
// none.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace breachd::words {

// `english` as Error::message or Error::text() has it. None when the table does not know it.
std::optional<std::string> error_in_vietnamese(std::string_view english);

}  // namespace breachd::words
