#include "ctl/people/desk.hpp"

#include <fmt/format.h>

#include "base/percent.hpp"
#include "core/telling/reply.hpp"
#include "ctl/abouts.hpp"
#include "ctl/choices.hpp"
#include "ctl/client.hpp"
#include "ctl/command.hpp"
#include "ctl/labels.hpp"
#include "ctl/people/subjects.hpp"
#include "ctl/print.hpp"

namespace breachd::ctl {

namespace {

std::string found_text(const json::value& found) {
    Table table({"SỰ CỐ / INCIDENT", "SỐ / SUBJECT", "MÃ / CODE", "TRẠNG THÁI / STATE", "TÊN / NAME",
                 "GIÁM HỘ CỦA / GUARDIAN OF"});
    for (const auto& each : array_at(found, "items"))
        table.row({text_at(each, "incident_id"), text_at(each, "subject"), text_at(each, "code"),
                   state_label(text_at(each, "state")), text_at(each, "name", "-"), text_at(each, "guardian_of", "-")});
    auto out = table.empty() ? std::string("không có ai mang mã này / nobody has this code\n") : table.text();
    const auto* complete = find_at(found, "complete");
    if (complete != nullptr && complete->is_bool() && !complete->get_bool())
        out +=
            "quá nhiều người để tra hết: hãy tra trong đúng sự cố / too many people: look into the incident itself\n";
    return out;
}

std::string messages_text(const json::value& file) {
    Table sent({"LÚC / AT", "KÊNH / CHANNEL", "BẢN / VERSION", "KẾT QUẢ / WHAT BECAME OF IT"});
    for (const auto& each : array_at(file, "messages"))
        sent.row({local_at(each, "at"), text_at(each, "channel"), text_at(each, "version"),
                  text_at(each, "words") + " / " + text_at(each, "words_en")});
    auto out = sent.empty() ? std::string("chưa gửi gì / nothing was sent\n") : sent.text();
    if (auto note = text_at(file, "note"); !note.empty()) out += "\n" + note + " / " + text_at(file, "note_en") + "\n";
    for (const auto& each : array_at(file, "replies"))
        out += fmt::format("\n{} {}: {} {}\n", local_at(each, "at"), text_at(each, "way"), text_at(each, "kind"),
                           text_at(each, "text"));
    for (const auto& each : array_at(file, "channels"))
        out += fmt::format("\nkênh / channel {} · {}\n", text_at(each, "channel"), text_at(each, "shape"));
    if (auto body = text_at(file, "text.body"); !body.empty())
        out += fmt::format("\nBẢN / VERSION {}\n{}\n\n{}\n\n{}\n", text_at(file, "text.version"),
                           text_at(file, "text.subject"), body, text_at(file, "text.short"));
    return out;
}

std::string taken_text(const json::value&) { return "đã ghi nhận / taken\n"; }

Result<void> subjects_find(const Context& context) {
    auto path = "/api/v1/subjects?q=" + percent_encoded(context.arguments.get("CODE"));
    return show_answer(context, context.client.get(path), found_text);
}

Result<void> subjects_messages(const Context& context) {
    return show_answer(context, context.client.get(subject_path(context, "/messages")), messages_text);
}

Result<void> subjects_send_again(const Context& context) {
    json::object body{{"channel", context.arguments.get("channel")}, {"reason", context.arguments.get("reason")}};
    return show_answer(context, context.client.post(subject_path(context, "/send-again"), body), taken_text);
}

Result<void> subjects_reply(const Context& context) {
    json::object body{{"kind", context.arguments.get("kind")}};
    for (const char* name : {"way", "text"})
        if (context.arguments.has(name)) body[name] = context.arguments.get(name);
    return show_answer(context, context.client.post(subject_path(context, "/replies"), body), taken_text);
}

}  // namespace

void declare_desk(Command& subjects) {
    subjects
        .command("find", "tìm người theo mã trong thư, ở mọi sự cố / people by the letter's code, in all incidents",
                 subjects_find)
        .word("CODE", "mã trong thư, hoặc mã của tổ chức / the letter's code, or the organisation's reference");
    subjects
        .command("messages", "đã gửi gì, kết quả, đúng nội dung / what was sent, what became of it, the very text",
                 subjects_messages)
        .word("INCIDENT", about::kIncident)
        .word("SUBJECT", about::kSubject, "NUMBER");
    subjects
        .command("send-again", "gửi lại đúng bản đã báo / sends the version that told them once more",
                 subjects_send_again)
        .word("INCIDENT", about::kIncident)
        .word("SUBJECT", about::kSubject, "NUMBER")
        .needed("channel", "CHANNEL", "qua kênh nào / over which channel")
        .needed("reason", "", about::kReason);
    subjects.command("reply", "ghi phản hồi của người này / notes what this person said", subjects_reply)
        .word("INCIDENT", about::kIncident)
        .word("SUBJECT", about::kSubject, "NUMBER")
        .needed("kind", choices<ReplyKind>(), "loại phản hồi / the kind of reply")
        .option("way", choices<ReplyWay>(), "bằng cách nào / how")
        .option("text", "", "lời người đó, được niêm phong / the words, which are sealed");
}

}  // namespace breachd::ctl
