// What a desk is handed for one step: everything it may use beside its own memory. Lives as long as the step.
//
// A desk is a plain class in a folder of its own. engine.cpp names it, and calls, in this order, what it has of
//   load(step)                                    at the start
//   begin()                                       a step begins
//   handle(step, envelope, [incident,] command)   one overload for each command of its variants (commands.hpp)
//   hear(step, entry)                             an entry was appended, by whichever desk
//   look(step, incident)                          a live incident has changed, or its time has come
//   wake(step, incident)                          when it wants to look at the incident again
//   due(step, key)                                a moment that it asked of the agenda, of a key that is no incident
//   close(step)                                   its batches, before the commit
//   take_back([step])                             the step could not be committed: its memory as it was at the begin
// A desk changes an incident only by ledger.append, and speaks only through the outbox. Its row in tests/tidy names the
// headers and tables it may include.
#pragma once

#include <memory>

#include "base/rng.hpp"
#include "engine/agenda.hpp"
#include "engine/commands.hpp"
#include "engine/ledger.hpp"
#include "engine/outbox.hpp"
#include "engine/stats.hpp"
#include "settings/settings.hpp"
#include "store/store.hpp"

namespace breachd::engine {

struct Step {
    Instant now;
    const Settings& settings;  // one reading of the configuration
    std::shared_ptr<const Settings> settings_ptr;
    Ledger& ledger;
    Agenda& agenda;
    Outbox& outbox;
    store::Store& store;
    Rng& rng;
    Stats& stats;
    bool held = false;  // the store was put back from a copy: nobody is told and nothing is published, pages go out
    bool stopping =
        false;  // nothing is handed to delivery any more: letters, pages and publications wait for the start
};

// Whether `at` lies at most `window` back. A moment ahead (the clock was stepped back) counts as long past.
inline bool within(Instant now, Instant at, Duration window) { return now - at <= window && at <= now + window; }

}  // namespace breachd::engine
