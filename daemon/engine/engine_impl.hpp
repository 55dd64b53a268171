// The engine's inside: the desks, and what they share. Only engine.cpp, dispatch.cpp and impaired.cpp include it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/agenda.hpp"
#include "engine/channels/channels.hpp"
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

namespace breachd::engine {

struct Engine::Impl {
    Impl(store::Store& store, std::shared_ptr<const Settings> settings, EngineOptions options);

    store::Store& store;
    std::shared_ptr<const Settings> settings;
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

    std::optional<Step> step;            // the present one, or the last
    std::optional<Instant> quiet_since;  // set until the first step has looked for what was missed
    Instant last_seen_written{};
    Instant forgotten_at{};               // when old nonces and idempotent answers were last dropped
    bool impaired = false;                // the store could not be written
    std::optional<Instant> emergency_at;  // when people were last told so
    std::vector<Envelope> unkept;         // what a failed step was told and nobody waits for: the next one's

    // engine.cpp
    void begin(Instant now);
    void hear(const Entry& entry);
    void look_at_due();
    void look_at(const std::string& incident);
    void close();
    void note_running();
    void note_configuration(const std::string& actor);
    void forget_old();

    // dispatch.cpp
    void take(Envelope& envelope);
    std::optional<Result<Answer>> answer(Envelope& envelope);
    std::optional<Result<Answer>> dispatch(Envelope& envelope);
    void replace(const Envelope& envelope, const ReplaceSettings& command);

    // impaired.cpp
    Duration probe_every() const;
    void probe();
    StepOutput refuse(std::vector<Envelope> envelopes, const std::vector<bool>& asked, const std::string& why);
    std::vector<Effect> emergency(const std::string& why) const;
};

}  // namespace breachd::engine
