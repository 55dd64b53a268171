#include "config/config.hpp"
#include "core/triage/condition.hpp"
#include "core/triage/triage.hpp"
#include "sim/world.hpp"

namespace breachd::sim {

namespace {

Asset asset(std::string name, std::string host, std::string kind) {
    Asset out;
    out.name = std::move(name);
    out.hosts = {std::move(host)};
    out.kinds = {std::move(kind)};
    out.subjects = 1000;
    return out;
}

Channel channel(std::string name, ContactKinds pages, ContactKinds notices, double rate) {
    Channel out;
    out.name = std::move(name);
    out.type = "simulated";
    out.page_contacts = pages;
    out.notice_contacts = notices;
    out.rate_per_second = rate;
    return out;
}

Contact email(std::string address) { return {ContactKind::email, Pii(std::move(address))}; }

}  // namespace

std::shared_ptr<const Settings> sample_settings(Rng& rng) {
    Settings s;
    s.mode = Mode::live;
    s.organisation.name = "Công ty Cổ phần Ví Dụ";
    s.organisation.phone = "+842400000000";
    s.organisation.data_protection_officer = {"Người Phụ Trách", "Trưởng bộ phận", "+842400000001", "dpo@vidu.test"};
    s.organisation.incident_desk = {"Bộ phận tiếp nhận", "", "+842400000002", "suco@vidu.test"};
    static const auto editions = load_editions(BREACHD_SOURCE_DIR "/playbooks/law").value();
    static const auto playbooks = load_playbooks(BREACHD_SOURCE_DIR "/playbooks/response", editions).value();
    s.editions = editions;
    s.playbooks = playbooks;
    s.assets = {asset("gps-db", "gps-db-1", "location"), asset("face-db", "face-db-1", "biometric"),
                asset("core-bank", "bank-1", "bank_finance_credit"), asset("crm", "crm-1", "name")};
    TriageRule rule;
    rule.name = "exfiltration";
    rule.when = parse_when({"severity >= 60"}).value();
    rule.open = true;
    s.rules = {rule};
    s.people = {{"an", "An", {email("an@vidu.test")}}, {"binh", "Bình", {email("binh@vidu.test")}}};
    Roster roster;
    roster.name = "soc";
    roster.members = {"an", "binh"};
    roster.starts = parse_rfc3339("2026-01-05T08:00:00+07:00").value();
    s.on_call.rosters = {roster};
    s.on_call.escalation = {{Duration{0}, {"roster:soc"}}, {std::chrono::minutes{15}, {"binh"}}};
    s.on_call.channels = {"pager", "email"};
    s.on_call.repeat = rng.one_in(8) ? Duration{std::chrono::minutes{30}} : Duration{std::chrono::hours{4}};
    constexpr auto kEmail = bit(ContactKind::email), kPhone = bit(ContactKind::phone);
    constexpr auto kPerson = bit(ContactKind::person);
    s.channels = {channel("email", kEmail, kEmail, 1 + static_cast<double>(rng.below(50))),
                  channel("sms", kPerson, kPhone, 1 + static_cast<double>(rng.below(10))),
                  channel("pager", kPerson, imported_kinds(), 50)};
    s.notice.order = {"email", "sms"};
    s.notice.second_person = true;
    s.public_notice.automatic = rng.below(4) != 0;
    s.public_notice.publishers = {{"directory", "/nowhere", "http://127.0.0.1:9/notices"}};
    s.public_url = "http://127.0.0.1:9";
    s.sha256 = "sim";
    return std::make_shared<const Settings>(std::move(s));
}

std::shared_ptr<const Settings> with_senders(const Settings& settings, Rng& rng) {
    auto s = settings;
    s.sources = {
        {"siem", {}, false}, {"edr", std::chrono::hours{6}, false}, {"firewall", {}, false}, {"lab", {}, true}};
    s.storm = {static_cast<int>(2 + rng.below(3)), std::chrono::minutes{10}};
    return std::make_shared<const Settings>(std::move(s));
}

std::shared_ptr<const Settings> with_quota(const Settings& settings, std::uint64_t seed) {
    auto s = settings;
    Rng rng(seed * 3 + 0xda11);  // of its own: seeds of before keep their worlds
    if (rng.one_in(3)) s.channels.front().daily_quota = 15 + static_cast<std::int64_t>(rng.below(50));
    return std::make_shared<const Settings>(std::move(s));
}

std::shared_ptr<const Settings> with_a_channel_that_leaves(const Settings& settings, std::string_view name) {
    auto s = settings;
    for (auto& each : s.channels)
        if (each.name == name) each.on_unknown = "leave";
    return std::make_shared<const Settings>(std::move(s));
}

}  // namespace breachd::sim
