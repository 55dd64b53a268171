#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "config/sections.hpp"

namespace breachd::config {

namespace {

void read_contact(Map& parent, std::string_view key, ContactPoint& out) {
    auto value = parent.find(key);
    if (!value)
        return parent.self().warning(
            fmt::format("organisation.{} is missing: the law wants this contact in every notice", key));
    Map map(*value);
    map.need_text("name", out.name);
    map.text("title", out.title);
    map.text("phone", out.phone);
    map.text("email", out.email);
    check_email(map, "email", out.email);
    if (map.ok() && out.phone.empty() && out.email.empty()) map.error("a contact needs a phone or an email");
}

std::optional<std::chrono::year_month_day> day_of(const std::string& text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return {};
    int y = 0, m = 0, d = 0;
    auto number = [&](std::size_t from, std::size_t to, int& out) {
        auto [end, failed] = std::from_chars(text.data() + from, text.data() + to, out);
        return failed == std::errc{} && end == text.data() + to;
    };
    if (!number(0, 4, y) || !number(5, 7, m) || !number(8, 10, d)) return {};
    std::chrono::year_month_day day{std::chrono::year{y}, std::chrono::month{unsigned(m)},
                                    std::chrono::day{unsigned(d)}};
    return day.ok() ? std::optional(day) : std::nullopt;
}

constexpr const char* kDayForm = "a day is written 2015-03-02";

void read_registration(Map& parent, Registration& out) {
    auto value = parent.find("registration");
    if (!value) return;
    Map map(*value);
    map.choice("paper", out.paper);
    map.text("number", out.number);
    map.text("issuer", out.issuer);
    map.text("place", out.place);
    map.text("date", out.date);
    if (auto date = map.find("date"); date && !out.date.empty() && !day_of(out.date)) date->error(kDayForm);
}

void read_day(Map& map, std::string_view key, std::chrono::year_month_day& out) {
    std::string text;
    map.text(key, text);
    if (text.empty()) return;
    if (auto day = day_of(text))
        out = *day;
    else
        map.find(key)->error(kDayForm);
}

// "127.0.0.1:8472", "[::1]:8472", "localhost:0", "unix:/run/breachd/breachd.sock"
void read_listen(const Value& value, const Context& context, std::string& out) {
    auto text = value.text();
    if (!text) return;
    if (!text->starts_with("unix:")) return read_address(value, out, ", or unix:/path");
    std::filesystem::path path(text->substr(5));
    auto socket = (path.is_absolute() ? path : context.base / path).lexically_normal().string();
    if (socket.size() > 100) value.error("the path of a socket has at most 100 bytes");
    out = "unix:" + socket;
}

void read_tls(Map& parent, const Context& context, std::optional<Tls>& out) {
    auto value = parent.find("tls");
    if (!value) return;
    Map map(*value);
    out = read_tls_files(map, context);
}

void read_limits(Map& parent, Limits& out) {
    auto value = parent.find("limits");
    if (!value) return;
    Map map(*value);
    map.integer("connections", out.connections_max, 16, 65536);
    map.integer("connections_per_address", out.connections_per_address_max, 1, 65536);
    map.integer("event_streams", out.streams_max, 1, 65536);
}

bool is_loopback(std::string_view address) {
    return address.starts_with("localhost:") || address.starts_with("[::1]:") || address.starts_with("127.");
}

}  // namespace

void read_address(const Value& value, std::string& out, std::string_view or_else) {
    auto text = value.text();
    if (!text) return;
    auto colon = text->rfind(':');
    unsigned port = 0;
    const char* end = text->data() + text->size();
    bool ok = colon != std::string::npos && colon > 0;
    if (ok) {
        auto [stop, failed] = std::from_chars(text->data() + colon + 1, end, port);
        ok = failed == std::errc{} && stop == end && port <= 65535;
    }
    std::string host = ok ? text->substr(0, colon) : "";
    if (host.starts_with('[') && host.ends_with(']'))
        host = host.substr(1, host.size() - 2);
    else if (host.find(':') != std::string::npos)
        ok = false;
    if (!ok || host.empty())
        return value.error(fmt::format("an address and a port are wanted: 127.0.0.1:8472 or [::1]:8472{}", or_else));
    out = host.find(':') == std::string::npos ? fmt::format("{}:{}", host, port) : fmt::format("[{}]:{}", host, port);
}

Tls read_tls_files(Map& map, const Context& context) {
    Tls out;
    map.need("certificate_file");
    map.need("key_file");
    path(map, "certificate_file", out.certificate_file, context);
    path(map, "key_file", out.key_file, context);
    path(map, "client_ca_file", out.client_ca_file, context);
    std::string certificates = "required";
    map.choice("client_certificates", certificates, {"required", "optional"});
    out.client_certificate_optional = certificates == "optional";
    if (auto key = map.find("client_certificates"); key && out.client_ca_file.empty())
        key->error("client_certificates belongs to a client_ca_file");
    if (!context.options.read_secrets) return out;
    for (auto [key, file] : {std::pair{"certificate_file", &out.certificate_file}, std::pair{"key_file", &out.key_file},
                             std::pair{"client_ca_file", &out.client_ca_file}}) {
        if (file->empty()) continue;
        if (auto bytes = read_file(*file, kFileBytesMax); !bytes) map.find(key)->error(bytes.error().text());
    }
    return out;
}

void read_mode(Map& root, const Context&, LoadedConfig& out) {
    std::string mode = "live";
    root.choice("mode", mode, {"live", "drill"});
    out.settings.mode = mode == "drill" ? Mode::drill : Mode::live;
    auto scale = root.find("time_scale");
    if (!scale) return;
    auto number = scale->number(0.001, 1e6);
    if (!number) return;
    if (out.settings.mode == Mode::live && *number != 1)
        return scale->error("time_scale is for mode: drill only; a live clock runs as it is");
    out.settings.time_scale = *number;
}

void read_holidays(Map& law, Settings& settings) {
    for (const auto& each : law.list("holidays")) {
        Map map(each);
        Holiday holiday;
        map.need("from");
        read_day(map, "from", holiday.from);
        holiday.to = holiday.from;
        read_day(map, "to", holiday.to);
        if (map.ok() && holiday.to < holiday.from) map.error("a holiday ends after it begins");
        map.boolean("working", holiday.working);
        map.need_text("citation", holiday.citation);
        settings.holidays.push_back(std::move(holiday));
    }
}

void read_organisation(Map& root, const Context&, LoadedConfig& out) {
    auto value = root.need("organisation");
    if (!value) return;
    Map map(*value);
    Organisation& organisation = out.settings.organisation;
    map.need_text("name", organisation.name);
    map.texts("sector", organisation.sector);
    for (const auto& item : map.list("sector"))
        if (item.is_scalar() && std::find(kSectors.begin(), kSectors.end(), item.yaml().Scalar()) == kSectors.end())
            unknown_reference(item, "sector", item.yaml().Scalar(), kSectors);
    map.text("address", organisation.address);
    map.text("transaction_office", organisation.transaction_office);
    read_registration(map, organisation.registration);
    map.text("tax_code", organisation.tax_code);
    map.text("phone", organisation.phone);
    map.text("website", organisation.website);
    map.text("place", organisation.place);
    read_contact(map, "data_protection_officer", organisation.data_protection_officer);
    read_contact(map, "incident_desk", organisation.incident_desk);
}

void read_server(Map& root, const Context& context, LoadedConfig& out) {
    ServerSettings& server = out.server;
    std::string& public_url = out.settings.public_url;
    std::string& listen = server.listen.front();
    bool over_unix = false;
    if (auto value = root.find("server")) {
        Map map(*value);
        if (auto given = map.find("listen")) read_listen(*given, context, listen);
        over_unix = listen.starts_with("unix:");
        map.text("public_url", public_url);
        check_url(map, "public_url", public_url, {"http://", "https://"});
        read_tls(map, context, server.tls);
        read_peers(map, "trusted_proxies", "names no proxy; leave the key out when there is none",
                   server.trusted_proxies, server.trust_unix_socket);
        read_limits(map, server.limits);
        map.boolean("serve_notices", server.serve_notices);
        if (!over_unix && !is_loopback(listen) && !server.tls)
            map.self().warning("listens beyond this machine without TLS: put server.tls or a TLS proxy in front");
    }
    while (public_url.ends_with('/')) public_url.pop_back();
    if (public_url.empty() && !over_unix) public_url = fmt::format("{}://{}", server.tls ? "https" : "http", listen);
}

void read_storage_and_keys(Map& root, const Context& context, LoadedConfig& out) {
    if (auto value = root.find("storage")) {
        Map map(*value);
        path(map, "directory", out.storage.directory, context);
    }
    out.master_key_file = "/etc/breachd/master.key";
    if (auto value = root.find("keys")) {
        Map map(*value);
        path(map, "master_key_file", out.master_key_file, context);
    }
}

void read_log(Map& root, const Context&, LoadedConfig& out) {
    auto value = root.find("log");
    if (!value) return;
    Map map(*value);
    map.choice("level", out.log.level, {"debug", "info", "warning", "error"});
    map.choice("format", out.log.format, {"text", "json"});
}

}  // namespace breachd::config
