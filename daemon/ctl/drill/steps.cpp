// The drill's steps from the alert to the last subject told.
#include <fmt/format.h>

#include "base/signature.hpp"
#include "core/triage/triage.hpp"
#include "ctl/command.hpp"
#include "ctl/drill/drill.hpp"
#include "ctl/drill/samples.hpp"
#include "ctl/http_date.hpp"
#include "ctl/incident_text.hpp"
#include "ctl/pace.hpp"
#include "ctl/print.hpp"

namespace breachd::ctl {

namespace {}  // namespace

Result<void> Drill::must_be_a_drill() {
    if (config_.settings.mode != Mode::drill)
        return failed("cấu hình phải là mode: drill / the configuration must say mode: drill");
    auto client = as("an");
    if (!client) return client.error();
    auto who = client->call({.path = "/api/v1/whoami"});
    if (!who) return who.error();
    auto facts = who->parsed();
    if (!facts) return facts.error();
    if (text_at(*facts, "mode") != "drill")
        return failed(
            "mong đợi máy chủ mode: drill, không diễn tập trên máy chủ thật / expected a daemon in mode: drill",
            options_.server);
    now_ = parse_http_date(who->date);
    if (!now_) return failed("mong đợi tiêu đề Date / expected a Date header");
    auto second = format_duration(Duration(static_cast<std::int64_t>(config_.settings.time_scale * 1000)));
    tell(fmt::format("{} · 1 giây thật = {} của sự cố / of the incident's time", options_.server, second));
    return world_.play(config_.settings, options_.keep_webhooks);
}

Result<void> Drill::send_alert() {
    auto target = drill_target(config_.settings);
    if (target.host.empty())
        return failed(
            "cấu hình cần một tài sản có dữ liệu location / the configuration needs an asset with location data");
    auto client = as("wazuh");
    if (!client) return client.error();
    auto probe = client->ask({.path = "/-/healthy"});
    if (probe) now_ = parse_http_date(probe->date);
    auto alert = wazuh_alert(target, *now_);
    if (auto ok = write_file(options_.directory + "/wazuh-alert.json", alert); !ok) return ok;
    auto answer = client->call({.method = "POST", .path = "/api/v1/alerts/wazuh", .body = alert});
    if (!answer) return answer.error();
    auto body = answer->parsed();
    if (!body) return body.error();
    const auto& accepted = array_at(*body, "accepted");
    if (answer->status != 202 || accepted.empty())
        return failed("mong đợi / expected 202 {\"accepted\": [...]}: " + answer->body);
    id_ = text_at(accepted[0], "incident_id");
    if (id_.empty()) return failed("mong đợi một sự cố được mở / expected an incident to open: " + answer->body);
    tell(fmt::format("202: {} → {} ({}, {})", text_at(accepted[0], "alert_id"), id_, target.asset, target.host));
    return {};
}

Result<void> Drill::see_clocks() {
    if (text_at(incident_, "drill") != "true" || !id_.starts_with("DRILL-"))
        return failed("mong đợi số hiệu DRILL-… / expected an id DRILL-…: " + id_);
    bool due = false;
    for (const auto& one : array_at(incident_, "obligations"))
        due = due || text_at(one, "id") == "subjects-location-biometric";
    if (!due) return failed("mong đợi nghĩa vụ / expected the obligation subjects-location-biometric");
    tell(incident_text(incident_));
    return {};
}

Result<void> Drill::be_paged() {
    auto client = as("an");
    if (!client) return client.error();
    json::value pages;
    bool good = wait_for(
        [&] {
            auto answer = client->get(path("/pages"));
            if (!answer) return false;
            pages = *answer;
            for (const auto& page : array_at(pages, "items"))
                if (text_at(page, "state") == "accepted" || text_at(page, "state") == "delivered") return true;
            return false;
        },
        options_.patience);
    if (!good)
        return failed("mong đợi một cuộc gọi đã được nhận / expected a page to be accepted: " + json::serialize(pages));
    for (const auto& page : array_at(pages, "items"))
        tell(fmt::format("{} qua/by {}: {} {}", text_at(page, "person"), text_at(page, "channel"),
                         text_at(page, "state"), text_at(page, "code")));
    return {};
}

Result<void> Drill::acknowledge() {
    auto secret = read_file(options_.hook_secret);
    if (!secret) return secret.error();
    std::string hook;
    for (const auto& one : config_.settings.hooks)
        if (one.type == "standard_webhooks") hook = one.name;
    if (hook.empty()) return failed("cấu hình cần một hook standard_webhooks / the configuration needs one");
    auto body = json::serialize(json::object{{"type", "incident.acknowledge"},
                                             {"data", {{"incident_id", id_}, {"by", "an"}, {"note", "diễn tập"}}}});
    auto id = "drill-" + id_;
    auto at = std::to_string(to_ms(wall_now()) / 1000);
    auto text = secret->substr(0, secret->find_first_of("\r\n"));
    auto signature = make_signature(*signature_style("standard_webhooks"), text, id, at, body);
    Client nobody(options_.server, "");
    auto answer =
        nobody.call({.method = "POST",
                     .path = "/api/v1/hooks/" + percent_encoded(hook),
                     .body = body,
                     .headers = {{"webhook-id", id}, {"webhook-timestamp", at}, {"webhook-signature", signature}}});
    if (!answer) return answer.error();
    if (auto ok =
            until("acknowledged_at", [](const json::value& it) { return !text_at(it, "acknowledged_at").empty(); });
        !ok)
        return ok;
    tell(fmt::format("{} · {}", text_at(incident_, "acknowledged_by"),
                     both_times(text_at(incident_, "acknowledged_at"))));
    return {};
}

Result<void> Drill::write_facts() {
    auto client = as("an");
    if (!client) return client.error();
    auto facts = drill_facts(kDrillSubjects);
    auto answer = client->call({.method = "PATCH",
                                .path = path(),
                                .body = json::serialize(facts),
                                .content_type = "application/merge-patch+json"});
    if (!answer) return answer.error();
    auto confirmed = client->post(path("/confirm"), json::object{{"note", "diễn tập"}});
    if (!confirmed) return confirmed.error();
    std::string names;
    for (const auto& fact : facts) names += (names.empty() ? "" : ", ") + std::string(fact.key());
    tell(names);
    tell("trạng thái / state: " + text_at(*confirmed, "state"));
    return text_at(*confirmed, "state") == "confirmed" ? Result<void>() : failed("mong đợi / expected: confirmed");
}

Result<void> Drill::import_subjects() {
    auto csv = subjects_csv();
    if (auto ok = write_file(options_.directory + "/subjects.csv", csv, 0600); !ok) return ok;
    auto client = as("an");
    if (!client) return client.error();
    auto answer = client->call({.method = "POST", .path = path("/subjects"), .body = csv, .content_type = "text/csv"});
    if (!answer) return answer.error();
    if (auto ok = until(fmt::format("notice_run.subjects = {}", kDrillSubjects),
                        [](const json::value& it) { return number_at(it, "notice_run.subjects") == kDrillSubjects; });
        !ok)
        return ok;
    tell(fmt::format("{} chủ thể / subjects", kDrillSubjects));
    // The register estimated more people: two people say that the list has them all.
    for (const char* who : {"an", "dpo"}) {
        auto person = as(who);
        if (!person) return person.error();
        auto said = person->post(path("/subjects/complete"), json::object{{"reason", "đã đối chiếu với hệ thống"}});
        if (!said) return said.error();
        tell(fmt::format("{}: danh sách đã đủ / the list is complete", who));
    }
    return {};
}

Result<void> Drill::see_contactability() {
    auto client = as("an");
    if (!client) return client.error();
    auto status = client->get(path("/subjects/status"));
    if (!status) return status.error();
    tell(json::serialize(*status));
    return {};
}

Result<void> Drill::preview_notice() {
    auto client = as("an");
    if (!client) return client.error();
    // The first token that edits the draft is its drafter and may not release it.
    auto draft = client->get(path("/notice"));
    if (!draft) return draft.error();
    auto edited =
        client->call({.method = "PUT",
                      .path = path("/notice"),
                      .body = json::serialize(json::object{{"vi", {{"subject", text_at(*draft, "vi.subject")}}}})});
    if (!edited) return edited.error();
    draft = client->get(path("/notice"));
    if (!draft) return draft.error();
    for (const auto& item : array_at(*draft, "missing")) tell(missing_line(item));
    if (!array_at(*draft, "missing").empty())
        return failed("mong đợi bản thảo đủ nội dung / expected a draft that lacks nothing");
    tell(text_at(*draft, "vi.subject") + "\n" + text_at(*draft, "vi.body"));
    return write_file(options_.directory + "/notice.vi.txt",
                      text_at(*draft, "vi.subject") + "\n\n" + text_at(*draft, "vi.body") + "\n");
}

Result<void> Drill::release_notice() {
    auto drafter = as("an");
    auto second = as("dpo");
    if (!drafter) return drafter.error();
    if (!second) return second.error();
    auto refused = drafter->ask({.method = "POST", .path = path("/notice/release"), .body = "{}"});
    if (!refused) return refused.error();
    if (refused->status != 403)
        return failed("mong đợi người soạn bị từ chối 403 / expected the drafter to be refused: " +
                      problem_text(*refused));
    tell("người soạn bị từ chối / the drafter is refused: " + problem_text(*refused));
    auto released = second->post(path("/notice/release"), json::object{});
    if (!released) return released.error();
    tell("dpo cho gửi / released by dpo");
    return {};
}

Result<void> Drill::wait_until_told() {
    std::int64_t shown = -1;
    auto ok = until("notice_run: told + unreachable + pointed = subjects, in_flight = 0", [&](const json::value& it) {
        auto told = number_at(it, "notice_run.told");
        auto lost = number_at(it, "notice_run.unreachable") + number_at(it, "notice_run.pointed");
        if (told + lost != shown) {
            shown = told + lost;
            tell(fmt::format("[{}] đã báo / told {} · không liên hệ được / unreachable {} · đang gửi / in flight {}",
                             clock_text(), told, lost, number_at(it, "notice_run.in_flight")));
        }
        return told + lost == kDrillSubjects && number_at(it, "notice_run.in_flight") == 0;
    });
    if (!ok) return ok;
    if (number_at(incident_, "notice_run.told") == 0)
        return failed("mong đợi có người được báo / expected somebody to be told");
    if (number_at(incident_, "notice_run.unreachable") == 0)
        return failed("mong đợi có người không liên hệ được / expected somebody out of reach");
    auto client = as("an");
    if (!client) return client.error();
    auto rows = client->get(path("/deliveries"));
    if (!rows) return rows.error();
    std::map<std::string, int> sums;
    for (const auto& row : array_at(*rows, "items")) ++sums[text_at(row, "channel") + " " + text_at(row, "state")];
    for (const auto& [what, count] : sums) tell(fmt::format("{:4}  {}", count, what));
    return {};
}

}  // namespace breachd::ctl
