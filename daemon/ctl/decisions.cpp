// What two people decide, and what is put right afterwards: dismissals, merged duplicates, reopening, approvals of the
// notice, corrected filings.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "ctl/command.hpp"
#include "ctl/incident_text.hpp"
#include "ctl/print.hpp"

namespace breachd::ctl {

namespace {

std::string path_of(const Context& context, std::string_view rest) {
    return fmt::format("/api/v1/incidents/{}{}", escape(context.arguments.words[0]), rest);
}

Result<void> post(const Context& context, std::string_view rest, json::object body) {
    return show_answer(context, context.client.post(path_of(context, rest), body), incident_text);
}

// The options that the command's row marks as needed, and those that were given.
Result<json::object> body_of(const Context& context, std::initializer_list<const char*> needed,
                             std::initializer_list<std::pair<const char*, const char*>> others = {}) {
    json::object body;
    for (const char* name : needed) {
        auto value = context.arguments.required(name);
        if (!value) return value.error();
        body[name] = *value;
    }
    for (auto [option, member] : others)
        if (context.arguments.has(option)) body[member] = context.arguments.get(option);
    return body;
}

std::string decided_text(const json::value& answer) {
    Table table({"MÃ / ID", "KẾT QUẢ / OUTCOME", "VÌ SAO / WHY"});
    for (const auto& item : array_at(answer, "items"))
        table.row({text_at(item, "incident_id"), text_at(item, "done") == "true" ? "xong / done" : "KHÔNG / NO",
                   text_at(item, "detail")});
    return table.text();
}

// One incident: proposes, or confirms what another person proposed. Several: confirms only.
Result<void> dismiss(const Context& context) {
    auto body = body_of(context, {"reason"}, {{"duplicate-of", "duplicate_of"}});
    if (!body) return body.error();
    const auto& words = context.arguments.words;
    if (words.size() == 1) return post(context, "/dismiss", std::move(*body));
    if (body->contains("duplicate_of")) return usage("chỉ với một sự cố / with one incident only", "--duplicate-of");
    (*body)["incidents"] = to_json(words);
    auto answer = context.client.post("/api/v1/dismissals", *body);
    if (auto shown = show_answer(context, answer, decided_text); !shown) return shown;
    const auto& items = array_at(*answer, "items");
    bool all = std::all_of(items.begin(), items.end(),
                           [](const json::value& item) { return text_at(item, "done") == "true"; });
    return all ? Result<void>() : failed("có sự cố chưa được loại bỏ / some were not dismissed");
}

Result<void> merge(const Context& context) {
    auto body = body_of(context, {"reason"});
    if (!body) return body.error();
    (*body)["duplicate_of"] = context.arguments.words[1];
    return post(context, "/merge", std::move(*body));
}

Result<void> reopen(const Context& context) {
    auto body = body_of(context, {"reason"});
    return body ? post(context, "/reopen", std::move(*body)) : Result<void>(body.error());
}

Result<void> not_applicable(const Context& context) {
    auto body = body_of(context, {"reason"});
    if (!body) return body.error();
    if (context.arguments.has("withdraw")) (*body)["withdraw"] = true;
    return post(context, fmt::format("/obligations/{}/not-applicable", escape(context.arguments.words[1])),
                std::move(*body));
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
    std::string out = fmt::format("sha256: {}\nngười soạn / authors: {}\n", text_at(draft, "sha256"),
                                  json::serialize(array_at(draft, "authors")));
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
    return show_answer(context, context.client.get(path_of(context, "/notice")), diff_text);
}

// The hash says which text was read; its beginning is enough.
Result<void> notice_approve(const Context& context) {
    constexpr std::size_t kBeginningMin = 8;
    auto read = context.arguments.required("sha256");
    if (!read) return read.error();
    if (read->size() < kBeginningMin) return usage("ít nhất 8 chữ số / at least 8 digits", "--sha256");
    auto draft = context.client.get(path_of(context, "/notice"));
    if (!draft) return draft.error();
    auto present = text_at(*draft, "sha256");
    if (!present.starts_with(lower(*read)))
        return failed("nội dung đã đổi, hãy đọc lại / the text has changed, read it again: notice diff", present);
    return post(context, "/notice/approve", {{"sha256", present}});
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
         .path = path_of(context, fmt::format("/report/filings/{}", escape(context.arguments.words[1]))),
         .body = json::serialize(body)});
    return show_answer(context, answer, incident_text);
}

