// Which desk gets which command, and what is checked before: the idempotency key, the incident, its version.
#include <fmt/format.h>

#include <utility>

#include "base/json_text.hpp"
#include "core/journal/because.hpp"
#include "engine/engine_impl.hpp"

namespace breachd::engine {

void Engine::Impl::take(Envelope& envelope) {
    auto given = answer(envelope);
    if (given && envelope.answer) outbox.answer(std::move(envelope.answer), std::move(*given));
}

// Empty: the answer comes with an outcome.
std::optional<Result<Answer>> Engine::Impl::answer(Envelope& envelope) {
    if (envelope.idempotency_key.empty()) return dispatch(envelope);
    if (auto earlier = store.requests().answer(envelope.idempotency_token, envelope.idempotency_key)) {
        if (earlier->body_sha256 != envelope.idempotency_body_sha256)
            return Error{ErrorCode::unprocessable, "this Idempotency-Key was used with another body",
                         "Idempotency-Key"};
        auto data = parse_json(earlier->data);
        if (!data) return data.error();
        return answer_from(earlier->kind, *data);
    }
    auto given = dispatch(envelope);
    if (given && *given)
        store.requests().put_answer(envelope.idempotency_token, envelope.idempotency_key,
                                    {envelope.idempotency_body_sha256, std::string(answer_kind(**given)),
                                     json::serialize(answer_data(**given))},
                                    step->now);
    return given;
}

namespace {

Result<void> may_change(const Envelope& envelope, const Incident* incident) {
    if (incident == nullptr) return Error{ErrorCode::not_found, "no such incident", envelope.incident};
    // Entries of the daemon itself (a page that went out, a person who was told) are no reason to refuse a person. A
    // change of facts is merged field by field (core/incident/conflicts.hpp).
    bool merged = std::holds_alternative<PatchIncident>(envelope.command);
    bool stale = envelope.if_match && ((!merged && *envelope.if_match < incident->version_by_people) ||
                                       *envelope.if_match > incident->version);
    if (stale)
        return Error{ErrorCode::stale, fmt::format("the incident has changed: it is at version {}", incident->version),
                     "If-Match"};
    return {};
}

}  // namespace

std::optional<Result<Answer>> Engine::Impl::dispatch(Envelope& envelope) {
    auto& now = *step;
    if (auto may = may_go_out(envelope.command); !may) return may.error();
    auto visit = [&](auto& command) -> std::optional<Result<Answer>> {
        using C = std::decay_t<decltype(command)>;
        if constexpr (OneOf<C, CommandOfOne>) {
            const auto* incident = ledger.find(envelope.incident);
            if (auto may = may_change(envelope, incident); !may) return may.error();
            if constexpr (OneOf<C, IncidentCommandsOfOne>)
                return incidents.handle(now, envelope, *incident, command);
            else if constexpr (OneOf<C, TellingCommandsOfOne>)
                return telling.handle(now, envelope, *incident, command);
            else if constexpr (OneOf<C, PublicationCommandsOfOne>)
                return publication.handle(now, envelope, *incident, command);
            else if constexpr (OneOf<C, FilingCommandsOfOne>)
                return filing.handle(now, envelope, *incident, command);
            else
                return retention.handle(now, envelope, *incident, command);
        } else if constexpr (OneOf<C, IntakeCommands>) {
            return intake.handle(now, envelope, command);
        } else if constexpr (OneOf<C, IncidentCommands>) {
            return incidents.handle(now, envelope, command);
        } else if constexpr (OneOf<C, TellingCommands>) {
            return telling.handle(now, envelope, command);
        } else if constexpr (OneOf<C, FilingCommands>) {
            return filing.handle(now, envelope, command);
        } else if constexpr (OneOf<C, ClockCommands>) {
            return clock.handle(now, envelope, command);
        } else if constexpr (OneOf<C, RosterCommands>) {
            return handle(envelope, command);
        } else if constexpr (OneOf<C, AccountCommands>) {
            return accounts.handle(now, envelope, command);
        } else if constexpr (OneOf<C, TokenCommands>) {
            return tokens.handle(now, envelope, command);
        } else if constexpr (OneOf<C, PagingCommands>) {
            paging.test(now, envelope, command);
            return std::nullopt;
        } else if constexpr (std::is_same_v<C, AttemptDone>) {
            if (command.page_id.empty()) {
                telling.done(now, command);
            } else {
                auto again = telling.again_done(now, command);
                auto channel = again ? *again : paging.done(now, command);
                if (!channel.empty() && channels.heard_page(now, channel, command.outcome))
                    telling.turned(now, channel);
            }
            return Answer(Done{});
        } else if constexpr (std::is_same_v<C, NoteAltered>) {
            paging.alarm(now, "store-altered", because::store_altered(command.what, command.where, command.places));
            return Answer(Done{});
        } else if constexpr (std::is_same_v<C, StopSending>) {  // heard when the step began
            return Answer(Done{});
        } else if constexpr (std::is_same_v<C, ContinueRestored>) {
            return go_on(envelope, command);
        } else if constexpr (std::is_same_v<C, NoteDamage>) {
            stats.damaged = true;
            paging.alarm(now, "store-damaged", because::store_damaged(command.words));
            return Answer(Done{});
        } else {
            static_assert(std::is_same_v<C, ReplaceSettings>);
            replace(envelope, command);
            return Answer(Done{});
        }
    };
    return std::visit(visit, envelope.command);
}

void Engine::Impl::replace(const Envelope& envelope, const ReplaceSettings& command) {
    auto before = settings;
    use(with_overrides(command.settings));
    note_configuration(envelope.actor);
    intake.reloaded(*step);
    tokens.load(*step);
    review_all(before->assets);
}

}  // namespace breachd::engine
