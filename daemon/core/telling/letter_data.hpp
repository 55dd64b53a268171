// Parts of a letter to subjects that are made of several facts, for the templates. Pure.
#pragma once

#include <string>
#include <string_view>

#include "core/incident/incident.hpp"

namespace breachd {

// The articles of the duties towards subjects that are owed or met, as a lawyer cites them.
std::string citations_text(const Incident& incident, const Edition* edition, std::string_view language);

// One line a kind, in the edition's words: "Vị trí của cá nhân …;" and a full stop after the last.
json::array kinds_list(const Incident& incident, const Edition* edition, std::string_view language);

// The English letter would carry a fact that people gave in Vietnamese alone.
bool in_vietnamese(const Incident& incident);

}  // namespace breachd
