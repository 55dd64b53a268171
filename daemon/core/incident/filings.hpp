// What was filed, with whom, and which duty it serves. A filing counts at once, as of the moment it was filed, when it
// has the right form; a second look is a mark on it and never a condition. Pure.
#pragma once

#include <string_view>
#include <vector>

#include "core/incident/incident.hpp"
#include "core/journal/event.hpp"
#include "settings/settings.hpp"

namespace breachd {

// Forms that can be filed. mau-04 is that of the draft of 12.9.2025, mau-08 that of Decree 356/2025; only the form of
// the incident's own edition serves the report to the authority. data-partner tells who shared the data or was given
// it; `other` names its duty (of a pack).
inline constexpr std::string_view kFilingForms[] = {"mau-04",     "mau-08",       "bien-ban",
                                                    "controller", "data-partner", "other"};

// Not withdrawn, and meant for this duty.
bool serves(const Filing& filing, std::string_view obligation);
inline bool counts(const Filing& filing) { return !filing.withdrawn; }

// Reports to the authority (mau-04, mau-08). The confirmation record, a letter to the controller and the like are never
// a first report or a supplement: whoever counts reports counts by this list.
bool is_authority_form(std::string_view form);
// A later filing of that kind supplements the earlier one: reports that meet the duty to report count together, all
// others by form and duty.
bool is_supplemented_by(const Filing& earlier, const Filing& later);
// Those that count and meet the duty to report, in the order of filing; the first is the first report, the others its
// supplements. Points into the incident.
std::vector<const Filing*> authority_filings(const Incident& incident);

// The number of a further filing of this kind: 0 for the first that counts.
int supplement_of(const Incident& incident, const Filing& filing);

// What kind of document the bytes are, by their first ones: "pdf", "docx", "scan"; "" when none that can be filed.
std::string_view document_kind(std::string_view bytes);
// By its first bytes: pdf | docx | jpg | png | tif | heic; "" : none of them.
std::string_view document_format(std::string_view bytes);

// The entry of a new filing: its form, its duty and its moment are checked, its number and supplement counted.
Result<Filing> new_filing(const Incident& incident, const Settings& settings, Filing given, Instant now);

// What a person corrects of a filing; absent members stay. `withdrawn` and `checked` stand alone.
struct FilingChange {
    int number = 0;
    std::string reason;
    std::optional<std::string> receipt_number, channel;
    std::optional<Instant> filed_at;
    bool withdrawn = false;
    bool checked = false;
};
Result<std::vector<Event>> change_filing(const Incident& incident, const FilingChange& change, std::string_view person,
                                         Instant now);

}  // namespace breachd
