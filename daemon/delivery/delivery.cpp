#include "delivery/delivery.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <utility>

#include "delivery/batch_pool.hpp"
#include "delivery/http_loop.hpp"
#include "delivery/letter_writers.hpp"
#include "delivery/not_sent.hpp"
#include "delivery/publisher.hpp"
#include "delivery/smtp_pool.hpp"
#include "delivery/worker_pool.hpp"
#include "notifiers/provider.hpp"

namespace breachd::delivery {

namespace {

struct HttpChannel {
    int connections = 1;
    bool notices_once = false;  // what may have been taken is not sent again, or not known again
    std::shared_ptr<const HttpNotifier> notifier;
};

// The channels of one reading of the configuration.
struct Generation {
    std::map<std::string, HttpChannel> http;
    std::map<std::string, std::unique_ptr<WorkerPool>> pools;
    std::map<std::string, std::unique_ptr<BatchPool>> batches;  // notices of HTTP channels that send several at once
    std::map<std::string, std::unique_ptr<SmtpPool>> mail;      // notices of a channel whose pages go over its pool
    std::shared_ptr<const Settings> settings;

    void close() {
        for (auto& [name, pool] : pools) pool->close();
        for (auto& [name, pool] : batches) pool->close();
        for (auto& [name, pool] : mail) pool->close();
    }
    bool wait(Duration& left) {
        bool ended = true;
        for (auto& [name, pool] : pools) ended &= pool->wait(left);
        for (auto& [name, pool] : batches) ended &= pool->ended();
        for (auto& [name, pool] : mail) ended &= pool->wait(left);
        return ended;
    }
    void give_up() {
        for (auto& [name, pool] : pools) pool->give_up();
        for (auto& [name, pool] : mail) pool->give_up();
    }
};

}  // namespace

struct Delivery::Impl {
    DeliveryHooks hooks;
    std::atomic<std::shared_ptr<Generation>> present;
    std::atomic<bool> stopping{false};
    std::vector<std::shared_ptr<Generation>> retired;  // finishing what was out when they were replaced
    TokenShelf tokens;
    HttpLoop http;
    Questions questions;
    PublisherLoop publisher;
    Prober prober;
    LetterWriters letters;

    explicit Impl(DeliveryHooks given)
        : hooks(std::move(given)),
          questions(http, tokens, hooks.questions),
          publisher(hooks),
          letters(hooks.write_letter, attempt_hook()) {}

    std::shared_ptr<Generation> make(std::shared_ptr<const Settings> settings) {
        auto out = std::make_shared<Generation>();
        bool drill = settings->mode == Mode::drill;
        for (const auto& channel : settings->channels) {
            const auto& make = provider_of(channel).make;
            if (const auto* http_one = std::get_if<MakeHttp>(&make))
                out->http[channel.name] = {
                    channel.connections,
                    channel.on_unknown != "resend" || !provider_of(channel).traits.idempotent,
                    (*http_one)(channel, drill),
                };
            else
                make_blocking(channel, drill, *out);
            if (const auto& traits = provider_of(channel).traits; traits.batch_max > 1)
                out->batches[channel.name] = std::make_unique<BatchPool>(
                    channel.name, out->http.at(channel.name).notifier,
                    BatchPool::Limits{traits.batch_max, traits.request_gap}, http, hooks.write_letter, attempt_hook());
        }
        out->settings = std::move(settings);
        return out;
    }

    void make_blocking(const Channel& channel, bool drill, Generation& out) {
        const auto& provider = provider_of(channel);
        auto relay = provider.relay ? provider.relay(channel, drill) : nullptr;
        out.pools[channel.name] = std::make_unique<WorkerPool>(
            relay ? 0 : std::max(1, channel.connections),
            [&] { return std::get<MakeBlocking>(provider.make)(channel, drill); }, hooks.write_letter, attempt_hook());
        if (relay)
            out.mail[channel.name] =
                std::make_unique<SmtpPool>(channel.name, std::move(relay), hooks.write_letter, attempt_hook());
    }

    // The one way of an outcome.
    void done(const std::string& channel, engine::AttemptDone done) const {
        if (hooks.attempted && !done.not_begun) hooks.attempted(channel, done.outcome);
        hooks.attempt_done(std::move(done));
    }
    AttemptHook attempt_hook() const {
        return [this](const std::string& channel, engine::AttemptDone outcome) { done(channel, std::move(outcome)); };
    }

    // The outcome of what cannot even be tried.
    bool answer(const engine::Send& send, Outcome outcome) {
        done(send.channel, {send.page_id, send.delivery_id, std::move(outcome)});
        return true;
    }

    // A letter is written first; what then finds no room comes back as not sent.
    bool submit_letter(const HttpChannel& channel, engine::Send&& send) {
        return letters.submit(std::move(send), [this, channel](engine::Send&& written) {
            auto name = written.channel;
            auto full = not_sent_full(written);
            if (!submit_http(channel, std::move(written))) done(name, std::move(full));
        });
    }

