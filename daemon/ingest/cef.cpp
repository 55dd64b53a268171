#include "ingest/cef.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

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

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

// Where "CEF:" begins a word; npos when nowhere.
std::size_t start_of(std::string_view text) {
    for (auto at = text.find("CEF:"); at != std::string_view::npos; at = text.find("CEF:", at + 1))
        if (at == 0 || !is_word(text[at - 1])) return at;
    return std::string_view::npos;
}

// One header field up to an unescaped pipe, which is consumed; false when the text ends first.
bool take_field(std::string_view& rest, std::string& out) {
    for (std::size_t at = 0; at < rest.size(); ++at) {
        char c = rest[at];
        if (c == '\\' && at + 1 < rest.size() && (rest[at + 1] == '|' || rest[at + 1] == '\\')) {
            out += rest[++at];
        } else if (c == '|') {
            rest.remove_prefix(at + 1);
            return true;
        } else {
            out += c;
        }
    }
    rest = {};
    return false;
}

// A key: letters, digits, _; behind a full stop also other signs ("ad.Error_,Code"); an index may end it ("ad.f[0]").
bool is_key(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size() && is_word(text[at])) ++at;
    if (at == 0) return false;
    if (at == text.size() || text[at] == '[') return at == text.size() || text.back() == ']';
    return text[at] == '.' && text.find_first_of("|\\", at) == std::string_view::npos;
}

std::string unescape(std::string_view text, bool& odd) {
    if (text.find('\\') == std::string_view::npos) {
        odd = odd || text.find('=') != std::string_view::npos;
        return std::string(text);
    }
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        char next = text[at] == '\\' && at + 1 < text.size() ? text[at + 1] : '\0';
        if (next == '=' || next == '\\') {
            out += next;
            ++at;
        } else if (next == 'n' || next == 'r') {
            out += next == 'n' ? '\n' : '\r';
            ++at;
        } else {
            odd = odd || next == '|' || text[at] == '=';
            out += text[at];
        }
    }
    return out;
}

std::string_view trim_end(std::string_view text) {
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r' || text.back() == '\n'))
        text.remove_suffix(1);
    return text;
}

void warn(std::vector<std::string>& warnings, std::string text) {
    if (warnings.size() < 16) warnings.push_back(std::move(text));
}

}  // namespace

std::string_view unquoted(std::string_view text) {
    text = trim(text);
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = trim(text.substr(1, text.size() - 2));
    return text;
}

KeyValues read_extension(std::string_view text, std::vector<std::string>& warnings) {
    text = trim_end(text);
    KeyValues out;
    std::size_t word = 0;        // where the present blank-separated word begins
    std::size_t value_from = 0;  // where the value of the last key begins
    auto close = [&](std::size_t end) {
        if (out.empty()) {
            if (!trim(text.substr(0, end)).empty()) warn(warnings, "text before the first key");
            return;
        }
        bool odd = false;
        out.back().second = unescape(text.substr(value_from, end - value_from), odd);
        if (odd) warn(warnings, fmt::format("the value of field {} has an unescaped = or an escaped |", out.size()));
    };
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '\\') {
            ++at;
        } else if (text[at] == ' ') {
            word = at + 1;
        } else if (text[at] == '=' && is_key(text.substr(word, at - word))) {
            close(word == 0 ? 0 : word - 1);
            auto key = std::string(text.substr(word, at - word));
            if (std::any_of(out.begin(), out.end(), [&](const auto& field) { return field.first == key; }))
                warn(warnings, "a key is repeated");
            if (out.size() >= 1024) break;
            out.emplace_back(std::move(key), std::string());
            value_from = at + 1;
            word = text.size();  // a key starts only behind a blank
        }
    }
    close(text.size());
    return out;
}

std::string_view CefEvent::value(std::string_view key) const {
    for (auto field = extension.rbegin(); field != extension.rend(); ++field)
        if (field->first == key) return unquoted(field->second);
    return {};
}

std::string_view CefEvent::labelled(std::string_view label) const {
    for (const auto& [key, text] : extension)
        if (key.size() > 5 && key.ends_with("Label") && same_word(unquoted(text), label))
            return value(std::string_view(key).substr(0, key.size() - 5));
    return {};
}

