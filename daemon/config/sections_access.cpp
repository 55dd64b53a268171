#include <fmt/format.h>

#include <algorithm>

#include "config/sections.hpp"
#include "ingest/format.hpp"

namespace breachd::config {

namespace {

// The token itself is forgotten here; what stays is its digest.
Digest token_digest(Map& map, const Context& context, bool needed = true) {
    std::string token = secret(map, "token", context, needed);
    if (token.empty()) return {};
    auto key = map.has("token") ? "token" : "token_file";
    if (token.size() < kTokenBytesMin)
        map.find(key)->error(fmt::format("the token has fewer than {} bytes: make one with `openssl rand -hex 32`", kTokenBytesMin));
    if (std::any_of(token.begin(), token.end(), [](unsigned char c) { return c <= 0x20 || c >= 0x7f; }))
        map.find(key)->error("a token is made of visible ASCII characters (it travels in a header)");
    return sha256(token);
}

AlertSource alert_source(Map& map, const std::string& name) {
    AlertSource out;
    out.name = name;
    map.duration("expect_every", out.expect_every, std::chrono::minutes{5}, std::chrono::hours{24 * 30});
    map.boolean("opens_incidents_unproven", out.opens_unproven);
    if (auto value = map.find("opens_incidents_unproven"); value && out.opens_unproven)
        value->warning("whoever can send a packet with this source's address can open incidents, start clocks and wake people");
    return out;
}

}  // namespace

void read_access(Map& root, const Context& context, LoadedConfig& out) {
    std::vector<std::string> seen;
    if (auto value = root.find("access")) {
        Map map(*value);
        for (const auto& each : map.list("tokens")) {
            Map token_map(each);
            AccessToken token;
            need_name(token_map, "name", token.name, seen);
            std::string role;
            token_map.need("role");
            token_map.choice("role", role, {"source", "viewer", "responder", "dpo", "auditor", "admin"});
            if (!role.empty()) boost::describe::enum_from_string(role.c_str(), token.role);
            token.sha256 = token_digest(token_map, context);
            out.tokens.push_back(token);
        }
    }
    if (out.tokens.empty()) root.self().warning("access.tokens is empty: nobody can call the API");
    else if (std::none_of(out.tokens.begin(), out.tokens.end(), [](const auto& token) { return token.role == Role::dpo; }))
        root.self().warning("no token has the role dpo");
}

void read_sources(Map& root, const Context& context, LoadedConfig& out) {
    std::vector<std::string> seen, formats;
    for (const auto& format : ingest::formats()) formats.emplace_back(format.name);
    for (const auto& each : root.list("sources")) {
        Map map(each);
        SourceSettings source;
        need_name(map, "name", source.name, seen);
        map.need_text("format", source.format);
        if (auto format = map.find("format"); format && !source.format.empty() && !ingest::find_format(source.format))
            unknown_reference(*format, "alert format", source.format, formats);
        source.sha256 = token_digest(map, context, !named_by_syslog(root, source.name));
        map.size("body_bytes_max", source.body_bytes_max, 1024, 64 * 1024 * 1024);
        out.settings.sources.push_back(alert_source(map, source.name));
        out.sources.push_back(std::move(source));
    }
}

void read_hooks(Map& root, const Context& context, LoadedConfig& out) {
    std::vector<std::string> seen;
    for (const auto& each : root.list("hooks")) {
        Map map(each);
        HookSettings hook;
        need_name(map, "name", hook.name, seen);
        map.need("type");
        map.choice("type", hook.type, {"standard_webhooks", "bearer"});
        for (auto [key, needed] : {std::pair{"secret", true}, std::pair{"previous_secret", false}}) {
            std::string text = secret(map, key, context, needed);
            if (text.empty()) continue;
            if (text.size() < kTokenBytesMin) map.error(fmt::format("{} has fewer than {} bytes", key, kTokenBytesMin));
            if (text.starts_with("whsec_") && !from_base64(std::string_view(text).substr(6)))
                map.error(fmt::format("{}: what follows whsec_ is not base64", key));
            hook.secrets.push_back(std::move(text));
        }
        out.hooks.push_back(std::move(hook));
    }
}

// A token is a person or a machine: two that are equal would make the second-person rule worthless.
void check_tokens_differ(Map& root, const LoadedConfig& out) {
    std::vector<std::pair<Digest, std::string>> all;
    for (const auto& token : out.tokens) all.emplace_back(token.sha256, "access.tokens " + token.name);
    for (const auto& source : out.sources) all.emplace_back(source.sha256, "sources " + source.name);
    for (std::size_t i = 0; i < all.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
            if (all[i].first == all[j].first && all[i].first != Digest{})
                root.error(fmt::format("{} and {} have the same token", all[j].second, all[i].second));
}

}  // namespace breachd::config
