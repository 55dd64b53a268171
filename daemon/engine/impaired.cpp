// The store cannot be written: nothing of the step is kept, whoever waits is told, the people on duty hear of it on a
// path that needs no database, and what nobody waits for (outcomes of what was sent) is kept for the first step that
// can be written again.
#include <fmt/format.h>

#include "core/journal/because.hpp"
#include "core/oncall/paging.hpp"
#include "engine/engine_impl.hpp"

namespace breachd::engine {

namespace {

constexpr Duration kProbeEvery = std::chrono::seconds{1};
constexpr std::size_t kProbeBytes = 1 << 20;
constexpr Duration kEmergencyEvery = std::chrono::hours{1};

Duration of_real_time(Duration real, const Settings& settings) {
    return std::chrono::duration_cast<Duration>(real * std::max(1.0, settings.time_scale));
}

}  // namespace

Duration Engine::Impl::probe_every() const { return of_real_time(kProbeEvery, *settings); }

// A write that wants room of its own: an empty transaction passes on a full disk, and a small one in what the failed
// step had reserved of the WAL. A WAL that filled its volume gives its room back first, once the database has some.
// Throws StoreError while there is no room.
void Engine::Impl::probe() {
    store.make_room();
    for (const auto& text : {std::string(kProbeBytes, ' '), std::string()}) {
        store.begin();
        store.meta().set("room", text);
        store.commit();
    }
    impaired = false;
}

StepOutput Engine::Impl::refuse(std::vector<Envelope> envelopes, const std::vector<bool>& asked,
                                const std::string& why) {
    ++stats.failures;
    impaired = true;
    use(settings_at_begin);
    ledger.take_back();
    agenda.take_back();
    reviewing = reviewing_at_begin;
    restored = restored_at_begin;
    intake.take_back(*step);
    paging.take_back();
    channels.take_back();
    telling.take_back();
    clock.take_back();
    accounts.take_back();
    StepOutput out;
    out.impaired = true;
    Error error{ErrorCode::unavailable, "the store cannot be written just now; nothing of this request was kept", ""};
    outbox.take_effects();
    for (auto& [answer, given] : outbox.take_answers()) out.answers.emplace_back(std::move(answer), error);
    for (std::size_t i = 0; i < envelopes.size(); ++i) {
        if (envelopes[i].answer)
            out.answers.emplace_back(std::move(envelopes[i].answer), error);
        else if (!asked[i])
            unkept.push_back(std::move(envelopes[i]));
    }
    if (emergency_at && within(step->now, *emergency_at, of_real_time(kEmergencyEvery, *settings))) return out;
    emergency_at = step->now;
    out.effects = emergency(because::store_unwritable(why), step->now);
    return out;
}

std::vector<Effect> Engine::Impl::emergency(const Reason& reason, Instant now) const {
    std::vector<Effect> out;
    int n = 0;
    for (const auto& event : page_duty("", *settings, now, "store", reason)) {
        const auto& paged = std::get<Paged>(event);
        store::PageRow row;
        row.id = fmt::format("emergency-{}-{}", to_ms(now), ++n);
        row.person = paged.person;
        row.channel = paged.channel;
        row.why = json::serialize(to_json(reason));
        out.push_back(Send{Lane::page, paged.channel, row.id, 0, Paging::message(*settings, now, row)});
    }
    return out;
}

std::vector<Effect> Engine::last_words(const std::string& why, Instant now) const {
    return impl_->emergency(because::store_damaged(why), now);
}

}  // namespace breachd::engine
