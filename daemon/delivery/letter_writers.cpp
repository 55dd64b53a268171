#include "delivery/letter_writers.hpp"

#include <utility>

#include "delivery/not_sent.hpp"

namespace breachd::delivery {

bool write_message(engine::Send& send, const WriteLetter& write, const AttemptHook& done) {
    if (!send.letter) return true;
    auto message = write(*send.letter);
    if (message) {
        send.message = std::move(*message);
        send.letter.reset();
        return true;
    }
    engine::AttemptDone failed{send.page_id, send.delivery_id, {}, true};
    failed.outcome = {SendResult::retry, Blame::none, "", Cause::unopened, "", {}};
    done(send.channel, std::move(failed));
    return false;
}

LetterWriters::LetterWriters(WriteLetter write, AttemptHook done) : write_(std::move(write)), done_(std::move(done)) {
    for (int i = 0; i < kLetterWriters; ++i) threads_.emplace_back([this] { work(); });
}

bool LetterWriters::submit(engine::Send&& send, Then then) {
    Job job{std::move(send), std::move(then)};
    if (jobs_.try_push(std::move(job))) return true;
    send = std::move(job.send);
    return false;
}

void LetterWriters::stop() {
    jobs_.close();
    for (auto& thread : threads_)
        if (thread.joinable()) thread.join();
}

void LetterWriters::work() {
    for (;;) {
        auto taken = jobs_.take(16, std::chrono::seconds{30});
        if (taken.empty() && jobs_.closed()) return;
        for (auto& job : taken) {
            if (jobs_.closed()) {
                done_(job.send.channel, not_sent_stopping(job.send));
            } else if (write_message(job.send, write_, done_)) {
                job.then(std::move(job.send));
            }
        }
    }
}

}  // namespace breachd::delivery
