// One entry of every kind with every member set, for tests that must hold for all kinds (JSON round trip, sentences).
#pragma once

#include <vector>

#include "core/journal/because.hpp"
#include "core/journal/event.hpp"
#include "testkit/sample_law.hpp"

namespace breachd::testkit {

inline std::vector<Event> sample_events() {
    auto detected = at("2026-11-20T17:30:00+07:00");
    auto due = at("2026-11-23T17:30:00+07:00");
    std::vector<KindCount> kinds = {{"location", 1200, 1000}};
    std::string sha(64, 'a');
    json::array old_kinds = {json::object{{"kind", "location"}, {"records", 10}, {"subjects", 5}}};
    return {
        IncidentOpened{"Rò rỉ dữ liệu vị trí",
                       80,
                       true,
                       detected,
                       "nhân viên vận hành báo",
                       "wazuh",
                       at("2026-11-19T00:00:00Z"),
                       "controller",
                       "leak",
                       kinds,
                       {"gps-db-1"},
                       {"Sở GTVT (agreement 12/TT-2025)"},
                       "vn-356-2025",
                       "gps",
                       "general",
                       because::opened_by_rule({"exfiltration", {"severity >= 60"}, {"gps-db"}, {"location"}, {}}),
                       {"exfil|host:web-1"}},
        AlertsJoined{{"A-2", "A-3"},
                     25,
                     90,
                     {"gps-db-2"},
                     because::joined_storm("INC-2026-0001", 20, std::chrono::minutes{10}),
                     {"exfil|host:web-1"},
                     {"Sở GTVT"}},
        AlertsUpdated{{"A-2"}, 1, 1, 95, {"gps-db-3"}},
        FactChanged{"detected_at",
                    json::value("2026-11-20T10:30:00Z"),
                    json::value("2026-11-20T09:00:00Z"),
                    {},
                    "xem lại nhật ký"},
        FactChanged{"kinds", old_kinds, to_json(kinds), because::assets_changed(), ""},
        FactChanged{"description", nullptr, "Kẻ tấn công sao chép bảng hành trình", {}, ""},
        Acknowledged{"an", "hook:pager", "đang xem"},
        Confirmed{"đã kiểm tra nhật ký truy cập"},
        Dismissed{"báo động giả"},
        Remedied{at("2026-11-22T09:00:00+07:00"), "đã vá và xoay khóa", at("2031-11-23T00:00:00+07:00")},
        Closed{"đủ hồ sơ"},
        HoldSet{"H-1", true, "dpo", "thanh tra"},
        ObligationStarted{"authority-report", "Luật Điều 23.1", Addressee::authority, detected, due},
        ObligationMoved{"authority-report", detected, due, because::start_corrected()},
        ObligationOverdue{"authority-report", due, true, true},
        ObligationMet{"subjects-location-biometric", due, because::everyone_told(12, 12)},
        ObligationReopened{"subjects-location-biometric", because::subjects_added()},
        ObligationNotApplicable{"authority-report", because::incident_dismissed(), "không gây tổn hại", "an", true},
        ReminderSent{"authority-report", 67},
        EscalationStarted{1, because::incident_new()},
        EscalationStep{1, 1, {"an", "binh"}},
        EscalationExhausted{2},
        Paged{"pg-1", "an", "email", "pager", because::escalation_step(because::incident_new(), 1, 2)},
        PageOutcome{"pg-1", "an", "pager", PageState::retrying, "503", "busy"},
        TaskStarted{"general/isolate", "Cô lập hệ thống", due},
        TaskDone{"general/isolate", "xong", "Cô lập hệ thống"},
        TaskOverdue{"general/isolate", "Cô lập hệ thống"},
        SubjectsImported{1000, 3, sha, {{"email", 900}, {"phone", 950}}, 12},
        NoticeEdited{"vi", "body", "Kính gửi {{name}}", sha},
        NoticeReleased{2, sha, "an", 1000},
        NoticePaused{because::content_refused("email", "550", "spam"), "sai địa chỉ"},
        NoticeResumed{because::bounced(), "đã sửa"},
        DeliveriesRecorded{200, sha, 180, 12, 8, due, {{"zalo", 20}}},
        NoticeRunDone{988, 12},
        PublicNoticeProposed{PublicNoticeRule::unreachable, because::people_unreachable(12), "cần làm ngay"},
        PublicNoticePublishing{because::people_unreachable(12), "quyết định của nhân sự bảo vệ dữ liệu", "dpo"},
        PublicNoticePublished{"https://vidu.test/notices/INC-2026-0001", sha, due},
        PublicNoticeFailed{because::page_differs("https://vidu.test/n")},
        PublicNoticeForeseen{due, PublicNoticeRule::forecast, because::deadline_near()},
        PublicPageApproved{sha, "dpo"},
        PublicNoticeWithdrawn{"dpo", "đăng nhầm", false},
        ContentPagePublished{"https://vidu.test/notices/k7", sha, 2, due},
        ReportFiled{{"mau-08", "portal", "BN-123", due, sha, "dpo", 1}},
        AlertsReceived{30, 5, sha},
        AlertQuarantined{"Q-1", "wazuh"},
        AlertQuarantined{"Q-2", "wazuh", 12, sha},
        QuarantineReplayed{"Q-1", "wazuh", 2},
        QuarantineDiscarded{"Q-2", "tin thử của nhà cung cấp"},
        SourceSilent{"wazuh", detected, detected},
        SourceHeard{"wazuh", 7200},
        MessagesLost{"udp", 1200},
        DaemonStarted{"0.1.0", "live", "3.40.1", "2026-11-20T10:30:00Z"},
        DaemonStopped{because::asked_to_stop()},
        ClockStepped{-3'500},
        ConfigurationLoaded{sha},
        ChannelState{"email", true, because::channel_down("email", "421", "busy")},
    };
}

}  // namespace breachd::testkit
