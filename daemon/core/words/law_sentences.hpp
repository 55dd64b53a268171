// Sentences about the law that applies and who watches it: parts of the timeline (core/words/summary.cpp).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/journal/event.hpp"

namespace breachd {

std::string inspection_sentence(const InspectionAnnounced& event, std::string_view language);
std::string edition_sentence(const EditionChanged& event, std::string_view language);
// Behind the moment of detection: what the alert claims it to be. "" when it claims nothing else.
std::string claimed_words(std::optional<Instant> claimed_at, std::string_view language);

}  // namespace breachd
