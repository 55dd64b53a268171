// What two people decide, and what is put right afterwards: dismissals, merged duplicates, reopening, approvals of the
// notice, corrected filings.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "ctl/abouts.hpp"
#include "ctl/command.hpp"
#include "ctl/incident_text.hpp"
#include "ctl/print.hpp"

namespace breachd::ctl {

namespace {

Result<void> post(const Context& context, std::string_view rest, json::object body) {
    return show_answer(context, context.client.post(incident_path(context, rest), body), incident_text);
}

// Each option that was given, as the member of that name.
json::object body_of(const Context& context, std::initializer_list<std::pair<const char*, const char*>> options) {
    json::object body;
    for (auto [option, member] : options)
        if (context.arguments.has(option)) body[member] = context.arguments.get(option);
    return body;
}

json::object reason_of(const Context& context) { return body_of(context, {{"reason", "reason"}}); }

std::string decided_text(const json::value& answer) {
    Table table({"MÃ / ID", "KẾT QUẢ / OUTCOME", "VÌ SAO / WHY"});
    for (const auto& item : array_at(answer, "items"))
        table.row({text_at(item, "incident_id"), text_at(item, "done") == "true" ? "xong / done" : "KHÔNG / NO",
                   text_at(item, "detail")});
    return table.text();
}

// One incident: proposes, or confirms what another person proposed. Several: confirms only.
Result<void> dismiss(const Context& context) {
    auto body = body_of(context, {{"reason", "reason"}, {"duplicate-of", "duplicate_of"}});
    const auto& incidents = context.arguments.all("INCIDENT");
    if (incidents.size() == 1) return post(context, "/dismiss", std::move(body));
    if (body.contains("duplicate_of")) return usage("chỉ với một sự cố / with one incident only", "--duplicate-of");
    body["incidents"] = to_json(incidents);
    auto answer = context.client.post("/api/v1/dismissals", body);
    if (auto shown = show_answer(context, answer, decided_text); !shown) return shown;
    const auto& items = array_at(*answer, "items");
    bool all = std::all_of(items.begin(), items.end(),
                           [](const json::value& item) { return text_at(item, "done") == "true"; });
    return all ? Result<void>() : failed("có sự cố chưa được loại bỏ / some were not dismissed");
}

Result<void> merge(const Context& context) {
    auto body = reason_of(context);
    body["duplicate_of"] = context.arguments.get("INTO");
    return post(context, "/merge", std::move(body));
}

Result<void> reopen(const Context& context) { return post(context, "/reopen", reason_of(context)); }

Result<void> not_applicable(const Context& context) {
    auto body = reason_of(context);
    if (context.arguments.has("withdraw")) body["withdraw"] = true;
    return post(context,
                fmt::format("/obligations/{}/not-applicable", percent_encoded(context.arguments.get("OBLIGATION"))),
                std::move(body));
}

// --- the notice -----------------------------------------------------------------------------------------------------

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> out;
    for (std::size_t at = 0; at <= text.size();) {
        auto end = std::min(text.find('\n', at), text.size());
        out.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return out;
}

// Lines that only one of the two has, in their order: notices are short, and a moved line is worth seeing.
std::string difference(const std::string& before, const std::string& now) {
    auto old_lines = lines_of(before), new_lines = lines_of(now);
    auto lacks = [](const std::vector<std::string>& lines, const std::string& line) {
        return std::find(lines.begin(), lines.end(), line) == lines.end();
    };
    std::string out;
    for (const auto& line : old_lines)
        if (lacks(new_lines, line)) out += "- " + line + "\n";
    for (const auto& line : new_lines)
        if (lacks(old_lines, line)) out += "+ " + line + "\n";
    return out;
}

std::string diff_text(const json::value& draft) {
    auto authors = text_at(draft, "authors");
    std::string out = fmt::format("sha256: {}\nngười soạn / authors: {}\n", text_at(draft, "sha256"),
                                  authors.empty() ? "-" : authors);
    for (const auto& each : array_at(draft, "approvals"))
        out += fmt::format("đồng ý / approved: {} ({}) {}\n", text_at(each, "by"), text_at(each, "role"),
                           local_at(each, "at"));
    const auto* before = find_at(draft, "before");
    if (before == nullptr || !before->is_object()) return out + "không có gì khác / nothing differs\n";
    auto what = text_at(*before, "what");
    out += fmt::format("so với / compared with: {}\n",
                       what == "approved"   ? "bản đã được đồng ý / the text approved last"
                       : what == "released" ? "bản đã phát hành / the text released last"
                                            : "bản mẫu theo dữ kiện / the text that the facts make");
    for (const char* language : {"vi", "en"})
        for (const char* part : {"subject", "body", "short"}) {
            auto path = fmt::format("{}.{}", language, part);
            auto lines = difference(text_at(*before, path), text_at(draft, path));
            if (!lines.empty()) out += fmt::format("\n=== {} ===\n{}", path, lines);
        }
    return out;
}

Result<void> notice_diff(const Context& context) {
    return show_answer(context, context.client.get(incident_path(context, "/notice")), diff_text);
}

// About the text that was read and no other: the beginning of its hash says which it was.
Result<void> post_of_text(const Context& context, std::string_view rest, json::object body) {
    auto draft = context.client.get(incident_path(context, "/notice"));
    if (!draft) return draft.error();
    auto present = text_at(*draft, "sha256");
    if (!present.starts_with(lower(context.arguments.get("sha256"))))
        return failed("nội dung đã đổi, hãy đọc lại / the text has changed, read it again: notice diff", present);
    body["sha256"] = present;
    return post(context, rest, std::move(body));
}

Result<void> notice_request(const Context& context) {
    return post_of_text(context, "/notice/request", body_of(context, {{"note", "note"}}));
}
Result<void> notice_approve(const Context& context) { return post_of_text(context, "/notice/approve", {}); }
Result<void> notice_refuse(const Context& context) {
    return post_of_text(context, "/notice/refuse", reason_of(context));
}

Result<void> notice_test(const Context& context) {
    auto body = body_of(context, {{"channel", "channel"}, {"language", "language"}});
    return show_test(context, context.client.post(incident_path(context, "/notice/test"), body),
                     context.arguments.get("channel"));
}

Result<void> notice_release(const Context& context) {
    json::object body;
    if (context.arguments.has("alone")) body = {{"alone", true}, {"reason", context.arguments.get("alone")}};
    if (context.arguments.has("to")) body["to"] = context.arguments.get("to");
    return post(context, "/notice/release", std::move(body));
}

// --- filings --------------------------------------------------------------------------------------------------------

Result<void> change_filing(const Context& context, json::object body) {
    auto answer = context.client.value_of(
        {.method = "PATCH",
         .path = incident_path(context,
                               fmt::format("/report/filings/{}", percent_encoded(context.arguments.get("NUMBER")))),
         .body = json::serialize(body)});
    return show_answer(context, answer, incident_text);
}

Result<void> report_correct(const Context& context) {
    auto body = body_of(context, {{"reason", "reason"}, {"receipt", "receipt_number"}, {"channel", "channel"}});
    if (auto at = context.arguments.moment("at")) body["filed_at"] = format_rfc3339(*at);
    return change_filing(context, std::move(body));
}

Result<void> report_withdraw(const Context& context) {
    auto body = reason_of(context);
    body["withdrawn"] = true;
    return change_filing(context, std::move(body));
}

Result<void> report_check(const Context& context) {
    auto body = body_of(context, {{"note", "reason"}});
    body["checked"] = true;
    return change_filing(context, std::move(body));
}

constexpr const char* kTextHash = "mã ở notice diff, phần đầu là đủ / its hash at notice diff; the beginning is enough";
constexpr const char* kFiling = "số thứ tự, xem report list / its number, see report list";

}  // namespace

void declare_decisions(Command& root) {
    auto& incident = root.group("incident");
    incident
        .command("dismiss",
                 "đề nghị loại bỏ; người thứ hai gọi lại lệnh này để xác nhận, nhiều sự cố một lần / proposes a "
                 "dismissal; another person confirms by the same command, several at a time",
                 dismiss)
        .words("INCIDENT", about::kIncident)
        .needed("reason", "", about::kReason)
        .option("duplicate-of", "INCIDENT", "vì trùng với sự cố này / because it is this one again");
    incident
        .command("merge",
                 "hai hồ sơ là một vi phạm, cần hai người: chủ thể và bản nộp chuyển sang INTO / both are one "
                 "breach, two people must: its people and filings go to INTO",
                 merge)
        .word("INCIDENT", "hồ sơ thôi dùng / the file that ends")
        .word("INTO", "hồ sơ còn lại / the file that stays")
        .needed("reason", "", about::kReason);
    incident
        .command("reopen", "mở lại, hoặc rút đề nghị loại bỏ / opens again, or takes a proposed dismissal back", reopen)
        .word("INCIDENT", about::kIncident)
        .needed("reason", "", about::kReason);
    incident
        .command("not-applicable",
                 "nghĩa vụ không áp dụng: hai người, một người có vai trò dpo / an obligation does not apply: two "
                 "people, one of role dpo",
                 not_applicable)
        .word("INCIDENT", about::kIncident)
        .word("OBLIGATION", "nghĩa vụ, xem clock list / the obligation, see clock list")
        .needed("reason", "", about::kReason)
        .flag("withdraw", "rút lại, nghĩa vụ vẫn áp dụng / takes it back: it does apply");
    auto& notice = root.group("notice", "thông báo cho chủ thể dữ liệu / the notice to the people");
    notice
        .command("diff", "khác gì so với bản trước, ai soạn, ai đồng ý / what differs from before, authors, approvals",
                 notice_diff)
        .word("INCIDENT", about::kIncident);
    notice
        .command("request", "nhờ người thứ hai đọc đúng nội dung này / asks a second person to read this very text",
                 notice_request)
        .word("INCIDENT", about::kIncident)
        .needed("sha256", "SHA256", kTextHash)
        .option("note", "", "cần xem gì / what to look at");
    notice.command("refuse", "không đồng ý với nội dung này: chưa được gửi / this very text may not go", notice_refuse)
        .word("INCIDENT", about::kIncident)
        .needed("sha256", "SHA256", kTextHash)
        .needed("reason", "", about::kReason);
    notice.command("test", "gửi cho chính mình một bản thử / sends a copy to yourself", notice_test)
        .word("INCIDENT", about::kIncident)
        .needed("channel", "CHANNEL", "qua kênh nào / by which channel")
        .option("language", "vi|en", "ngôn ngữ, nếu không có: vi / the language, without it vi");
    notice.command("approve", "đồng ý với đúng nội dung này / approves this very text", notice_approve)
        .word("INCIDENT", about::kIncident)
        .needed("sha256", "SHA256", kTextHash);
    notice
        .command(
            "release",
            "bắt đầu gửi: dpo không soạn, hoặc sau khi người khác đồng ý / starts the run: a dpo who wrote none of "
            "it, or after another person's approval",
            notice_release)
        .word("INCIDENT", about::kIncident)
        .option("alone", "REASON", "một mình, khi còn dưới 12 giờ / alone, with less than 12 hours left")
        .option("to", "everyone|not_yet_told", "gửi cho ai / whom it goes to");
    auto& report = root.group("report", "báo cáo cho cơ quan chuyên trách / reports to the authority");
    report
        .command("correct", "đính chính bản nộp, thêm số tiếp nhận / corrects a filing, adds its receipt number",
                 report_correct)
        .word("INCIDENT", about::kIncident)
        .word("NUMBER", kFiling, "NUMBER")
        .needed("reason", "", about::kReason)
        .option("receipt", "", "số tiếp nhận / the receipt's number")
        .option("channel", "", "nộp qua đâu / by which way it went")
        .option("at", "TIME", "nộp lúc nào / when it was filed");
    report
        .command("withdraw", "rút bản nộp sai: không còn giá trị / withdraws a wrong filing: it fulfils nothing",
                 report_withdraw)
        .word("INCIDENT", about::kIncident)
        .word("NUMBER", kFiling, "NUMBER")
        .needed("reason", "", about::kReason);
    report.command("check", "người khác xem lại bản nộp / another person's second look at a filing", report_check)
        .word("INCIDENT", about::kIncident)
        .word("NUMBER", kFiling, "NUMBER")
        .option("note", "", about::kNote);
}

}  // namespace breachd::ctl
