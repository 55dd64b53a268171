// One entry of every kind with every member set, for tests that must hold for all kinds (JSON round trip, sentences).
#pragma once

#include <vector>

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
                       "cảnh báo của SIEM",
                       at("2026-11-19T00:00:00Z"),
                       "controller",
                       "leak",
                       kinds,
                       {"gps-db-1"},
                       {"Sở GTVT (agreement 12/TT-2025)"},
                       "vn-356-2025",
                       "gps",
                       "general",
                       "A-1",
                       "quy tắc “exfiltration”",
                       "opened_by_rule"},
        AlertsJoined{
            {"A-2", "A-3"}, 25, 90, {"gps-db-2"}, "cùng tài sản", "joined_storm", {"exfil|host:web-1"}, {"Sở GTVT"}},
        AlertsUpdated{{"A-2"}, 1, 1, 95, {"gps-db-3"}},
        FactChanged{"detected_at", json::value("2026-11-20T10:30:00Z"), json::value("2026-11-20T09:00:00Z"),
                    "xem lại nhật ký"},
        FactChanged{"kinds", old_kinds, to_json(kinds), ""},
        FactChanged{"description", nullptr, "Kẻ tấn công sao chép bảng hành trình", ""},
        Acknowledged{"an", "hook:pager", "đang xem"},
        Confirmed{"đã kiểm tra nhật ký truy cập"},
        Dismissed{"báo động giả"},
        Remedied{at("2026-11-22T09:00:00+07:00"), "đã vá và xoay khóa", at("2031-11-23T00:00:00+07:00")},
        Closed{"đủ hồ sơ"},
        HoldSet{true, "thanh tra"},
        ObligationStarted{"authority-report", "Luật Điều 23.1", "authority", detected, due, "báo cáo"},
        ObligationMoved{"authority-report", detected, due, "the moment it runs from was corrected"},
        ObligationOverdue{"authority-report", due, true, true},
        ObligationMet{"subjects-location-biometric", due, "12 of 12 imported subjects told"},
        ObligationReopened{"subjects-location-biometric", "subjects were added who have not been told"},
        ObligationNotApplicable{"authority-report", "không gây tổn hại", "an", true},
        ReminderSent{"authority-report", 67},
        EscalationStarted{1, "sự cố mới"},
        EscalationStep{1, 1, {"an", "binh"}},
        EscalationExhausted{2},
        Paged{"pg-1", "an", "pager", "sự cố mới"},
        PageOutcome{"pg-1", "an", "pager", "retrying", "503 busy"},
        TaskStarted{"general/isolate", "Cô lập hệ thống", due},
        TaskDone{"general/isolate", "xong"},
        TaskOverdue{"general/isolate"},
        SubjectsImported{1000, 3, sha, {{"email", 900}, {"phone", 950}}, 12},
        NoticeEdited{"vi", "body", "Kính gửi {{name}}", sha},
        NoticeReleased{2, sha, "an", 1000},
        NoticePaused{"sai địa chỉ"},
        NoticeResumed{"đã sửa"},
        DeliveriesRecorded{200, sha, 180, 12, 8, due},
        NoticeRunDone{988, 12},
        PublicNoticeProposed{"unreachable", "12 chủ thể dữ liệu không thể liên hệ được"},
        PublicNoticePublishing{"quyết định của nhân sự bảo vệ dữ liệu", "dpo"},
        PublicNoticePublished{"https://vidu.test/notices/INC-2026-0001", sha, due},
        PublicNoticeFailed{"trang đọc lại khác với trang đã đăng"},
        ReportFiled{{"mau-08", "portal", "BN-123", due, sha, "dpo", 1}},
        AlertsReceived{30, 5, sha},
        AlertQuarantined{"Q-1", "wazuh", "không phải JSON"},
        AlertQuarantined{"Q-2", "wazuh", "không phải JSON", 12, sha},
        QuarantineReplayed{"Q-1", "wazuh", 2},
        QuarantineDiscarded{"Q-2", "tin thử của nhà cung cấp"},
        SourceSilent{"wazuh", detected, detected},
        SourceHeard{"wazuh", 7200},
        MessagesLost{"udp", 1200},
        DaemonStarted{"0.1.0", "live", "3.40.1", "2026-11-20T10:30:00Z"},
        DaemonStopped{"SIGTERM"},
        ClockStepped{-3'500},
        ConfigurationLoaded{sha},
        ChannelState{"email", true, "kết nối bị từ chối"},
    };
}

}  // namespace breachd::testkit
