#include "ctl/incident_text.hpp"

#include <fmt/format.h>

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

std::string obligations_text(const json::value& incident) {
    Table table(
        {"NGHĨA VỤ / OBLIGATION", "CĂN CỨ / CITATION", "TRẠNG THÁI / STATE", "HẠN / DUE", "HOÀN THÀNH / MET", ""});
    for (const auto& one : array_at(incident, "obligations")) {
        auto late = late_text(one), covered = covered_text(incident, one);
        if (!late.empty() && !covered.empty()) late += "; ";
        table.row({text_at(one, "id"), text_at(one, "citation"), text_at(one, "state"), local_at(one, "due_at"),
                   local_at(one, "met_at"), late + covered});
    }
    return table.empty() ? std::string() : "\n" + table.text();
}

void line(std::string& out, std::string_view label, const std::string& value) {
    if (value.empty() || value == "-") return;
    out += fmt::format("{}{:{}}{}\n", label, "", 34 - letters(label), value);
}

std::string kinds_line(const json::value& incident) {
    std::string out;
    for (const auto& kind : array_at(incident, "kinds"))
        out += fmt::format("{}{} ({} bản ghi/records, {} chủ thể/subjects)", out.empty() ? "" : ", ",
                           text_at(kind, "kind"), text_at(kind, "records", "0"), text_at(kind, "subjects", "0"));
    return out;
}

std::string run_line(const json::value& incident) {
    if (text_at(incident, "notice_run.state", "none") == "none") return "";
    auto out = fmt::format("{}: {}/{} đã báo/told, {} đang gửi/in flight, {} không liên hệ được/unreachable",
                           text_at(incident, "notice_run.state"), text_at(incident, "notice_run.told"),
                           text_at(incident, "notice_run.subjects"), text_at(incident, "notice_run.in_flight"),
                           text_at(incident, "notice_run.unreachable"));
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
    auto out =
        fmt::format("{} {} {}", state, text_at(incident, "public_notice.url"), text_at(incident, "public_notice.why"));
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
         fmt::format("{} (phiên bản/version {})", text_at(incident, "state"), text_at(incident, "version")));
    for (const auto& each : array_at(incident, "proposals"))
        line(out, "CHỜ NGƯỜI THỨ HAI / WAITS", proposal_line(each));
    line(out, "Gộp vào / merged into", text_at(incident, "duplicate_of"));
    line(out, "Phát hiện / detected", both_times(text_at(incident, "detected_at")));
    line(out, "Cách phát hiện / how", text_at(incident, "detected_how"));
    line(out, "Xảy ra từ / occurred from", both_times(text_at(incident, "occurred_from")));
    line(out, "Nhận việc / acknowledged", both_times(text_at(incident, "acknowledged_at")));
    line(out, "Người nhận / by", text_at(incident, "acknowledged_by"));
    line(out, "Xác nhận / confirmed", both_times(text_at(incident, "confirmed_at")));
    line(out, "Khắc phục / remedied", both_times(text_at(incident, "remedied_at")));
    line(out, "Đóng / closed", both_times(text_at(incident, "closed_at")));
    line(out, "Hành vi / act", text_at(incident, "act"));
    line(out, "Loại dữ liệu / kinds", kinds_line(incident));
    line(out, "Ấn bản luật / edition", text_at(incident, "edition"));
    line(out, "Thông báo / notices", run_line(incident));
    line(out, "Công khai / public notice", public_line(incident));
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

Result<json::array> timeline_items(Client& client, const std::string& incident, bool progress) {
    Queries queries;
    if (!progress) queries.emplace_back("no_progress", "true");
    return client.items(fmt::format("/api/v1/incidents/{}/timeline", escape(incident)), queries);
}

std::string timeline_text(const json::array& items) {
    Table table({"SỐ / SEQ", "LÚC / AT", "AI / ACTOR", "VIỆC / WHAT"});
    for (const auto& item : items)
        table.row({text_at(item, "seq"), local_at(item, "at"), text_at(item, "actor"), text_at(item, "summary")});
    return table.text();
}

}  // namespace breachd::ctl
