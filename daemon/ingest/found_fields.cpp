#include "ingest/found_fields.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/network.hpp"
#include "ingest/fields.hpp"
#include "ingest/kinds.hpp"
#include "ingest/loose.hpp"
#include "ingest/severity.hpp"
#include "ingest/time_words.hpp"  // is_digit

namespace breachd::ingest {

namespace {

bool is_quote(char c) { return c == '"' || c == '\''; }

std::string_view bare(std::string_view text) {
    text = trim(text);
    while (!text.empty() && is_quote(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_quote(text.back())) text.remove_suffix(1);
    return trim(text);
}

bool is_port(std::string_view text) {
    return !text.empty() && text.size() <= 5 && std::all_of(text.begin(), text.end(), is_digit);
}

// "192.0.2.7:80", "192.0.2.7:80:X1", "[2001:db8::1]:80", "web-1:443"; an IPv6 address stays as it is.
std::string_view without_port(std::string_view text) {
    if (text.starts_with('[')) {
        auto close = text.find(']');
        return close == std::string_view::npos ? text : text.substr(1, close - 1);
    }
    auto colon = text.find(':');
    if (colon == std::string_view::npos || colon == 0) return text;
    auto behind = text.substr(colon + 1);
    bool address = text.substr(0, colon).find('.') != std::string_view::npos;
    bool one = behind.find(':') == std::string_view::npos;
    if (one && is_port(behind)) return text.substr(0, colon);
    return address && is_port(behind.substr(0, behind.find(':'))) ? text.substr(0, colon) : text;
}

// "['a', 'b']" -> a, b; other texts are one item, or several between the separators.
template <class Take>
void each_item(std::string_view text, std::string_view separators, Take take) {
    text = bare(text);
    if (text.size() >= 2 && text.front() == '[' && text.back() == ']' && text.find(']') + 1 == text.size()) {
        text = text.substr(1, text.size() - 2);
        separators = ",;";
    }
    while (!text.empty()) {
        auto end = text.find_first_of(separators);
        take(bare(text.substr(0, end)));
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    }
}

bool is_address(std::string_view text) { return parse_network(without_port(bare(text))).has_value(); }

std::optional<double> number_in(std::string_view text) {
    double number = 0;
    auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    return failed == std::errc{} && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

std::optional<std::int64_t> count_in(std::string_view text) {
    auto number = number_in(text);
    return number && *number > 0 && *number < 9e15 ? std::optional(static_cast<std::int64_t>(*number)) : std::nullopt;
}

}  // namespace

namespace {

constexpr std::size_t kPairsMax = 512;

void flatten(const json::object& in, const std::string& path, int depth, KeyValues& out) {
    for (const auto& member : in) {
        if (out.size() >= kPairsMax) return;
        auto key = path + std::string(member.key());
        if (const auto* object = object_of(&member.value())) {
            if (depth > 0) flatten(*object, key + ".", depth - 1, out);
        } else if (const auto* list = array_of(&member.value())) {
            std::string items;
            for (const auto& item : *list)
                if (auto text = text_of(&item); !text.empty()) items += (items.empty() ? "" : ", ") + text;
            if (!items.empty()) out.emplace_back(std::move(key), list->size() == 1 ? items : "[" + items + "]");
        } else if (auto text = text_of(&member.value()); !text.empty()) {
            out.emplace_back(std::move(key), std::move(text));
        }
    }
}

}  // namespace

KeyValues flat_pairs(const json::object& in) {
    KeyValues out;
    flatten(in, "", 5, out);
    return out;
}

std::string first_title(const json::object& in, std::initializer_list<std::string_view> paths) {
    std::string first;
    for (auto path : paths) {
        auto text = clean_title(first_text(in, {path}));
        if (!says_nothing(text)) return text;
        if (first.empty()) first = text;
    }
    return first;
}

bool says_nothing(std::string_view title) {
    constexpr std::array<std::string_view, 25> kWords = {"",
                                                         "alert",
                                                         "alerts",
                                                         "event",
                                                         "events",
                                                         "alarm",
                                                         "incident",
                                                         "unknown",
                                                         "none",
                                                         "n/a",
                                                         "na",
                                                         "-",
                                                         "null",
                                                         "notification",
                                                         "message",
                                                         "security alert",
                                                         "security event",
                                                         "detection",
                                                         "generic",
                                                         "generic event",
                                                         "unknown event",
                                                         "new alert",
                                                         "log",
                                                         "default",
                                                         "undefined"};
    title = trim(title);
    if (title.starts_with("audit(")) return true;  // auditd writes its record's number into msg=
    return std::any_of(kWords.begin(), kWords.end(), [&](auto word) { return same_word(title, word); });
}

void add_host(std::vector<std::string>& hosts, std::string_view text) {
    each_item(text, ",;", [&](std::string_view item) {
        if (item.find_first_of(" \t") == std::string_view::npos) add(hosts, without_port(item));
    });
}

void add_user(std::vector<std::string>& users, std::string_view text) {
    each_item(text, ";", [&](std::string_view item) { add(users, item); });
}

std::optional<int> severity_of_text(std::string_view text) {
    text = bare(text);
    if (is_absent_word(text)) return std::nullopt;
    if (auto number = number_in(text)) {
        if (*number < 0 || *number > 100) return std::nullopt;
        return *number <= 10 ? severity_of_tenths(*number) : static_cast<int>(*number);
    }
    if (auto word = severity_of_any_word(text)) return word;
    if (auto word = severity_of_priority(text)) return word;
    // "P1", "Sev-1", "1 - Critical", "level: high"
    auto first = text.find_first_of(" -:(/");
    if (first == std::string_view::npos) return std::nullopt;
    for (auto part : {text.substr(0, first), bare(text.substr(text.find_last_of(" -:(/") + 1))})
        if (auto word = severity_of_any_word(part)) return word;
    return std::nullopt;
}

std::optional<int> severity_of_rank(std::string_view text) {
    constexpr int kRanks[] = {85, 60, 35, 20};
    text = bare(text);
    if (text.size() > 1 && (text.front() == 'P' || text.front() == 'p') && is_digit(text[1])) text.remove_prefix(1);
    auto number = number_in(text);
    if (!number) return severity_of_text(text);
    return *number >= 1 && *number <= 4 ? std::optional(kRanks[static_cast<int>(*number) - 1]) : std::nullopt;
}

std::string_view zone_in(std::span<const FoundField> found) {
    for (const auto& each : found)
        if (each.field == SenderField::zone && zone_of(each.value)) return each.value;
    return {};
}

void add_moments(std::span<const FoundField> found, SenderField field, std::string_view zone, Certain& out) {
    for (const auto& each : found)
        if (each.field == field) out.add_other(read_moment(each.value, zone));
}

namespace {

void apply_times(std::span<const FoundField> found, Alert& alert) {
    Certain occurred, detected;
    add_moments(found, SenderField::occurred_at, zone_in(found), occurred);
    add_moments(found, SenderField::detected_at, zone_in(found), detected);
    if (!alert.occurred_at) alert.occurred_at = occurred.at();
    if (!alert.detected_at) alert.detected_at = detected.at();
    if (!alert.occurred_at) alert.occurred_at = alert.detected_at;
    if (!alert.detected_at) alert.detected_at = alert.occurred_at;
}

void apply_title(std::span<const FoundField> found, Alert& alert) {
    if (!says_nothing(alert.title)) return;
    for (const auto& each : found)
        if (each.field == SenderField::title && !says_nothing(each.value))
            return (void)(alert.title = clean_title(each.value));
}

bool apply_severity(std::span<const FoundField> found, Alert& alert) {
    for (const auto& each : found) {
        auto value = each.field == SenderField::severity ? severity_of_text(each.value)
                     : each.field == SenderField::rank   ? severity_of_rank(each.value)
                                                         : std::nullopt;
        if (!value) continue;
        alert.severity = *value;
        alert.severity_native = clean_text(each.value, 64);
        return true;
    }
    return false;
}

}  // namespace

bool apply_fields(std::span<const FoundField> found, Alert& alert) {
    for (const auto& [field, value, own, order] : found) {
        if (field == SenderField::host || (field == SenderField::address && is_address(value)))
            add_host(alert.hosts, value);
        if (field == SenderField::user) add_user(alert.users, value);
        if (field == SenderField::table) add(alert.tables, value);
        if (field == SenderField::tag) add(alert.tags, value);
        if (field == SenderField::kind) add_kind_labels(alert.data_kinds, value);
        if (field == SenderField::records && !alert.records) alert.records = count_in(value);
        if (field == SenderField::rule && alert.rule_id.empty()) alert.rule_id = clean_text(value);
        if (field == SenderField::status && alert.status == AlertStatus::open) alert.status = status_of_any_word(value);
    }
    apply_times(found, alert);
    apply_title(found, alert);
    return apply_severity(found, alert);
}

namespace {

bool is_key_char(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_' || c == '-' || c == '.';
}

// The key that ends before `at`; "" when there is none, or something is glued to its front.
std::string_view key_before(std::string_view text, std::size_t at) {
    auto from = at;
    while (from > 0 && is_key_char(text[from - 1])) --from;
    bool free = from == 0 || std::string_view(" \t,;|[({\n").find(text[from - 1]) != std::string_view::npos;
    auto key = text.substr(from, at - from);
    return free && !key.empty() && key.size() <= 64 && !is_digit(key.front()) ? key : std::string_view{};
}

// The value at the front of `rest`: quoted, in brackets, or up to a separator.
std::string_view value_at(std::string_view rest) {
    if (rest.empty()) return rest;
    if (is_quote(rest.front())) {
        auto close = rest.find(rest.front(), 1);
        return close == std::string_view::npos ? rest : rest.substr(0, close + 1);
    }
    if (rest.front() == '[') {
        auto close = rest.find(']');
        return close == std::string_view::npos ? rest : rest.substr(0, close + 1);
    }
    auto end = rest.find_first_of(" \t;|\n");
    auto value = rest.substr(0, end);
    auto comma = value.find(',');  // of `a=1,b=2`; a list of values has no further key behind it
    bool next = comma != std::string_view::npos && value.find('=', comma) != std::string_view::npos;
    if (next) value = value.substr(0, comma);
    while (!value.empty() && value.back() == ',') value.remove_suffix(1);
    return value;
}

// Fortinet, Sophos and others write day and time of day into two fields.
void join_date(KeyValues& pairs) {
    auto find = [&](std::string_view key) {
        return std::find_if(pairs.begin(), pairs.end(), [&](const auto& pair) { return same_word(pair.first, key); });
    };
    auto date = find("date"), time = find("time");
    if (date == pairs.end() || time == pairs.end() || !read_moment(bare(date->second))) return;
    if (time->second.find(':') == std::string::npos) return;
    time->second = std::string(bare(date->second)) + " " + std::string(bare(time->second));
    pairs.erase(date);
}

}  // namespace

namespace {

// "[Priority: 1]", "[Source: 10.0.0.1]": Snort's and Cisco's way.
void read_brackets(std::string_view text, KeyValues& out, std::size_t& first) {
    constexpr std::size_t kWindow = 512;  // of one pair
    for (auto open = text.find('['); open != std::string_view::npos; open = text.find('[', open + 1)) {
        if (out.size() >= kPairsMax) return;
        auto pair = text.substr(open + 1, kWindow);
        pair = pair.substr(0, pair.find_first_of("[]"));
        auto colon = pair.find(": ");
        auto key = colon == std::string_view::npos ? std::string_view{} : pair.substr(0, colon);
        bool name = std::all_of(key.begin(), key.end(), [](char c) { return is_key_char(c) || c == ' '; });
        if (key.empty() || key.size() > 64 || !name) continue;
        first = std::min(first, open);
        out.emplace_back(std::string(key), std::string(bare(pair.substr(colon + 2))));
    }
}

// "10.0.0.1:4444 -> 192.0.2.1:80"
void read_arrow(std::string_view text, KeyValues& out) {
    auto arrow = text.find(" -> ");
    if (arrow == std::string_view::npos) return;
    auto before = text.substr(0, arrow);
    auto from = before.rfind(' ');
    auto source = before.substr(from == std::string_view::npos ? 0 : from + 1);
    auto target = text.substr(arrow + 4);
    target = target.substr(0, target.find_first_of(" ,;"));
    if (!is_address(source) || !is_address(target)) return;
    out.emplace_back("src", std::string(source));
    out.emplace_back("dst", std::string(target));
}

// Behind the rule's number, before the first bracketed pair.
std::string_view text_before(std::string_view text, std::size_t first) {
    auto out = trim(text.substr(0, first));
    auto close = out.starts_with('[') ? out.find(']') : std::string_view::npos;
    return close == std::string_view::npos ? out : trim(out.substr(close + 1));
}

KeyValues read_bracketed(std::string_view text) {
    KeyValues out;
    auto first = text.size();
    read_brackets(text, out, first);
    if (out.empty()) return out;
    read_arrow(text, out);
    if (auto title = text_before(text, first); !title.empty()) out.emplace_back("message", std::string(title));
    return out;
}

}  // namespace

KeyValues read_pairs(std::string_view text) {
    KeyValues out;
    std::size_t behind = 0;  // the last value
    for (std::size_t at = text.find('='); at != std::string_view::npos && out.size() < kPairsMax;) {
        auto key = at > behind || behind == 0 ? key_before(text, at) : std::string_view{};
        auto value = key.empty() ? std::string_view{} : value_at(text.substr(at + 1));
        if (!key.empty()) {
            out.emplace_back(std::string(key), std::string(bare(value)));
            behind = at + 1 + value.size();
        }
        at = text.find('=', std::max(at + 1, key.empty() ? at + 1 : behind));
    }
    if (out.size() < 2) return read_bracketed(text);
    auto rest = text.substr(behind);
    if (auto colon = rest.find(": "); colon != std::string_view::npos)
        if (auto key = key_before(rest, colon); !key.empty())
            out.emplace_back(std::string(key), std::string(trim(rest.substr(colon + 2))));
    join_date(out);
    return out;
}

}  // namespace breachd::ingest
