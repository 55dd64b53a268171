#include <fmt/format.h>

#include <algorithm>

#include "config/sections.hpp"

namespace breachd::config {

namespace {

using std::chrono::hours;
using std::chrono::seconds;

// Which contact column of the subjects a channel uses when the configuration does not say.
std::string default_address(const Channel& channel) {
    if (channel.type == "smtp") return "email";
    if (channel.type == "file") return "any";
    if (channel.name == "zalo") return "zalo_id";
    if (channel.name == "push") return "push_token";
    return "phone";
}

// Keys that mean nothing for this type are a slip, not a danger.
void warn_foreign(Map& map, const Channel& channel) {
    auto foreign = [&](std::string_view key) {
        if (map.has(key))
            map.find(key)->warning(fmt::format("\"{}\" means nothing for a channel of type {}", key, channel.type));
    };
    if (channel.type.empty()) return;
    if (channel.type != "smtp")
        for (auto key : {"from", "username", "password", "password_file", "tls"}) foreign(key);
    if (channel.type != "webhook")
        for (auto key : {"secret", "secret_file"}) foreign(key);
    if (channel.type != "file") foreign("directory");
    if (channel.type == "file")
        for (auto key : {"url", "ca_file"}) foreign(key);
}

void check_type(Map& map, const Channel& channel) {
    if (channel.type == "smtp") {
        map.need("url");
        map.need("from");
        check_url(map, "url", channel.url, {"smtp://", "smtps://"});
        check_email(map, "from", channel.from);
        if (!channel.password.empty() && channel.username.empty())
            map.error("\"username\" is missing beside the password");
        if (!channel.username.empty() && channel.tls == "none") map.error("a password does not travel with tls: none");
    } else if (channel.type == "webhook") {
        map.need("url");
        check_url(map, "url", channel.url, {"http://", "https://"});
        if (!map.has("secret") && !map.has("secret_file"))
            map.self().warning("webhook without a secret: the receiver cannot tell who calls");
    } else if (channel.type == "file") {
        map.need("directory");
    }
}

Channel read_channel(const std::string& name, const Value& value, const Context& context) {
    Map map(value);
    Channel channel;
    channel.name = name;
    map.need("type");
    map.choice("type", channel.type, {"smtp", "webhook", "file"});
    map.text("url", channel.url);
    map.text("from", channel.from);
    path(map, "directory", channel.directory, context);
    map.text("username", channel.username);
    channel.secret = secret(map, "secret", context, false);
    channel.password = secret(map, "password", context, false);
    map.choice("tls", channel.tls, {"auto", "required", "none"});
    path(map, "ca_file", channel.ca_file, context);
    map.rate("rate", channel.rate_per_second);
    map.integer("connections", channel.connections, 1, 64);
    channel.address = default_address(channel);
    map.choice("address", channel.address, {"email", "phone", "zalo_id", "push_token", "any"});
    std::string grade = "accepted";
    map.choice("told_when", grade, {"accepted", "delivered"});
    channel.told_when = grade == "delivered" ? TellingGrade::delivered : TellingGrade::accepted;
    map.choice("on_unknown", channel.on_unknown, {"resend", "leave"});
    map.integer("attempts_max", channel.attempts_max, 1, 100);
    if (auto quota = map.find("daily_quota"))
        if (auto number = quota->integer(1, 1'000'000'000)) channel.daily_quota = *number;
    map.duration("timeout", channel.timeout, seconds{1}, seconds{300});
    check_type(map, channel);
    warn_foreign(map, channel);
    return channel;
}

void read_publishers(Map& map, const Context& context, PublicNoticePolicy& out) {
    for (const auto& each : map.list("publishers")) {
        Map publisher_map(each);
        Publisher publisher;
        publisher_map.need("type");
        publisher_map.choice("type", publisher.type, {"directory"});
        publisher_map.need("path");
        path(publisher_map, "path", publisher.path, context);
        publisher_map.need_text("url", publisher.url);
        check_url(publisher_map, "url", publisher.url, {"http://", "https://"});
        while (publisher.url.ends_with('/')) publisher.url.pop_back();
        out.publishers.push_back(std::move(publisher));
    }
}

}  // namespace

void read_channels(Map& root, const Context& context, LoadedConfig& out) {
    auto value = root.find("channels");
    if (!value) return;
    Map map(*value);
    for (const auto& [name, channel] : map.entries()) {
        if (!is_plain_name(name)) channel.error("a channel's name is made of letters, digits, . _ and -");
        out.settings.channels.push_back(read_channel(name, channel, context));
    }
}

void read_notice(Map& root, const Context&, LoadedConfig& out) {
    NoticePolicy& notice = out.settings.notice;
    if (auto value = root.find("notice")) {
        Map map(*value);
        std::vector<std::string> known;
        for (const auto& channel : out.settings.channels) known.push_back(channel.name);
        for (const auto& item : map.list("order")) {
            auto text = item.text();
            if (!text) continue;
            if (!out.settings.channel(*text)) unknown_reference(item, "channel", *text, known);
            if (std::find(notice.order.begin(), notice.order.end(), *text) != notice.order.end())
                item.error("is named twice");
            notice.order.push_back(std::move(*text));
        }
        map.boolean("second_person", notice.second_person);
        map.boolean("links_allowed", notice.links_allowed);
    }
    if (notice.order.empty()) root.self().warning("notice.order is empty: no subject can be told");
}

void read_public_notice(Map& root, const Context& context, LoadedConfig& out) {
    PublicNoticePolicy& policy = out.settings.public_notice;
    if (auto value = root.find("public_notice")) {
        Map map(*value);
        std::string publish = "auto";
        map.choice("publish", publish, {"auto", "propose"});
        policy.automatic = publish == "auto";
        map.duration("margin", policy.margin, std::chrono::minutes{1}, hours{71});
        read_publishers(map, context, policy);
    }
    if (policy.publishers.empty()) root.self().warning("public_notice.publishers is empty: no public notice can go up");
    if (out.server.serve_notices && policy.publishers.empty())
        root.error("server.serve_notices needs a publisher of type directory");
}

}  // namespace breachd::config
