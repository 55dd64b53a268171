// What tests of single providers share: a channel from listed keys, a notice, answers.
#pragma once

#include "notifiers/provider.hpp"
#include "testkit/catch.hpp"
#include "testkit/listed_keys.hpp"

namespace breachd {

using Values = std::map<std::string, std::string>;

inline Values with(Values values, const std::string& key, const std::string& value) {
    values[key] = value;
    return values;
}

inline Channel sample_channel(const Provider& row, const Values& values) {
    ListedKeys keys(values);
    Channel c;
    c.name = c.type = row.type;
    c.notice_contacts = row.notices_default;
    c.own = row.read(keys);
    INFO((keys.errors.empty() ? "" : keys.errors.front()));
    CHECK(keys.errors.empty());
    return c;
}

inline std::vector<std::string> errors_of_keys(const Provider& row, const Values& values) {
    ListedKeys keys(values);
    row.read(keys);
    return keys.errors;
}

inline std::vector<Message> sample_notice(std::string to) {
    Message m;
    m.key = "INC-2026-0001-3-kenh-v1";
    m.kind = "notice";
    m.to = Pii(std::move(to));
    m.to_name = Pii<std::string>("Lê Ba");
    m.reference = "ab12";
    m.subject = "Thông báo về dữ liệu của Quý khách";
    m.short_text = Pii<std::string>("Ví Dụ: Dữ liệu vị trí của Quý khách bị lộ. Mã: ab12");
    m.at = *parse_rfc3339("2026-11-29T03:00:00Z");
    return {m};
}

inline std::string header_in(const HttpRequest& request, std::string_view name) {
    for (const auto& [key, value] : request.headers)
        if (key == name) return value;
    return "";
}

inline HttpAnswer said(int status, std::string body) {
    return {Transport::answered, status, {}, std::move(body), Cause::none};
}
inline const HttpAnswer kLost{Transport::lost, 0, {}, "", Cause::timed_out};
inline const HttpAnswer kNotSent{Transport::not_sent, 0, {}, "", Cause::not_connected};

inline json::object object_in(const std::string& text) { return parse_json(text)->as_object(); }

struct Judged {
    SendResult result;
    Blame blame;
    Cause cause;
};

inline void check_outcome(const Outcome& outcome, const Judged& expected) {
    CHECK(outcome.result == expected.result);
    CHECK(outcome.blame == expected.blame);
    CHECK(outcome.cause == expected.cause);
}

}  // namespace breachd
