// GET /api/v1/events: the journal as server-sent events. Each stream keeps its own place and asks for the entries after
// it, one batch at a time: a slow reader delays no other and misses no entry. Streams at one place share a batch: it is
// read and written as text once. How far a list has come that is being imported is told beside the journal: without a
// number, never twice, and not to a stream that is behind. Net thread only.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/context.hpp"

namespace breachd::api {

// Entries as they stand in a stream.
struct EventText {
    std::string text;
    std::int64_t seq = 0;  // of the last
    bool more = false;
};

class EventHub {
  public:
    class Stream;

    // The journal has entries up to `seq`.
    void moved(std::int64_t seq);
    // How far an import is; the last word of a second is told.
    void import_progress(const std::string& import_id, json::object said) { imports_[import_id] = std::move(said); }
    void import_over(const std::string& import_id) { imports_.erase(import_id); }
    // Once every Limits::tick: heartbeats, progress.
    void tick(const Context& context);
    void open(const Context& context, const CallPtr& call, std::int64_t after);
    // The newest entry known, where a stream without Last-Event-ID begins.
    std::int64_t newest() const { return newest_; }
    void stop();

  private:
    struct Batch {
        std::int64_t after = 0, newest = 0;  // whose entries; how far the journal was when they were asked for
        std::optional<Result<EventText>> made;
        std::vector<std::function<void(const Result<EventText>&)>> waiting;
    };

    void read_after(const Context& context, std::int64_t after, std::function<void(const Result<EventText>&)> then);
    void forget_ended(Counters& counters);
    void tell_progress(std::chrono::milliseconds passed);

    std::vector<std::shared_ptr<Stream>> streams_;
    std::int64_t newest_ = 0;
    std::shared_ptr<Batch> batch_;  // the one that was asked for last
    std::map<std::string, json::object> imports_;
    std::chrono::milliseconds untold_{};  // since progress was told last
};

}  // namespace breachd::api
