#include "delivery/delivery.hpp"

#include <curl/curl.h>

#include <atomic>
#include <map>

#include "delivery/http_loop.hpp"
#include "delivery/publisher.hpp"
#include "delivery/worker_pool.hpp"

namespace breachd::delivery {

namespace {

// The channels of one reading of the configuration.
struct Generation {
    std::map<std::string, std::shared_ptr<const HttpNotifier>> http;
    std::map<std::string, std::unique_ptr<WorkerPool>> pools;
};

}  // namespace

struct Delivery::Impl {
    DeliveryHooks hooks;
    std::atomic<std::shared_ptr<Generation>> present;
    std::vector<std::shared_ptr<Generation>> retired;  // finishing what was out when they were replaced
    HttpLoop http;
    PublisherLoop publisher;

    explicit Impl(DeliveryHooks given) : hooks(std::move(given)), publisher(hooks) {}

    std::shared_ptr<Generation> make(const Settings& settings) {
        auto out = std::make_shared<Generation>();
        bool drill = settings.mode == Mode::drill;
        for (const auto& channel : settings.channels) {
            auto notifier = make_notifier(channel, drill);
            if (auto* http_notifier = dynamic_cast<HttpNotifier*>(notifier.get())) {
                notifier.release();
                out->http[channel.name] = std::shared_ptr<const HttpNotifier>(http_notifier);
            } else {
                out->pools[channel.name] = std::make_unique<WorkerPool>(channel, drill, hooks.attempt_done);
            }
        }
        return out;
    }

    // The outcome of what cannot even be tried.
    bool answer(const engine::Send& send, Outcome outcome) {
        hooks.attempt_done({send.page_id, send.delivery_id, std::move(outcome)});
        return true;
    }

    bool submit_http(const std::shared_ptr<const HttpNotifier>& notifier, engine::Send&& send) {
        if (auto good = notifier->check(send.message); !good) return answer(send, {SendResult::rejected, Blame::recipient, "", good.error().message, "", {}});
        auto request = notifier->build(send.message);
        if (!request) return answer(send, {SendResult::rejected, Blame::content, "", request.error().message, "", {}});
        auto done = [this, notifier, page = send.page_id, id = send.delivery_id](const HttpAnswer& got) { hooks.attempt_done({page, id, notifier->read(got)}); };
        return http.submit({std::move(*request), std::move(done)});
    }
};

Delivery::Delivery(std::shared_ptr<const Settings> settings, DeliveryHooks hooks) {
    curl_global_init(CURL_GLOBAL_DEFAULT);
    impl_ = std::make_unique<Impl>(std::move(hooks));
    impl_->present = impl_->make(*settings);
}

Delivery::~Delivery() {
    stop(Duration{0});
}

bool Delivery::submit(engine::Send&& send) {
    auto generation = impl_->present.load();
    if (auto http = generation->http.find(send.channel); http != generation->http.end()) return impl_->submit_http(http->second, std::move(send));
    if (auto pool = generation->pools.find(send.channel); pool != generation->pools.end()) return pool->second->submit(std::move(send));
    return impl_->answer(send, {SendResult::retry, Blame::channel, "", "no such channel is configured", "", {}});
}

bool Delivery::submit(engine::Publish&& publish) {
    return impl_->publisher.submit(std::move(publish));
}

void Delivery::replace(std::shared_ptr<const Settings> settings) {
    auto old = impl_->present.exchange(impl_->make(*settings));
    for (auto& [name, pool] : old->pools) pool->close();
    impl_->retired.push_back(std::move(old));
}

void Delivery::stop(Duration patience) {
    auto generation = impl_->present.load();
    for (auto& [name, pool] : generation->pools) pool->close();
    impl_->publisher.stop();
    impl_->http.stop(patience);
    impl_->retired.clear();
    impl_->present = std::make_shared<Generation>();
    generation.reset();  // waits for the workers
}

}  // namespace breachd::delivery
