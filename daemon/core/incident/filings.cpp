#include "core/incident/filings.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "core/incident/lifecycle.hpp"

namespace breachd {

namespace {

constexpr std::string_view kNone = "none";
constexpr std::string_view kReport = "authority-report", kRecord = "confirmation-record";

Error bad(std::string_view where, std::string what) {
    return {ErrorCode::unprocessable, std::move(what), fmt::format("/{}", where)};
}

// The duty that the form serves under the incident's edition.
std::string_view duty_of(const Filing& filing, const Edition* edition) {
    if (edition != nullptr && filing.form == edition->form) return kReport;
    // Nobody has signed it: the minutes are not made yet (Luật 91/2025/QH15 Điều 23.2) [reading].
    if (filing.form == "bien-ban" && !filing.as_built) return kRecord;
    if (filing.form == "controller") return "controller-inform";
    return kNone;
}

// A duty of a pack is named; those of the law itself have forms of their own.
Result<std::string> duty_named(const Filing& given, const Incident& incident, const Edition* edition) {
    const auto* duty = incident.obligation(given.obligation);
    if (duty == nullptr) return bad("obligation", "the incident has no such duty");
    if (duty->addressee == Addressee::other_authority) return given.obligation;
    if (duty_of(given, edition) == given.obligation) return given.obligation;
    return bad("obligation", fmt::format("a filing of form {} does not serve this duty", given.form));
}

Result<void> moment_is_possible(Instant at, const Incident& incident, Instant now) {
    if (at > now) return bad("filed_at", "lies in the future");
    if (at < incident.detected_at) return bad("filed_at", "lies before the detection");
    return {};
}

}  // namespace

bool is_authority_form(std::string_view form) { return form.starts_with("mau-"); }

std::vector<const Filing*> authority_filings(const Incident& incident) {
    std::vector<const Filing*> out;
    for (const auto& filing : incident.filings)
        if (is_authority_form(filing.form) && serves(filing, kReport)) out.push_back(&filing);
    return out;
}

bool serves(const Filing& filing, std::string_view obligation) {
    if (!counts(filing)) return false;
    if (!filing.obligation.empty()) return filing.obligation == obligation;
    if (is_authority_form(filing.form)) return obligation == kReport;
    return (filing.form == "bien-ban" && obligation == kRecord) ||
           (filing.form == "controller" && obligation == "controller-inform");
}

bool is_supplemented_by(const Filing& earlier, const Filing& later) {
    if (serves(later, kReport)) return serves(earlier, kReport);
    return earlier.form == later.form && earlier.obligation == later.obligation;
}

int supplement_of(const Incident& incident, const Filing& filing) {
    return static_cast<int>(std::count_if(incident.filings.begin(), incident.filings.end(), [&](const Filing& each) {
        return counts(each) && is_supplemented_by(each, filing);
    }));
}

std::string_view document_format(std::string_view bytes) {
    constexpr std::size_t kPdfHeaderWithin = 1024;  // where readers look for it (ISO 32000-1, Annex H)
    if (bytes.substr(0, kPdfHeaderWithin).find("%PDF-") != std::string_view::npos) return "pdf";
    constexpr std::pair<std::string_view, std::string_view> kMagic[] = {{{"PK\3\4", 4}, "docx"},
                                                                        {{"\xff\xd8\xff", 3}, "jpg"},
                                                                        {{"\x89PNG", 4}, "png"},
                                                                        {{"II*\0", 4}, "tif"},
                                                                        {{"MM\0*", 4}, "tif"}};
    for (const auto& [magic, format] : kMagic)
        if (bytes.starts_with(magic)) return format;
    auto box = bytes.substr(0, 12);  // HEIF, as telephones take pictures
    bool heif =
        box.size() == 12 && box.substr(4, 4) == "ftyp" && (box.substr(8, 2) == "he" || box.substr(8, 2) == "mi");
    return heif ? "heic" : "";
}

std::string_view document_kind(std::string_view bytes) {
    auto format = document_format(bytes);
    return format.empty() || format == "pdf" || format == "docx" ? format : "scan";
}

Result<Filing> new_filing(const Incident& incident, const Settings& settings, Filing given, Instant now) {
    if (auto ok = must_be_live(incident); !ok) return ok.error();
    if (given.form.empty()) return bad("form", "is required");
    if (std::find(std::begin(kFilingForms), std::end(kFilingForms), given.form) == std::end(kFilingForms))
        return bad("form",
                   fmt::format("is not a form that can be filed; these are: {}", fmt::join(kFilingForms, ", ")));
    if (auto ok = moment_is_possible(given.filed_at, incident, now); !ok) return ok.error();
    const auto* edition = settings.edition_of(incident.edition);
    if (given.form == "other" && given.obligation.empty())
        return bad("obligation", "is required for this form: the id of the duty that the filing serves");
    if (given.obligation.empty()) {
        given.obligation = duty_of(given, edition);
    } else {
        auto named = duty_named(given, incident, edition);
        if (!named) return named.error();
    }
    given.supplement = supplement_of(incident, given);
    return given;
}

Result<std::vector<Event>> change_filing(const Incident& incident, const FilingChange& change, std::string_view person,
                                         Instant now) {
    if (auto ok = must_be_live(incident); !ok) return ok.error();
    auto at = std::find_if(incident.filings.begin(), incident.filings.end(),
                           [&](const Filing& each) { return each.number == change.number; });
    if (at == incident.filings.end())
        return Error{ErrorCode::not_found, "the incident has no filing of this number", ""};
    if (at->withdrawn) return Error{ErrorCode::conflict, "this filing was withdrawn; record the right one anew", ""};
    if (change.checked) {
        if (at->by == person)
            return Error{ErrorCode::forbidden, "you recorded this filing: the second look is another person's", ""};
        if (!at->checked_by.empty()) return Error{ErrorCode::conflict, "this filing has had its second look", ""};
        return std::vector<Event>{FilingChecked{at->number, at->form, std::string(person), change.reason}};
    }
    if (change.reason.empty()) return bad("reason", "is required");
    if (change.withdrawn) return std::vector<Event>{FilingWithdrawn{at->number, at->form, change.reason}};
    auto filing = *at;
    filing.receipt_number = change.receipt_number.value_or(filing.receipt_number);
    filing.channel = change.channel.value_or(filing.channel);
    filing.filed_at = change.filed_at.value_or(filing.filed_at);
    if (filing.channel.empty()) return bad("channel", "may not be empty");
    if (auto ok = moment_is_possible(filing.filed_at, incident, now); !ok) return ok.error();
    if (filing == *at) return bad("", "says nothing new: give receipt_number, channel, filed_at, withdrawn or checked");
    filing.reason = change.reason;
    filing.checked_by.clear();  // it is another filing than the one that was looked at
    return std::vector<Event>{FilingCorrected{filing, *at, change.reason}};
}

}  // namespace breachd
