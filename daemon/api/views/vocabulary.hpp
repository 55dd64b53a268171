// Every word that answers of the API hold, with its labels in both languages, for consoles and papers of others: made
// of the law's files, of the playbooks and of core/words. Pure.
#pragma once

#include <string_view>

#include "base/json.hpp"
#include "base/result.hpp"
#include "settings/settings.hpp"

namespace breachd::api {

// `edition` "": the one in force at `now`. not_found for one that is not loaded.
Result<json::object> vocabulary(const Settings& settings, std::string_view edition, Instant now);

// {"vi": …, "en": …}
json::object bilingual(std::string vi, std::string en);

}  // namespace breachd::api
