#include "ctl/incident_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/words/terms.hpp"
#include "core/words/words.hpp"
#include "ctl/labels.hpp"
#include "ctl/print.hpp"

namespace breachd::ctl {

namespace {

bool counts_down(const json::value& obligation) {
    auto state = text_at(obligation, "state");
    return state == "running" || state == "overdue";
}

std::string late_text(const json::value& obligation) {
    auto late = text_at(obligation, "late_by_s");
    if (late.empty()) return "";
    return "trễ / late " + format_duration(std::chrono::seconds{std::stoll(late)});
}

// A duty to subjects that is, or was met, too late, and that a public notice covers meanwhile.
std::string covered_text(const json::value& incident, const json::value& obligation) {
    auto at = parse_rfc3339(text_at(incident, "public_notice.published_at"));
    auto state = text_at(obligation, "state");
    bool late = state == "overdue" || state == "met_late";
    if (!at || !late || text_at(obligation, "addressee").find("subjects") == std::string::npos) return "";
    return "đã thông báo công khai theo khoản 3 Điều 29 lúc / public notice (Article 29.3) at " + format_local(*at);
}

// How it was met, how late, and what covers it meanwhile.
std::string notes_of(const json::value& obligation, const std::string& covered) {
    std::string out = text_at(obligation, "how");
    join(out, "; ", late_text(obligation));
    join(out, "; ", covered);
    return out;
}

std::string obligations_text(const json::value& incident) {
    Table table(
        {"NGHĨA VỤ / OBLIGATION", "CĂN CỨ / CITATION", "TRẠNG THÁI / STATE", "HẠN / DUE", "HOÀN THÀNH / MET", ""});
    for (const auto& one : array_at(incident, "obligations")) {
        auto covered = covered_text(incident, one);
        table.row({text_at(one, "id"), text_at(one, "citation"), state_label(text_at(one, "state")),
                   local_at(one, "due_at"), local_at(one, "met_at"), notes_of(one, covered)});
    }
    return table.empty() ? std::string() : "\n" + table.text();
}

void line(std::string& out, std::string_view label, const std::string& value) {
    if (value.empty() || value == "-" || value == "[]") return;
    auto width = letters(label);
    out += fmt::format("{}{:{}}{}\n", label, "", width < 52 ? 52 - width : 1, value);
}

// What the notice and the report print, in the order of the form.
constexpr const char* kFacts[] = {"place",    "description", "parties",    "consequences", "severity_and_risks",
                                  "measures", "guidance",    "late_reason"};

std::string fact_text(const json::value& incident, const char* fact) {
    std::string out;
    for (const auto& party : array_at(incident, fact)) join(out, "; ", party_text(party, "vi"));
    return out.empty() ? text_at(incident, fact) : out;
}

std::string filings_text(const json::value& incident) {
    std::string out;
    for (const auto& filing : array_at(incident, "filings"))
        out += fmt::format("{}{} {}{}", out.empty() ? "" : ", ", text_at(filing, "number"), text_at(filing, "form"),
                           text_at(filing, "withdrawn") == "true" ? " (đã rút/withdrawn)" : "");
    return out;
}

std::string kinds_line(const json::value& incident) {
    std::string out;
    for (const auto& kind : array_at(incident, "kinds"))
        out += fmt::format("{}{} / {} ({} bản ghi/records, {} chủ thể/subjects)", out.empty() ? "" : ", ",
                           words::kind_of_data(text_at(kind, "kind"), "vi"), text_at(kind, "kind"),
                           count_text(number_at(kind, "records"), "vi"), count_text(number_at(kind, "subjects"), "vi"));
    return out;
}

// How many people there are: by the facts, when the list is shorter and no two people said that it is complete.
std::int64_t people_of(const json::value& incident) {
    auto people = number_at(incident, "notice_run.subjects");
    if (!text_at(incident, "list_complete.confirmed_at").empty()) return people;
    for (const auto& kind : array_at(incident, "kinds")) people = std::max(people, number_at(kind, "subjects"));
    return people;
}

std::string run_line(const json::value& incident) {
    if (text_at(incident, "notice_run.state", "none") == "none") return "";
    auto listed = number_at(incident, "notice_run.subjects"), people = people_of(incident);
    auto out = fmt::format("{}: {}/{} đã báo/told, {} đang gửi/in flight, {} không liên hệ được/unreachable",
                           state_label(text_at(incident, "notice_run.state")),
                           count_text(number_at(incident, "notice_run.told"), "vi"), count_text(people, "vi"),
                           text_at(incident, "notice_run.in_flight"), text_at(incident, "notice_run.unreachable"));
    if (people > listed) out += fmt::format(", danh sách có/listed {}", count_text(listed, "vi"));
    auto more = [&](const char* member, std::string_view words) {
        auto count = text_at(incident, std::string("notice_run.") + member, "0");
        if (count != "0") out += fmt::format(", {} {}", count, words);
    };
    more("by_hand", "báo trực tiếp/by hand");
    more("pointed", "chỉ nhận tin ngắn/only pointed");
    more("impossible", "không thể báo riêng/impossible");
    return out;
}

std::string public_line(const json::value& incident) {
    auto state = text_at(incident, "public_notice.state", "none");
    if (state == "none" && text_at(incident, "public_notice.goes_up_at").empty()) return "";
    auto out = fmt::format("{} {} {}", state_label(state), text_at(incident, "public_notice.url"),
                           text_at(incident, "public_notice.why"));
    if (auto at = local_at(incident, "public_notice.goes_up_at"); at != "-")
        out += "; tự đăng chậm nhất lúc / goes up by " + at;
    if (text_at(incident, "public_notice.withdrawn") == "true") out += "; đã rút lại / withdrawn";
    return out;
}

std::string proposal_line(const json::value& proposal) {
    auto duty = text_at(proposal, "what") == "dismissal"
                    ? "loại bỏ / dismissal"
                    : "không áp dụng / not applicable " + text_at(proposal, "about");
    auto into = text_at(proposal, "duplicate_of"), by = text_at(proposal, "by");
    return fmt::format("{}{}: {} ({}, {})", duty, into.empty() ? "" : " → " + into, text_at(proposal, "why"),
                       by.empty() ? "breachd" : by, local_at(proposal, "at"));
}

}  // namespace

std::string next_due_text(const json::value& incident) {
    std::string due, id;
    for (const auto& one : array_at(incident, "obligations")) {
        auto at = text_at(one, "due_at");
        if (at.empty() || !counts_down(one) || (!due.empty() && at >= due)) continue;
        due = at;
        id = text_at(one, "id");
    }
    auto at = parse_rfc3339(due);
    return at ? format_local(*at) + " " + id : "-";
}

std::string incident_text(const json::value& incident) {
    std::string out = fmt::format("{}  {}\n", text_at(incident, "id"), text_at(incident, "title"));
    line(out, "Trạng thái / state",
         fmt::format("{} (phiên bản/version {})", state_label(text_at(incident, "state")),
                     text_at(incident, "version")));
    for (const auto& each : array_at(incident, "proposals"))
        line(out, "CHỜ NGƯỜI THỨ HAI / WAITS", proposal_line(each));
    line(out, "Gộp vào / merged into", text_at(incident, "duplicate_of"));
    line(out, "Phát hiện / detected", both_times(text_at(incident, "detected_at")));
    line(out, "Cách phát hiện / how", text_at(incident, "detected_how"));
    line(out, "Xảy ra từ / occurred from", both_times(text_at(incident, "occurred_from")));
    line(out, "Nhận việc / acknowledged", both_times(text_at(incident, "acknowledged_at")));
    line(out, "Người nhận / by", text_at(incident, "acknowledged_by"));
    line(out, "Đang gọi / calling", text_at(incident, "called_for"));
    line(out, "Xác nhận / confirmed", both_times(text_at(incident, "confirmed_at")));
    line(out, "Khắc phục / remedied", both_times(text_at(incident, "remedied_at")));
    line(out, "Đóng / closed", both_times(text_at(incident, "closed_at")));
    line(out, "Người phụ trách / owner", text_at(incident, "owner"));
    auto act = text_at(incident, "act");
    if (!act.empty()) line(out, "Hành vi / act", fmt::format("{} / {}", words::act(act, "vi"), act));
    line(out, "Loại dữ liệu / kinds", kinds_line(incident));
    line(out, "Ấn bản luật / edition", text_at(incident, "edition"));
    for (const char* fact : kFacts)
        line(out, fmt::format("{} / {}", capitalised(words::fact(fact, "vi")), fact), fact_text(incident, fact));
    line(out, "Thông báo / notices", run_line(incident));
    line(out, "Công khai / public notice", public_line(incident));
    line(out, "Bản nộp / filings", filings_text(incident));
    line(out, "Lưu giữ đến / keep until", both_times(text_at(incident, "retention.keep_until")));
    line(out, "Nguồn ghi / claimed", both_times(text_at(incident, "claimed_detected_at")));
    for (const auto& one : array_at(incident, "inspections"))
        line(out, "Kiểm tra / inspection",
             fmt::format("{} (sẵn sàng trước/ready before {})", text_at(one, "decision_number"),
                         local_at(one, "ready_by")));
    for (const auto& hold : array_at(incident, "retention.holds"))
        line(out, "Giữ / hold",
             fmt::format("{}: {} ({}, {})", text_at(hold, "hold_id"), text_at(hold, "reason"), text_at(hold, "by"),
                         local_at(hold, "since")));
    return out + obligations_text(incident);
}

std::string whole_incident_text(const json::value& incident) {
    Table table({"VIỆC CÒN LẠI / OPEN TASK", "TRƯỚC / BEFORE", ""});
    for (const auto& task : array_at(incident, "tasks"))
        if (text_at(task, "done_at").empty())
            table.row({text_at(task, "id"), local_at(task, "due_at"), text_at(task, "title")});
    return incident_text(incident) + (table.empty() ? std::string() : "\n" + table.text());
}

Result<json::array> timeline_items(Client& client, const std::string& incident, Queries queries) {
    return client.items(fmt::format("/api/v1/incidents/{}/timeline", percent_encoded(incident)), std::move(queries));
}

namespace {

// "token:an" and "person:an" are an; what nobody did is the daemon's.
std::string actor_of(const json::value& item) {
    auto actor = text_at(item, "actor");
    if (actor == "system") return "breachd";
    for (std::string_view kind : {"token:", "person:"})
        if (actor.starts_with(kind)) return actor.substr(kind.size());
    return actor;
}

}  // namespace

std::string timeline_text(const json::array& items) {
    Table table({"SỐ / SEQ", "LÚC / AT", "AI / ACTOR", "VIỆC / WHAT"});
    for (const auto& item : items)
        table.row({text_at(item, "seq"), local_at(item, "at"), actor_of(item), text_at(item, "summary")});
    return table.text();
}

}  // namespace breachd::ctl
