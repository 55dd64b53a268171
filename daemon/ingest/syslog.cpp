#include "ingest/syslog.hpp"

#include <fmt/format.h>

#include "base/digest.hpp"
#include "ingest/cef.hpp"
#include "ingest/fields.hpp"
#include "ingest/found_fields.hpp"
#include "ingest/kinds.hpp"
#include "ingest/leef.hpp"
#include "ingest/lines.hpp"
#include "ingest/loose.hpp"
#include "ingest/parsers.hpp"
#include "ingest/severity.hpp"
#include "ingest/syslog_message.hpp"

namespace breachd::ingest {

namespace {

// The JSON behind the optional marker "@cee:"; "" when the message is no JSON.
std::string_view json_part(std::string_view message) {
    message = trim(message);
    if (starts_with_word(message, "@cee:")) message = trim(message.substr(5));
    return message.starts_with("{") ? message : std::string_view{};
}

// "000123: *Jan  5 2026 01:00:00.123 UTC: …": the event's own moment at the front of the text, behind the sequence
// number of some devices; both are taken off. One far from the header's is a number that only looks like a moment.
std::optional<Instant> take_own_moment(std::string_view& text, std::optional<Instant> sent_at) {
    constexpr auto kFarAway = std::chrono::hours{24 * 31};
    auto rest = text;
    auto digits = std::min(rest.find_first_not_of("0123456789"), rest.size());
    if (digits > 0 && rest.substr(digits).starts_with(": ")) rest = trim(rest.substr(digits + 2));
    while (rest.starts_with('*') || rest.starts_with('.') || rest.starts_with('[')) rest.remove_prefix(1);
    for (int words = 6; words > 0; --words) {
        std::size_t end = 0;
        for (int i = 0; i < words && end != std::string_view::npos; ++i)
            end = rest.find(' ', rest.find_first_not_of(' ', end));
        auto written = rest.substr(0, end);
        while (!written.empty() && (written.back() == ':' || written.back() == ']' || written.back() == ','))
            written.remove_suffix(1);
        auto at = written.find_first_not_of("0123456789") == std::string_view::npos && !sent_at ? std::nullopt
                                                                                                : parse_time(written);
        if (!at || (sent_at && (*at > *sent_at ? *at - *sent_at : *sent_at - *at) > kFarAway)) continue;
        text = end == std::string_view::npos ? std::string_view{} : trim(rest.substr(end));
        return at;
    }
    return std::nullopt;
}

// `key=value` in the text, and the parameters of structured data.
void read_pairs_of(const SyslogMessage& message, std::string_view text, const Senders& senders, Alert& alert) {
    auto pairs = read_pairs(text);
    bool keyed = !pairs.empty();
    for (const auto& element : message.data)
        for (const auto& parameter : element.parameters) pairs.push_back(parameter);
    if (keyed) alert.title.clear();  // one of the values says it better than all of them in a row
    auto found = senders.fields("", message.app, pairs);
    apply_fields(found, alert);
    if (says_nothing(alert.title)) alert.title = clean_title(text);
}

Alert read_plain(const SyslogMessage& message, std::string_view text, const Senders* senders) {
    Alert alert;
    auto rest = message.message;
    auto own = take_own_moment(rest, message.at);
    alert.title = clean_title(rest);
    // The transport's severity is a weak signal, but the only one.
    if (message.priority) {
        alert.severity = severity_of_syslog(*message.priority % 8);
        alert.severity_native = std::to_string(*message.priority % 8);
    }
    alert.occurred_at = own;
    alert.detected_at = message.at;
    add(alert.hosts, message.host);
    if (senders != nullptr) read_pairs_of(message, rest, *senders, alert);
    if (alert.title.empty()) alert.title = clean_title(message.app);
    if (!alert.occurred_at) alert.occurred_at = alert.detected_at;
    if (!alert.detected_at) alert.detected_at = alert.occurred_at;
    add(alert.tags, message.app);
    for (const auto& element : message.data)
        for (const auto& [name, value] : element.parameters)
            if (name == "data_kind") add_kind_labels(alert.data_kinds, value);
    alert.rule_id = clean_text(message.id);
    alert.external_id =
        fmt::format("syslog:{}:{}", message.host.empty() ? "-" : message.host, hex(sha256(text)).substr(0, 24));
    return alert;
}

// JSON of a product we know; nothing when we do not know it or it has another number of alerts than one.
std::optional<Taken> read_known_json(std::string_view text, const Senders* senders) {
    auto document = parse_json(text);
    if (!document) return std::nullopt;
    const Format* format = find_format(guess_format(*document));
    if (format == nullptr) return std::nullopt;
    auto parsed = format->parse(Body{text, "application/json", {}, senders});
    if (!parsed || !parsed->rejected.empty() || parsed->items.size() > 1) return std::nullopt;
    if (parsed->items.empty()) return Taken(std::optional<Alert>{});
    return Taken(std::optional(std::move(parsed->items.front().alert)));
}

}  // namespace

Result<std::optional<Alert>> read_syslog_alert(std::string_view text, const Senders* senders) {
    text = trim(text);
    if (has_cef(text)) {
        if (auto event = read_cef(text)) {
            auto alert = cef_alert(*event, text.substr(text.find("CEF:")), senders);
            fill_from_syslog_header(text, alert);
            return std::optional(std::move(alert));
        }
    }
    if (has_leef(text)) {
        if (auto event = read_leef(text)) {
            auto alert = leef_alert(*event, text.substr(text.find("LEEF:")), senders);
            fill_from_syslog_header(text, alert);
            return std::optional(std::move(alert));
        }
    }
    auto message = read_syslog(text);
    if (!message) return message.error();
    auto alert = read_plain(*message, text, senders);
    if (auto part = json_part(message->message); !part.empty()) {
        if (auto known = read_known_json(part, senders)) return std::move(*known);
        if (auto document = parse_json(part); document && document->is_object())
            read_loose(document->get_object(), alert, senders);
    }
    finish(alert, "Syslog message");
    return std::optional(std::move(alert));
}

// Over HTTP a body holds one message a line. A line that does not start with a priority, when the first one does,
// continues the message before it.
Result<Parsed> parse_syslog(const Body& body) {
    auto text = trim(without_mark(body.bytes));
    bool prioritised = text.starts_with("<");
    std::string joined;
    if (prioritised) {
        joined.reserve(text.size());
        for (std::size_t at = 0; at < text.size(); ++at)
            joined += text[at] == '\n' && (at + 1 == text.size() || text[at + 1] != '<') ? ' ' : text[at];
    }
    std::size_t telemetry = 0;
    auto read_line = [&](std::string_view line) -> Result<Alert> {
        auto alert = read_syslog_alert(line, body.senders);
        if (!alert) return alert.error();
        if (*alert) return std::move(**alert);
        ++telemetry;
        return Error{ErrorCode::unsupported, "", ""};
    };
    auto parsed = read_lines(prioritised ? std::string_view(joined) : body.bytes, read_line);
    if (!parsed)
        return telemetry > 0 && parsed.error().code == ErrorCode::unsupported
                   ? Result<Parsed>(Parsed{{}, {}, telemetry})
                   : parsed;
    parsed->not_alerts = telemetry;
    std::erase_if(parsed->rejected, [](const Rejected& item) { return item.error.code == ErrorCode::unsupported; });
    if (parsed->items.size() == 1 && parsed->rejected.empty() && telemetry == 0)
        parsed->items.front().raw = std::string(body.bytes);
    return parsed;
}

}  // namespace breachd::ingest
