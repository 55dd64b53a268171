// What waits for people, in words. Pure.
#pragma once

#include "base/json.hpp"
#include "settings/settings.hpp"

namespace breachd::api {

// An item of Reader::waiting() as the API shows it:
// {"kind","incident","title","drill","about","owner","first","due_at", "since","overdue","what":{"vi","en"}}.
json::object waiting_item(const json::object& row, const Settings& settings);
// {"vi","en"} of a word of core/words/labels.hpp; the word itself when it is not known.
json::object next_step_label(std::string_view word);
// An item of Reader::clocks(): how late it is now, label and next step in words.
void put_clock_words(json::object& clock, Instant now);
json::object duty_label(std::string_view id);

}  // namespace breachd::api
