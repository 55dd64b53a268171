// notice …, public-notice …: what people are told, how far it has come.
#include <fmt/format.h>

#include "core/telling/receipt.hpp"
#include "ctl/abouts.hpp"
#include "ctl/choices.hpp"
#include "ctl/command.hpp"
#include "ctl/labels.hpp"
#include "ctl/people/before.hpp"
#include "ctl/people/draft_text.hpp"
#include "ctl/people/letters.hpp"
#include "ctl/people/subjects.hpp"
#include "ctl/print.hpp"

namespace breachd::ctl {

namespace {

Result<void> notice_preview(const Context& context) {
    return show_answer(context, context.client.get(incident_path(context, "/notice")), draft_text);
}

Result<void> notice_edit(const Context& context) {
    auto text = read_file(context.arguments.get("FILE"));
    if (!text) return text.error();
    auto answer =
        context.client.value_of({.method = "PUT", .path = incident_path(context, "/notice"), .body = std::move(*text)});
    if (!answer || context.globals.json) return show_answer(context, answer, members_text);
    return notice_preview(context);  // the answer is the incident, which does not say what the draft lacks
}

std::string run_text(const json::value& incident) {
    const auto* run = find_at(incident, "notice_run");
    return run == nullptr ? members_text(incident) : members_text(*run);
}

Result<void> notice_action(const Context& context, std::string_view action) {
    json::object body;
    if (context.arguments.has("reason")) body["reason"] = context.arguments.get("reason");
    return show_answer(context, context.client.post(incident_path(context, action), body), run_text);
}
Result<void> notice_pause(const Context& context) { return notice_action(context, "/notice/pause"); }
Result<void> notice_stop(const Context& context) { return notice_action(context, "/notice/stop"); }
Result<void> notice_resume(const Context& context) { return notice_action(context, "/notice/resume"); }

Result<void> notice_status(const Context& context) {
    auto incident = context.client.get(incident_path(context, ""));
    if (!incident) return incident.error();
    if (!context.globals.json) say(run_text(*incident));
    auto items = context.client.items(
        incident_path(context, "/deliveries"),
        {{"state", context.arguments.get("state")}, {"channel", context.arguments.get("channel")}});
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
    return show_answer(context, context.client.get(incident_path(context, "/public-notice")), members_text);
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
    auto page = context.client.get(incident_path(context, "/public-notice/preview") + (of.empty() ? "" : "?of=" + of));
    auto file = context.arguments.get("file");
    if (!page || file.empty()) return show_answer(context, page, page_text);
    auto language = context.arguments.get("language", "vi");
    if (auto ok = write_file(file, text_at(*page, language)); !ok) return ok;
    if (context.globals.json) return show_answer(context, page, page_text);
    say(fmt::format("{}\nmã băm / hash {}\n", file, text_at(*page, "sha256")));
    return {};
}

Result<void> public_publish(const Context& context) {
    json::object body{{"reason", context.arguments.get("reason")}};
    if (context.arguments.has("page")) body["page_sha256"] = context.arguments.get("page");
    return show_answer(context, context.client.post(incident_path(context, "/public-notice"), body), public_text);
}

Result<void> public_approve(const Context& context) {
    json::object body{{"page_sha256", context.arguments.get("SHA256")}};
    return show_answer(context, context.client.post(incident_path(context, "/public-notice/approve"), body),
                       public_text);
}

Result<void> public_withdraw(const Context& context) {
    json::object body{{"reason", context.arguments.get("reason")}};
    return show_answer(context, context.client.post(incident_path(context, "/public-notice/withdraw"), body),
                       public_text);
}

void declare_runs(Command& notice) {
    notice.command("preview", "bản thảo và phần còn thiếu / the draft and what it lacks", notice_preview)
        .word("INCIDENT", about::kIncident);
    notice.command("edit", "thay nội dung bản thảo / replaces texts of the draft", notice_edit)
        .word("INCIDENT", about::kIncident)
        .word("FILE", "JSON {\"vi\": {subject, body, short}, \"en\": …}, - là đầu vào chuẩn / - is standard input");
    notice.command("pause", "tạm dừng / the stop button", notice_pause)
        .word("INCIDENT", about::kIncident)
        .option("reason", "", about::kReason);
    notice
        .command("stop", "dừng hẳn, chỉ phát hành lại mới gửi tiếp / stops for good: only a release sends again",
                 notice_stop)
        .word("INCIDENT", about::kIncident)
        .needed("reason", "", about::kReason);
    notice.command("resume", "gửi tiếp / goes on", notice_resume)
        .word("INCIDENT", about::kIncident)
        .option("reason", "", about::kReason);
    notice.command("status", "từng lần gửi / every delivery", notice_status)
        .word("INCIDENT", about::kIncident)
        .option("state", choices<SendState>(), "chỉ trạng thái này / of this state only")
        .option("channel", "CHANNEL", "chỉ qua kênh này / by this channel only");
}

void declare_public(Command& notice) {
    notice.command("status", "trạng thái và bằng chứng / state and proof", public_status)
        .word("INCIDENT", about::kIncident);
    notice.command("preview", "trang như sẽ đăng / the page as it would go up", public_preview)
        .word("INCIDENT", about::kIncident)
        .flag("draft", "như lần phát hành tới sẽ duyệt / as a release would approve it")
        .option("file", "FILE", "ghi HTML vào tệp này / writes its HTML into this file")
        .option("language", "vi|en", "ngôn ngữ của tệp / the file's language")
        .asks_for("language", {"file"});
    notice
        .command("publish",
                 "công bố ngay; sớm hơn quy tắc thì cần hai người / publishes now; earlier than the rule two people "
                 "must",
                 public_publish)
        .word("INCIDENT", about::kIncident)
        .needed("reason", "", about::kReason)
        .option("page", "HEX64", "chỉ trang này: mã băm ở preview / this page only: its hash at preview");
    notice.command("approve", "duyệt trang đã xem / approves the page that was looked at", public_approve)
        .word("INCIDENT", about::kIncident)
        .word("SHA256", "mã băm ở public-notice preview / its hash at public-notice preview", "HEX64");
    notice
        .command("withdraw", "rút lại trang đã đăng, cần hai người / withdraws the page, two people must",
                 public_withdraw)
        .word("INCIDENT", about::kIncident)
        .needed("reason", "", about::kReason);
}

}  // namespace

void declare_notices(Command& root) {
    declare_subjects(root);
    auto& notice = root.group("notice", "thông báo cho chủ thể dữ liệu / the notice to the people");
    declare_runs(notice);
    declare_before(notice);
    declare_letters(root);
    declare_public(root.group("public-notice", "thông báo công khai / the public notice"));
}

}  // namespace breachd::ctl
