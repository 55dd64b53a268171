#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "config/channel_keys.hpp"
#include "config/sections.hpp"
#include "notifiers/provider.hpp"
#include "notifiers/publishing/publishing.hpp"

namespace breachd::config {

namespace {

using std::chrono::hours;
using std::chrono::seconds;

bool is_host_and_port(std::string_view text) {
    auto colon = text.rfind(':');
    if (colon == text.npos || colon == 0 || text.find('/') != text.npos) return false;
    unsigned port = 0;
    auto [end, failed] = std::from_chars(text.data() + colon + 1, text.data() + text.size(), port);
    return failed == std::errc{} && end == text.data() + text.size() && port > 0 && port <= 65535;
}

bool is_proxy(std::string_view text) {
    if (std::any_of(text.begin(), text.end(), [](unsigned char c) { return c <= 0x20 || c == 0x7f; })) return false;
    for (std::string_view scheme : {"http://", "https://", "socks5://", "socks5h://"})
        if (text.starts_with(scheme)) {
            auto host = text.substr(scheme.size());
            auto credentials = host.rfind('@');
            return is_host_and_port(credentials == host.npos ? host : host.substr(credentials + 1));
        }
    return false;
}

constexpr std::string_view kAnyContact = "any";

// Keys of other providers mean nothing here: a slip, not a danger.
void warn_foreign(Map& map, const Provider& provider) {
    AskedKeys own, all;
    provider.read(own);
    for (const auto& each : providers()) each.read(all);
    for (const auto& key : all.asked()) {
        if (own.asked().contains(key) || !map.has(key)) continue;
        auto value = map.find(key);
        if (!value) continue;
        value->warning(fmt::format("\"{}\" means nothing for a channel of type {}", key, provider.type));
        if (all.guarded().contains(key)) value->document().hide(value->place(), value->text().value_or(""));
    }
}

// The kind of contact that subjects are told by when the configuration does not say: the one that the channel's name
// speaks of ("zalo": zalo_id) where the provider can use any one kind, else the provider's usual one.
ContactKinds default_contacts(const Channel& channel, const Provider& provider) {
    if (provider.notices_default != provider.notices)
        for (const auto& row : contact_kinds())
            if (has(provider.notices, row.kind) &&
                (row.name == channel.name || row.name.starts_with(channel.name + "_")))
                return bit(row.kind);
    return provider.notices_default;
}

void read_address(Map& map, Channel& channel, const Provider& provider) {
    if (provider.notices == 0) {
        if (auto value = map.find("address"))
            value->warning(fmt::format("\"address\" means nothing for a channel of type {}", provider.type));
        return;
    }
    channel.notice_contacts = default_contacts(channel, provider);
    std::vector<std::string> words;
    for (const auto& row : contact_kinds())
        if (has(provider.notices, row.kind)) words.emplace_back(row.name);
    if (provider.notices == imported_kinds()) words.emplace_back(kAnyContact);
    std::string address;
    map.choice("address", address, words);
    if (address == kAnyContact) channel.notice_contacts = provider.notices;
    if (auto kind = contact_kind_from(address)) channel.notice_contacts = bit(*kind);
}

// `proxy`, or `proxy_file` for one with a password.
bool has_proxy(const Map& map) { return map.has("proxy") || map.has("proxy_file"); }

std::string read_proxy(Map& map, const Context& context) {
    auto out = secret(map, "proxy", context, false);
    if (!out.empty() && !is_proxy(out))
        map.find(map.has("proxy") ? "proxy" : "proxy_file")
            ->error("a proxy is http://[user:password@]host:port; also https://, socks5:// and socks5h://");
    return out;
}

// What every channel has.
void read_common(Map& map, Channel& channel) {
    map.rate("rate", channel.rate_per_second);
    map.integer("connections", channel.connections, 1, 256);
    std::string grade = "accepted";
    map.choice("told_when", grade, {"accepted", "delivered"});
    channel.told_when = grade == "delivered" ? TellingGrade::delivered : TellingGrade::accepted;
    std::string text = "short";
    map.choice("text", text, {"short", "whole"});
    channel.whole_text = text == "whole";
    map.choice("on_unknown", channel.on_unknown, {"resend", "leave"});
    map.integer("attempts_max", channel.attempts_max, 1, 100);
    if (auto quota = map.find("daily_quota"))
        if (auto number = quota->integer(1, 1'000'000'000)) channel.daily_quota = *number;
    if (auto price = map.find("price_vnd"))
        if (auto number = price->integer(0, 1'000'000)) channel.price_vnd = *number;
    map.duration("timeout", channel.timeout, seconds{1}, seconds{300});
    if (map.has("handover_after")) {
        Duration after{0};
        map.duration("handover_after", after, std::chrono::minutes{1}, hours{24});
        channel.handover_after = after;
    }
    map.duration("receipt_patience", channel.receipt_patience, std::chrono::minutes{1}, hours{48});
}

// Of letters on paper: they tell when a person says that they were posted, and are whole or not there.
void read_post(Map& map, Channel& channel, const Provider& provider) {
    if (!provider.traits.by_post) return;
    channel.by_post = true;
    map.integer("batch_letters_max", channel.batch_letters_max, 1, 2000);
    map.duration("batch_open", channel.batch_open, std::chrono::minutes{1}, hours{24});
    if (auto grade = map.find("told_when"); grade && channel.told_when == TellingGrade::accepted)
        grade->error("a letter on paper tells when it is posted: leave this key out");
    if (!map.has("receipt_patience")) channel.receipt_patience = hours{24};
    channel.told_when = TellingGrade::delivered;
    channel.whole_text = true;
    channel.on_unknown = "resend";
    channel.connections = 1;
}

// A type without a row: all that a provider could ask for counts as known, so that one slip is one error.
void ask_for_everything(Map& map) {
    AskedKeys all;
    for (const auto& each : providers()) each.read(all);
    for (const auto& key : all.asked()) map.find(key);
    for (auto key : {"address", "proxy", "proxy_file", "batch_letters_max", "batch_open"}) map.find(key);
}

Channel read_channel(const std::string& name, const Value& value, const Context& context) {
    Map map(value);
    Channel channel;
    channel.name = name;
    map.need("type");
    std::vector<std::string> types;
    for (const auto& each : providers()) types.emplace_back(each.type);
    map.choice("type", channel.type, types);
    read_common(map, channel);
    const auto* provider = find_provider(channel.type);
    if (!provider) {
        ask_for_everything(map);
        return channel;
    }
    channel.page_contacts = provider->pages;
    channel.signs_in = provider->traits.signs_in;
    channel.poll_horizon = provider->traits.poll_horizon;
    read_address(map, channel, *provider);
    channel.proxy = read_proxy(map, context);
    if (has_proxy(map) && !provider->traits.network)
        map.self().warning(fmt::format("\"proxy\" means nothing for a channel of type {}", provider->type));
    read_post(map, channel, *provider);
    MapKeys keys(map, context);
    channel.own = provider->read(keys);
    warn_foreign(map, *provider);
    return channel;
}

// None: its type has no row. Then all that a type could ask for counts as known, so that one slip is one error.
std::optional<Publisher> read_publisher(Map& map, const Context& context) {
    Publisher out;
    std::vector<std::string> types;
    for (const auto& each : publisher_kinds()) types.emplace_back(each.type);
    map.need("type");
    map.choice("type", out.type, types);
    const auto* kind = find_publisher_kind(out.type);
    if (!kind) {
        AskedKeys all;
        for (const auto& each : publisher_kinds()) each.read(all, out);
        for (const auto& key : all.asked()) map.find(key);
        for (auto key : {"url", "proxy", "proxy_file"}) map.find(key);
        return {};
    }
    out.carries = kind->carries;
    if (out.carries != PublisherCarries::banner) {
        map.need_text("url", out.url);
        check_url(map, "url", out.url, {"http://", "https://"});
        while (out.url.ends_with('/')) out.url.pop_back();
    }
    out.proxy = read_proxy(map, context);
    MapKeys keys(map, context);
    kind->read(keys, out);
    return out;
}

bool has_page(const PublicNoticePolicy& policy) {
    return std::any_of(policy.publishers.begin(), policy.publishers.end(),
                       [](const auto& one) { return one.carries != PublisherCarries::banner; });
}

void read_publishers(Map& map, const Context& context, PublicNoticePolicy& out) {
    for (const auto& each : map.list("publishers")) {
        Map publisher_map(each);
        if (auto publisher = read_publisher(publisher_map, context)) {
            if (publisher->carries == PublisherCarries::banner && !has_page(out))
                each.error("a banner shows the page of a publisher before it, and there is none");
            out.publishers.push_back(std::move(*publisher));
        }
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
            const auto* channel = out.settings.channel(*text);
            if (!channel) unknown_reference(item, "channel", *text, known);
            if (channel && channel->own && channel->notice_contacts == 0)
                item.error(fmt::format("a channel of type {} pages people; it tells no subjects", channel->type));
            if (std::find(notice.order.begin(), notice.order.end(), *text) != notice.order.end())
                item.error("is named twice");
            notice.order.push_back(std::move(*text));
        }
        map.boolean("second_person", notice.second_person);
        map.duration("handover_after", notice.handover_after, std::chrono::minutes{1}, hours{24});
        map.integer("canary_first", notice.canary_first, 1, 100'000);
        map.integer("canary_failed_percent", notice.canary_failed_percent, 1, 100);
        map.duration("bounce_patience", notice.bounce_patience, Duration{0}, hours{72});
        map.boolean("links_allowed", notice.links_allowed);
        map.text("in_app_place", notice.in_app_place);
        map.choice("address", notice.address, {"Quý khách", "Ông/Bà", "Anh/Chị"});
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
        map.duration("forecast_patience", policy.forecast_patience, Duration{0}, hours{24});
        map.duration("read_back_every", policy.read_back_every, std::chrono::minutes{5}, hours{24});
        read_publishers(map, context, policy);
    }
    if (policy.publishers.empty()) root.self().warning("public_notice.publishers is empty: no public notice can go up");
    if (out.server.serve_notices && std::none_of(policy.publishers.begin(), policy.publishers.end(),
                                                 [](const auto& one) { return one.type == "directory"; }))
        root.error("server.serve_notices needs a publisher of type directory");
}

}  // namespace breachd::config
