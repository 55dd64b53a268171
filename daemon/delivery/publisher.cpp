#include "delivery/publisher.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/digest.hpp"
#include "core/journal/because.hpp"
#include "delivery/http_loop.hpp"
#include "delivery/public_wire.hpp"

namespace breachd::delivery {

namespace {

constexpr std::size_t kPageBytesMax = 4u << 20;
constexpr int kReadBackTries = 5;  // a cache or a synchronised directory may lag: 0.25, 0.5, 1 and 2 s between them
constexpr Duration kFirstPause = std::chrono::milliseconds{250};
constexpr Duration kReadBackTimeout = std::chrono::seconds{10};

engine::PublishDone failed(Reason why) { return {false, "", "", std::move(why), "", 0}; }

bool is_shown(const Shown& shown, const std::string& body) {
    return shown.mark.empty() ? body == shown.page : body.find(shown.mark) != std::string::npos;
}

// Content pages are no matter of a publisher that carries the public notice alone.
bool carries(const Publisher& publisher, const engine::Publish& order) {
    return publisher.carries == PublisherCarries::files || !order.content;
}

struct Address {
    std::string url, proxy;
};

// A page is read back as the publisher is written to that shows it: the one below whose URL it lies, else the first.
std::string proxy_for(const std::string& page_url, const std::vector<Publisher>& publishers) {
    const Publisher* found = nullptr;
    for (const auto& one : publishers) {
        if (one.carries == PublisherCarries::banner) continue;
        if (page_url.starts_with(one.url + "/")) return one.proxy;
        if (!found) found = &one;
    }
    return found ? found->proxy : "";
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
bool PublisherLoop::submit(engine::ReadBack&& question) { return orders_.try_push(std::move(question)); }

void PublisherLoop::run() {
    while (!stopping_.closed()) {
        for (const auto& order : orders_.take(1, std::chrono::seconds{30})) {
            if (stopping_.closed()) break;
            std::visit([&](const auto& one) { carry_out(one); }, order);
        }
    }
}

void PublisherLoop::carry_out(const engine::Publish& order) {
    auto done = publish(order);
    if (order.content) done.content_version = order.content->version;
    if (done.published || !stopping_.closed()) hooks_.publish_done(order.incident, std::move(done));
}

// The page that was named, at its own address and at that of every other publisher of files: their pages are the same.
void PublisherLoop::carry_out(const engine::ReadBack& question) {
    const auto& publishers = question.settings->public_notice.publishers;
    const auto first = std::find_if(publishers.begin(), publishers.end(),
                                    [](const auto& one) { return one.carries != PublisherCarries::banner; });
    bool as_bytes = first == publishers.end() || first->carries == PublisherCarries::files;
    std::vector<Address> addresses{{question.url, proxy_for(question.url, publishers)}};
    if (first != publishers.end() && as_bytes && question.url.starts_with(first->url + "/"))
        for (const auto& other : publishers)
            if (other.carries == PublisherCarries::files && other.url != first->url)
                addresses.push_back({other.url + question.url.substr(first->url.size()), other.proxy});
    auto fits = [&](const std::string& body) {
        return as_bytes ? hex(sha256(body)) == question.sha256 : body.find(question.sha256) != body.npos;
    };
    engine::ReadBackDone done{question.url, question.sha256, {}};
    for (const auto& [url, proxy] : addresses)
        if (auto why = read_back(url, proxy, fits); why && done.why == Reason{}) done.why = std::move(*why);
    if (!stopping_.closed()) hooks_.read_back_done(question.incident, std::move(done));
}

std::optional<Reason> PublisherLoop::read_back(const std::string& url, const std::string& proxy, const Fits& fits) {
    Reason why;
    auto pause = kFirstPause;
    for (int attempt = 1;; ++attempt) {
        HttpRequest request;
        request.method = "GET";
        request.url = url;
        request.headers = {{"Cache-Control", "no-cache"}};
        request.timeout = kReadBackTimeout;
        request.proxy = proxy;
        auto answer = HttpLoop::fetch(std::move(request), kPageBytesMax, [this] { return stopping_.closed(); });
        if (answer.transport != Transport::answered)
            why = because::page_not_served(url, "", answer.cause);
        else if (answer.status != 200)
            why = because::page_not_served(url, fmt::format("http {}", answer.status), Cause::none);
        else if (!fits(answer.body))
            why = because::page_differs(url);
        else
            return {};
        if (attempt == kReadBackTries || stopping_.closed()) return why;
        (void)stopping_.take(1, pause);
        pause *= 2;
    }
}

PutUp PublisherLoop::put(Publisher publisher, const engine::Publish& order, const std::string& page_url) {
    while (publisher.url.ends_with('/')) publisher.url.pop_back();
    auto matter = hooks_.render(order, publisher.url);
    if (matter.files.empty()) return because::page_not_made();
    matter.page_url = page_url;
    PublicWire wire(publisher.proxy, [this] { return stopping_.closed(); });
    auto up = make_place(publisher)->put(matter, wire);
    if (const auto* shown = std::get_if<Shown>(&up); shown && !shown->url.empty())
        if (auto why = read_back(shown->url, publisher.proxy, [&](const auto& body) { return is_shown(*shown, body); }))
            return std::move(*why);
    return up;
}

// All are tried, also after one that failed: what is public somewhere is more than nothing.
engine::PublishDone PublisherLoop::publish(const engine::Publish& order) {
    const auto& publishers = order.settings->public_notice.publishers;
    std::optional<Shown> first;  // the page that is named
    std::optional<Reason> why;
    for (const auto& publisher : publishers) {
        if (!carries(publisher, order) || stopping_.closed()) continue;
        auto up = put(publisher, order, first ? first->url : "");
        if (auto* reason = std::get_if<Reason>(&up)) {
            if (!why) why = std::move(*reason);
        } else if (auto& shown = std::get<Shown>(up); !first && !shown.url.empty()) {
            first = std::move(shown);
        }
    }
    if (why) return failed(std::move(*why));
    if (!first) return failed(because::no_publisher());
    return {true, first->url, hex(sha256(first->page)), {}, first->page, 0};
}

}  // namespace breachd::delivery
