// Publications under test: a site that keeps what is put into it and shows it, and an order that waits for its outcome.
#pragma once

#include <sys/socket.h>

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "delivery_harness.hpp"
#include "notifiers/publishing/publishing.hpp"
#include "testkit/catch.hpp"
#include "testkit/listed_keys.hpp"
#include "testkit/sockets.hpp"

namespace breachd::delivery {

struct Asked {
    std::string method, target, body;
    std::map<std::string, std::string> headers;  // lower-case names
    std::string header(const std::string& name) const {
        auto at = headers.find(name);
        return at == headers.end() ? "" : at->second;
    }
};
struct Said {
    int status = 200;
    std::string body = "";
};

// Any method, one request a connection. Without an answer of the test's own it keeps what is PUT, and shows it.
class PublicSite {
  public:
    explicit PublicSite(std::function<Said(const Asked&)> answer = {})
        : answer_(std::move(answer)), server_([this](int fd) { talk(fd); }) {}

    std::string url() const { return "http://" + server_.address(); }
    std::string port() const { return server_.address().substr(server_.address().find(':') + 1); }
    std::vector<Asked> asked() const {
        std::lock_guard lock(mutex_);
        return asked_;
    }
    std::vector<Asked> asked(const std::string& method) const {
        std::vector<Asked> out;
        for (auto& each : asked())
            if (each.method == method) out.push_back(each);
        return out;
    }
    std::string page(const std::string& path) const {
        std::lock_guard lock(mutex_);
        auto at = pages_.find(path);
        return at == pages_.end() ? "" : at->second;
    }
    void show(const std::string& path, const std::string& bytes) {
        std::lock_guard lock(mutex_);
        pages_[path] = bytes;
    }
    Said keep(const Asked& one) {
        if (one.method == "PUT") {
            show(one.target, one.body);
            return {201};
        }
        auto bytes = page(one.target);
        return bytes.empty() ? Said{404} : Said{200, bytes};
    }

  private:
    static Asked read(int fd) {
        Asked out;
        std::string got;
        auto head = got.npos;
        std::size_t length = 0;
        for (char chunk[4096]; head == got.npos || got.size() < head + 4 + length;) {
            auto n = ::recv(fd, chunk, sizeof chunk, 0);
            if (n <= 0) return out;
            got.append(chunk, static_cast<std::size_t>(n));
            if (head != got.npos || (head = got.find("\r\n\r\n")) == got.npos) continue;
            out.method = got.substr(0, got.find(' '));
            out.target =
                got.substr(out.method.size() + 1, got.find(' ', out.method.size() + 1) - out.method.size() - 1);
            for (auto at = got.find("\r\n") + 2; at < head + 2;) {
                auto end = got.find("\r\n", at), colon = got.find(": ", at);
                if (colon < end)
                    out.headers[lower(got.substr(at, colon - at))] = got.substr(colon + 2, end - colon - 2);
                at = end + 2;
            }
            if (auto size = out.header("content-length"); !size.empty()) length = std::stoul(size);
        }
        out.body = got.substr(head + 4, length);
        return out;
    }

    void talk(int fd) {
        auto one = read(fd);
        if (one.method.empty()) return;
        {
            std::lock_guard lock(mutex_);
            asked_.push_back(one);
        }
        auto said = answer_ ? answer_(one) : keep(one);
        testkit::say(fd, "HTTP/1.1 " + std::to_string(said.status) + " -\r\nConnection: close\r\nContent-Length: " +
                             std::to_string(said.body.size()) + "\r\n\r\n" + said.body);
    }

    mutable std::mutex mutex_;
    std::vector<Asked> asked_;
    std::map<std::string, std::string> pages_;
    std::function<Said(const Asked&)> answer_;
    testkit::TcpServer server_;
};

// A publisher as the configuration makes it of these keys.
inline Publisher publisher_of(const std::string& type, const std::string& url,
                              std::map<std::string, std::string> values) {
    const auto* kind = find_publisher_kind(type);
    REQUIRE(kind != nullptr);
    if (!url.empty()) values["url"] = url;
    ListedKeys keys(std::move(values));
    Publisher out;
    out.type = type;
    out.url = url;
    out.carries = kind->carries;
    kind->read(keys, out);
    CHECK(keys.errors == std::vector<std::string>{});
    return out;
}

inline engine::Publish order_for(std::vector<Publisher> publishers) {
    auto settings = std::make_shared<Settings>();
    settings->public_notice.publishers = std::move(publishers);
    engine::Publish publish;
    publish.incident = "INC-2026-0001";
    publish.settings = settings;
    publish.at = instant_from_ms(1'764'400'000'000);
    return publish;
}

// What comes of an order.
inline engine::PublishDone outcome_of(engine::Publish order) {
    Collector collector;
    Delivery delivery(settings_of({}), collector.hooks());
    CHECK(delivery.submit(std::move(order)));
    REQUIRE(testkit::wait_until([&] { return !collector.published().empty(); }, std::chrono::seconds{20}));
    return collector.published().back().second;
}

}  // namespace breachd::delivery
