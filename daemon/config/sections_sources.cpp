// Section `sources`: who may send alerts, in which format, and what proves it.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/text.hpp"
#include "config/sections.hpp"
#include "config/sender_file.hpp"
#include "ingest/format.hpp"

namespace breachd::config {

namespace {

// Names of headers are kept in lower case.
void header_name(Map& map, std::string_view key, std::string& out) {
    auto value = map.find(key);
    auto text = value ? value->text() : std::nullopt;
    if (!text) return;
    bool fits =
        text->size() <= 64 && std::all_of(text->begin(), text->end(), [](unsigned char c) {
            return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_';
        });
    if (!fits) return value->error("not the name of a header: letters, digits, - and _");
    out = lower(*text);
}

void read_token(Map& map, const Context& context, const ServerSettings& server, Source& out) {
    bool given = map.has("token") || map.has("token_file");
    bool previous = map.has("previous_token") || map.has("previous_token_file");
    if (given) out.token_sha256 = token_digest(map, context);
    if (previous) out.previous_token_sha256 = token_digest(map, context, "previous_token");
    header_name(map, "token_header", out.token_header);
    map.boolean("token_in_url", out.token_in_url);
    if (!given && (previous || !out.token_header.empty() || out.token_in_url))
        map.error(
            "previous_token, token_header and token_in_url belong to a token, but there is none: \"token_file\" is "
            "missing");
    if (out.token_in_url && !server.tls)
        map.find("token_in_url")
            ->warning(
                "without TLS everybody on the way reads the token in the address: server.tls, or a TLS proxy in front");
}

template <class Enum>
void word(Map& map, std::string_view key, Enum& out, std::string_view first, std::string_view second) {
    std::string text;
    map.choice(key, text, {first, second});
    if (!text.empty()) out = text == first ? Enum{0} : Enum{1};
}

void read_signature(Map& source, const Context& context, Source& out) {
    auto value = source.find("signature");
    if (!value) return;
    Map map(*value);
    std::string style;
    map.need("style");
    map.choice("style", style, {"github", "standard_webhooks", "grafana", "nightfall", "hcp", "custom"});
    auto scheme = signature_style(style.empty() ? "custom" : style);
    header_name(map, "header", scheme->header);
    word(map, "algorithm", scheme->hash, "sha256", "sha512");
    word(map, "encoding", scheme->encoding, "hex", "base64");
    map.text("prefix", scheme->prefix);
    bool signed_given = map.has("signed"), time_given = map.has("timestamp_header");
    map.text("signed", scheme->signed_text);
    header_name(map, "timestamp_header", scheme->timestamp_header);
    header_name(map, "id_header", scheme->id_header);
    // Grafana signs the moment as soon as it has a header for it.
    if (style == "grafana" && time_given && !signed_given) scheme->signed_text = "{ts}:{body}";
    map.duration("tolerance", scheme->tolerance, std::chrono::seconds{10}, std::chrono::hours{24});
    if (auto tolerance = map.find("tolerance"); tolerance && !style.empty() && !scheme->signs_time())
        tolerance->error(fmt::format("tolerance is for a signed moment, and style {} signs none{}", style,
                                     style == "grafana" || style == "custom" ? " without timestamp_header" : ""));
    out.signature_secrets = signing_secrets(map, context, scheme->base64_secret);
    if (style.empty()) return;
    if (auto good = check_scheme(*scheme); !good) {
        auto place = map.find(good.error().where).value_or(*value);
        place.error(fmt::format("{} {}", good.error().where, good.error().message));
    }
    out.signature = std::move(scheme);
}

// "AB:CD:…" as openssl prints it, or plain hex.
void read_fingerprint(Map& map, std::string& out) {
    auto value = map.find("sha256");
    auto text = value ? value->text() : std::nullopt;
    if (!text) return;
    std::string digits = lower(*text);
    std::erase(digits, ':');
    auto bytes = from_hex(digits);
    if (!bytes || bytes->size() != Digest{}.size())
        return value->error(
            "a fingerprint has 64 hex digits: `openssl x509 -noout -fingerprint -sha256 -in client.crt`");
    out = digits;
}

void read_certificate(Map& source, const ServerSettings& server, bool over_syslog, Source& out) {
    auto value = source.find("client_certificate");
    if (!value) return;
    Map map(*value);
    read_fingerprint(map, out.certificate_sha256);
    map.text("subject", out.certificate_subject);
    if (map.ok() && !map.has("sha256") && !map.has("subject")) map.error("needs sha256, subject or both");
    bool asked = server.tls && !server.tls->client_ca_file.empty();
    if (!asked && !over_syslog)  // a listener brings its own CA: read_syslog() looks at it
        value->error("needs server.tls.client_ca_file: without it nobody is asked for a certificate");
}

void read_client_state(Map& map, const Context& context, Source& out) {
    if (!map.has("client_state") && !map.has("client_state_file")) return;
    auto text = secret(map, "client_state", context, false);
    if (out.format != "sentinel" && out.format != "defender")
        map.error("client_state is for Microsoft Graph: formats sentinel and defender");
    if (text.empty()) return;
    if (text.size() < kTokenBytesMin || text.size() > 128)
        map.error(fmt::format("client_state has {} to 128 bytes", kTokenBytesMin));
    out.client_state_sha256 = sha256(text);
}

void read_rate(Map& map, Source& out) {
    map.rate("rate", out.rate_per_second);
    if (out.rate_per_second > 0) out.burst = std::max(1.0, std::ceil(out.rate_per_second));
    map.integer("burst", out.burst, 1, 1'000'000);
    if (auto burst = map.find("burst"); burst && out.rate_per_second == 0) burst->error("burst belongs to a rate");
}

// --- how its JSON is read -------------------------------------------------------------------------------------------

void read_preset(Map& source, const Settings& settings, Source& out) {
    std::string name;
    source.text("sender", name);
    auto value = source.find("sender");
    if (!value || name.empty()) return;
    if (out.format != "mapped") return value->error("sender belongs to format: mapped; CEF and LEEF name theirs");
    const auto* sender = settings.senders->find(name);
    if (sender != nullptr && sender->json != nullptr) return (void)(out.mapping = sender->json);
    std::vector<std::string> known;
    for (const auto& each : settings.senders->all())
        if (each.json != nullptr) known.push_back(each.name);
    unknown_reference(*value, "sender with a `json` part", name, known);
}

void read_mapping(Map& source, const Settings& settings, Source& out) {
    read_preset(source, settings, out);
    auto value = source.find("mapping");
    if (!value) return;
    if (out.format != "mapped") return value->error("mapping belongs to format: mapped");
    if (source.has("sender")) return value->error("\"mapping\" and \"sender\" exclude each other");
    out.mapping = read_mapped_fields(*value);
}

// What can prove a sender, the strongest first. What stands in the file counts, not whether a secret could be read.
constexpr struct Proof {
    const char* key;
    SenderProof proof;
    bool of_requests;  // over HTTP only
    bool misleads;     // at a source that a syslog listener feeds it would be believed to hold for its messages too
} kProofs[] = {{"client_certificate", SenderProof::certificate, false, false},
               {"signature", SenderProof::signature, true, true},
               {"token", SenderProof::token, true, false},
               {"token_file", SenderProof::token, true, false},
               {"client_state", SenderProof::token, true, true},
               {"client_state_file", SenderProof::token, true, true}};

// Keys about requests, at a source that a syslog listener feeds.
void warn_of_http_keys(Map& map) {
    bool over_http = false;
    for (const auto& [key, proof, of_requests, misleads] : kProofs) {
        over_http = over_http || (of_requests && map.has(key));
        if (auto value = misleads ? map.find(key) : std::nullopt)
            value->warning(fmt::format(
                "{} is asked for over HTTP only: what a syslog listener takes for this source is not checked for it",
                key));
    }
    if (auto bytes = map.find("body_bytes_max"); bytes && !over_http)
        bytes->warning(
            "body_bytes_max does nothing here: over syslog the listener's frame_bytes_max counts, and nothing lets "
            "this source send over HTTP");
}

// Of several, the one that an alert is marked with.
SenderProof proof_over_http(Map& map) {
    for (const auto& each : kProofs)
        if (map.has(each.key)) return each.proof;
    return SenderProof::none;
}

void check_proof(Map& map, bool over_syslog, Source& out) {
    out.http_proof = proof_over_http(map);
    if (out.http_proof == SenderProof::none && !over_syslog && map.ok())
        map.error(
            "nothing proves this source's sender: \"token_file\" (or \"token\"), signature, client_certificate or, for "
            "Microsoft Graph, "
            "client_state_file; only a source that a syslog listener names may do without");
}

// What the engine does with the source's alerts, and with its silence.
void read_expectations(Map& map, Source& out) {
    map.duration("expect_every", out.expect_every, std::chrono::minutes{5}, std::chrono::hours{24 * 30});
    map.boolean("opens_incidents_unproven", out.opens_unproven);
    if (auto value = map.find("opens_incidents_unproven"); value && out.opens_unproven)
        value->warning(
            "whoever can send a packet with this source's address can open incidents, start clocks and wake people");
}

}  // namespace

void read_sources(Map& root, const Context& context, LoadedConfig& out) {
    std::vector<std::string> seen, formats;
    for (const auto& format : ingest::formats()) formats.emplace_back(format.name);
    for (const auto& each : root.list("sources")) {
        Map map(each);
        Source source;
        need_name(map, "name", source.name, seen);
        map.need_text("format", source.format);
        if (auto format = map.find("format"); format && !source.format.empty() && !ingest::find_format(source.format))
            unknown_reference(*format, "alert format", source.format, formats);
        bool over_syslog = named_by_syslog(root, source.name);
        read_token(map, context, out.server, source);
        read_signature(map, context, source);
        read_certificate(map, out.server, over_syslog, source);
        read_client_state(map, context, source);
        check_proof(map, over_syslog, source);
        if (over_syslog) warn_of_http_keys(map);
        read_peers(map, "allow", "an empty list lets nobody in; leave the key out to let everybody", source.allow,
                   source.allow_unix);
        read_rate(map, source);
        map.size("body_bytes_max", source.body_bytes_max, 1024, 64 * 1024 * 1024);
        read_mapping(map, out.settings, source);
        read_expectations(map, source);
        out.settings.sources.push_back(std::move(source));
    }
}

}  // namespace breachd::config