Result<void> report_correct(const Context& context) {
    auto body = body_of(context, {"reason"}, {{"receipt", "receipt_number"}, {"channel", "channel"}});
    if (!body) return body.error();
    auto at = context.arguments.moment("at");
    if (!at) return at.error();
    if (*at) (*body)["filed_at"] = format_rfc3339(**at);
    return change_filing(context, std::move(*body));
}

Result<void> report_withdraw(const Context& context) {
    auto body = body_of(context, {"reason"});
    if (!body) return body.error();
    (*body)["withdrawn"] = true;
    return change_filing(context, std::move(*body));
}

Result<void> report_check(const Context& context) {
    auto body = body_of(context, {}, {{"note", "reason"}});
    if (!body) return body.error();
    (*body)["checked"] = true;
    return change_filing(context, std::move(*body));
}

constexpr Command kCommands[] = {
    {"incident dismiss", "INCIDENT …", 1, 200, "reason=! duplicate-of=",
     "đề nghị loại bỏ; người thứ hai gọi lại lệnh này để xác nhận, nhiều sự cố một lần / proposes a dismissal; another "
     "person confirms by the same command, several at a time",
     dismiss},
    {"incident merge", "INCIDENT INTO", 2, 2, "reason=!",
     "hai hồ sơ là một vi phạm: hai người, chủ thể và bản nộp chuyển sang INTO / both are one breach: two people; its "
     "people and filings go to INTO",
     merge},
    {"incident reopen", "INCIDENT", 1, 1, "reason=!",
     "mở lại, hoặc rút đề nghị loại bỏ / opens again, or takes a proposed dismissal back", reopen},
    {"incident not-applicable", "INCIDENT OBLIGATION", 2, 2, "reason=! withdraw",
     "nghĩa vụ không áp dụng: hai người, một người có vai trò dpo / an obligation does not apply: two people, one of "
     "role dpo",
     not_applicable},
    {"notice diff", "INCIDENT", 1, 1, "",
     "khác gì so với bản trước, ai soạn, ai đồng ý / what differs from before, authors, approvals", notice_diff},
    {"notice approve", "INCIDENT", 1, 1, "sha256=!",
     "đồng ý với đúng nội dung này (mã ở notice diff) / approves this very text (its hash: notice diff)",
     notice_approve},
    {"notice release", "INCIDENT", 1, 1, "alone= to=",
     "bắt đầu gửi: dpo không soạn, hoặc sau khi người khác đồng ý; --alone LÝ-DO khi còn dưới 12 giờ; --to "
     "everyone|not_yet_told / starts the run: "
     "a dpo who wrote none of it, or after another person's approval; --alone REASON with less than 12 hours left",
     notice_release},
    {"report correct", "INCIDENT NUMBER", 2, 2, "reason=! receipt= channel= at=",
     "đính chính bản nộp, thêm số tiếp nhận / corrects a filing, adds its receipt number", report_correct},
    {"report withdraw", "INCIDENT NUMBER", 2, 2, "reason=!",
     "rút bản nộp sai: không còn giá trị / withdraws a wrong filing: it fulfils nothing", report_withdraw},
    {"report check", "INCIDENT NUMBER", 2, 2,
     "note=", "người khác xem lại bản nộp / another person's second look at a filing", report_check},
};

}  // namespace

std::span<const Command> decision_commands() { return kCommands; }

}  // namespace breachd::ctl
