// The engine's inside: the desks, and what they share. Only engine.cpp, dispatch.cpp, impaired.cpp,
// restored.cpp and rosters.cpp include it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/accounts/accounts.hpp"
#include "engine/agenda.hpp"
#include "engine/channels/channels.hpp"
#include "engine/clock/clock.hpp"
#include "engine/engine.hpp"
#include "engine/filing/filing.hpp"
#include "engine/incidents/incidents.hpp"
#include "engine/intake/intake.hpp"
#include "engine/ledger.hpp"
#include "engine/outbox.hpp"
#include "engine/paging/paging.hpp"
#include "engine/publication/publication.hpp"
#include "engine/retention/retention.hpp"
#include "engine/step.hpp"
#include "engine/telling/telling.hpp"
#include "engine/tokens/tokens.hpp"

namespace breachd::engine {

struct Engine::Impl {
    Impl(store::Store& store, std::shared_ptr<const Settings> settings, EngineOptions options);

    store::Store& store;
    std::shared_ptr<const Settings> settings, settings_at_begin;
    EngineOptions options;
    std::string ack_key;
    Rng rng;
    Stats stats;
    Ledger ledger;
    Agenda agenda;
    Outbox outbox;

    Paging paging;
    Intake intake;
    Incidents incidents;
    Channels channels;
    Telling telling;
    Publication publication;
    FilingDesk filing;
    Retention retention;
    ClockDesk clock;
    AccountsDesk accounts;
    TokensDesk tokens;

    std::optional<Step> step;            // the present one, or the last
    std::optional<Instant> quiet_since;  // set until all was looked at that was missed
    Instant last_seen_written{};
    struct Review {           // of the open incidents under a new configuration
        Instant opened_at{};  // the last one that was looked at
        std::string id;
        std::vector<Asset> assets_before;
    };
    std::optional<Review> reviewing, reviewing_at_begin;
    std::shared_ptr<const json::object> restored, restored_at_begin;  // what is held; none: nothing
    bool stopping = false;                                            // StopSending came; never taken back
    bool caught_up = false;                                           // all was looked at whose time had come
    Instant forgotten_at{};               // when old nonces and idempotent answers were last dropped
    bool impaired = false;                // the store could not be written
    std::optional<Instant> emergency_at;  // when people were last told so
    std::vector<Envelope> unkept;         // what a failed step was told and nobody waits for: the next one's

    // engine.cpp
    void begin(Instant now);
    void use(std::shared_ptr<const Settings> read);
    void hear(const Entry& entry);
    void look_at_due();
    void look_at(const std::string& incident);
    void put_away(const std::string& incident);
    void rebuild(Instant now);
    void review_all(std::vector<Asset> before);
    void review(std::set<std::string>& waiting);
    void close();
    void note_running();
    void note_configuration(const std::string& actor);
    void forget_old();

    // dispatch.cpp
    void take(Envelope& envelope);
    std::optional<Result<Answer>> answer(Envelope& envelope);
    std::optional<Result<Answer>> dispatch(Envelope& envelope);
    void replace(const Envelope& envelope, const ReplaceSettings& command);

    // restored.cpp
    StoreRestored under_way();
    void load_restored(std::optional<StoreRestored> found);
    Result<Answer> go_on(const Envelope& envelope, const ContinueRestored& command);
    Result<void> may_go_out(const Command& command) const;

    // rosters.cpp
    std::shared_ptr<const Settings> with_overrides(std::shared_ptr<const Settings> read);
    void load_overrides();
    Result<Answer> handle(const Envelope& envelope, const OverrideOnCall& command);
    Result<Answer> handle(const Envelope& envelope, const EndOverride& command);

    // impaired.cpp
    Duration probe_every() const;
    void probe();
    StepOutput refuse(std::vector<Envelope> envelopes, const std::vector<bool>& asked, const std::string& why);
    std::vector<Effect> emergency(const Reason& reason, Instant now) const;
};

}  // namespace breachd::engine
