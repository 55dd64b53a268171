#include "ingest/dlp_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "ingest/fields.hpp"
#include "ingest/kinds.hpp"
#include "ingest/severity.hpp"
#include "ingest/times.hpp"

namespace breachd::ingest {

namespace {

constexpr std::array<std::string_view, 2> kTypographic = {"\xe2\x80\x9d", "\xe2\x80\x9c"};  // ” and “

// The value of ` name=`, with or without quotes of any kind; "" when there is none.
std::string_view value_of(std::string_view line, std::string_view name) {
    for (std::size_t at = line.find(name); at != std::string_view::npos; at = line.find(name, at + 1)) {
        auto rest = line.substr(at + name.size());
        bool begins = at == 0 || line[at - 1] == ' ' || line[at - 1] == '>';
        if (!begins || !rest.starts_with("=")) continue;
        rest.remove_prefix(1);
        if (rest.starts_with('"')) return rest.substr(1, rest.find('"', 1) - 1);
        if (!rest.starts_with(kTypographic[0]) && !rest.starts_with(kTypographic[1]))
            return rest.substr(0, rest.find(' '));
        rest.remove_prefix(kTypographic[0].size());
        return rest.substr(0, std::min(rest.find(kTypographic[0]), rest.find(kTypographic[1])));
    }
    return {};
}

std::optional<std::int64_t> count_of(std::string_view text) {
    json::value number(json::string_view(text.data(), text.size()));
    return integer_of(&number);
}

bool is_symantec(std::string_view line) { return !value_of(line, "Policy_Name").empty(); }

bool is_fortigate(std::string_view line) {
    return value_of(line, "subtype") == "dlp" && !value_of(line, "devid").empty();
}

Alert read_symantec(std::string_view line) {
    Alert alert;
    alert.title = clean_title(value_of(line, "Policy_Name"));
    alert.rule_id = clean_text(value_of(line, "Policy_Rules"));
    auto severity = value_of(line, "Severity");  // "1:High"
    auto colon = severity.find(':');
    alert.severity_native = clean_text(severity);
    if (auto value = severity_of_word(colon == std::string_view::npos ? severity : severity.substr(colon + 1)))
        alert.severity = *value;
    alert.occurred_at = parse_time(value_of(line, "Occured_On"));  // its spelling
    alert.detected_at = parse_time(value_of(line, "Reported_On"));
    for (auto name : {"Endpoint_Machine", "Machine_IP", "Destination_IP"}) add(alert.hosts, value_of(line, name));
    for (auto name : {"Endpoint_Username", "DataOwner_Email", "Application_User"})
        add(alert.users, value_of(line, name));
    add(alert.tables, value_of(line, "File_Path"));
    alert.records = count_of(value_of(line, "Match_Count"));
    add_detector(alert.data_kinds, value_of(line, "Policy_Name"));
    if (auto id = value_of(line, "Incident_id"); !id.empty()) alert.external_id = fmt::format("symantec-dlp:{}", id);
    finish(alert, "Symantec DLP incident");
    return alert;
}

// FortiOS has the date and time apart, the zone in `tz` and, since 6.2, the moment in `eventtime`.
std::optional<Instant> fortigate_time(std::string_view line) {
    if (auto at = parse_time(value_of(line, "eventtime"))) return at;
    return parse_time(fmt::format("{}T{}{}", value_of(line, "date"), value_of(line, "time"), value_of(line, "tz")));
}

Alert read_fortigate(std::string_view line) {
    Alert alert;
    auto profile = value_of(line, "profile");
    for (auto name : {"msg", "filtername", "rulename"})
        if (alert.title.empty()) alert.title = clean_title(value_of(line, name));
    alert.rule_id = clean_text(value_of(line, "logid"));
    auto severity = value_of(line, "severity");
    auto level = value_of(line, "level");
    alert.severity_native = clean_text(severity.empty() ? level : severity);
    if (auto value = severity.empty() ? severity_of_priority(level) : severity_of_word(severity))
        alert.severity = *value;
    alert.occurred_at = alert.detected_at = fortigate_time(line);
    for (auto name : {"devname", "srcip", "dstip"}) add(alert.hosts, value_of(line, name));
    for (auto name : {"user", "unauthuser", "from"}) add(alert.users, value_of(line, name));
    add(alert.tables, value_of(line, "filename"));
    add(alert.tags, value_of(line, "action"));
    for (auto hint : {value_of(line, "dlpextra"), value_of(line, "filtername"), profile})
        add_detector(alert.data_kinds, hint);
    auto session = value_of(line, "sessionid");
    if (!session.empty() && alert.detected_at)
        alert.external_id =
            fmt::format("fortigate-dlp:{}:{}:{}:{}:{}", value_of(line, "devid"), session, value_of(line, "epoch"),
                        value_of(line, "eventid"), format_rfc3339(*alert.detected_at));
    finish(alert, "FortiGate data leak prevention");
    return alert;
}

}  // namespace

bool is_dlp_text(std::string_view text) {
    auto line = text.substr(0, text.find('\n'));
    return is_symantec(line) || is_fortigate(line);
}

std::optional<Alert> read_dlp_text(std::string_view line) {
    if (is_symantec(line)) return read_symantec(line);
    return is_fortigate(line) ? std::optional(read_fortigate(line)) : std::nullopt;
}

}  // namespace breachd::ingest
