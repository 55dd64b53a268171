// What kind of personal data a sender's own detector found, as the ids of the law's editions. Only structured
// evidence comes here (detector names, categories, labels an operator set); words in titles of ordinary alerts do not:
// "fingerprint" there is an id and "location" a log file. Pure tables.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"

namespace breachd::ingest {

// Stable ids of kinds (Decree 356/2025, Điều 3 and 4).
bool is_kind_id(std::string_view text);
// Of a label as screens show it, its letters without marks: "sinhtrachoc" is biometric; "" for another text.
std::string_view kind_of_label(std::string_view letters);

// A detector's, info type's or policy condition's name in any spelling ("CREDIT_CARD_NUMBER", "Credit card number",
// "persons/proper_names/us/last"). A name nobody knows adds nothing. True when it added or found something.
bool add_detector(std::vector<std::string>& kinds, std::string_view name);
// A detector's category: "PERSONAL_INFORMATION", "Financial", "SensitiveData:S3Object/Credentials". Coarser than a
// detector, so it is for use when the detectors under it said nothing.
void add_category(std::vector<std::string>& kinds, std::string_view name);
// A label that an operator set: our ids, or a word that a detector may use; a text (comma-separated) or an array.
void add_kind_labels(std::vector<std::string>& kinds, const json::value* in);
void add_kind_labels(std::vector<std::string>& kinds, std::string_view list);

}  // namespace breachd::ingest
