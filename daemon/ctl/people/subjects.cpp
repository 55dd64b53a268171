#include "ctl/people/subjects.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/telling/reply.hpp"
#include "ctl/abouts.hpp"
#include "ctl/choices.hpp"
#include "ctl/labels.hpp"
#include "ctl/people/desk.hpp"
#include "ctl/people/lists.hpp"
#include "ctl/print.hpp"

namespace breachd::ctl {

std::string subject_path(const Context& context, std::string_view rest) {
    return incident_path(context,
                         fmt::format("/subjects/{}{}", percent_encoded(context.arguments.get("SUBJECT")), rest));
}

namespace {

Result<void> subjects_status(const Context& context) {
    return show_answer(context, context.client.get(incident_path(context, "/subjects/status")), members_text);
}

std::string people_text(const json::value& incident) {
    std::string out;
    for (const char* member : {"list_complete", "notice_run"})
        if (const auto* part = find_at(incident, member); part != nullptr && part->is_object())
            out += members_text(*part);
    return out.empty() ? members_text(incident) : out;
}

Queries filters(const Context& context) {
    Queries out;
    for (const char* name : {"state", "channel", "cause", "reply"}) out.emplace_back(name, context.arguments.get(name));
    return out;
}

// "channel: cause" of the last message.
std::string last_message(const json::value& item) {
    auto channel = text_at(item, "channel"), words = text_at(item, "words");
    return channel.empty() || words.empty() ? channel + words : channel + ": " + words;
}

Result<void> subjects_list(const Context& context) {
    auto items = context.client.items(incident_path(context, "/subjects"), filters(context));
    if (!items) return items.error();
    if (context.globals.json) {
        print_json(*items);
        return {};
    }
    Table table({"CHỦ THỂ / SUBJECT", "MÃ / CODE", "MÃ TỔ CHỨC / REFERENCE", "TÊN / NAME", "TRẠNG THÁI / STATE",
                 "BẢN / VERSION", "KÊNH, NGUYÊN NHÂN / CHANNEL, CAUSE", "LÚC / AT"});
    for (const auto& item : *items)
        table.row({text_at(item, "subject"), text_at(item, "code"), text_at(item, "subject_ref", "-"),
                   text_at(item, "name", "-"), state_label(text_at(item, "state")), text_at(item, "told_version"),
                   last_message(item), local_at(item, "changed_at")});
    say(table.empty() ? std::string("không có ai như vậy / there is nobody like that") : table.text());
    return {};
}

Result<void> subjects_export(const Context& context) {
    auto asked = query(filters(context));
    bool opened = context.arguments.has("opened");
    auto name = context.arguments.get("INCIDENT") + (opened ? "-people-opened.csv" : "-people.csv");
    if (!opened) return save_table(context, {.path = incident_path(context, "/subjects" + asked)}, name);
    json::object body{{"reason", context.arguments.get("reason")}};
    return save_table(
        context,
        {.method = "POST", .path = incident_path(context, "/subjects/export" + asked), .body = json::serialize(body)},
        name);
}

std::string likely_label(const std::string& word) {
    if (word == "same_person") return "có lẽ là một người / probably one person";
    if (word == "guardian") return "cha mẹ hoặc người giám hộ / a parent or guardian";
    return "có lẽ cùng nhà / probably a household";
}

std::string shared_text(const json::value& answer) {
    std::string out;
    for (const auto& each : array_at(answer, "items")) {
        out += fmt::format("{}: {} người / people, {}\n", text_at(each, "contact"), text_at(each, "count"),
                           likely_label(text_at(each, "likely")));
        for (const auto& who : array_at(each, "people"))
            out += fmt::format("    {}  {}  {}\n", text_at(who, "subject"), text_at(who, "code"),
                               text_at(who, "subject_ref"));
    }
    return out.empty() ? "không có địa chỉ nào của nhiều người / nobody shares a contact\n" : out;
}

Result<void> subjects_shared(const Context& context) {
    return show_answer(context, context.client.get(incident_path(context, "/subjects/shared-contacts")), shared_text);
}

// --guardian-of is the member guardian_of.
std::string option_of(std::string_view member) {
    std::string out(member);
    std::replace(out.begin(), out.end(), '_', '-');
    return out;
}

constexpr const char* kCorrected[] = {"name",    "guardian_of", "email",          "phone",
                                      "zalo_id", "push_token",  "postal_address", "language"};
constexpr const char* kCleared = "guardian_of|email|phone|zalo_id|push_token|postal_address";

std::string corrected_text(const json::value&) { return "đã sửa / corrected\n"; }

Result<void> subjects_correct(const Context& context) {
    json::object body;
    for (const char* member : kCorrected)
        if (context.arguments.has(option_of(member))) body[member] = context.arguments.get(option_of(member));
    if (context.arguments.has("kind")) body["kinds"] = to_json(context.arguments.all("kind"));
    for (const auto& member : context.arguments.all("clear"))
        if (!body.emplace(member, nullptr).second) return usage("sửa hay bỏ? / correct or clear?", "--clear " + member);
    if (body.empty()) return usage("sửa gì? / what is to be corrected?");
    body["reason"] = context.arguments.get("reason");
    auto answer =
        context.client.value_of({.method = "PATCH", .path = subject_path(context), .body = json::serialize(body)});
    return show_answer(context, answer, corrected_text);
}

Result<void> subjects_show(const Context& context) {
    return show_answer(context, context.client.get(subject_path(context)), members_text);
}

Result<void> said_of_people(const Context& context, std::string_view method, std::string path) {
    json::object body{{"reason", context.arguments.get("reason")}};
    auto answer = context.client.value_of(
        {.method = std::string(method), .path = std::move(path), .body = json::serialize(body)});
    return show_answer(context, answer, people_text);
}

Result<void> subjects_complete(const Context& context) {
    return said_of_people(context, "POST", incident_path(context, "/subjects/complete"));
}
Result<void> subjects_impossible(const Context& context) {
    return said_of_people(context, "POST", subject_path(context, "/impossible"));
}
Result<void> subjects_remove(const Context& context) {
    return said_of_people(context, "DELETE", subject_path(context));
}

Result<void> subjects_told(const Context& context) {
    json::object body{{"how", context.arguments.get("how")}, {"proof", context.arguments.get("proof")}};
    if (context.arguments.has("at")) body["told_at"] = context.arguments.get("at");
    return show_answer(context, context.client.post(subject_path(context, "/told"), body), people_text);
}

Command& with_filters(Command& command) {
    return command
        .option("state", "pending|told|unreachable|pointed|by_hand|impossible|removed",
                "chỉ trạng thái này / of this state only")
        .option("channel", "CHANNEL", "tin gần nhất qua kênh này / whose last message went by this channel")
        .option("cause", "CAUSE", "vì nguyên nhân này, no_address: không có địa chỉ / for this cause")
        .option("reply", "any|" + choices<ReplyKind>(), "đã có phản hồi này / who said this, any: anything");
}

void declare_correct(Command& subjects) {
    auto& command =
        subjects.command("correct", "sửa dữ liệu của một người / puts a person's data right", subjects_correct)
            .word("INCIDENT", about::kIncident)
            .word("SUBJECT", about::kSubject, "NUMBER")
            .needed("reason", "", about::kReason)
            .option("name", "", "họ và tên / the name")
            .option("guardian-of", "", "trẻ mà người này là cha mẹ hoặc giám hộ / the child whose guardian this is")
            .option("email", "", "mọi địa chỉ, cách nhau bằng ; / all addresses, ; between them")
            .option("phone", "", "mọi số điện thoại / all telephone numbers");
    command.option("zalo-id", "", "mã Zalo / the Zalo id")
        .option("push-token", "", "mã ứng dụng / the app's token")
        .option("postal-address", "", "địa chỉ bưu điện / the postal address")
        .option("language", "vi|en", "ngôn ngữ của thư / the letter's language")
        .repeated("kind", "KIND", "loại dữ liệu riêng / a kind of data of one's own")
        .repeated("clear", kCleared, "bỏ hẳn mục này / takes this away");
}

}  // namespace

void declare_subjects(Command& root) {
    auto& subjects = root.group("subjects", "chủ thể dữ liệu: ai phải được báo / the people who must be told");
    declare_lists(subjects);
    subjects
        .command("status", "liên lạc được ai, tiến độ, dự báo / contactability, progress, forecast", subjects_status)
        .word("INCIDENT", about::kIncident);
    with_filters(subjects.command("list", "từng người, tên được che / the people, names masked", subjects_list)
                     .word("INCIDENT", about::kIncident));
    with_filters(subjects
                     .command("export",
                              "bảng CSV cho tổng đài, kèm chứng cứ cho thông báo công khai / a table for the call "
                              "centre, and to justify the public notice",
                              subjects_export)
                     .word("INCIDENT", about::kIncident)
                     .option("to", "FILE", about::kTo))
        .flag("opened", "kèm tên và địa chỉ liên hệ: chỉ dpo / with names and contacts: dpo only")
        .option("reason", "", about::kReason)
        .asks_for("opened", {"reason"})
        .asks_for("reason", {"opened"});
    subjects.command("shared", "địa chỉ mà nhiều người cùng có / contacts that several people have", subjects_shared)
        .word("INCIDENT", about::kIncident);
    subjects.command("show", "một người, mở niêm phong / one person, opened", subjects_show)
        .word("INCIDENT", about::kIncident)
        .word("SUBJECT", about::kSubject, "NUMBER");
    declare_correct(subjects);
    subjects
        .command("complete",
                 "danh sách đã đủ dù ngắn hơn số người, cần hai người / the list is complete though shorter, two "
                 "people must say so",
                 subjects_complete)
        .word("INCIDENT", about::kIncident)
        .needed("reason", "", about::kReason);
    subjects.command("told", "đã báo trực tiếp / was told by hand", subjects_told)
        .word("INCIDENT", about::kIncident)
        .word("SUBJECT", about::kSubject, "NUMBER")
        .needed("how", "telephone|letter|in_person|other", "bằng cách nào / how")
        .needed("proof", "", "bằng chứng: số biên nhận, ai nghe máy / the proof: a receipt's number, who answered")
        .option("at", "TIME", "lúc nào / when");
    subjects
        .command("impossible",
                 "không thể thông báo riêng, cần hai người / cannot be told individually, two people must say so",
                 subjects_impossible)
        .word("INCIDENT", about::kIncident)
        .word("SUBJECT", about::kSubject, "NUMBER")
        .needed("reason", "", about::kReason);
    subjects.command("remove", "bỏ người nhập nhầm / takes out who was imported wrongly", subjects_remove)
        .word("INCIDENT", about::kIncident)
        .word("SUBJECT", about::kSubject, "NUMBER")
        .needed("reason", "", about::kReason);
    declare_desk(subjects);
}

}  // namespace breachd::ctl
