// Turns on call that people change while the daemon runs. They are entries of the journal; those not yet over stand in
// `meta` as well, and in the settings that the engine uses, so that paging asks the roster alone.
#include <fmt/format.h>

#include <algorithm>

#include "engine/engine_impl.hpp"

namespace breachd::engine {

namespace {

constexpr const char* kOverrides = "oncall_overrides";  // in `meta`: an array of RosterOverride
constexpr const char* kOverridesMade = "oncall_overrides_made";
constexpr Duration kTurnMax = std::chrono::hours{24 * 62};

using Turns = std::vector<RosterOverride>;

Turns turns_in(store::Meta& meta) {
    Turns out;
    auto kept = parse_json(meta.get(kOverrides).value_or("[]"));
    if (kept && !from_json(*kept, out)) out.clear();
    return out;
}

void keep(store::Meta& meta, Turns turns, Instant now) {
    std::erase_if(turns, [&](const RosterOverride& turn) { return turn.until <= now; });
    meta.set(kOverrides, json::serialize(to_json(turns)));
}

std::string next_id(store::Meta& meta) {
    auto made = std::stoll(meta.get(kOverridesMade).value_or("0")) + 1;
    meta.set(kOverridesMade, std::to_string(made));
    return fmt::format("OV-{}", made);
}

Error wrong(const char* member, const char* what) { return {ErrorCode::unprocessable, what, member}; }

Result<RosterOverride> read(const OverrideOnCall& command, const Settings& settings, Instant now) {
    const auto& rosters = settings.on_call.rosters;
    bool known = std::any_of(rosters.begin(), rosters.end(), [&](const Roster& r) { return r.name == command.roster; });
    if (!known) return wrong("/roster", "no roster of this name is configured");
    if (!settings.person(command.person)) return wrong("/person", "nobody of this id is configured");
    if (!command.until) return wrong("/until", "is required");
    RosterOverride turn{"", command.roster, command.person, command.from.value_or(now), *command.until,
                        "", command.reason};
    if (turn.until <= turn.from || turn.until - turn.from > kTurnMax)
        return wrong("/until", "must lie after the beginning, and less than 62 days after it");
    if (turn.until <= now) return wrong("/until", "has passed already");
    return turn;
}

}  // namespace

std::shared_ptr<const Settings> Engine::Impl::with_overrides(std::shared_ptr<const Settings> read) {
    auto turns = turns_in(store.meta());
    bool as_read = std::all_of(read->on_call.rosters.begin(), read->on_call.rosters.end(),
                               [](const Roster& roster) { return roster.overrides.empty(); });
    if (turns.empty() && as_read) return read;
    auto out = std::make_shared<Settings>(*read);
    for (auto& roster : out->on_call.rosters) {
        roster.overrides.clear();
        for (const auto& turn : turns)
            if (turn.roster == roster.name) roster.overrides.push_back(turn);
    }
    return out;
}

// In the start's transaction.
void Engine::Impl::load_overrides() {
    if (auto settled = with_overrides(settings); settled != settings) use(std::move(settled));
}

Result<Answer> Engine::Impl::handle(const Envelope& envelope, const OverrideOnCall& command) {
    auto turn = read(command, *settings, step->now);
    if (!turn) return turn.error();
    turn->override_id = next_id(store.meta());
    turn->by = envelope.person;
    auto turns = turns_in(store.meta());
    turns.push_back(*turn);
    keep(store.meta(), std::move(turns), step->now);
    ledger.append("", envelope.actor,
                  OnCallOverridden{turn->override_id, turn->roster, turn->person, settings->name_of(turn->person),
                                   turn->from, turn->until, turn->reason});
    use(with_overrides(settings));
    return Answer(Overridden{std::move(*turn)});
}

Result<Answer> Engine::Impl::handle(const Envelope& envelope, const EndOverride& command) {
    auto turns = turns_in(store.meta());
    auto ended = std::find_if(turns.begin(), turns.end(),
                              [&](const RosterOverride& turn) { return turn.override_id == command.override_id; });
    if (ended == turns.end() || ended->until <= step->now)
        return Error{ErrorCode::not_found, "there is no such override", command.override_id};
    OnCallOverrideEnded entry{ended->override_id, ended->roster, command.reason};
    turns.erase(ended);
    keep(store.meta(), std::move(turns), step->now);
    ledger.append("", envelope.actor, std::move(entry));
    use(with_overrides(settings));
    return Answer(Done{});
}

}  // namespace breachd::engine
