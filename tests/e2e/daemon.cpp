#include "e2e/daemon.hpp"

#include <fmt/format.h>

#include <csignal>

#include "base/instant.hpp"

namespace breachd::e2e {

namespace {

constexpr std::string_view kConfig = R"(mode: @MODE@
@SCALE@
organisation:
  name: Công ty Cổ phần Ví Dụ
@ORGANISATION@  address: 1 Phố Thử, Hà Nội
  registration: {paper: enterprise, number: "0101234567", issuer: Sở KH&ĐT, date: "2015-03-02", place: Hà Nội}
  tax_code: "0101234567"
  phone: "+84240000000"
  place: Hà Nội
  data_protection_officer: {name: Trần Bình, title: Trưởng phòng, phone: "+84240000001", email: dpo@vidu.test}
  incident_desk: {name: Trực sự cố, phone: "+84240000002", email: truc@vidu.test}
server: {listen: "127.0.0.1:@PORT@", public_url: "http://@HOST@:@PORT@", serve_notices: true}
storage: {directory: data}
keys: {master_key_file: master.key}
access:
  tokens:
    - {name: an, role: responder, token_file: tokens/an.token}
    - {name: binh, role: responder, token_file: tokens/binh.token}
    - {name: dpo, role: dpo, token_file: tokens/dpo.token}
    - {name: auditor, role: auditor, token_file: tokens/auditor.token}
    - {name: viewer, role: viewer, token_file: tokens/viewer.token}
    - {name: admin, role: admin, token_file: tokens/admin.token}
sources:
  - {name: wazuh, format: wazuh, token_file: tokens/wazuh.token, body_bytes_max: 64KiB}
@SOURCES@
assets:
  - {name: gps-db, match: {hosts: [gps-db-1, gps-db-2]}, kinds: [location], subjects: 1000}
triage:
  group_window: 30m
  rules:
    - {name: exfiltration, when: ['severity >= 60', 'title =~ "(?i)exfil|leak|dump"'], then: {open: true, act: leak}}
people:
  - {id: an, name: Nguyễn An, email: an@vidu.test}
  - {id: binh, name: Trần Bình, email: binh@vidu.test}
on_call:
  rosters: [{name: soc, members: [an, binh], rotation: weekly, starts: "2026-01-05T08:00:00+07:00"}]
  escalation: [{after: 0m, page: ["roster:soc"]}, {after: 15m, page: [binh]}]
  repeat: 30m
  channels: [pager]
channels:
  email: {type: smtp, url: "@EMAIL@", from: thongbao@vidu.test, @EMAIL_OPTIONS@}
  pager: {type: webhook, url: "@WORLD@/page", secret_file: hook.secret, address: any}
  sms: {type: webhook, url: "@WORLD@/sms", secret_file: hook.secret, address: phone, rate: 500/s}
@CHANNELS@
hooks:
  - {name: pager, type: standard_webhooks, secret_file: hook.secret}
@HOOKS@
notice: {order: @ORDER@, second_person: @SECOND@@NOTICE@}
public_notice:
  publish: @PUBLISH@
  margin: 6h
  publishers: [{type: directory, path: public, url: "http://127.0.0.1:@PORT@/notices"}]
retention: {years: 5}
@EXTRA@
)";

std::string filled(std::string text, const std::vector<std::pair<std::string, std::string>>& values) {
    for (const auto& [name, value] : values)
        for (auto at = text.find(name); at != std::string::npos; at = text.find(name, at + value.size()))
            text.replace(at, name.size(), value);
    return text;
}

}  // namespace

std::string breachd_program() { return BREACHD_BINARY_DIR "/breachd"; }
std::string breachctl_program() { return BREACHD_BINARY_DIR "/breachctl"; }

Daemon::Daemon(Settings settings) : port_(testkit::free_port()) {
    REQUIRE(testkit::run({breachctl_program(), "keys", "init", path("master.key")}).code == 0);
    for (const char* name : {"an", "binh", "dpo", "auditor", "viewer", "admin", "wazuh"})
        testkit::spill(token_file(name), fmt::format("{}-token-for-tests-only-0123456789\n", name));
    hook_secret_ = "whsec_dGVzdHMtb25seS1zZWNyZXQtb2YtMzItYnl0ZXMhISE=";
    testkit::spill(path("hook.secret"), hook_secret_ + "\n");
    write_config(settings);
}

void Daemon::write_config(const Settings& settings) {
    auto world = world_.url("");
    testkit::spill(
        path("breachd.yaml"),
        filled(std::string(kConfig),
               {{"@MODE@", settings.mode},
                {"@HOST@", settings.public_host},
                {"@SCALE@", settings.mode == "drill" ? fmt::format("time_scale: {}", settings.time_scale) : ""},
                {"@PORT@", std::to_string(port_)},
                {"@EMAIL@", settings.email_url},
                {"@EMAIL_OPTIONS@", settings.email_options},
                {"@WORLD@", world},
                {"@ORDER@", settings.order},
                {"@SECOND@", settings.second_person ? "true" : "false"},
                {"@PUBLISH@", settings.publish},
                {"@ORGANISATION@", settings.organisation},
                {"@SOURCES@", settings.sources},
                {"@CHANNELS@", settings.channels},
                {"@HOOKS@", settings.hooks},
                {"@NOTICE@", settings.notice_extra},
                {"@EXTRA@", settings.extra}}));
}

