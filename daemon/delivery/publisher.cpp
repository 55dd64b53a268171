#include "delivery/publisher.hpp"

#include <fmt/format.h>

#include "base/digest.hpp"
#include "delivery/http_loop.hpp"
#include "notifiers/durable_file.hpp"

namespace breachd::delivery {

namespace {

constexpr std::size_t kPageBytesMax = 4u << 20;
constexpr int kReadBackTries = 3;

engine::PublishDone failed(std::string why) {
    return {false, "", "", std::move(why), ""};
}

}  // namespace

PublisherLoop::PublisherLoop(const DeliveryHooks& hooks) : hooks_(hooks), thread_([this] { run(); }) {}

PublisherLoop::~PublisherLoop() {
    stop();
}

void PublisherLoop::stop() {
    orders_.close();
    if (thread_.joinable()) thread_.join();
}

bool PublisherLoop::submit(engine::Publish&& publish) {
    return orders_.try_push(std::move(publish));
}

void PublisherLoop::run() {
    for (;;) {
        auto taken = orders_.take(1, std::chrono::seconds{30});
        if (taken.empty() && orders_.closed()) return;
        for (const auto& order : taken) hooks_.publish_done(order.incident, publish(order));
    }
}

engine::PublishDone PublisherLoop::publish(const engine::Publish& order) const {
    engine::PublishDone done;
    for (const auto& publisher : order.settings->public_notice.publishers) {
        auto files = hooks_.render(order, publisher.url);
        if (files.empty()) return failed("nothing was rendered");
        for (const auto& file : files)
            if (auto written = write_file_durably(publisher.path + "/" + file.path, file.bytes, 0644); !written) return failed(written.error().text());
        auto url = publisher.url + "/" + files.front().path;
        auto want = hex(sha256(files.front().bytes));
        std::string why;
        for (int attempt = 0; attempt < kReadBackTries; ++attempt) {
            HttpRequest request;
            request.method = "GET";
            request.url = url;
            request.headers = {{"Cache-Control", "no-cache"}};
            auto answer = HttpLoop::fetch(std::move(request), kPageBytesMax);
            if (answer.transport != Transport::answered) why = answer.error;
            else if (answer.status != 200) why = fmt::format("http {}", answer.status);
            else if (hex(sha256(answer.body)) != want) why = "what is served differs from what was written";
            else {
                why.clear();
                break;
            }
        }
        if (!why.empty()) return failed(fmt::format("{} cannot be read back: {}", url, why));
        if (done.url.empty()) done = {true, url, want, "", files.front().bytes};  // the first publisher's page is the one named
    }
    return done;
}

}  // namespace breachd::delivery
