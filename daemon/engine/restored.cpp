// The store was put back from a copy. The copy does not know what was sent after it was made, so nobody is told and
// nothing is published until a person has compared and says so. Pages go out and clocks run: a call too many wakes
// somebody, a missed one costs a deadline.
#include "core/journal/because.hpp"
#include "engine/engine_impl.hpp"

namespace breachd::engine {

namespace {

constexpr const char* kRestored = "restored";  // in `meta`: what the StoreRestored says that holds; "" : nothing does
constexpr const char* kContinuedAt = "continued_at";
constexpr const char* kHeld =
    "the store was put back from a copy: nothing is sent or published until a person says that work goes on "
    "(breachctl restore continue)";

std::int64_t pages_in(store::Store& store) {
    std::int64_t out = 0;
    for (auto state :
         {store::SendState::queued, store::SendState::retrying, store::SendState::sending, store::SendState::unknown})
        out += static_cast<std::int64_t>(store.pages().in_state(state).size());
    return out;
}

}  // namespace

// As the copy has it: before the desks take up what was under way.
StoreRestored Engine::Impl::under_way() {
    StoreRestored out;
    out.cause = *store.home().found();
    out.last_seen = quiet_since;
    out.entries = store.journal().size();
    out.entries_known = store.home().entries_known();
    out.pages = pages_in(store);
    for (const auto& [id, incident] : ledger.awake()) {
        if (incident.publishing || incident.publish_ordered) out.publishing.push_back(id);
        if (incident.notice_run.state != RunState::running) continue;
        auto counts = store.deliveries().tally(id, incident.notice_version);
        out.runs.push_back({id, counts.subjects, counts.told, counts.pending, counts.in_flight});
    }
    return out;
}

// In the start's transaction. What is held already stays as it was found first.
void Engine::Impl::load_restored(std::optional<StoreRestored> found) {
    store.home().settle();
    if (auto at = parse_rfc3339(store.meta().get(kContinuedAt).value_or(""))) publication.continued(*at);
    auto held = parse_json(store.meta().get(kRestored).value_or(""));
    if (held && held->is_object()) {
        restored = std::make_shared<const json::object>(held->as_object());
    } else if (found) {
        json::object said = event_data(*found).as_object();
        said["found_at"] = to_json(step->now);
        store.meta().set(kRestored, json::serialize(said));
        restored = std::make_shared<const json::object>(std::move(said));
        ledger.append("", "system", *found);
        paging.page_once(*step, "", "store-restored-" + std::to_string(to_ms(step->now)),
                         because::store_restored(found->cause, static_cast<std::int64_t>(found->runs.size())));
    }
    step->held = restored != nullptr;
}

Result<Answer> Engine::Impl::go_on(const Envelope& envelope, const ContinueRestored& command) {
    if (command.reason.empty()) return Error{ErrorCode::unprocessable, "is required", "/reason"};
    if (!restored) return Error{ErrorCode::conflict, "the store was not put back from a copy: nothing is held", ""};
    ledger.append("", envelope.actor, StoreContinued{command.reason});
    store.meta().set(kRestored, "");
    store.meta().set(kContinuedAt, format_rfc3339(step->now));
    store.home().accept();
    restored.reset();
    step->held = false;
    telling.go_on();
    publication.put_up_again(step->now);
    // Pages that were up may be gone with the machine: they are put up again.
    for (const auto& id : store.journal().incidents_with("public_notice_published"))
        agenda.at(step->now, DeskId::incidents, id);
    review_all({});
    return Answer(Done{});
}

Result<void> Engine::Impl::may_go_out(const Command& command) const {
    bool goes_out = std::holds_alternative<ReleaseNotice>(command) || std::holds_alternative<ResumeNotice>(command) ||
                    std::holds_alternative<PublishNotice>(command) || std::holds_alternative<SendAgain>(command);
    if (!restored || !goes_out) return {};
    return Error{ErrorCode::conflict, kHeld, ""};
}

}  // namespace breachd::engine
