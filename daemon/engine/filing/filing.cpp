#include "engine/filing/filing.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/digest.hpp"
#include "base/utf8.hpp"
#include "core/incident/filings.hpp"
#include "engine/answering.hpp"

namespace breachd::engine {

namespace {

constexpr std::size_t kFiledBytesMax = 32u << 20;
// Of real time: an entry that comes alone is signed soon, entries that come all the time once a minute.
constexpr Duration kSignAfter = std::chrono::seconds{2};
constexpr Duration kSignEvery = std::chrono::minutes{1};
const std::string kHead;  // the desk's one key in the agenda

// Kept because the daemon made it, and not because it was filed: filed bytes are named by their form.
bool is_as_built(const store::Document& document) {
    return document.kind == "report" &&
           std::find(std::begin(kFilingForms), std::end(kFilingForms), document.name) == std::end(kFilingForms);
}

// The form in the name of a report that the daemon built; "" : it is no such report.
std::string_view form_built(const store::Document& document) {
    if (!is_as_built(document)) return "";
    for (auto form : kFilingForms)
        if (document.name.find(form) != std::string::npos) return form;
    return "";
}

// What is filed, whether it was sent along or is kept: a report is a document, not any bytes.
Result<store::Document> document_of(Step& step, const Incident& incident, const RecordFiling& command) {
    if (!command.bytes.empty()) {
        if (document_kind(command.bytes).empty())
            return Error{ErrorCode::unprocessable,
                         "is no document that can be filed: send the PDF, the DOCX or a scan (JPEG, PNG, TIFF, HEIC)",
                         "/document_base64"};
        auto sha = hex(sha256(command.bytes));
        // Sent along, the daemon's own report is still the daemon's own.
        if (auto kept = step.store.documents().find(incident.id, sha); kept && kept->kind == "report")
            return std::move(*kept);
        return store::Document{sha, incident.id, "report", command.form, command.media_type, step.now, command.bytes};
    }
    auto kept = step.store.documents().find(incident.id, command.sha256);
    if (!kept || kept->kind != "report")
        return Error{ErrorCode::unprocessable,
                     "no report of this incident with this hash is kept; send the bytes that were filed", "/sha256"};
    if (document_kind(kept->bytes).empty())
        return Error{ErrorCode::unprocessable, "what is kept under this hash is no PDF, DOCX or scan", "/sha256"};
    auto built = form_built(*kept);
    if (!built.empty() && built != command.form)
        return Error{ErrorCode::unprocessable, fmt::format("the document of this hash is {}", built), "/form"};
    return std::move(*kept);
}

}  // namespace

void FilingDesk::hear(Step& step, const Entry& entry) {
    if (const auto* dismissed = std::get_if<Dismissed>(&entry.event); dismissed && !dismissed->duplicate_of.empty())
        take_over(step, step.ledger.get(entry.incident_id), step.ledger.get(dismissed->duplicate_of));
    if (step.agenda.wanted(DeskId::filing, kHead)) return;
    auto real = [&](Duration time) {
        return std::chrono::duration_cast<Duration>(time * std::max(1.0, step.settings.time_scale));
    };
    auto soon = step.now + real(kSignAfter);
    // A clock that was set back must not delay a head.
    auto next = signed_at_ > Instant::min() && signed_at_ <= step.now ? signed_at_ + real(kSignEvery) : soon;
    step.agenda.at(std::max(soon, next), DeskId::filing, kHead);
}

// What was filed for the duplicate was filed for this breach.
void FilingDesk::take_over(Step& step, const Incident& duplicate, const Incident& into) {
    for (auto filing : duplicate.filings) {
        if (!counts(filing)) continue;
        if (auto kept = step.store.documents().find(duplicate.id, filing.sha256)) {
            kept->incident = into.id;
            step.store.documents().put(*kept);
        }
        filing.from = duplicate.id;
        filing.supplement = supplement_of(into, filing);
        step.ledger.append(into.id, "system", ReportFiled{std::move(filing)});
    }
}

void FilingDesk::due(Step& step) { sign(step); }

std::string FilingDesk::sign(Step& step) {
    step.agenda.drop(DeskId::filing, kHead);
    signed_at_ = step.now;
    return step.store.heads().sign(step.now);
}

Result<Answer> FilingDesk::handle(Step& step, const Envelope& envelope, const Incident& incident,
                                  const RecordFiling& command) {
    if (command.bytes.size() > kFiledBytesMax)
        return Error{ErrorCode::too_large, "the document is larger than 32 MiB", "/document_base64"};
    auto document = document_of(step, incident, command);
    if (!document) return document.error();
    Filing given;
    given.form = command.form;
    given.channel = command.channel;
    given.receipt_number = command.receipt_number;
    given.filed_at = command.filed_at.value_or(step.now);
    given.sha256 = document->sha256;
    given.by = envelope.person;
    given.obligation = command.obligation;
    given.paper_number = printable(command.paper_number).text;
    given.as_built = command.as_built || is_as_built(*document);
    auto filing = new_filing(incident, step.settings, std::move(given), step.now);
    if (!filing) return filing.error();
    step.store.documents().put(*document);
    return apply(step, envelope, incident, std::vector<Event>{ReportFiled{std::move(*filing)}});
}

Result<Answer> FilingDesk::handle(Step& step, const Envelope& envelope, const Incident& incident,
                                  const ChangeFiling& command) {
    return apply(step, envelope, incident, change_filing(incident, command.change, envelope.person, step.now));
}

Result<Answer> FilingDesk::handle(Step& step, const Envelope& envelope, const KeepDocument& command) {
    auto sha = hex(sha256(command.bytes));
    step.store.documents().put(
        {sha, envelope.incident, command.kind, command.name, command.media_type, step.now, command.bytes});
    return Answer(Kept{sha});
}

Result<Answer> FilingDesk::handle(Step& step, const Envelope&, const SignHead&) { return Answer(Signed{sign(step)}); }

}  // namespace breachd::engine
