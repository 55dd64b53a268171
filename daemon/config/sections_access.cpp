#include <fmt/format.h>

#include <algorithm>

#include "config/sections.hpp"
#include "core/telling/ways.hpp"

namespace breachd::config {

// The token itself is forgotten here; what stays is its digest.
Digest token_digest(Map& map, const Context& context, const std::string& name) {
    std::string token = secret(map, name, context, true);
    if (token.empty()) return {};
    auto key = map.has(name) ? name : name + "_file";
    if (token.size() < kTokenBytesMin)
        map.find(key)->error(
            fmt::format("the token has fewer than {} bytes: make one with `openssl rand -hex 32`", kTokenBytesMin));
    if (std::any_of(token.begin(), token.end(), [](unsigned char c) { return c <= 0x20 || c >= 0x7f; }))
        map.find(key)->error("a token is made of visible ASCII characters (it travels in a header)");
    return sha256(token);
}

void read_peers(Map& map, std::string_view key, std::string_view empty_list, std::vector<Network>& networks,
                bool& unix_socket) {
    auto value = map.find(key);
    if (!value) return;
    auto items = value->items();
    if (value->is_list() && items.empty()) value->error(std::string(empty_list));
    for (const auto& item : items) {
        auto text = item.text();
        if (!text) continue;
        if (*text == "unix") {
            unix_socket = true;
            continue;
        }
        auto network = parse_network(*text);
        if (network)
            networks.push_back(*network);
        else
            item.error(fmt::format("{}: {}", *text, network.error().message));
    }
}

namespace {

void read_person(Map& map, const Settings& settings, std::string& person) {
    map.text("person", person);
    if (person.empty() || settings.person(person)) return;
    std::vector<std::string> known;
    for (const auto& each : settings.people) known.push_back(each.id);
    unknown_reference(*map.find("person"), "person", person, known);
}

}  // namespace

void read_access(Map& root, const Context& context, LoadedConfig& out) {
    std::vector<std::string> seen;
    if (auto value = root.find("access")) {
        Map map(*value);
        for (const auto& each : map.list("tokens")) {
            Map token_map(each);
            Token token;
            need_name(token_map, "name", token.name, seen);
            token_map.need("role");
            token_map.choice("role", token.role);
            token.sha256 = token_digest(token_map, context);
            read_person(token_map, out.settings, token.person);
            out.settings.tokens.push_back(token);
        }
    }
    if (out.settings.tokens.empty())
        root.self().warning("access.tokens is empty: nobody can call the API");
    else if (std::none_of(out.settings.tokens.begin(), out.settings.tokens.end(),
                          [](const auto& token) { return token.role == Role::dpo; }))
        root.self().warning("no token has the role dpo");
}

std::vector<std::string> signing_secrets(Map& map, const Context& context, bool base64) {
    std::vector<std::string> out;
    for (auto [key, needed] : {std::pair{"secret", true}, std::pair{"previous_secret", false}}) {
        std::string text = secret(map, key, context, needed);
        if (text.empty()) continue;
        auto bytes = base64 ? webhook_key(text) : Result<std::string>(text);
        if (!bytes)
            map.error(fmt::format("{}: {}", key, bytes.error().message));
        else if (bytes->size() < kTokenBytesMin)
            map.error(fmt::format("{} has a key of fewer than {} bytes", key, kTokenBytesMin));
        out.push_back(std::move(text));
    }
    return out;
}

namespace {

// Zalo and eSMS speak of messages only.
void read_app_id(Map& map, Hook& hook) {
    if (hook.type == "zalo")
        map.need_text("app_id", hook.app_id);
    else if (map.has("app_id"))
        map.error(fmt::format("\"app_id\" means nothing for a hook of type {}", hook.type));
    bool brings_only_receipts = hook.type == "zalo" || hook.type == "secret_path";
    if (brings_only_receipts && hook.receipts.empty()) map.need("receipts");
}

}  // namespace

void read_hooks(Map& root, const Context& context, LoadedConfig& out) {
    std::vector<std::string> seen;
    for (const auto& each : root.list("hooks")) {
        Map map(each);
        Hook hook;
        need_name(map, "name", hook.name, seen);
        map.need("type");
        map.choice("type", hook.type, {"standard_webhooks", "bearer", "zalo", "secret_path"});
        read_person(map, out.settings, hook.person);
        hook.secrets = signing_secrets(map, context, hook.type == "standard_webhooks");
        map.texts("receipts", hook.receipts);
        read_app_id(map, hook);
        out.settings.hooks.push_back(std::move(hook));
    }
}

namespace {

bool share_a_secret(const Hook& one, const Hook& other) {
    auto known = [&](const auto& secret) {
        return std::find(other.secrets.begin(), other.secrets.end(), secret) != other.secrets.end();
    };
    return std::any_of(one.secrets.begin(), one.secrets.end(), known);
}

}  // namespace

// What was written into a file has told nobody yet: only a receipt says so, or a person, by hand.
void tell_nobody_by_files(Map& root, LoadedConfig& out) {
    if (out.settings.mode != Mode::live) return;
    const auto& order = out.settings.notice.order;
    for (auto& channel : out.settings.channels) {
        if (!ends_here(channel)) continue;
        channel.told_when = TellingGrade::delivered;
        if (std::find(order.begin(), order.end(), channel.name) == order.end()) continue;
        root.self().warning(fmt::format(
            "channels.{}: it only writes files on this machine, and the mode is live: nobody counts as told by it",
            channel.name));
    }
}

// Who may say that people were told is who was given a secret for just that.
void check_receipts(Map& root, const LoadedConfig& out) {
    const auto& hooks = out.settings.hooks;
    for (std::size_t i = 0; i < hooks.size(); ++i) {
        for (const auto& name : hooks[i].receipts) {
            const auto* channel = out.settings.channel(name);
            if (channel == nullptr || channel->notice_contacts == 0)
                root.error(fmt::format("hooks {}: receipts: no channel \"{}\" tells people", hooks[i].name, name));
        }
        for (std::size_t j = 0; j < i; ++j)
            if ((!hooks[i].receipts.empty() || !hooks[j].receipts.empty()) && share_a_secret(hooks[i], hooks[j]))
                root.error(
                    fmt::format("hooks {} and {} have the same secret, and receipts come through one of them: "
                                "make one of its own with `openssl rand -hex 32`",
                                hooks[j].name, hooks[i].name));
    }
    auto brought = [&](const Hook& hook, const std::string& name) {
        return std::find(hook.receipts.begin(), hook.receipts.end(), name) != hook.receipts.end();
    };
    for (const auto& channel : out.settings.channels)
        if (channel.told_when == TellingGrade::delivered && channel.notice_contacts != 0 && !ends_here(channel) &&
            channel.poll_horizon.count() == 0 && !channel.by_post &&
            std::none_of(hooks.begin(), hooks.end(), [&](const Hook& hook) { return brought(hook, channel.name); }))
            root.self().warning(
                fmt::format("channels.{}: told_when: delivered, and no hook brings its receipts "
                            "(hooks: receipts: [{}])",
                            channel.name, channel.name));
}

// A token is a person or a machine: two that are equal would make the second-person rule worthless.
void check_tokens_differ(Map& root, const LoadedConfig& out) {
    std::vector<std::pair<Digest, std::string>> all;
    for (const auto& token : out.settings.tokens) all.emplace_back(token.sha256, "access.tokens " + token.name);
    for (const auto& source : out.settings.sources) {
        all.emplace_back(source.token_sha256, "sources " + source.name);
        all.emplace_back(source.previous_token_sha256, "sources " + source.name);
    }
    for (std::size_t i = 0; i < all.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
            if (all[i].first == all[j].first && all[i].first != Digest{})
                root.error(fmt::format("{} and {} have the same token", all[j].second, all[i].second));
}

}  // namespace breachd::config
