#include "delivery/prober.hpp"

#include "delivery/http_loop.hpp"
#include "notifiers/provider.hpp"

namespace breachd::delivery {

namespace {

std::string fault_of(const Notifier& notifier, const std::string& to) {
    if (to.empty()) return "";
    Message message;
    message.key = "channel-check";
    message.kind = "test";
    message.to = Pii(to);
    auto good = notifier.check(message);
    return good ? "" : good.error().message;
}

}  // namespace

Prober::Prober() : thread_([this] { run(); }) {}

Prober::~Prober() {
    stop();
    thread_.join();
}

bool Prober::submit(Question&& question) { return !stopping_ && questions_.try_push(std::move(question)); }

void Prober::stop() {
    stopping_ = true;
    questions_.close();
    if (auto notifier = asked_.load()) notifier->give_up();
}

void Prober::run() {
    for (;;) {
        auto taken = questions_.take(1, std::chrono::seconds{30});
        if (taken.empty() && questions_.closed()) return;
        for (const auto& question : taken)
            question.done(stopping_ ? ChannelCheck{{false, "", Cause::not_begun}, ""} : ask(question));
    }
}

ChannelCheck Prober::ask(const Question& question) {
    const auto& make = provider_of(question.channel).make;
    if (const auto* make_http = std::get_if<MakeHttp>(&make)) {
        auto notifier = (*make_http)(question.channel, question.drill);
        auto answer = HttpLoop::fetch(notifier->probe(), kAnswerBytesMax, [this] { return stopping_.load(); });
        return {notifier->read_probe(answer), fault_of(*notifier, question.to)};
    }
    std::shared_ptr<BlockingNotifier> notifier = std::get<MakeBlocking>(make)(question.channel, question.drill);
    asked_ = notifier;
    if (stopping_) notifier->give_up();  // stop() may have looked before
    ChannelCheck out{notifier->probe(), fault_of(*notifier, question.to)};
    asked_.store({});
    return out;
}

}  // namespace breachd::delivery
