// Sentences about how an incident begins, which law applies to it and who inspects it: parts of the timeline
// (core/words/summary.cpp).
#pragma once

#include <string>
#include <string_view>

#include "core/journal/event.hpp"

namespace breachd {

std::string opened_sentence(const IncidentOpened& event, std::string_view language);
std::string inspection_sentence(const InspectionAnnounced& event, std::string_view language);
std::string edition_sentence(const EditionChanged& event, std::string_view language);

}  // namespace breachd
