// subjects …, notice …, public-notice …: who must be told, what they are told, how far it has come.
#include <fmt/format.h>

#include "ctl/command.hpp"
#include "ctl/labels.hpp"
#include "ctl/print.hpp"

namespace breachd::ctl {

namespace {

std::string path_of(const Context& context, std::string_view rest) {
    return fmt::format("/api/v1/incidents/{}{}", escape(context.arguments.words[0]), rest);
}

std::string import_text(const json::value& incident) {
    const auto* import = find_at(incident, "import");
    return import == nullptr ? members_text(incident) : members_text(*import);
}

Result<void> subjects_import(const Context& context) {
    const auto& file = context.arguments.words[1];
    auto bytes = read_file(file);
    if (!bytes) return bytes.error();
    bool lines = file.ends_with(".ndjson") || file.ends_with(".jsonl") || context.arguments.has("ndjson");
    bool check = context.arguments.has("check");
    auto answer = context.client.value_of({.method = "POST",
                                           .path = path_of(context, check ? "/subjects?check=true" : "/subjects"),
                                           .body = std::move(*bytes),
                                           .content_type = lines ? "application/x-ndjson" : "text/csv"});
    if (check && answer && !context.globals.json) say("CHỈ KIỂM TRA, chưa nhập ai / ONLY CHECKED, nobody was imported");
    return show_answer(context, answer, import_text);
}

Result<void> subjects_status(const Context& context) {
    return show_answer(context, context.client.get(path_of(context, "/subjects/status")), members_text);
}

std::string path_of_subject(const Context& context, std::string_view rest = "") {
    return path_of(context, fmt::format("/subjects/{}{}", escape(context.arguments.words[1]), rest));
}

Result<void> subjects_list(const Context& context) {
    auto items = context.client.items(path_of(context, "/subjects"), {{"state", context.arguments.get("state")}});
    if (!items) return items.error();
    if (context.globals.json) {
        print_json(*items);
        return {};
    }
    Table table({"CHỦ THỂ / SUBJECT", "MÃ / CODE", "TRẠNG THÁI / STATE", "BẢN / VERSION", "LÚC / AT"});
    for (const auto& item : *items)
        table.row({text_at(item, "subject"), text_at(item, "code"), state_label(text_at(item, "state")),
                   text_at(item, "version"), local_at(item, "changed_at")});
    if (!table.empty()) say(table.text());
    return {};
}

Result<void> subjects_show(const Context& context) {
    return show_answer(context, context.client.get(path_of_subject(context)), members_text);
}

std::string people_text(const json::value& incident) {
    std::string out;
    for (const char* member : {"list_complete", "notice_run"})
        if (const auto* part = find_at(incident, member); part != nullptr && part->is_object())
            out += members_text(*part);
    return out.empty() ? members_text(incident) : out;
}

Result<void> said_of_people(const Context& context, std::string_view method, std::string path) {
    auto reason = context.arguments.required("reason");
    if (!reason) return reason.error();
    auto answer = context.client.value_of({.method = std::string(method),
                                           .path = std::move(path),
                                           .body = json::serialize(json::object{{"reason", *reason}})});
    return show_answer(context, answer, people_text);
}

Result<void> subjects_complete(const Context& context) {
    return said_of_people(context, "POST", path_of(context, "/subjects/complete"));
}
Result<void> subjects_impossible(const Context& context) {
    return said_of_people(context, "POST", path_of_subject(context, "/impossible"));
}
Result<void> subjects_remove(const Context& context) {
    return said_of_people(context, "DELETE", path_of_subject(context));
}

Result<void> subjects_told(const Context& context) {
    auto how = context.arguments.required("how");
    if (!how) return how.error();
    auto proof = context.arguments.required("proof");
    if (!proof) return proof.error();
    json::object body{{"how", *how}, {"proof", *proof}};
    if (context.arguments.has("at")) body["told_at"] = context.arguments.get("at");
    return show_answer(context, context.client.post(path_of_subject(context, "/told"), body), people_text);
}

std::string draft_text(const json::value& draft) {
    std::string out;
    for (const char* language : {"vi", "en"}) {
        auto subject = text_at(draft, fmt::format("{}.subject", language));
        if (subject.empty()) continue;
        out += fmt::format(
            "=== {} ===\n{}\n\n{}\n\n[{}]\n{}\n\n", language, subject, text_at(draft, fmt::format("{}.body", language)),
            language == std::string_view("vi") ? "tin ngắn" : "short text",
            text_at(draft, fmt::format("{}.short", language), text_at(draft, fmt::format("{}.short_text", language))));
    }
    for (const auto& item : array_at(draft, "missing")) out += missing_line(item) + "\n";
    for (const auto& fault : array_at(draft, "faults"))
        out += fmt::format("lỗi / fault: {} {}\n", text_at(fault, "where"), text_at(fault, "what"));
    if (array_at(draft, "missing").empty() && array_at(draft, "faults").empty())
        out += "đủ nội dung theo luật / nothing is missing\n";
    return out;
}

Result<void> notice_preview(const Context& context) {
    return show_answer(context, context.client.get(path_of(context, "/notice")), draft_text);
}

Result<void> notice_edit(const Context& context) {
    auto text = read_file(context.arguments.words[1]);
    if (!text) return text.error();
    auto answer =
        context.client.value_of({.method = "PUT", .path = path_of(context, "/notice"), .body = std::move(*text)});
    if (!answer || context.globals.json) return show_answer(context, answer, members_text);
    return notice_preview(context);  // the answer is the incident, which does not say what the draft lacks
}

std::string run_text(const json::value& incident) {
    const auto* run = find_at(incident, "notice_run");
    return run == nullptr ? members_text(incident) : members_text(*run);
}

Result<void> notice_action(const Context& context, std::string_view action) {
    json::object body;
    for (const char* name : {"reason", "to"})
        if (context.arguments.has(name)) body[name] = context.arguments.get(name);
    return show_answer(context, context.client.post(path_of(context, action), body), run_text);
}
Result<void> notice_pause(const Context& context) { return notice_action(context, "/notice/pause"); }
Result<void> notice_resume(const Context& context) { return notice_action(context, "/notice/resume"); }

Result<void> notice_status(const Context& context) {
    auto incident = context.client.get(path_of(context, ""));
    if (!incident) return incident.error();
    if (!context.globals.json) say(run_text(*incident));
    auto items = context.client.items(path_of(context, "/deliveries"), {{"state", context.arguments.get("state")},
                                                                        {"channel", context.arguments.get("channel")}});
    if (!items) return items.error();
    if (context.globals.json) {
        print_json(*items);
        return {};
    }
    Table table(
        {"CHỦ THỂ / SUBJECT", "KÊNH / CHANNEL", "TRẠNG THÁI / STATE", "LẦN / ATTEMPTS", "MÃ / CODE", "LỜI / WORDS"});
    for (const auto& item : *items)
        table.row({text_at(item, "subject"), text_at(item, "channel"), state_label(text_at(item, "state")),
                   text_at(item, "attempts"), text_at(item, "code"), text_at(item, "words")});
    if (!table.empty()) say(table.text());
    return {};
}

std::string public_text(const json::value& incident) {
    const auto* notice = find_at(incident, "public_notice");
    return notice == nullptr ? members_text(incident) : members_text(*notice);
}

Result<void> public_status(const Context& context) {
    return show_answer(context, context.client.get(path_of(context, "/public-notice")), members_text);
}

// The words of a page, without its markup, for a terminal.
std::string words_of(std::string_view html) {
    std::string out;
    if (auto body = html.find("<main"); body != html.npos) html.remove_prefix(body);
    html = html.substr(0, html.find("</main>"));
    for (std::size_t at = 0; at < html.size(); ++at) {
        if (html[at] == '<')
            at = std::min(html.find('>', at), html.size() - 1);
        else if (html[at] != '\n' || !out.ends_with("\n\n"))
            out += html[at];
    }
    constexpr std::pair<std::string_view, std::string_view> kSigns[] = {
        {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&amp;", "&"}};
    for (const auto& [from, to] : kSigns)
        for (std::size_t at = 0; (at = out.find(from, at)) != out.npos; at += to.size())
            out.replace(at, from.size(), to);
    return out;
}

std::string page_text(const json::value& page) {
    std::string out;
    for (const char* language : {"vi", "en"})
        out += fmt::format("=== {} ===\n{}\n\n", language, words_of(text_at(page, language)));
    for (const auto& item : array_at(page, "missing")) out += missing_line(item) + "\n";
    auto sha256 = text_at(page, "sha256"), approved = text_at(page, "approved_sha256");
    out += fmt::format("mã băm / hash                       {}{}\n", sha256,
                       !sha256.empty() && sha256 == approved ? " (đã duyệt / approved)" : "");
    if (auto at = local_at(page, "goes_up_at"); !at.empty() && at != "-")
        out += fmt::format("tự đăng chậm nhất / goes up by      {}\n", at);
    return out;
}

Result<void> public_preview(const Context& context) {
    std::string of = context.arguments.has("draft") ? "draft" : "";
    auto page = context.client.get(path_of(context, "/public-notice/preview") + (of.empty() ? "" : "?of=" + of));
    auto file = context.arguments.get("file");
    if (!page || file.empty()) return show_answer(context, page, page_text);
    auto language = context.arguments.get("language", "vi");
    if (auto ok = write_file(file, text_at(*page, language)); !ok) return ok;
    if (context.globals.json) return show_answer(context, page, page_text);
    say(fmt::format("{}\nmã băm / hash {}\n", file, text_at(*page, "sha256")));
    return {};
}

Result<void> public_publish(const Context& context) {
    auto reason = context.arguments.required("reason");
    if (!reason) return reason.error();
    json::object body{{"reason", *reason}};
    if (context.arguments.has("page")) body["page_sha256"] = context.arguments.get("page");
    return show_answer(context, context.client.post(path_of(context, "/public-notice"), body), public_text);
}

Result<void> public_approve(const Context& context) {
    json::object body{{"page_sha256", context.arguments.words[1]}};
    return show_answer(context, context.client.post(path_of(context, "/public-notice/approve"), body), public_text);
}

Result<void> public_withdraw(const Context& context) {
    auto reason = context.arguments.required("reason");
    if (!reason) return reason.error();
    json::object body{{"reason", *reason}};
    return show_answer(context, context.client.post(path_of(context, "/public-notice/withdraw"), body), public_text);
}

constexpr Command kCommands[] = {
    {"subjects import", "INCIDENT FILE", 2, 2, "ndjson check",
     "nhập danh sách chủ thể (CSV, NDJSON); --check: chỉ kiểm tra / imports the subjects; --check only looks: "
     "subject_ref,name,email,phone,zalo_id,push_token,language,kinds",
     subjects_import},
    {"subjects status", "INCIDENT", 1, 1, "", "liên lạc được ai, tiến độ, dự báo / contactability, progress, forecast",
     subjects_status},
    {"subjects list", "INCIDENT", 1, 1, "state=", "từng người, theo trạng thái / the people, by state", subjects_list},
    {"subjects show", "INCIDENT SUBJECT", 2, 2, "", "một người, mở niêm phong / one person, opened", subjects_show},
    {"subjects complete", "INCIDENT", 1, 1, "reason=!",
     "danh sách đã đủ dù ngắn hơn số người (hai người) / the list is complete though shorter (two people)",
     subjects_complete},
    {"subjects told", "INCIDENT SUBJECT", 2, 2,
     "how=! proof=! at=", "đã báo trực tiếp: telephone, letter, in_person, other / told by hand", subjects_told},
    {"subjects impossible", "INCIDENT SUBJECT", 2, 2, "reason=!",
     "không thể thông báo riêng (hai người) / cannot be told individually (two people)", subjects_impossible},
    {"subjects remove", "INCIDENT SUBJECT", 2, 2, "reason=!", "bỏ người nhập nhầm / was imported wrongly",
     subjects_remove},
    {"notice preview", "INCIDENT", 1, 1, "", "bản thảo và phần còn thiếu / the draft and what it lacks",
     notice_preview},
    {"notice edit", "INCIDENT FILE", 2, 2, "",
     "thay bản thảo bằng JSON / replaces texts of the draft by JSON: {\"vi\": {subject, body, short}, \"en\": …}",
     notice_edit},
    {"notice pause", "INCIDENT", 1, 1, "reason=", "tạm dừng / the stop button", notice_pause},
    {"notice resume", "INCIDENT", 1, 1, "reason=", "gửi tiếp / goes on", notice_resume},
    {"notice status", "INCIDENT", 1, 1, "state= channel=", "từng lần gửi / every delivery", notice_status},
    {"public-notice status", "INCIDENT", 1, 1, "", "trạng thái và bằng chứng / state and proof", public_status},
    {"public-notice preview", "INCIDENT", 1, 1, "draft file= language=",
     "trang như sẽ đăng, hoặc như lần phát hành tới sẽ duyệt; ghi HTML vào tệp / "
     "the page as it would go up, or as a release would approve it; writes its HTML into a file",
     public_preview},
    {"public-notice publish", "INCIDENT", 1, 1, "reason=! page=",
     "công bố ngay; sớm hơn quy tắc thì cần hai người / publishes now; earlier than the rule two people must",
     public_publish},
    {"public-notice approve", "INCIDENT SHA256", 2, 2, "",
     "duyệt trang đã xem (public-notice preview) / approves the page that was looked at", public_approve},
    {"public-notice withdraw", "INCIDENT", 1, 1, "reason=!",
     "rút lại trang đã đăng, cần hai người / withdraws the page, two people must", public_withdraw},
};

}  // namespace

std::span<const Command> notice_commands() { return kCommands; }

}  // namespace breachd::ctl
