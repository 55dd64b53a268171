// A delivery island under test: channels against stand-in providers, outcomes collected as they come.
#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "delivery/delivery.hpp"
#include "notifiers/file/file.hpp"
#include "notifiers/gateway_answer.hpp"
#include "notifiers/smtp/smtp.hpp"
#include "notifiers/webhook/webhook.hpp"
#include "testkit/process.hpp"

namespace breachd::delivery {

inline Channel channel_of(const std::string& name, const std::string& type, int connections,
                          std::shared_ptr<const ProviderConfig> own) {
    Channel c;
    c.name = name;
    c.type = type;
    c.own = std::move(own);
    c.connections = connections;
    c.timeout = std::chrono::seconds{5};
    return c;
}

inline Channel webhook_channel(const std::string& name, const std::string& url, int connections = 4) {
    auto own = std::make_shared<WebhookConfig>();
    own->address = url;
    own->secret = "kho-doan";
    return channel_of(name, "webhook", connections, own);
}

inline Channel with_success(Channel channel, const std::string& condition) {
    auto own = std::make_shared<WebhookConfig>(own_config<WebhookConfig>(channel));
    own->success = parse_success(condition).value();
    channel.own = own;
    return channel;
}

inline Channel smtp_channel(const std::string& name, const std::string& url, int connections = 4) {
    auto own = std::make_shared<SmtpConfig>();
    own->relay = url;
    own->from = "thongbao@vidu.test";
    return channel_of(name, "smtp", connections, own);
}

inline std::shared_ptr<const Settings> settings_of(std::vector<Channel> channels) {
    auto settings = std::make_shared<Settings>();
    settings->channels = std::move(channels);
    return settings;
}

inline engine::Send notice_to(const std::string& channel, std::int64_t id) {
    engine::Send send;
    send.lane = engine::Lane::notice;
    send.channel = channel;
    send.delivery_id = id;
    send.message.key = "INC-2026-0001-" + std::to_string(id) + "-v1";
    send.message.kind = "notice";
    send.message.incident = "INC-2026-0001";
    send.message.to = Pii<std::string>("nguoi" + std::to_string(id) + "@hopthu.test");
    send.message.subject = "Thông báo";
    send.message.text = Pii<std::string>("Kính gửi");
    send.message.at = instant_from_ms(1'700'000'000'000);
    return send;
}

inline engine::Send page_to(const std::string& channel, const std::string& id) {
    auto send = notice_to(channel, 0);
    send.lane = engine::Lane::page;
    send.page_id = id;
    send.message.key = id;
    send.message.kind = "page";
    return send;
}

class Collector {
  public:
    DeliveryHooks hooks() {
        DeliveryHooks out;
        out.attempt_done = [this](engine::AttemptDone done) {
            std::lock_guard lock(mutex_);
            auto id = done.page_id.empty() ? std::to_string(done.delivery_id) : done.page_id;
            if (done.not_begun) ++not_begun_;
            if (done.unopened) unopened_.push_back(done.delivery_id);
            outcomes_[id].push_back(std::move(done.outcome));
            ++count_;
        };
        out.publish_done = [this](std::string incident, engine::PublishDone done) {
            std::lock_guard lock(mutex_);
            published_.emplace_back(std::move(incident), std::move(done));
        };
        out.read_back_done = [this](std::string, engine::ReadBackDone done) {
            std::lock_guard lock(mutex_);
            read_back_.push_back(std::move(done));
        };
        out.render = [](const engine::Publish& publish, const std::string& base_url) {
            return PublicMatter{publish.incident,
                                publish.at,
                                false,
                                {{publish.incident + "/index.html", "<html>" + base_url}, {"feed.xml", "<feed/>"}},
                                "Thông báo",
                                "<p>nội dung</p>\n",
                                R"({"id":"INC-2026-0001","title":{"vi":"Thông báo"},"url":"x"})",
                                ""};
        };
        return out;
    }

    std::size_t count() const {
        std::lock_guard lock(mutex_);
        return count_;
    }
    std::map<std::string, std::vector<Outcome>> outcomes() const {
        std::lock_guard lock(mutex_);
        return outcomes_;
    }
    std::vector<std::pair<std::string, engine::PublishDone>> published() const {
        std::lock_guard lock(mutex_);
        return published_;
    }
    std::vector<engine::ReadBackDone> read_back() const {
        std::lock_guard lock(mutex_);
        return read_back_;
    }
    std::size_t not_begun() const {
        std::lock_guard lock(mutex_);
        return not_begun_;
    }
    std::vector<std::int64_t> unopened() const {
        std::lock_guard lock(mutex_);
        return unopened_;
    }
    bool heard(const std::string& id) const {
        std::lock_guard lock(mutex_);
        return outcomes_.count(id) > 0;
    }
    // The outcome of one send; an impossible one when it does not come.
    Outcome wait_for(const std::string& id) const {
        if (!testkit::wait_until([&] { return heard(id); }))
            return {SendResult::unknown, Blame::none, "nothing heard", Cause::none, "", {}};
        std::lock_guard lock(mutex_);
        return outcomes_.at(id).front();
    }

  private:
    mutable std::mutex mutex_;
    std::map<std::string, std::vector<Outcome>> outcomes_;
    std::vector<engine::ReadBackDone> read_back_;
    std::vector<std::int64_t> unopened_;
    std::vector<std::pair<std::string, engine::PublishDone>> published_;
    std::size_t count_ = 0, not_begun_ = 0;
};

}  // namespace breachd::delivery
