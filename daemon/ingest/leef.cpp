#include "ingest/leef.hpp"

#include <fmt/format.h>

#include <charconv>

#include "base/digest.hpp"
#include "ingest/fields.hpp"
#include "ingest/found_fields.hpp"
#include "ingest/kinds.hpp"
#include "ingest/lines.hpp"
#include "ingest/parsers.hpp"
#include "ingest/severity.hpp"
#include "ingest/times.hpp"

namespace breachd::ingest {

namespace {

std::size_t start_of(std::string_view text) {
    for (auto at = text.find("LEEF:"); at != std::string_view::npos; at = text.find("LEEF:", at + 1))
        if (at == 0 || text[at - 1] == ' ' || text[at - 1] == ':' || text[at - 1] == '>') return at;
    return std::string_view::npos;
}

bool take_field(std::string_view& rest, std::string& out) {
    for (std::size_t at = 0; at < rest.size(); ++at) {
        if (rest[at] == '\\' && at + 1 < rest.size() && (rest[at + 1] == '|' || rest[at + 1] == '\\')) {
            out += rest[++at];
        } else if (rest[at] == '|') {
            rest.remove_prefix(at + 1);
            return true;
        } else {
            out += rest[at];
        }
    }
    rest = {};
    return false;
}

// "x5E", "0x5E": 1 to 4 hexadecimal digits.
std::optional<char> hex_delimiter(std::string_view text) {
    if (text.starts_with("0x") || text.starts_with("0X"))
        text.remove_prefix(2);
    else if (text.starts_with("x") || text.starts_with("X"))
        text.remove_prefix(1);
    else
        return std::nullopt;
    unsigned code = 0;
    auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), code, 16);
    if (text.empty() || text.size() > 4 || failed != std::errc{} || end != text.data() + text.size() || code == 0 ||
        code > 0x7f)
        return std::nullopt;
    return static_cast<char>(code);
}

// LEEF 2.0's sixth field, when it is there; takes it off `rest`.
char take_delimiter(std::string_view& rest) {
    if (rest.starts_with("||")) {  // the pipe itself
        rest.remove_prefix(2);
        return '|';
    }
    auto pipe = rest.find('|');
    auto field = rest.substr(0, pipe);
    if (pipe == std::string_view::npos || (field.size() > 1 && field.find('=') != std::string_view::npos)) return '\t';
    rest.remove_prefix(pipe + 1);
    if (field.size() == 1) return field.front();
    return hex_delimiter(field).value_or('\t');
}

std::string unescape(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '\\' && at + 1 < text.size() && (text[at + 1] == '=' || text[at + 1] == '|')) ++at;
        out += text[at];
    }
    return out;
}

// Where the attribute at the front ends: at the delimiter, unless a quoted value protects it.
std::size_t end_of(std::string_view text, std::string_view delimiter) {
    auto end = text.find(delimiter);
    auto equals = text.find('=');
    if (equals >= end || equals + 1 >= text.size() || text[equals + 1] != '"') return end;
    auto closed = text.find('"', equals + 2);
    if (closed == std::string_view::npos) return end;
    auto behind = text.substr(closed + 1);
    return behind.empty() ? std::string_view::npos : behind.starts_with(delimiter) ? closed + 1 : end;
}

KeyValues split(std::string_view rest, std::string_view delimiter) {
    KeyValues out;
    while (!rest.empty() && out.size() < 1024) {
        auto end = end_of(rest, delimiter);
        auto pair = trim(rest.substr(0, end));
        rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + delimiter.size());
        auto equals = pair.find('=');
        if (equals == std::string_view::npos || equals == 0) continue;
        auto value = pair.substr(equals + 1);
        if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
        out.emplace_back(std::string(pair.substr(0, equals)), unescape(value));
    }
    return out;
}

KeyValues read_attributes(std::string_view text, char delimiter) {
    if (delimiter == '\t' && text.find('\t') == std::string_view::npos) {
        if (text.find("\\t") != std::string_view::npos) return split(text, "\\t");
        auto first = text.find('=');
        if (first != std::string_view::npos && text.find('=', first + 1) != std::string_view::npos &&
            text.find(' ') != std::string_view::npos) {
            std::vector<std::string> ignored;
            return read_extension(text, ignored);
        }
    }
    return split(text, std::string_view(&delimiter, 1));
}

}  // namespace

std::string_view LeefEvent::value(std::string_view key) const {
    for (auto field = attributes.rbegin(); field != attributes.rend(); ++field)
        if (field->first == key) return unquoted(field->second);
    return {};
}

bool has_leef(std::string_view text) { return start_of(text) != std::string_view::npos; }

