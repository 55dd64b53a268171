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
std::optional<int> severity_of(const json::value* alert) {
    auto number = integer_of(find(alert, "severity"));
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

const json::object* unwrap(const json::object& in, json::value& keep) {
    if (find(in, "event_type") != nullptr) return &in;
    if (const auto* eve = object_of(dig(in, "suricata.eve"))) return eve;
    keep = nested_json(find(in, "message"));
    return object_of(&keep) != nullptr ? object_of(&keep) : &in;
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
    set_severity(alert, find(rule, "severity"), severity_of(rule));
    alert.detected_at = first_time({find(in, "timestamp"), find(in, "@timestamp"), find(in, "timestamp_detected")});
    alert.occurred_at = alert.detected_at;
    add_paths(alert.hosts, in, {"src_ip", "dest_ip", "http.hostname", "tls.sni"});
    add_paths(alert.users, in, {"smb.ntlmssp.user", "krb5.cname"});
    add_paths(alert.tables, in, {"fileinfo.filename"});
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
    finish(alert, "Suricata alert");
    return std::optional(std::move(alert));
}

// Syslog's marker for JSON, in front of a line.
std::string_view without_cookie(std::string_view bytes) {
    auto text = trim(bytes);
    return starts_with_word(text, "@cee:") ? text.substr(5) : bytes;
}

}  // namespace

Result<Parsed> parse_suricata(const Body& body) { return read_alerts(without_cookie(body.bytes), {}, read_one); }

}  // namespace breachd::ingest
