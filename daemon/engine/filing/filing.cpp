#include "engine/filing/filing.hpp"

#include "base/digest.hpp"
#include "core/incident/lifecycle.hpp"
#include "engine/answering.hpp"

namespace breachd::engine {

namespace {

constexpr std::size_t kFiledBytesMax = 32u << 20;

}  // namespace

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
    } else if (!step.store.documents().find(filing.sha256)) {
        return Error{ErrorCode::unprocessable, "no document with this hash is kept; send the bytes that were filed",
                     "/sha256"};
    }
    for (const auto& earlier : incident.filings) filing.supplement += earlier.form == filing.form;
    return apply(step, envelope, incident, std::vector<Event>{ReportFiled{filing}});
}

Result<Answer> FilingDesk::handle(Step& step, const Envelope& envelope, const KeepDocument& command) {
    auto sha = hex(sha256(command.bytes));
    step.store.documents().put(
        {sha, envelope.incident, command.kind, command.name, command.media_type, step.now, command.bytes});
    return Answer(Kept{sha});
}

Result<Answer> FilingDesk::handle(Step& step, const Envelope&, const SignHead&) {
    return Answer(Signed{step.store.heads().sign(step.now)});
}

}  // namespace breachd::engine