bool has_cef(std::string_view text) { return start_of(text) != std::string_view::npos; }

Result<CefEvent> read_cef(std::string_view text) {
    auto start = start_of(text);
    std::string_view rest;
    CefEvent event;
    if (start != std::string_view::npos) {
        rest = text.substr(start + 4);
    } else if (text.size() > 2 && (text.starts_with("0|") || text.starts_with("1|"))) {
        rest = text;  // an RFC 3164 parser before us took "CEF:" for the tag
        warn(event.warnings, "the tag CEF: is missing");
    } else {
        return Error{ErrorCode::unprocessable, "no CEF event here", ""};
    }
    std::string* fields[] = {&event.version,  &event.vendor, &event.product, &event.device_version,
                             &event.class_id, &event.name,   &event.severity};
    for (std::size_t i = 0; i < std::size(fields); ++i) {
        if (take_field(rest, *fields[i])) continue;
        bool only_pipe_missing = i + 1 == std::size(fields) && !trim(*fields[i]).empty();
        if (!only_pipe_missing)
            return Error{ErrorCode::unprocessable, fmt::format("the CEF header has {} of its 7 fields", i),
                         fmt::format("field {}", i + 1)};
        *fields[i] = std::string(trim(*fields[i]));
        warn(event.warnings, "the header's last pipe is missing");
    }
    event.version = std::string(trim(event.version));
    event.extension = read_extension(rest, event.warnings);
    return event;
}

namespace {

std::optional<int> severity_of(std::string_view text) {
    double number = 0;
    auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failed == std::errc{} && end == text.data() + text.size() && !text.empty()) return severity_of_tenths(number);
    return severity_of_cef(text);
}

// Times without a zone are in the device's, when it names one that we know.
std::string_view zone_of_device(const CefEvent& event, std::span<const FoundField> found) {
    for (auto key : {"dtz", "tz"})
        if (auto zone = event.value(key); zone_of(zone)) return zone;
    return zone_in(found);
}

// Of the keys in their order the first that leaves no doubt, else the first.
Certain time_field(const CefEvent& event, std::initializer_list<std::string_view> keys, std::string_view zone) {
    Certain out;
    for (auto key : keys) out.add_other(read_moment(event.value(key), zone));
    return out;
}

std::optional<std::int64_t> count_of(std::string_view text) {
    json::value number(json::string_view(text.data(), text.size()));
    return integer_of(&number);
}

void add_policies(std::vector<std::string>& kinds, std::string_view list) {
    while (!list.empty()) {
        auto comma = list.find(',');
        add_detector(kinds, list.substr(0, comma));
        list = comma == std::string_view::npos ? std::string_view{} : list.substr(comma + 1);
    }
}

void read_data_hints(const CefEvent& event, Alert& alert) {
    add_kind_labels(alert.data_kinds, event.labelled("data_kind"));
    bool product = contains_word(event.product, "dlp") || contains_word(event.product, "data loss prevention");
    bool named = contains_word(event.value("cat"), "dlp") || contains_word(event.name, "dlp");
    if (!product && !named && event.class_id != "700106") return;
    for (auto key : {"FTNTFGTdlpextra", "FTNTFGTfiltername"}) add_detector(alert.data_kinds, event.value(key));
    for (auto label : {"Policy", "template", "DLP_Template", "DLP_Policy", "Rule", "RulesToDisplay", "DLP Rule Name",
                       "DLP Data Type", "dlpdict", "dlpeng"})
        add_detector(alert.data_kinds, event.labelled(label));
    add_detector(alert.data_kinds, event.name);
    if (product) add_policies(alert.data_kinds, event.value("cat"));
    for (auto count : {event.value("MATCH_COUNT"), event.value("maxMatches"), event.labelled("TotalMatches")})
        if (!alert.records) alert.records = count_of(count);
}

// Forcepoint DLP writes how the event travelled into the name and the policies that matched into `cat`.
std::string_view title_of(const CefEvent& event) {
    auto name = unquoted(event.name);
    for (auto text : {name.ends_with(" Syslog") ? event.value("cat") : name, name, event.value("msg")})
        if (!text.empty()) return text;
    return {};
}

