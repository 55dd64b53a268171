// The alerts of the benchmarks: 1.5 kB each, one of a kind by the ten digits of their number.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string>
#include <string_view>

namespace breachd::bench {

inline constexpr std::size_t kBodyBytes = 1500;
inline constexpr std::string_view kIdMark = "0000000000";

// `filler` is repeated between head and tail until the whole has kBodyBytes.
inline std::string filled_body(std::string_view head, std::string_view filler, std::string_view tail) {
    std::string out(head);
    while (out.size() + tail.size() < kBodyBytes) out += filler;
    out.resize(kBodyBytes - tail.size());
    return out.append(tail);
}

inline std::string wazuh_body() {
    return filled_body(
        R"({"timestamp":"2026-11-23T03:00:00.000+0000","rule":{"level":7,"description":"Nhiều lần đăng nhập thất bại","id":"5710",)"
        R"("groups":["syslog","sshd","authentication_failed"],"mitre":{"id":["T1110"],"tactic":["Credential Access"]}},)"
        R"("agent":{"id":"001","name":"app-7","ip":"10.0.4.17"},"manager":{"name":"siem-1"},"id":"1763866800.0000000000",)"
        R"("decoder":{"name":"sshd"},"location":"/var/log/auth.log","full_log":")",
        "sshd[4711]: Failed password for invalid user ", "\"}");
}

// One that the storm's rule opens an incident for; the last digit of its number chooses the asset.
inline std::string loud_wazuh_body(std::string_view timestamp) {
    return filled_body(
        R"({"timestamp":")" + std::string(timestamp) +
            R"(","rule":{"level":13,"description":"Database dump exfiltrated","id":"100200",)"
            R"("groups":["exfiltration"]},"agent":{"id":"007","name":"gps-db-0000000000","ip":"10.0.4.7"},"manager":{"name":"siem-1"},)"
            R"("id":"1763866800.0000000000","location":"/var/log/pg.log","full_log":")",
        "COPY trips TO PROGRAM by svc-report; ", "\"}");
}

// Labels are an alert's identity there, so the number is one of them.
inline std::string alertmanager_body() {
    return filled_body(
        R"([{"labels":{"alertname":"ManyFailedLogins","instance":"app-7","severity":"warning","number":"0000000000"},"annotations":{"full_log":")",
        "sshd[4711]: Failed password for invalid user ", "\"}}]");
}

inline std::string elastic_body() {
    return filled_body(
        R"({"@timestamp":"2026-11-23T03:00:00.000Z","kibana.alert.rule.name":"Many failed logins","kibana.alert.severity":"medium",)"
        R"("kibana.alert.risk_score":47,"kibana.alert.uuid":"alert-0000000000","kibana.alert.rule.uuid":"rule-17",)"
        R"("kibana.alert.start":"2026-11-23T02:59:00.000Z","kibana.alert.status":"active","host":{"name":"app-7","ip":["10.0.4.17"]},)"
        R"("user":{"name":"svc-report"},"kibana.alert.reason":")",
        "event with process sshd by svc-report on app-7; ", "\"}");
}

inline std::string ocsf_body() {
    return filled_body(
        R"({"class_uid":2004,"class_name":"Detection Finding","category_uid":2,"activity_id":1,"severity_id":3,"time":1795402800000,)"
        R"("metadata":{"version":"1.1.0","product":{"name":"Detector"}},"finding_info":{"uid":"finding-0000000000",)"
        R"("title":"Many failed logins","created_time":1795402800000},"resources":[{"name":"app-7","type":"Host"}],"message":")",
        "Failed password for invalid user from 203.0.113.9; ", "\"}");
}

inline std::string cef_body() {
    return filled_body(
        "CEF:0|Vendor|Product|1.0|5710|Many failed logins|5|externalId=1763866800.0000000000 rt=1795402800000 "
        "dhost=app-7 "
        "dst=10.0.4.17 duser=svc-report cs1Label=note cs1=",
        "failed password for invalid user ", " end");
}

// Puts a number over the mark.
inline void set_number(std::string& text, std::size_t mark_at, std::uint64_t number) {
    char digits[kIdMark.size() + 1];
    std::snprintf(digits, sizeof digits, "%010llu", static_cast<unsigned long long>(number % 10'000'000'000ULL));
    std::memcpy(text.data() + mark_at, digits, kIdMark.size());
}

}  // namespace breachd::bench
