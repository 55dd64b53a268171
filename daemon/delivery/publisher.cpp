#include "delivery/publisher.hpp"

#include <fmt/format.h>

#include "base/digest.hpp"
#include "core/journal/because.hpp"
#include "delivery/http_loop.hpp"
#include "notifiers/durable_file.hpp"

namespace breachd::delivery {

namespace {

constexpr std::size_t kPageBytesMax = 4u << 20;
constexpr int kReadBackTries = 5;  // a cache or a synchronised directory may lag: 0.25, 0.5, 1 and 2 s between them
constexpr Duration kFirstPause = std::chrono::milliseconds{250};
constexpr Duration kReadBackTimeout = std::chrono::seconds{10};

engine::PublishDone failed(Reason why) { return {false, "", "", std::move(why), "", 0}; }

std::string without_slash(std::string url) {
    while (url.ends_with('/')) url.pop_back();
    return url;
}

}  // namespace

PublisherLoop::PublisherLoop(const DeliveryHooks& hooks) : hooks_(hooks), thread_([this] { run(); }) {}

PublisherLoop::~PublisherLoop() { stop(); }

void PublisherLoop::stop() {
    stopping_.close();
    orders_.close();
    if (thread_.joinable()) thread_.join();
}

bool PublisherLoop::submit(engine::Publish&& publish) { return orders_.try_push(std::move(publish)); }

void PublisherLoop::run() {
    while (!stopping_.closed()) {
        for (const auto& order : orders_.take(1, std::chrono::seconds{30})) {
            if (stopping_.closed()) break;
            auto done = publish(order);
            if (order.content) done.content_version = order.content->version;
            if (done.published || !stopping_.closed()) hooks_.publish_done(order.incident, std::move(done));
        }
    }
}

std::optional<Reason> PublisherLoop::read_back(const std::string& url, const std::string& sha256_text) {
    Reason why;
    auto pause = kFirstPause;
    for (int attempt = 1;; ++attempt) {
        HttpRequest request;
        request.method = "GET";
        request.url = url;
        request.headers = {{"Cache-Control", "no-cache"}};
        request.timeout = kReadBackTimeout;
        auto answer = HttpLoop::fetch(std::move(request), kPageBytesMax, [this] { return stopping_.closed(); });
        if (answer.transport != Transport::answered)
            why = because::page_not_served(url, "", answer.cause);
        else if (answer.status != 200)
            why = because::page_not_served(url, fmt::format("http {}", answer.status), Cause::none);
        else if (hex(sha256(answer.body)) != sha256_text)
            why = because::page_differs(url);
        else
            return {};
        if (attempt == kReadBackTries || stopping_.closed()) return why;
        (void)stopping_.take(1, pause);
        pause *= 2;
    }
}

engine::PublishDone PublisherLoop::publish(const engine::Publish& order) {
    const auto& publishers = order.settings->public_notice.publishers;
    if (publishers.empty()) return failed(because::no_publisher());
    engine::PublishDone done;
    for (const auto& publisher : publishers) {
        auto base_url = without_slash(publisher.url);
        auto files = hooks_.render(order, base_url);
        if (files.empty()) return failed(because::page_not_made());
        for (const auto& file : files)
            if (auto written = write_file_durably(publisher.path + "/" + file.path, file.bytes, 0644); !written)
                return failed(because::page_not_written(written.error().text()));
        const auto& page = files.front();
        auto url = base_url + "/" + page.path;
        auto want = hex(sha256(page.bytes));
        if (auto why = read_back(url, want)) return failed(std::move(*why));
        if (done.url.empty())
            done = {true, url, want, {}, page.bytes, 0};  // the first publisher's page is the one named
    }
    return done;
}

}  // namespace breachd::delivery
