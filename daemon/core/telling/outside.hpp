// Which words of a fact the outside sees: the people who are told, and everybody who reads a page. What somebody typed
// about place, event and parties is written for the authority, and may name machines and persons.
//
//                 letter                             page
//   place         place_public, else as typed        place_public, else the province or city that `place` names
//   description   description_public, else as typed  description_public, else nothing
//   parties       parties_public, else roles only    parties_public, else nothing
//
// In an English letter place_en and description_en come before these: they were written for it alone.
//
//   detected_how  as typed; never the name of the system that raised the alarm
#pragma once

#include <string>
#include <string_view>

#include "core/incident/incident.hpp"
#include "settings/settings.hpp"

namespace breachd {

enum class Outside { letter, page };

// fact_text() (core/telling/notice.hpp) for the outside; every other fact is as it is.
std::string outside_text(const Incident& incident, const Settings& settings, std::string_view fact,
                         std::string_view language, Outside reader);

}  // namespace breachd
