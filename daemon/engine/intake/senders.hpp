// Senders that promised to be heard: silence for longer is told to the duty roster once, and so is their return. The
// moment a sender was last heard is written once a minute and at the stop, so that a busy sender costs no write of its
// own; after a start a sender has at least kReturnPatience to be heard again, whatever the store says. Part of the
// intake desk.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "engine/paging/paging.hpp"
#include "engine/step.hpp"

namespace breachd::engine {

class Senders {
  public:
    explicit Senders(Paging& paging) : paging_(paging) {}

    void load(Step& step);    // at the start, and after a roll back
    void expect(Step& step);  // from the moment a sender is first configured it is expected
    void heard(Step& step, const std::string& name);
    void due(Step& step, const std::string& name);
    void lost(Step& step, const NoteLost& lost);
    void refused(Step& step, const NoteRefused& refused);  // pages once a day for each
    void write(Step& step);                                // at the stop

    void started(Instant at) { started_at_ = at; }

  private:
    struct Sender {
        store::HeardSource heard;
        std::optional<Instant> written_at;  // last_heard_at as it is in the store
    };
    std::optional<Instant> silent_at(const Step& step, const Source& source) const;
    void watch(Step& step, const Source& source);

    Paging& paging_;
    std::map<std::string, Sender> senders_;
    Instant started_at_{};
};

}  // namespace breachd::engine