    // Without a token nothing can go out: the channel waits for one.
    bool authorised(const TokenSource& source, const std::string& channel, HttpRequest& request) const {
        auto token = tokens.find(channel);
        if (token.empty()) {
            hooks.token_wanted({channel, false});
            return false;
        }
        source.authorise(request, token);
        return true;
    }

    std::shared_ptr<const HttpNotifier> notifier_of(const std::string& channel) const {
        auto generation = present.load();
        auto at = generation->http.find(channel);
        return at == generation->http.end() ? nullptr : at->second.notifier;
    }

    bool submit_http(const HttpChannel& channel, engine::Send&& send) {
        const auto& notifier = channel.notifier;
        if (auto good = notifier->check(send.message); !good)
            return answer(send, {SendResult::rejected, Blame::recipient, "", Cause::address_malformed, "", {}});
        auto request = notifier->build(std::span(&send.message, 1));
        if (!request) return answer(send, {SendResult::rejected, Blame::content, "", Cause::content_refused, "", {}});
        const auto* source = notifier->token_source();
        if (source && !authorised(*source, send.channel, *request))
            return answer(send, {SendResult::retry, Blame::channel, "", Cause::sign_in_refused, "", {}});
        bool page = send.lane == engine::Lane::page;
        HttpJob job{
            send.channel, channel.connections, page, !page && channel.notices_once, std::move(*request), {}, {}};
        job.give_back = [this, name = send.channel, back = not_sent_stopping(send)] { done(name, back); };
        job.done = [this, notifier, source, sent = std::move(send)](const HttpAnswer& got) {
            auto outcome = std::move(notifier->read(got, std::span(&sent.message, 1)).at(0));
            if (source && outcome.cause == Cause::sign_in_refused) hooks.token_wanted({sent.channel, true});
            done(sent.channel, {sent.page_id, sent.delivery_id, std::move(outcome)});
        };
        return http.submit(std::move(job));
    }
};

Delivery::Delivery(std::shared_ptr<const Settings> settings, DeliveryHooks hooks) {
    curl_global_init(CURL_GLOBAL_DEFAULT);
    impl_ = std::make_unique<Impl>(std::move(hooks));
    impl_->present = impl_->make(std::move(settings));
}

Delivery::~Delivery() { stop(Duration{0}); }

bool Delivery::submit(engine::Send&& send) {
    if (impl_->stopping) return false;
    auto generation = impl_->present.load();
    if (auto batch = generation->batches.find(send.channel);
        batch != generation->batches.end() && send.lane != engine::Lane::page)
        return batch->second->submit(std::move(send));
    if (auto http = generation->http.find(send.channel); http != generation->http.end())
        return send.letter ? impl_->submit_letter(http->second, std::move(send))
                           : impl_->submit_http(http->second, std::move(send));
    if (auto mail = generation->mail.find(send.channel);
        mail != generation->mail.end() && send.lane != engine::Lane::page)
        return mail->second->submit(std::move(send));
    if (auto pool = generation->pools.find(send.channel); pool != generation->pools.end())
        return pool->second->submit(std::move(send));
    impl_->done(send.channel, not_sent_unknown_channel(send));
    return true;
}

bool Delivery::submit(engine::ReadBack&& question) { return impl_->publisher.submit(std::move(question)); }
bool Delivery::submit(engine::Publish&& publish) { return impl_->publisher.submit(std::move(publish)); }

void Delivery::submit(engine::RefreshToken&& question) {
    impl_->questions.renew(impl_->notifier_of(question.channel), std::move(question));
}

void Delivery::submit(engine::Poll&& question) {
    impl_->questions.poll(impl_->notifier_of(question.channel), std::move(question));
}

void Delivery::use(engine::UseToken&& token) { impl_->tokens.put(token.channel, std::move(token.token.access)); }

bool Delivery::check(const std::string& channel, std::string to, std::function<void(ChannelCheck)> done) {
    auto generation = impl_->present.load();
    const auto* found = generation->settings ? generation->settings->channel(channel) : nullptr;
    if (!found) return false;
    bool drill = generation->settings->mode == Mode::drill;
    return impl_->prober.submit({*found, drill, std::move(to), std::move(done)});
}

void Delivery::replace(std::shared_ptr<const Settings> settings) {
    auto old = impl_->present.exchange(impl_->make(std::move(settings)));
    old->close();
    impl_->retired.push_back(std::move(old));
    std::erase_if(impl_->retired, [](const auto& generation) {
        Duration at_once{0};
        return generation->wait(at_once);
    });
}

void Delivery::stop(Duration patience) {
    impl_->stopping = true;
    impl_->letters.stop();
    auto generations = std::exchange(impl_->retired, {});
    generations.push_back(impl_->present.exchange(std::make_shared<Generation>()));
    for (auto& generation : generations) generation->close();
    impl_->http.stop(patience);  // its patience runs while we wait for the workers
    impl_->publisher.stop();
    impl_->prober.stop();
    for (auto& generation : generations)
        if (!generation->wait(patience)) generation->give_up();
    generations.clear();
    impl_->http.join();
}

}  // namespace breachd::delivery