void read_hosts(const CefEvent& event, Alert& alert) {
    for (auto key : {"dvchost", "dvc", "shost", "src", "dhost", "dst", "c6a2", "c6a3", "sourceHost", "sourceIp"})
        if (!event.value(key).starts_with("{{"))
            add_host(alert.hosts, event.value(key));  // a template nobody filled in
}

// An account's number only where it has no name.
void read_users(const CefEvent& event, Alert& alert) {
    for (auto [name, number] : {std::pair("suser", "suid"), std::pair("duser", "duid")}) {
        std::vector<std::string> account;
        add(account, event.value(name));
        if (account.empty()) add(account, event.value(number));
        for (const auto& text : account) add(alert.users, text);
    }
    add(alert.users, event.value("loginName"));
}

}  // namespace

namespace {

void read_times(const CefEvent& event, std::span<const FoundField> found, Alert& alert) {
    auto zone = zone_of_device(event, found);
    // Behind the dictionary's keys those of Fortinet and Forcepoint, and CyberArk's date of its own.
    auto occurred =
        time_field(event, {"start", "rt", "end", "FTNTFGTeventtime", "timeStamp", "deviceCustomDate1"}, zone);
    auto detected =
        time_field(event, {"rt", "end", "start", "FTNTFGTeventtime", "timeStamp", "deviceCustomDate1"}, zone);
    add_moments(found, SenderField::occurred_at, zone, occurred);
    add_moments(found, SenderField::detected_at, zone, detected);
    alert.occurred_at = occurred.at();
    alert.detected_at = detected.at();
}

// What the tables know beside the dictionary. A severity of the header that says something stays.
void apply_rest(const CefEvent& event, std::span<const FoundField> found, Alert& alert) {
    auto severity = alert.severity;
    auto native = alert.severity_native;
    auto word = trim(event.severity);
    bool silent = is_absent_word(word) || !severity_of(word);
    if (apply_fields(found, alert) && !silent) {
        alert.severity = severity;
        alert.severity_native = native;
    }
}

}  // namespace

Alert cef_alert(const CefEvent& event, std::string_view text, const Senders* senders) {
    Alert alert;
    auto found =
        senders != nullptr ? senders->fields(event.vendor, event.product, event.extension) : std::vector<FoundField>{};
    alert.title = clean_title(title_of(event));
    alert.rule_id = clean_text(event.class_id);
    alert.severity_native = clean_text(event.severity, 64);
    // Forcepoint writes 0 into the header and its own word beside it.
    auto word = event.value("severityType");
    if (auto own = severity_of_word(word)) {
        alert.severity = *own;
        alert.severity_native = clean_text(word, 64);
    } else if (auto value = severity_of(trim(event.severity))) {
        alert.severity = *value;
    }
    read_times(event, found, alert);
    read_hosts(event, alert);
    read_users(event, alert);
    for (auto key : {"filePath", "fname"}) add(alert.tables, event.value(key));
    for (auto label : {"Database", "Table", "Bucket"}) add(alert.tables, event.labelled(label));
    add(alert.tags, event.value("cat"));
    add(alert.tags, event.value("act"));
    read_data_hints(event, alert);
    apply_rest(event, found, alert);
    // externalId is unique per device at best (some write a session there): the text itself decides.
    auto id = event.value("externalId");
    alert.external_id = fmt::format("cef:{}:{}:{}:{}", unquoted(event.vendor), unquoted(event.product),
                                    id.empty() ? "-" : id, hex(sha256(trim(text))).substr(0, 16));
    finish(alert, fmt::format("{} {} event", clean_text(event.vendor, 100), clean_text(event.product, 100)));
    return alert;
}

Result<Parsed> parse_cef(const Body& body) {
    return read_lines_or_shipped(body.bytes, [senders = body.senders](std::string_view line) -> Result<Alert> {
        auto event = read_cef(line);
        if (!event) return event.error();
        auto start = start_of(line);
        auto alert = cef_alert(*event, start == std::string_view::npos ? line : line.substr(start), senders);
        fill_from_syslog_header(line, alert);
        return alert;
    });
}

}  // namespace breachd::ingest
