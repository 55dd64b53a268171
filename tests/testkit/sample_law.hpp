// Settings for tests of the core: an edition with the duties of the one in force, built by hand so that a test of a
// rule does not depend on a file, a duty roster of two and an escalation of two steps. No file is read, no clock.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include "base/instant.hpp"
#include "settings/settings.hpp"

namespace breachd::testkit {

// For times written by hand in tests; what cannot be read is a mistake in the test.
inline Instant at(std::string_view rfc3339) {
    auto moment = parse_rfc3339(rfc3339);
    if (!moment) throw std::invalid_argument(std::string(rfc3339));
    return *moment;
}

inline Edition sample_edition() {
    using std::chrono::hours;
    Edition e;
    e.id = "vn-356-2025";
    e.name = "Nghị định 356/2025/NĐ-CP";
    e.in_force_from = at("2026-01-01T00:00:00+07:00");
    e.authority = "Cơ quan chuyên trách bảo vệ dữ liệu cá nhân, Bộ Công an";
    e.form = "mau-08";
    e.keep_years = 5;
    e.keep_citation = "Điều 29.1.c";
    e.kinds = {{"location", true, "Điều 4.1.h", {"vị trí cá nhân", "location"}},
               {"biometric", true, "Điều 4.1.đ", {"sinh trắc học", "biometric"}},
               {"bank_finance_credit", true, "Điều 4.1.k", {"ngân hàng, tài chính, tín dụng", "bank, finance, credit"}},
               {"name", false, "Điều 3.1", {"họ và tên", "names"}}};
    e.acts = {{"leak", {"lộ dữ liệu", "leak"}},
              {"loss", {"mất dữ liệu", "loss"}},
              {"obstruction", {"cản trở", "obstruction"}}};

    auto rule = [&](std::string id, std::string citation, Addressee addressee) -> ObligationRule& {
        e.obligations.push_back({std::move(id), std::move(citation), addressee, {}, {}, {}, {}, {}, {}, false});
        auto& added = e.obligations.back();
        added.title = {added.id, added.id};
        return added;
    };
    rule("authority-report", "Luật Điều 23.1; Điều 28", Addressee::authority).within = hours{72};
    {
        auto& r = rule("subjects-location-biometric", "Điều 29.1.a", Addressee::subjects);
        r.applies.kinds = {"location", "biometric"};
        r.applies.roles = {"controller", "controller_processor"};
        r.within = hours{72};
    }
    {
        auto& r = rule("subjects-finance", "Điều 8.3", Addressee::authority_and_subjects);
        r.applies.kinds = {"bank_finance_credit"};
        r.applies.acts = {"leak", "loss"};
        r.within = hours{72};
    }
    {
        auto& r = rule("public-notice", "Điều 29.3.a", Addressee::everyone);
        r.applies.after = StartsAfter::public_notice_needed;
        r.within_of = "subjects-location-biometric";
    }
    rule("individual-after-public", "Điều 29.3.b", Addressee::subjects).applies.after = StartsAfter::public_notice;
    rule("controller-inform", "Luật Điều 23.1", Addressee::controller).applies.roles = {"processor"};
    rule("confirmation-record", "Luật Điều 23.2", Addressee::file).applies.roles = {"controller",
                                                                                    "controller_processor"};
    rule("keep-file", "Điều 29.1.c", Addressee::file).applies.after = StartsAfter::remedied;
    return e;
}

inline Settings sample_settings() {
    using std::chrono::hours;
    using std::chrono::minutes;
    Settings s;
    s.editions = {sample_edition()};
    s.organisation.name = "Công ty Cổ phần Ví Dụ";
    s.people = {
        {"an", "An", "an@vidu.test", "", ""}, {"binh", "Bình", "binh@vidu.test", "", ""}, {"chi", "Chi", "", "", ""}};
    Channel email;
    email.name = "email";
    email.type = "smtp";
    email.address = "email";
    Channel pager;
    pager.name = "pager";
    pager.type = "webhook";
    pager.address = "any";
    s.channels = {email, pager};
    s.on_call.rosters = {{"soc", {"an", "binh"}, hours{24 * 7}, at("2026-01-05T08:00:00+07:00")}};
    s.on_call.escalation = {{Duration{0}, {"roster:soc"}}, {minutes{15}, {"binh"}}};
    s.on_call.channels = {"pager"};
    s.notice.order = {"email"};
    return s;
}

}  // namespace breachd::testkit
