// Letters on paper: the batches that people print and post, that one was posted, and that a letter came back.
#include "api/lists.hpp"
#include "api/routes/body.hpp"
#include "api/routes/handlers.hpp"

namespace breachd::api {

namespace {

constexpr std::size_t kCodeBytesMax = 256;

// Who a code or a reference stands for within the incident.
Result<std::int64_t> person_of(store::Reader& reader, const std::string& incident, const std::string& code) {
    auto found = reader.subjects(incident, {.q = code}, "", 2);
    if (!found) return found.error();
    if (found->items.empty()) return Error{ErrorCode::not_found, "the list has no such person", incident};
    if (found->items.size() > 1)
        return Error{ErrorCode::conflict, "more than one person has this code: use the one on the letter", incident};
    return found->items.front().at("subject").as_int64();
}

}  // namespace

void list_letters(Context& context, const CallPtr& call) {
    context.read(call, [call, now = context.now()](store::Reader& reader) {
        if (!reader.incident(call->part(0))) return problem(404, "there is no such incident");
        store::Slice slice;
        for (auto& batch : reader.postal_batches(call->part(0), now)) slice.items.emplace_back(std::move(batch));
        return list_response(std::move(slice));
    });
}

void post_letters(Context& context, const CallPtr& call) {
    command_from(context, call, call->part(0), [&](http::Members& in) {
        engine::PostLetters out;
        out.batch = call->part(1);
        out.posted_at = in.time("posted_at");
        out.receipt = in.needed("receipt");
        return out;
    });
}

void return_letter(Context& context, const CallPtr& call) {
    auto body = http::body_object(call->request);
    if (!body) return call->respond(problem(body.error()));
    http::Members in(std::move(*body));
    engine::ReturnLetter command;
    command.batch = call->part(1);
    auto code = in.needed("code");
    command.reason = in.text("reason");
    if (auto faults = in.faults()) return call->respond(std::move(*faults));
    if (code.size() > kCodeBytesMax)
        return call->respond(problem(Error{ErrorCode::invalid, "may have 256 bytes", "/code"}));
    context.read_then<std::int64_t>(
        [call, code](store::Reader& reader) -> Result<std::int64_t> {
            if (!reader.incident(call->part(0))) return Error{ErrorCode::not_found, "there is no such incident", ""};
            return person_of(reader, call->part(0), code);
        },
        [&context, call, command](Result<std::int64_t> subject) mutable {
            if (!subject) return call->respond(problem(subject.error()));
            command.subject = *subject;
            context.command(call, call->part(0), std::move(command));
        });
}

}  // namespace breachd::api
