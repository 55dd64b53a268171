#include "api/context.hpp"

#include <fmt/format.h>

#include <charconv>

#include "api/print_warnings.hpp"
#include "api/vietnamese.hpp"
#include "base/digest.hpp"
#include "core/journal/evolve.hpp"
#include "core/words/refusal_words.hpp"

namespace breachd::api {

namespace {

constexpr std::size_t kIdempotencyKeyBytesMax = 255;

// "\"7\"", "W/\"7\"" and "7" -> 7; "*" and "" -> nothing.
Result<std::optional<std::int64_t>> parse_if_match(std::string_view text) {
    if (text.empty() || text == "*") return std::optional<std::int64_t>();
    if (text.starts_with("W/")) text.remove_prefix(2);
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
    std::int64_t version = 0;
    auto read = std::from_chars(text.data(), text.data() + text.size(), version);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size())
        return Error{ErrorCode::invalid, "must be an ETag as given by this server", "If-Match"};
    return std::optional<std::int64_t>(version);
}

}  // namespace

Result<engine::Envelope> Context::envelope(const Call& call, std::string incident, engine::Command command) const {
    auto if_match = parse_if_match(call.request.header("if-match"));
    if (!if_match) return if_match.error();
    engine::Envelope out;
    out.command = std::move(command);
    out.incident = std::move(incident);
    if (call.caller) {
        out.actor = call.caller->actor();
        out.person = call.caller->who();
        out.is_dpo = call.caller->role == Role::dpo;
    }
    out.if_match = *if_match;
    std::string_view key = call.request.header("idempotency-key");
    if (key.size() > kIdempotencyKeyBytesMax) return Error{ErrorCode::invalid, "may have 255 bytes", "Idempotency-Key"};
    if (!key.empty() && call.request.method == "POST") {
        out.idempotency_token = out.actor;  // a source and a token may have the same name
        out.idempotency_key = std::string(key);
        // The path belongs to it: the same key on another call is another request.
        out.idempotency_body_sha256 =
            hex(sha256({call.request.method, " ", call.request.path, "\n", call.request.body}));
    }
    return out;
}

bool Context::submit(engine::Envelope envelope, Then then) const {
    envelope.answer = [way_back = loop, then](Result<engine::Answer> answer) mutable {
        way_back->post([then = std::move(then), answer = std::move(answer)]() mutable { then(std::move(answer)); });
    };
    if (services.submit(std::move(envelope))) return true;
    if (services.ready && !services.ready())  // as a rule the store cannot be written
        then(Error{ErrorCode::unavailable, "nothing can be taken in just now; nothing of this request was kept", ""});
    else
        then(Error{ErrorCode::overloaded, "the daemon has too much to do; try again", ""});
    return false;
}

void Context::refused(std::string_view kind, const std::string& name, const intake::Refusal& why) const {
    auto due = refusals.refused(fmt::format("{} {}", kind, name), why, wall());
    std::string cause = boost::describe::enum_to_string(why.cause, "?");
    if (due.log && services.warn)
        services.warn(fmt::format("{} {}: {} calls refused since the last line; the last: {}", kind, name, *due.log,
                                  words::refusal(cause, why.seconds, "en")));
    if (!due.page) return;
    engine::Envelope envelope;
    envelope.command = engine::NoteRefused{std::string(kind), name, cause, why.seconds};
    (void)services.submit(std::move(envelope));  // what is not taken now is due again tomorrow, and stands in the list
}

void Context::command(const CallPtr& call, std::string incident, engine::Command command) const {
    auto made = envelope(*call, std::move(incident), std::move(command));
    if (!made) return call->respond(problem(made.error()));
    submit(std::move(*made), [call](const Result<engine::Answer>& answer) { call->respond(response_of(answer)); });
}

void Context::command_of_texts(const CallPtr& call, std::string incident, engine::Command command,
                               const json::object& texts) const {
    auto warnings = print_warnings(texts, wants_vietnamese(call->request));
    auto made = envelope(*call, std::move(incident), std::move(command));
    if (!made) return call->respond(problem(made.error()));
    submit(std::move(*made), [call, warnings](const Result<engine::Answer>& answer) {
        call->respond(with_warnings(response_of(answer), warnings));
    });
}

void Context::shown(const CallPtr& call, std::string incident, engine::NoteShown what,
                    std::function<void()> then) const {
    auto made = envelope(*call, std::move(incident), std::move(what));
    if (!made) return call->respond(problem(made.error()));
    made->if_match.reset();
    made->idempotency_key.clear();
    submit(std::move(*made), [call, then = std::move(then)](const Result<engine::Answer>& answer) {
        answer ? then() : call->respond(problem(answer.error()));
    });
}

Result<Incident> facts_of(store::Reader& reader, const std::string& incident) {
    auto entries = reader.entries_of(incident);
    if (entries.empty()) return Error{ErrorCode::not_found, "there is no such incident", ""};
    return fold(entries);
}

void Context::read(const CallPtr& call, std::function<Response(store::Reader&)> work, Reads what) const {
    read_then<Response>(
        [work = std::move(work)](store::Reader& reader) -> Result<Response> { return work(reader); },
        [call](Result<Response> made) { call->respond(made ? std::move(*made) : problem(made.error())); }, what);
}

}  // namespace breachd::api
