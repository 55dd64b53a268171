// Suricata's EVE records, usually as lines from a shipper: bare, in Beats' `message` text, or under `suricata.eve`.
// Only event_type "alert" is an alert; flow, dns, stats and the rest of the stream are passed over.
#include <fmt/format.h>

#include "ingest/fields.hpp"
#include "ingest/kinds.hpp"
#include "ingest/parsers.hpp"
#include "ingest/severity.hpp"
#include "ingest/times.hpp"

namespace breachd::ingest {

namespace {

// 1 is the gravest; 255 is a rule without a class. The rule's own metadata may raise it, never lower it.
std::optional<int> severity_of(const json::value* severity, const json::value* alert) {
    auto number = integer_of(severity);
    if (!number) return std::nullopt;
    int out = *number <= 1 ? 85 : *number == 2 ? 60 : *number == 3 ? 35 : 20;
    std::vector<std::string> words;
    add_each(words, dig(alert, "metadata.signature_severity"));
    for (const auto& word : words) {
        if (same_word(word, "critical")) out = std::max(out, 90);
        if (same_word(word, "major")) out = std::max(out, 75);
    }
    return out;
}

constexpr std::string_view kCookie = "@cee:";  // syslog's marker for JSON

// The record, wherever a shipper put it; `keep` holds what had to be parsed again.
const json::object* unwrap(const json::object& in, json::value& keep) {
    if (find(in, "event_type") != nullptr) return &in;
    const auto* event = object_of(find(in, "event"));
    if (event != nullptr && find(*event, "event_type") != nullptr) return event;
    for (auto path : {"suricata.eve", "_source", "message", "log", "eve", "event.original"}) {
        const auto* inner = dig(in, path);
        if (const auto* object = object_of(inner))
            return find(*object, "event_type") != nullptr ? object : unwrap(*object, keep);
        auto text = trim(text_view(inner));
        if (starts_with_word(text, kCookie)) text = text.substr(kCookie.size());
        json::value line(json::string_view(text.data(), text.size()));
        keep = nested_json(&line);
        if (keep.is_object()) return &keep.get_object();
    }
    return &in;
}

// What Beats' module takes out of the record and puts into fields of its own.
void read_shipper(const json::object& outer, Alert& alert) {
    if (alert.hosts.empty()) add_paths(alert.hosts, outer, {"source.ip", "destination.ip", "url.domain"});
    if (alert.title.empty()) alert.title = first_text(outer, {"rule.name"});
    if (!alert.detected_at) alert.detected_at = time_of(find(outer, "@timestamp"));
}

void read_tables(const json::object& in, Alert& alert) {
    add_paths(alert.tables, in, {"fileinfo.filename", "smb.filename"});
    if (const auto* files = array_of(find(in, "files")))
        for (const auto& file : *files) add_each(alert.tables, find(&file, "filename"));
}

Taken read_one(const Element& element) {
    auto object = must_be_object(element);
    if (!object) return object.error();
    json::value keep;
    const json::object& in = *unwrap(**object, keep);
    const auto* rule = find(in, "alert");
    if (text_view(find(in, "event_type")) != "alert" || object_of(rule) == nullptr) return std::optional<Alert>{};
    Alert alert;
    alert.title = clean_title(text_of(find(rule, "signature")));
    const auto* severity = find(rule, "severity");
    if (severity == nullptr) severity = find(in, "severity");             // probes that lift the rule's members up
    if (severity == nullptr) severity = dig(**object, "event.severity");  // where Filebeat's module moves it
    set_severity(alert, severity, severity_of(severity, rule));
    alert.detected_at = first_time({find(in, "timestamp"), find(in, "@timestamp"), find(in, "timestamp_detected")});
    add_paths(alert.hosts, in, {"src_ip", "dest_ip", "http.hostname", "tls.sni"});
    if (&in != *object) read_shipper(**object, alert);
    alert.occurred_at = alert.detected_at;
    add_paths(alert.users, in, {"smb.ntlmssp.user", "krb5.cname"});
    read_tables(in, alert);
    add_each(alert.tags, find(rule, "category"));
    add_each(alert.tags, dig(rule, "metadata.mitre_technique_id"));
    if (contains_word(text_view(find(rule, "category")), "sensitive data")) add_detector(alert.data_kinds, alert.title);
    auto signature = text_of(find(rule, "signature_id"));
    auto group = text_of(find(rule, "gid"));
    alert.rule_id = clean_text(signature);
    auto flow = text_of(find(in, "flow_id"));
    auto transaction = text_of(find(in, "tx_id"));
    auto uuid = text_of(find(in, "uuid"));
    if (!uuid.empty())
        alert.external_id = fmt::format("suricata:{}", uuid);
    else if (!flow.empty())
        alert.external_id = fmt::format("suricata:{}:{}:{}:{}", flow, transaction.empty() ? "-" : transaction,
                                        group.empty() ? "1" : group, signature);
    else if (alert.detected_at)  // a packet outside of any flow
        alert.external_id =
            fmt::format("suricata:{}:{}:{}:{}:{}", format_rfc3339(*alert.detected_at), first_text(in, {"src_ip"}),
                        first_text(in, {"dest_ip"}), group.empty() ? "1" : group, signature);
    finish(alert, "Suricata alert");
    return std::optional(std::move(alert));
}

// Blanks in place of the marker at the start of each line, so that places in errors stay right.
std::string without_cookies(std::string_view bytes) {
    std::string out(bytes);
    for (std::size_t at = 0; at != std::string::npos; at = out.find('\n', at)) {
        at = out.find_first_not_of(" \t\r\n", at);
        if (at == std::string::npos) break;
        if (starts_with_word(std::string_view(out).substr(at), kCookie))
            out.replace(at, kCookie.size(), kCookie.size(), ' ');
    }
    return out;
}

}  // namespace

Result<Parsed> parse_suricata(const Body& body) {
    if (!starts_with_word(trim(without_mark(body.bytes)), kCookie)) return read_alerts(body.bytes, {}, read_one);
    auto parsed = read_alerts(without_cookies(without_mark(body.bytes)), {}, read_one);
    if (parsed && parsed->items.size() == 1 && parsed->rejected.empty())
        parsed->items.front().raw = std::string(body.bytes);
    return parsed;
}

}  // namespace breachd::ingest
