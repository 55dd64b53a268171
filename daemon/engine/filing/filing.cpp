#include "engine/filing/filing.hpp"

#include <algorithm>

#include "base/digest.hpp"
#include "base/utf8.hpp"
#include "core/incident/lifecycle.hpp"
#include "core/incident/reports.hpp"
#include "engine/answering.hpp"

namespace breachd::engine {

namespace {

constexpr std::size_t kFiledBytesMax = 32u << 20;
// Of real time: an entry that comes alone is signed soon, entries that come all the time once a minute.
constexpr Duration kSignAfter = std::chrono::seconds{2};
constexpr Duration kSignEvery = std::chrono::minutes{1};
const std::string kHead;  // the desk's one key in the agenda

}  // namespace

void FilingDesk::hear(Step& step) {
    if (step.agenda.wanted(DeskId::filing, kHead)) return;
    auto real = [&](Duration time) {
        return std::chrono::duration_cast<Duration>(time * std::max(1.0, step.settings.time_scale));
    };
    auto soon = step.now + real(kSignAfter);
    // A clock that was set back must not delay a head.
    auto next = signed_at_ > Instant::min() && signed_at_ <= step.now ? signed_at_ + real(kSignEvery) : soon;
    step.agenda.at(std::max(soon, next), DeskId::filing, kHead);
}

void FilingDesk::due(Step& step) { sign(step); }

std::string FilingDesk::sign(Step& step) {
    step.agenda.drop(DeskId::filing, kHead);
    signed_at_ = step.now;
    return step.store.heads().sign(step.now);
}

Result<Answer> FilingDesk::handle(Step& step, const Envelope& envelope, const Incident& incident,
                                  const RecordFiling& command) {
    if (auto ok = must_be_live(incident); !ok) return ok.error();
    Filing filing{command.form,
                  command.channel,
                  command.receipt_number,
                  command.filed_at.value_or(step.now),
                  command.sha256,
                  envelope.person,
                  0};
    if (filing.form.empty()) return Error{ErrorCode::unprocessable, "is required", "/form"};
    if (filing.filed_at > step.now) return Error{ErrorCode::unprocessable, "lies in the future", "/filed_at"};
    if (filing.filed_at < incident.detected_at)
        return Error{ErrorCode::unprocessable, "lies before the detection", "/filed_at"};
    if (command.bytes.size() > kFiledBytesMax)
        return Error{ErrorCode::too_large, "the document is larger than 32 MiB", "/document"};
    if (!command.bytes.empty()) {
        filing.sha256 = hex(sha256(command.bytes));
        step.store.documents().put(
            {filing.sha256, incident.id, "report", filing.form, command.media_type, step.now, command.bytes});
    } else {
        auto kept = step.store.documents().find(filing.sha256);
        if (!kept || kept->kind == "configuration")
            return Error{ErrorCode::unprocessable, "no document with this hash is kept; send the bytes that were filed",
                         "/sha256"};
        kept->incident = incident.id;  // built for another incident it belongs to this one's evidence, too
        step.store.documents().put(*kept);
    }
    filing.paper_number = printable(command.paper_number).text;
    filing.supplement = supplement_number(incident, filing.form);
    return apply(step, envelope, incident, std::vector<Event>{ReportFiled{filing}});
}

Result<Answer> FilingDesk::handle(Step& step, const Envelope& envelope, const KeepDocument& command) {
    auto sha = hex(sha256(command.bytes));
    step.store.documents().put(
        {sha, envelope.incident, command.kind, command.name, command.media_type, step.now, command.bytes});
    return Answer(Kept{sha});
}

Result<Answer> FilingDesk::handle(Step& step, const Envelope&, const SignHead&) { return Answer(Signed{sign(step)}); }

}  // namespace breachd::engine