Result<LeefEvent> read_leef(std::string_view text) {
    auto start = start_of(text);
    if (start == std::string_view::npos) return Error{ErrorCode::unprocessable, "no LEEF event here", ""};
    auto rest = text.substr(start + 5);
    LeefEvent event;
    std::string* fields[] = {&event.version, &event.vendor, &event.product, &event.product_version, &event.event_id};
    for (std::size_t i = 0; i < std::size(fields); ++i)
        if (!take_field(rest, *fields[i]) && (i + 1 < std::size(fields) || fields[i]->empty()))
            return Error{ErrorCode::unprocessable, fmt::format("the LEEF header has {} of its 5 fields", i),
                         fmt::format("field {}", i + 1)};
    event.version = std::string(trim(event.version));
    if (event.version.starts_with("2")) event.delimiter = take_delimiter(rest);
    event.attributes = read_attributes(rest, event.delimiter);
    return event;
}

namespace {

// The format decides between 3/4 and 4/3; a format that is wrong leaves the time to its looks.
void read_times(const LeefEvent& event, std::span<const FoundField> found, Alert& alert) {
    auto zone = zone_in(found);
    Certain detected;
    detected.add(in_zone(read_moment_as(event.value("devTime"), event.value("devTimeFormat")), zone));
    detected.add(read_moment(event.value("devTime"), zone));
    add_moments(found, SenderField::detected_at, zone, detected);
    Certain occurred = detected;
    add_moments(found, SenderField::occurred_at, zone, occurred);
    alert.occurred_at = occurred.at();
    alert.detected_at = detected.at();
    if (!alert.detected_at) alert.detected_at = alert.occurred_at;
}

bool read_severity(std::string_view text, Alert& alert) {
    alert.severity_native = clean_text(text, 64);
    double number = 0;
    // A delimiter that was lost glues the next key on ("5cat=anomaly"): the number in front counts.
    if (std::from_chars(text.data(), text.data() + text.size(), number).ec == std::errc{})
        return alert.severity = severity_of_tenths(number), true;
    auto value = is_absent_word(text) ? std::nullopt : severity_of_any_word(text);
    if (value) alert.severity = *value;
    return value.has_value();
}

}  // namespace

Alert leef_alert(const LeefEvent& event, std::string_view text, const Senders* senders) {
    Alert alert;
    auto found =
        senders != nullptr ? senders->fields(event.vendor, event.product, event.attributes) : std::vector<FoundField>{};
    for (auto key : {"name", "EventMessage", "Message", "msg", "description", "desc", "policy"})
        if (says_nothing(alert.title)) alert.title = clean_title(event.value(key));
    for (auto key : {"Action", "action"})  // one word ("alert", "deny") tells less than the event's id
        if (auto action = event.value(key); alert.title.empty() && action.find(' ') != std::string_view::npos)
            alert.title = clean_title(action);
    alert.rule_id = clean_text(event.event_id);
    auto severity = event.value("sev");
    if (severity.empty()) severity = event.value("severity");
    bool known = read_severity(severity, alert);
    read_times(event, found, alert);
    for (auto key : {"identHostName", "identNetBios", "resource", "shost", "src", "dhost", "dst"})
        add_host(alert.hosts, event.value(key));
    for (auto key : {"usrName", "accountName", "suser", "duser"}) add(alert.users, event.value(key));
    for (auto key : {"File", "fileName", "Filename", "fname", "filePath"}) add(alert.tables, event.value(key));
    add(alert.tags, event.value("cat"));
    if (contains_word(event.value("cat"), "dlp"))
        for (auto key : {"dlpdict", "dlpeng", "policy"}) add_detector(alert.data_kinds, event.value(key));
    add_kind_labels(alert.data_kinds, event.value("data_kind"));
    auto value = alert.severity;
    auto native = alert.severity_native;
    if (apply_fields(found, alert) && known) alert.severity = value, alert.severity_native = native;
    alert.external_id = fmt::format("leef:{}:{}:{}:{}", trim(event.vendor), trim(event.product), trim(event.event_id),
                                    hex(sha256(trim(text))).substr(0, 16));
    finish(alert, fmt::format("{} {}: {}", clean_text(event.vendor, 100), clean_text(event.product, 100),
                              clean_text(event.event_id, 100)));
    return alert;
}

Result<Parsed> parse_leef(const Body& body) {
    return read_lines_or_shipped(body.bytes, [senders = body.senders](std::string_view line) -> Result<Alert> {
        auto event = read_leef(line);
        if (!event) return event.error();
        auto alert = leef_alert(*event, line.substr(start_of(line)), senders);
        fill_from_syslog_header(line, alert);
        return alert;
    });
}

}  // namespace breachd::ingest
