// Threads that open letters and write their messages, so that neither the engine's thread nor the HTTP loop does. For
// channels over HTTP; a worker of a blocking channel writes its letters itself.
//
// Guarantees
//  1. Every letter that submit() took goes on to `then`, or its outcome is given: it cannot be opened, or the daemon
//     stops.
//  2. submit() never blocks; false means that it was not taken.
#pragma once

#include <functional>
#include <thread>
#include <vector>

#include "base/bounded_queue.hpp"
#include "engine/commands.hpp"
#include "engine/effects.hpp"

namespace breachd::delivery {

inline constexpr std::size_t kLettersMax = 4096;
inline constexpr int kLetterWriters = 2;

using WriteLetter = std::function<Result<Message>(const engine::Letter&)>;
using AttemptHook = std::function<void(const std::string& channel, engine::AttemptDone)>;

// Writes the message of a send that carries a letter. False: its outcome was given to `done`.
bool write_message(engine::Send& send, const WriteLetter& write, const AttemptHook& done);

class LetterWriters {
  public:
    using Then = std::function<void(engine::Send&&)>;
    LetterWriters(WriteLetter write, AttemptHook done);
    ~LetterWriters() { stop(); }
    [[nodiscard]] bool submit(engine::Send&& send, Then then);
    void stop();

  private:
    struct Job {
        engine::Send send;
        Then then;
    };
    void work();

    WriteLetter write_;
    AttemptHook done_;
    BoundedQueue<Job> jobs_{kLettersMax};
    std::vector<std::thread> threads_;
};

}  // namespace breachd::delivery
