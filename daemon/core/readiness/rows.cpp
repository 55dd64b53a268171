#include "core/readiness/rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "core/law/edition.hpp"
#include "core/oncall/paging.hpp"
#include "core/oncall/reach.hpp"
#include "core/telling/ways.hpp"
#include "core/words/causes.hpp"
#include "core/words/terms.hpp"
#include "core/words/words.hpp"

namespace breachd {

namespace {

constexpr Duration kRosterAhead = std::chrono::hours{24 * 31};
constexpr Duration kVerifiedAtLeast = std::chrono::hours{26};  // it is proven daily

bool is_in(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

ReadinessRow roster_row(const Settings& settings, Instant now) {
    auto holes = roster_holes(settings, now, now + kRosterAhead);
    if (settings.on_call.escalation.empty() || settings.people.empty())
        return {"rosters",
                Readiness::bad,
                {"không ai được gọi khi có sự cố", "nobody is called when an incident opens"},
                {"khai people và on_call trong cấu hình", "configure people and on_call"}};
    if (holes.empty())
        return {"rosters",
                Readiness::ok,
                {"31 ngày tới lúc nào cũng có người trực", "somebody is on duty at every moment of the next 31 days"},
                {}};
    const auto& first = holes.front();
    bool now_empty = std::any_of(holes.begin(), holes.end(), [&](const RosterHole& hole) { return hole.from <= now; });
    return {"rosters",
            now_empty ? Readiness::bad : Readiness::warn,
            {fmt::format("kíp {} không có người trực từ {} đến {}", first.roster, time_text(first.from, "vi"),
                         time_text(first.until, "vi")),
             fmt::format("nobody is on duty in roster {} from {} until {}", first.roster, time_text(first.from, "en"),
                         time_text(first.until, "en"))},
            {"cử người trực thay (breachctl oncall override) hoặc sửa on_call.rosters",
             "let a person stand in (breachctl oncall override), or change on_call.rosters"}};
}

// Two people decide, one of them a data-protection officer.
ReadinessRow two_people_row(const Settings& settings, const ReadinessFacts& facts) {
    std::set<std::string> all_people, all_officers;
    auto add = [&](const std::string& who, Role role) {
        if (role == Role::dpo) all_officers.insert(who);
        if (role == Role::dpo || role == Role::responder) all_people.insert(who);
    };
    for (const auto& token : settings.tokens) add(token.person.empty() ? token.name : token.person, token.role);
    for (const auto& [person, role] : facts.accounts) add(person, role);
    auto officers = all_officers.size(), all = all_people.size();
    if (officers >= 1 && all >= 2)
        return {"two-people",
                Readiness::ok,
                {fmt::format("{} người quyết định được, {} là nhân sự bảo vệ dữ liệu", all, officers),
                 fmt::format("{} people may decide, {} of them as data-protection officers", all, officers)},
                {}};
    return {"two-people",
            Readiness::bad,
            {"thiếu người: phát hành và loại bỏ cần hai người, trong đó có nhân sự bảo vệ dữ liệu",
             "too few people: releases and dismissals want two, one of them a data-protection officer"},
            {"mời người thứ hai lập tài khoản (breachctl account invite)",
             "invite a second person (breachctl account invite)"}};
}

ReadinessRow channel_row(const Channel& channel, const Settings& settings, const ReadinessFacts& facts, Instant now) {
    auto id = "channel:" + channel.name;
    Bilingual test{fmt::format("gửi thử: breachctl channel test {}", channel.name),
                   fmt::format("send a test: breachctl channel test {}", channel.name)};
    if (is_in(facts.channels_down, channel.name))
        return {id,
                Readiness::bad,
                {fmt::format("kênh {} đang ngừng hoạt động", channel.name),
                 fmt::format("channel {} is down", channel.name)},
                {fmt::format("xem lỗi: breachctl channel check {}", channel.name),
                 fmt::format("see why: breachctl channel check {}", channel.name)}};
    if (ends_here(channel) && settings.mode == Mode::live)
        return {id,
                Readiness::warn,
                {fmt::format("kênh {} chỉ ghi tệp trên máy này: không ai nhận được tin", channel.name),
                 fmt::format("channel {} only writes files on this machine: nobody gets a message", channel.name)},
                {"dùng một kênh gửi ra ngoài", "use a channel that sends"}};
    auto last = facts.last_sent.find(channel.name);
    if (last == facts.last_sent.end())
        return {id,
                Readiness::unknown,
                {fmt::format("kênh {} chưa gửi được tin nào", channel.name),
                 fmt::format("channel {} has not sent anything yet", channel.name)},
                test};
    auto age = std::max(now - last->second, Duration::zero());
    bool proven = age <= kChannelProven;
    return {id,
            proven ? Readiness::ok : Readiness::warn,
            {fmt::format("kênh {} gửi được lần gần nhất lúc {}", channel.name, time_text(last->second, "vi")),
             fmt::format("channel {} last sent at {}", channel.name, time_text(last->second, "en"))},
            proven ? Bilingual{} : test};
}

ReadinessRow law_row(const Settings& settings, Instant now) {
    const auto* edition = edition_for(settings.editions, settings.edition, now);
    if (!edition)
        return {"law",
                Readiness::bad,
                {"chưa nạp văn bản luật nào có hiệu lực", "no edition of the law is loaded"},
                {"đặt lại /etc/breachd/law", "put the editions back into /etc/breachd/law"}};
    auto named = [&](const char* language) { return words::edition(edition->id, language); };
    bool ended = edition->in_force_to && *edition->in_force_to <= now;
    Bilingual what{fmt::format("áp dụng {}, biểu mẫu {}, {} nghĩa vụ", named("vi"), words::form(edition->form, "vi"),
                               edition->obligations.size()),
                   fmt::format("{} applies, form {}, {} duties", named("en"), words::form(edition->form, "en"),
                               edition->obligations.size())};
    if (!edition->is_draft() && !ended) return {"law", Readiness::ok, what, {}};
    return {"law",
            Readiness::bad,
            what,
            {"văn bản này không có hiệu lực: bỏ law.edition hoặc cài bản mới",
             "this edition is not in force: remove law.edition, or install the new one"}};
}

// What forms and notices print of us.
ReadinessRow organisation_row(const Settings& settings) {
    const auto& us = settings.organisation;
    Bilingual missing;
    auto want = [&](const std::string& value, std::string_view vi, std::string_view en) {
        if (!value.empty()) return;
        join(missing.vi, ", ", vi);
        join(missing.en, ", ", en);
    };
    want(us.name, "tên tổ chức", "name");
    want(us.address, "địa chỉ", "address");
    want(us.tax_code, "mã số thuế", "tax code");
    want(us.phone, "điện thoại", "telephone");
    want(us.registration.number, "giấy đăng ký", "registration");
    want(us.data_protection_officer.name, "nhân sự bảo vệ dữ liệu", "data-protection officer");
    want(us.data_protection_officer.phone, "điện thoại của nhân sự bảo vệ dữ liệu", "the officer's telephone");
    want(us.incident_desk.phone, "điện thoại của bộ phận tiếp nhận", "the incident desk's telephone");
    if (missing.vi.empty())
        return {"organisation",
                Readiness::ok,
                {"biểu mẫu và thông báo in đủ thông tin về tổ chức",
                 "forms and notices have all they print of the organisation"},
                {}};
    return {"organisation",
            Readiness::warn,
            {"biểu mẫu còn thiếu: " + missing.vi, "the form will lack: " + missing.en},
            {"điền organisation trong cấu hình", "complete organisation in the configuration"}};
}

ReadinessRow template_row(const Settings& settings) {
    constexpr std::array kNeeded = {"notice.vi.subject", "notice.vi.body",  "notice.vi.short", "notice.en.subject",
                                    "notice.en.body",    "notice.en.short", "public.vi",       "public.en"};
    Bilingual missing;
    for (const char* name : kNeeded) {
        auto found = settings.templates.texts.find(name);
        bool replaced_by_nothing = found != settings.templates.texts.end() && found->second.empty();
        if (!replaced_by_nothing) continue;
        join(missing.vi, ", ", name);
        join(missing.en, ", ", name);
    }
    if (!missing.vi.empty())
        return {"templates",
                Readiness::bad,
                {"mẫu thông báo trống: " + missing.vi, "empty templates: " + missing.en},
                {"sửa tệp trong /etc/breachd/templates", "mend the files in /etc/breachd/templates"}};
    return {"templates",
            Readiness::ok,
            {fmt::format("mẫu thông báo vi và en sẵn sàng, {} mẫu riêng", settings.templates.files.size()),
             fmt::format("templates in vi and en are there, {} of your own", settings.templates.files.size())},
            {}};
}

ReadinessRow store_row(const ReadinessFacts& facts, Instant now) {
    if (facts.damaged_places > 0)
        return {"store",
                Readiness::bad,
                {fmt::format("cơ sở dữ liệu hỏng hoặc bị sửa ở {} chỗ", facts.damaged_places),
                 fmt::format("the store is damaged or was altered in {} places", facts.damaged_places)},
                {"phục hồi từ bản sao lưu (breachctl restore)", "restore a backup (breachctl restore)"}};
    if (facts.restored)
        return {"store",
                Readiness::bad,
                {"dữ liệu được phục hồi từ bản sao, thông báo và công bố đang tạm giữ",
                 "the store was put back from a copy, notices and publication wait"},
                {"đối chiếu rồi cho chạy tiếp (breachctl restore continue)",
                 "compare, then go on (breachctl restore continue)"}};
    if (!facts.verified_at || now - *facts.verified_at > kVerifiedAtLeast)
        return {"store",
                Readiness::unknown,
                {"chưa kiểm tra toàn bộ cơ sở dữ liệu trong ngày", "the whole store was not verified within a day"},
                {"chờ vài phút; nếu vẫn vậy, xem nhật ký", "wait some minutes; then look into the log"}};
    return {"store",
            Readiness::ok,
            {"toàn bộ nhật ký được kiểm tra lúc " + time_text(*facts.verified_at, "vi"),
             "the whole journal was verified at " + time_text(*facts.verified_at, "en")},
            {}};
}

ReadinessRow clock_row(const ReadinessFacts& facts) {
    if (facts.clock_in_doubt)
        return {
            "clock",
            Readiness::bad,
            {"đồng hồ máy đang bị nghi ngờ", "the machine's clock is in doubt"},
            {"đối chiếu rồi xác nhận (breachctl clock confirm)", "compare, then confirm (breachctl clock confirm)"}};
    if (!facts.clock_synchronised)
        return {"clock",
                Readiness::warn,
                {"không có dịch vụ đồng bộ thời gian", "no time service steers the clock"},
                {"bật chrony hoặc systemd-timesyncd", "switch on chrony or systemd-timesyncd"}};
    return {"clock", Readiness::ok, {"đồng hồ máy được đồng bộ", "the clock is steered by a time service"}, {}};
}

ReadinessRow mailbox_row(Cause cause) {
    if (cause == Cause::none)
        return {"mailbox",
                Readiness::ok,
                {"hộp thư nhận thư bị trả lại đọc được", "the mailbox of mails that come back is read"},
                {}};
    return {"mailbox",
            Readiness::bad,
            {"hộp thư nhận thư bị trả lại không đọc được: " + words::cause(cause, "vi"),
             "the mailbox of mails that come back cannot be read: " + words::cause(cause, "en")},
            {"xem bounces.imap trong cấu hình và máy chủ thư", "look at bounces.imap and at the mail server"}};
}

}  // namespace

void people_rows(std::vector<ReadinessRow>& out, const Settings& settings, const ReadinessFacts& facts, Instant now) {
    out.push_back(roster_row(settings, now));
    for (const auto& gap : paging_gaps(settings))
        out.push_back(
            {"paging", Readiness::bad, {gap.vi, gap.en}, {"sửa people hoặc on_call", "mend people or on_call"}});
    out.push_back(two_people_row(settings, facts));
}

void channel_rows(std::vector<ReadinessRow>& out, const Settings& settings, const ReadinessFacts& facts, Instant now) {
    for (const auto& channel : settings.channels)
        if (is_in(settings.on_call.channels, channel.name) || is_in(settings.notice.order, channel.name))
            out.push_back(channel_row(channel, settings, facts, now));
    if (settings.public_notice.publishers.empty())
        out.push_back({"publishers",
                       Readiness::bad,
                       {"không có nơi đăng thông báo công khai", "the public notice has no place to go up"},
                       {"khai public_notice.publishers", "configure public_notice.publishers"}});
    for (const auto& source : facts.silent_sources)
        out.push_back({"source:" + source,
                       Readiness::warn,
                       {fmt::format("nguồn {} im lặng", source), fmt::format("source {} is silent", source)},
                       {"xem nguồn còn gửi không", "see whether it still sends"}});
    if (settings.sources.empty())
        out.push_back({"sources",
                       Readiness::bad,
                       {"không có nguồn cảnh báo nào", "no source of alerts is configured"},
                       {"khai sources trong cấu hình", "configure sources"}});
}

void paper_rows(std::vector<ReadinessRow>& out, const Settings& settings, Instant now) {
    out.push_back(law_row(settings, now));
    out.push_back(organisation_row(settings));
    out.push_back(template_row(settings));
}

void machine_rows(std::vector<ReadinessRow>& out, const Settings&, const ReadinessFacts& facts, Instant now) {
    out.push_back(store_row(facts, now));
    out.push_back(clock_row(facts));
    if (facts.mailbox) out.push_back(mailbox_row(*facts.mailbox));
    // The daemon sees none of these: copies, drills and keys are made and kept elsewhere.
    out.push_back({"backup",
                   Readiness::unknown,
                   {"hệ thống không biết bản sao lưu gần nhất được làm khi nào",
                    "the daemon does not know when the last backup was made"},
                   {"làm và thử bản sao lưu: breachctl backup, breachctl restore",
                    "make one and try it: breachctl backup, breachctl restore"}});
    out.push_back({"drill",
                   Readiness::unknown,
                   {"hệ thống không biết lần diễn tập gần nhất (diễn tập chạy trên cơ sở dữ liệu riêng)",
                    "the daemon does not know of the last drill (a drill has a database of its own)"},
                   {"diễn tập: breachctl drill", "hold one: breachctl drill"}});
    out.push_back({"keys",
                   Readiness::unknown,
                   {"hệ thống không biết bản sao của khóa chủ được cất ở đâu; mất khóa là mất dữ liệu",
                    "the daemon does not know where a copy of the master key is kept; without it the data is lost"},
                   {"cất một bản khóa chủ ngoài máy này", "keep a copy of the master key off this machine"}});
}

}  // namespace breachd
