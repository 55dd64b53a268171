// Every reason of core/journal/because.hpp once, with arguments, for tests that must hold for all of them.
#pragma once

#include <vector>

#include "core/journal/because.hpp"
#include "testkit/sample_law.hpp"

namespace breachd::testkit {

inline std::vector<Reason> sample_reasons() {
    using namespace because;
    using std::chrono::hours;
    using std::chrono::minutes;
    auto moment = at("2026-11-20T17:30:00+07:00");
    Rule rule{"exfiltration", {"severity >= 60"}, {"gps-db"}, {"location"}, {"gps tables"}};
    Rule bare{"all"};
    bare.join_only = true;
    return {opened_by_rule(rule),
            opened_by_rule(bare),
            opened_by_hand(),
            no_rule(),
            rule_records_only("noise"),
            test_message(),
            sender_unproven(),
            joined_group("INC-2026-0001", "exfiltration"),
            joined_after_remedy("INC-2026-0001", "exfiltration"),
            dismissed_before("INC-2026-0001"),
            opened_storm(20, minutes{10}),
            joined_storm("INC-2026-0001", 20, minutes{10}),
            found_by_rule("exfiltration", {"gps-db"}),
            alert_updated("A-000000000001"),
            earlier_detection(),
            assets_changed(),
            start_corrected(),
            everyone_told({12, 40, 2, 1, 50}),
            report_filed("mau-08"),
            told_and_filed({12, 40}, "mau-08"),
            published("https://vidu.test/n"),
            controller_informed(),
            record_made(),
            subjects_added(),
            kinds_not_told({"biometric"}),
            not_all_told(3, 4),
            facts_changed(),
            notice_withdrawn(),
            list_short(2, 1000),
            incident_dismissed(),
            edition_changed("vn-13-2023"),
            filed_for_duty(),
            inspection("12/QĐ-ANM", moment),
            inspection("12/QĐ-ANM", {}),
            incident_reopened(),
            duplicate_merged("INC-2026-0002"),
            facts_fell_away(),
            facts_apply(),
            kind_must_be_reported(),
            filing_withdrawn(),
            dismissal_unconfirmed("an"),
            act_done("acknowledged"),
            incident_new(),
            incident_worse(70, 95, {"location"}, {"authority-report"}, {"gps-db-2"}),
            duty_overdue("authority-report", "Điều 28", moment),
            duty_near("authority-report", "Điều 28", hours{24} + minutes{30}),
            task_overdue("general/isolate"),
            detection_ahead(moment),
            detection_claimed(moment, hours{24 * 7}),
            alert_after_remedy(),
            content_refused("email", "550 5.6.0", Cause::content_refused),
            data_unopened(),
            public_notice_wanted(people_unreachable(12), Wanting::nothing),
            public_notice_wanted(people_unreachable(12), Wanting::decision),
            public_notice_wanted(people_unreachable(12), Wanting::content),
            public_notice_wanted(people_unreachable(12), Wanting::approval),
            public_notice_foreseen(people_unreachable(12), moment, Wanting::nothing),
            content_page_failed(page_differs("https://vidu.test/n")),
            publication_failed(page_differs("https://vidu.test/n")),
            escalation_step(incident_new(), 1, 2),
            nobody_on_duty(incident_new()),
            nobody_acknowledges(incident_new(), 3),
            clock_stepped(hours{-2}),
            clock_stepped(minutes{5}),
            clock_doubted(hours{68}),
            channel_down("email", "421 4.3.2", Cause::service_down),
            channel_works(),
            messages_lost("udp", 1200, {"wazuh", "edr"}),
            source_silent("wazuh", moment),
            source_heard("wazuh"),
            calls_refused("source", "wazuh", "too_old", 412),
            unproven_alarm("edr", "exfiltration"),
            alerts_unreadable("wazuh", "Q-000000000001"),
            store_unwritable("13"),
            store_damaged("11"),
            store_altered("entry", "#17", 2),
            bounced(),
            people_unreachable(12),
            deadline_near(),
            channel_down_with_people("email", 300),
            forecast_late(moment, hours{6}),
            playbook_due(),
            no_publisher(),
            publisher_busy(),
            page_not_made(),
            page_not_written("13"),
            page_not_served("https://vidu.test/n", "http 403", Cause::sign_in_refused),
            page_differs("https://vidu.test/n"),
            stopped_while_publishing(),
            asked_to_stop()};
}

}  // namespace breachd::testkit