bool Daemon::start(std::vector<std::string> under) {
    process_.reset();
    for (const auto& word : {breachd_program(), std::string("--config"), path("breachd.yaml")}) under.push_back(word);
    process_ = std::make_unique<testkit::Process>(std::move(under), path("breachd.log"));
    bool ready = testkit::wait_until([&] { return !process_->alive() || call("", "GET", "/-/ready").status == 200; },
                                     std::chrono::seconds(60));
    if (ready && process_->alive()) return true;
    UNSCOPED_INFO("breachd did not become ready:\n" << log());
    return false;
}

void Daemon::kill() {
    process_->signal(SIGKILL);
    process_->wait();
}

std::optional<int> Daemon::stop() {
    process_->signal(SIGTERM);
    return process_->wait(std::chrono::seconds(25));
}

void Daemon::hang_up() { process_->signal(SIGHUP); }

HttpReply Daemon::call(const std::string& who, const std::string& method, const std::string& where,
                       const std::string& body, HttpHeaders headers) {
    if (!who.empty()) {
        auto token = testkit::slurp(token_file(who));
        headers.emplace("Authorization", "Bearer " + token.substr(0, token.find('\n')));
    }
    if (!body.empty() && headers.count("Content-Type") == 0) headers.emplace("Content-Type", "application/json");
    return testkit::http(url(), method, where, body, headers);
}

HttpReply Daemon::post(const std::string& who, const std::string& where, const json::value& body, HttpHeaders headers) {
    return call(who, "POST", where, json::serialize(body), std::move(headers));
}

HttpReply Daemon::patch(const std::string& id, const json::value& facts, HttpHeaders headers) {
    headers.emplace("Content-Type", "application/merge-patch+json");
    return call("an", "PATCH", "/api/v1/incidents/" + id, json::serialize(facts), std::move(headers));
}

json::value Daemon::incident(const std::string& id) { return call("dpo", "GET", "/api/v1/incidents/" + id).parsed(); }

json::array Daemon::all(const std::string& where) {
    json::array out;
    std::string cursor;
    do {
        auto page =
            call("dpo", "GET",
                 where +
                     (cursor.empty() ? "" : (where.find('?') == std::string::npos ? "?" : "&") + ("cursor=" + cursor)))
                .parsed();
        auto items = at(page, "items");
        if (!items.is_array()) break;
        for (const auto& item : items.get_array()) out.push_back(item);
        cursor = text(page, "next");
    } while (!cursor.empty());
    return out;
}

HttpReply Daemon::alert(int number, const std::string& host) {
    return call("wazuh", "POST", "/api/v1/alerts/wazuh", wazuh_alert(number, host));
}

json::value Daemon::open(const std::string& detected_at, json::object more) {
    json::object facts = notice_facts();
    facts["title"] = "Lộ dữ liệu vị trí";
    facts["detected_at"] = detected_at;
    for (const auto& member : more) facts[member.key()] = member.value();
    auto reply = post("an", "/api/v1/incidents", facts);
    INFO(reply.body);
    REQUIRE(reply.status == 201);
    return reply.parsed();
}

bool Daemon::wait_incident(const std::string& id, const std::function<bool(const json::value&)>& holds,
                           std::chrono::milliseconds limit) {
    json::value last;
    bool good = testkit::wait_until([&] { return holds(last = incident(id)); }, limit);
    if (!good) UNSCOPED_INFO("the incident is: " << json::serialize(last));
    return good;
}

std::string wazuh_alert(int number, const std::string& host) {
    return json::serialize(json::object{
        {"timestamp", now_rfc3339().substr(0, 19) + ".000+0000"},
        {"rule",
         {{"level", 13}, {"description", "Database dump exfiltrated"}, {"id", "100200"}, {"groups", {"exfiltration"}}}},
        {"agent", {{"id", "007"}, {"name", host}, {"ip", "10.0.4.7"}}},
        {"manager", {{"name", "siem-1"}}},
        {"id", fmt::format("1748554652.{}", number)}});
}

json::object notice_facts() {
    return {{"place", "Hà Nội"},
            {"description", "Bảng vị trí bị sao chép ra ngoài."},
            {"detected_how", "Cảnh báo của SIEM."},
            {"consequences", "Có thể bị theo dõi."},
            {"severity_and_risks", "Cao."},
            {"measures", "Đã khóa tài khoản; sẽ mã hóa bảng."},
            {"guidance", "Cảnh giác với cuộc gọi lạ."},
            {"parties", json::array{"Công ty Cổ phần Ví Dụ"}},
            {"act", "leak"},
            {"kinds", json::array{json::object{{"kind", "location"}, {"records", 1200}, {"subjects", 1000}}}}};
}

json::value at(const json::value& in, const std::string& path) {
    const json::value* here = &in;
    std::size_t from = 0;
    while (from <= path.size()) {
        auto dot = std::min(path.find('.', from), path.size());
        if (!here->is_object()) return nullptr;
        here = here->get_object().if_contains(path.substr(from, dot - from));
        if (here == nullptr) return nullptr;
        from = dot + 1;
    }
    return *here;
}

std::string text(const json::value& in, const std::string& path) {
    auto value = at(in, path);
    if (value.is_null()) return "";
    return value.is_string() ? std::string(value.get_string()) : json::serialize(value);
}

json::value obligation(const json::value& incident, const std::string& id) {
    auto all = at(incident, "obligations");
    if (all.is_array())
        for (const auto& one : all.get_array())
            if (text(one, "id") == id) return one;
    return nullptr;
}

std::string now_rfc3339(std::chrono::seconds offset) {
    return format_rfc3339(std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()) + offset);
}

}  // namespace breachd::e2e
