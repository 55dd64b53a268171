// The causes for which calls of senders and hooks are refused, as sentences for the people who run the daemon.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/json.hpp"

namespace breachd::words {

// `cause`: a word of intake::RefusalCause; `seconds`: of the causes that count them. An unknown word stays as it is.
std::string refusal(std::string_view cause, std::int64_t seconds, std::string_view language);

// Of ReasonCode::calls_refused: which sender or hook keeps failing, and why.
std::string calls_refused(const json::object& args, std::string_view language);

}  // namespace breachd::words
