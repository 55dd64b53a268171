#include "delivery/batch_pool.hpp"

#include <algorithm>
#include <utility>

#include "delivery/not_sent.hpp"

namespace breachd::delivery {

BatchPool::BatchPool(std::string channel, std::shared_ptr<const HttpNotifier> notifier, Limits limits, HttpLoop& http,
                     WriteLetter write, AttemptHook done)
    : channel_(std::move(channel)),
      notifier_(std::move(notifier)),
      limits_(limits),
      http_(http),
      write_(std::move(write)),
      done_(std::move(done)),
      thread_([this] { work(); }) {}

BatchPool::~BatchPool() {
    close();
    thread_.join();
}

void BatchPool::close() {
    waiting_.close();
    gap_.close();
}

void BatchPool::work() {
    for (;;) {
        auto taken = waiting_.take(limits_.most, std::chrono::seconds{30});
        if (taken.empty() && waiting_.closed()) break;
        auto ready = written(std::move(taken));
        while (!ready.empty()) {
            auto group = next_group(ready);
            if (waiting_.closed()) {
                give_back(group);
                continue;
            }
            send(std::move(group));
            gap_.take(1, limits_.gap);
        }
    }
    ended_ = true;
}

// Those that can be sent, with their text.
BatchPool::Group BatchPool::written(std::vector<engine::Send> taken) {
    Group out;
    for (auto& send : taken) {
        if (waiting_.closed()) {
            done_(send.channel, not_sent_stopping(send));
        } else if (write_message(send, write_, done_)) {
            if (notifier_->check(send.message))
                out.push_back(std::move(send));
            else
                done_(send.channel, {send.page_id,
                                     send.delivery_id,
                                     {SendResult::rejected, Blame::recipient, "", Cause::address_malformed, "", {}}});
        }
    }
    return out;
}

// The first that is ready and those that go with it; the others stay, in their order.
BatchPool::Group BatchPool::next_group(Group& ready) const {
    Group out, rest;
    for (auto& send : ready) {
        bool fits = out.empty() || (out.size() < limits_.most && notifier_->together(out[0].message, send.message));
        (fits ? out : rest).push_back(std::move(send));
    }
    ready = std::move(rest);
    return out;
}

void BatchPool::send(Group group) {
    std::vector<Message> messages;
    for (const auto& each : group) messages.push_back(each.message);
    auto request = notifier_->build(messages);
    if (!request) return answer_all(group, {SendResult::rejected, Blame::content, "", Cause::content_refused, "", {}});
    auto answer = ask(std::move(*request));
    if (answer.transport == Transport::not_sent && answer.cause == Cause::not_begun) return give_back(group);
    auto outcomes = notifier_->read(answer, messages);
    if (group.size() > 1 && send_apart(outcomes)) {
        for (auto& each : group) {
            gap_.take(1, limits_.gap);
            Group alone;
            alone.push_back(std::move(each));
            waiting_.closed() ? give_back(alone) : send(std::move(alone));
        }
        return;
    }
    for (std::size_t i = 0; i < group.size(); ++i)
        done_(channel_, {group[i].page_id, group[i].delivery_id, std::move(outcomes.at(i))});
}

// One of them was refused, and the provider does not say which: nothing was taken, so that each is tried alone.
bool BatchPool::send_apart(const std::vector<Outcome>& outcomes) const {
    return std::all_of(outcomes.begin(), outcomes.end(), [](const Outcome& outcome) {
        return outcome.result == SendResult::retry && outcome.blame == Blame::unclear &&
               outcome.cause == Cause::address_malformed;
    });
}

HttpAnswer BatchPool::ask(HttpRequest request) {
    auto answers = std::make_shared<BoundedQueue<HttpAnswer>>(1);
    auto say = [answers](HttpAnswer answer) { static_cast<void>(answers->try_push(std::move(answer))); };
    HttpAnswer none{Transport::not_sent, 0, {}, "", Cause::not_begun};
    // Once: nothing tells the provider that it had the request before.
    HttpJob job{channel_, 1, false, true, std::move(request), {}, {}};
    job.give_back = [say, none] { say(none); };
    job.done = [say](const HttpAnswer& answer) { say(answer); };
    if (!http_.submit(std::move(job))) return none;
    for (;;)  // the loop answers each job, also at stop
        if (auto got = answers->take(1, std::chrono::seconds{30}); !got.empty()) return std::move(got.front());
}

void BatchPool::answer_all(const Group& group, const Outcome& outcome) {
    for (const auto& send : group) done_(channel_, {send.page_id, send.delivery_id, outcome});
}

void BatchPool::give_back(const Group& group) {
    for (const auto& send : group) done_(channel_, not_sent_stopping(send));
}

}  // namespace breachd::delivery
