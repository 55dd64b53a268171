// incident …: lists, shows and changes incidents over the API.
#include <fmt/format.h>

#include "core/incident/incident.hpp"
#include "ctl/abouts.hpp"
#include "ctl/choices.hpp"
#include "ctl/command.hpp"
#include "ctl/incident_text.hpp"
#include "ctl/labels.hpp"
#include "ctl/print.hpp"

namespace breachd::ctl {

namespace {

std::string incidents_text(const json::array& items) {
    Table table(
        {"MÃ / ID", "TRẠNG THÁI / STATE", "MỨC", "PHÁT HIỆN / DETECTED", "HẠN GẦN NHẤT / NEXT DUE", "TIÊU ĐỀ / TITLE"});
    for (const auto& item : items)
        table.row({text_at(item, "id"), state_label(text_at(item, "state")), text_at(item, "severity"),
                   local_at(item, "detected_at"), next_due_text(item), text_at(item, "title")});
    return table.text();
}

// On standard error, so that what scripts read stays as it is. A server of before, or a token that may not ask, says
// nothing.
void tell_when_restored(const Context& context) {
    auto store = context.client.get("/api/v1/store");
    if (!store || text_at(*store, "state") != "restored") return;
    fmt::print(
        stderr,
        "CHÚ Ý: cơ sở dữ liệu được phục hồi từ bản sao, thông báo và công bố TẠM GIỮ (breachctl restore status)\n"
        "NOTE: the store was put back from a copy, notices and publication WAIT (breachctl restore status)\n");
}

Result<void> list(const Context& context) {
    tell_when_restored(context);
    const auto& arguments = context.arguments;
    Queries queries;
    for (const char* name : {"state", "kind", "owner", "q", "sort"}) queries.emplace_back(name, arguments.get(name));
    queries.emplace_back("due_before", arguments.get("due-before"));
    auto items = context.client.items("/api/v1/incidents", std::move(queries));
    return show_answer(context, items, incidents_text);
}

Result<void> show(const Context& context) {
    tell_when_restored(context);
    return show_answer(context, context.client.get(incident_path(context)), whole_incident_text);
}

// "location:1200:1000" -> {"kind","records","subjects"}
Result<json::value> kind_of(const std::string& text) {
    auto first = text.find(':');
    auto second = first == std::string::npos ? first : text.find(':', first + 1);
    json::object out{{"kind", text.substr(0, first)}};
    auto number = [&](std::string_view name, const std::string& digits) -> Result<void> {
        if (digits.empty() || digits.size() > 15 || digits.find_first_not_of("0123456789") != std::string::npos)
            return usage("phải là KIND[:RECORDS[:SUBJECTS]] / must be", text);
        out[json::string_view(name.data(), name.size())] = std::stoll(digits);
        return {};
    };
    if (first != std::string::npos)
        if (auto ok =
                number("records", text.substr(first + 1, second == std::string::npos ? second : second - first - 1));
            !ok)
            return ok.error();
    if (second != std::string::npos)
        if (auto ok = number("subjects", text.substr(second + 1)); !ok) return ok.error();
    return json::value(out);
}

// "field=value": the value is JSON when it reads as JSON, otherwise text. null takes a fact back.
Result<void> put_fact(json::object& facts, const std::string& text) {
    auto equals = text.find('=');
    if (equals == std::string::npos || equals == 0) return usage("phải là FIELD=VALUE / must be FIELD=VALUE", text);
    auto value = text.substr(equals + 1);
    auto parsed = parse_json(value);
    facts[text.substr(0, equals)] = parsed && !parsed->is_number() ? *parsed : json::value(json::string(value));
    if (parsed && parsed->is_int64()) facts[text.substr(0, equals)] = *parsed;
    return {};
}

Result<json::object> facts_of(const Context& context) {
    json::object facts;
    if (auto file = context.arguments.get("from"); !file.empty()) {
        auto text = read_file(file);
        if (!text) return text.error();
        auto parsed = parse_json(*text);
        if (!parsed || !parsed->is_object())
            return failed(parsed ? "phải là đối tượng JSON / must be a JSON object" : parsed.error().text(), file);
        facts = parsed->get_object();
    }
    for (const auto& fact : context.arguments.all("FACT"))
        if (auto ok = put_fact(facts, fact); !ok) return ok.error();
    json::array kinds;
    for (const auto& text : context.arguments.all("kind")) {
        auto kind = kind_of(text);
        if (!kind) return kind.error();
        kinds.push_back(*kind);
    }
    if (!kinds.empty()) facts["kinds"] = kinds;
    if (context.arguments.has("reason")) facts["reason"] = context.arguments.get("reason");
    return facts;
}

Result<void> open(const Context& context) {
    auto facts = facts_of(context);
    if (!facts) return facts.error();
    if (context.arguments.has("title")) (*facts)["title"] = context.arguments.get("title");
    if (auto detected = context.arguments.moment("detected-at")) (*facts)["detected_at"] = format_rfc3339(*detected);
    if (context.arguments.has("how")) (*facts)["detected_how"] = context.arguments.get("how");
    if (!facts->contains("title") || !facts->contains("detected_at"))
        return usage("cần --title và --detected-at / --title and --detected-at are needed");
    return show_answer(context, context.client.post("/api/v1/incidents", *facts), incident_text);
}

Result<void> set(const Context& context) {
    auto facts = facts_of(context);
    if (!facts) return facts.error();
    if (facts->empty()) return usage("không có gì để đặt / nothing to set");
    auto answer = context.client.value_of({.method = "PATCH",
                                           .path = incident_path(context),
                                           .body = json::serialize(*facts),
                                           .content_type = "application/merge-patch+json"});
    return show_answer(context, answer, incident_text);
}

Result<void> change(const Context& context, std::string_view action, json::object body) {
    return show_answer(context, context.client.post(incident_path(context, action), body), incident_text);
}

json::object with_note(const Context& context) {
    json::object body;
    if (context.arguments.has("note")) body["note"] = context.arguments.get("note");
    return body;
}

Result<void> acknowledge(const Context& context) { return change(context, "/acknowledge", with_note(context)); }
Result<void> confirm(const Context& context) { return change(context, "/confirm", with_note(context)); }
Result<void> close(const Context& context) { return change(context, "/close", with_note(context)); }

Result<void> remedy(const Context& context) {
    json::object body;
    for (const char* name : {"what", "reason"})
        if (context.arguments.has(name)) body[name] = context.arguments.get(name);
    if (body.empty())
        return usage("cần --what, hoặc --reason để đính chính / --what is needed, or --reason to correct");
    if (auto at = context.arguments.moment("at")) body["remedied_at"] = format_rfc3339(*at);
    return change(context, "/remedy", body);
}

Result<void> hold(const Context& context) {
    json::object body{{"on", context.arguments.get("STATE") == "on"}, {"reason", context.arguments.get("reason")}};
    if (context.arguments.has("id")) body["hold_id"] = context.arguments.get("id");
    return change(context, "/hold", body);
}

Result<void> inspection(const Context& context) {
    json::object body{{"decision_number", context.arguments.get("decision")},
                      {"scope", context.arguments.get("scope")}};
    if (auto at = context.arguments.moment("received-at")) body["received_at"] = format_rfc3339(*at);
    if (context.arguments.has("at-once")) body["at_once"] = true;
    return change(context, "/inspections", body);
}

// Done, or with --undo not done after all; --owner gives it to a person instead.
Result<void> task(const Context& context) {
    const auto& arguments = context.arguments;
    auto path = incident_path(context, "/tasks/" + percent_encoded(arguments.get("TASK")));
    auto body = with_note(context);
    if (!arguments.has("owner") && !arguments.has("undo"))
        return show_answer(context, context.client.post(path + "/done", body), incident_text);
    if (arguments.has("owner")) body["owner"] = arguments.get("owner");
    bool undo = arguments.has("undo");
    auto answer = context.client.value_of({.method = undo ? "DELETE" : "PATCH",
                                           .path = undo ? path + "/done" : path,
                                           .body = json::serialize(body),
                                           .content_type = "application/json"});
    return show_answer(context, answer, incident_text);
}

Result<void> assign(const Context& context) {
    json::object body;
    if (context.arguments.has("PERSON")) body["owner"] = context.arguments.get("PERSON");
    return change(context, "/assign", std::move(body));
}

Result<void> comment(const Context& context) {
    return change(context, "/comments", json::object{{"text", context.arguments.get("TEXT")}});
}

std::string pages_text(const json::array& items) {
    Table table({"LÚC / AT", "NGƯỜI / PERSON", "KÊNH / CHANNEL", "TRẠNG THÁI / STATE", "LẦN / ATTEMPTS", "MÃ / CODE",
                 "VÌ / WHY"});
    for (const auto& item : items)
        table.row({local_at(item, "created_at"), text_at(item, "person"), text_at(item, "channel"),
                   state_label(text_at(item, "state")), text_at(item, "attempts"), text_at(item, "code"),
                   text_at(item, "why")});
    return table.text();
}

Result<void> pages(const Context& context) {
    return show_answer(context, context.client.items(incident_path(context, "/pages")), pages_text);
}

Result<void> timeline(const Context& context) {
    Queries queries;
    for (const char* name : {"kind", "actor", "since"}) queries.emplace_back(name, context.arguments.get(name));
    for (auto [flag, name] : {std::pair{"no-progress", "no_progress"}, {"group", "group"}})
        if (context.arguments.has(flag)) queries.emplace_back(name, "true");
    return show_answer(context, timeline_items(context.client, context.arguments.get("INCIDENT"), std::move(queries)),
                       timeline_text);
}

constexpr const char* kFacts =
    "dữ kiện: place=Huế; giá trị JSON cũng được; null xóa / facts: place=Huế; JSON values, too; null takes one back";
constexpr const char* kKinds = "loại dữ liệu, số bản ghi, số người / a kind of data, its records, its people";
constexpr const char* kFrom = "dữ kiện từ tệp JSON / facts out of a JSON file";

// Under both of its names.
void declare_inspection(Command& group, const char* name) {
    group
        .command(name,
                 "nhận quyết định kiểm tra: giữ hồ sơ, tính ngày phải sẵn sàng / an inspection was decided: holds the "
                 "file and counts until when it must be ready",
                 inspection)
        .word("INCIDENT", about::kIncident)
        .needed("decision", "", "số quyết định / the decision's number")
        .option("scope", "", "phạm vi / its scope")
        .option("received-at", "TIME", "nhận lúc nào / when it came")
        .flag("at-once", "kiểm tra đột xuất / without notice");
}

}  // namespace

void declare_incidents(Command& root) {
    auto& incident = root.group("incident", "sự cố: mở, xem, ghi, quyết định / incidents: open, show, change, decide");
    incident.command("list", "liệt kê sự cố / lists incidents", list)
        .option("state", choices<IncidentState>(), "trạng thái / the state")
        .option("kind", "KIND", "loại dữ liệu / a kind of data")
        .option("owner", "PERSON", "giao cho ai / whose they are")
        .option("q", "", "tìm trong mã và tiêu đề / looks in ids and titles")
        .option("sort", "opened|due|severity|state", "thứ tự / the order")
        .option("due-before", "TIME", "có thời hạn trước lúc này / with a deadline before then");
    incident.command("show", "dữ kiện, thời hạn, việc còn lại / facts, clocks, what is left to do", show)
        .word("INCIDENT", about::kIncident);
    incident.command("open", "mở bằng tay / opens one by hand", open)
        .words_if_any("FACT", kFacts, "FIELD=VALUE")
        .option("title", "", "tiêu đề; cần, nếu không có trong --from / the title; needed, unless --from has it")
        .option(
            "detected-at", "TIME",
            "phát hiện lúc nào; cần, nếu không có trong --from / when it was detected; needed, unless --from has it")
        .option("how", "", "phát hiện thế nào / how it was detected")
        .repeated("kind", "KIND[:RECORDS[:SUBJECTS]]", kKinds)
        .option("from", "FILE", kFrom)
        .option("reason", "", about::kReason);
    incident.command("ack", "nhận việc, dừng gọi tiếp cấp kế tiếp / acknowledges, stops escalation", acknowledge)
        .word("INCIDENT", about::kIncident)
        .option("note", "", about::kNote);
    incident.command("set", "ghi dữ kiện / sets facts", set)
        .word("INCIDENT", about::kIncident)
        .words_if_any("FACT", kFacts, "FIELD=VALUE")
        .repeated("kind", "KIND[:RECORDS[:SUBJECTS]]", kKinds)
        .option("from", "FILE", kFrom)
        .option("reason", "", "lý do; cần khi đổi thời điểm / the reason; needed for a change of a time");
    incident.command("confirm", "xác nhận vi phạm / confirms", confirm)
        .word("INCIDENT", about::kIncident)
        .option("note", "", about::kNote);
    incident.command("remedy", "đã khắc phục; lần sau để đính chính / remedied; again, to correct it", remedy)
        .word("INCIDENT", about::kIncident)
        .option("what", "", "đã làm gì; cần ở lần đầu / what was done; needed the first time")
        .option("at", "TIME", "lúc nào / when")
        .option("reason", "", "lý do đính chính / why it is corrected");
    incident.command("close", "đóng hồ sơ / closes the file", close)
        .word("INCIDENT", about::kIncident)
        .option("note", "", "cần khi còn việc chưa xong / needed while anything is owed");
    incident.command("hold", "giữ, không xóa khi hết hạn; off: thôi giữ / holds against purging; off: no longer", hold)
        .word("INCIDENT", about::kIncident)
        .word("STATE", "giữ hay thôi / hold or not", "on|off")
        .needed("reason", "", about::kReason)
        .option("id", "HOLD", "lệnh giữ nào thôi / which hold ends");
    declare_inspection(incident, "inspection");
    declare_inspection(root.group("inspection", "kiểm tra của cơ quan / inspections by the authority"), "open");
    incident.command("task", "việc trong kịch bản đã xong / a step of the playbook is done", task)
        .word("INCIDENT", about::kIncident)
        .word("TASK", "việc, xem incident show / the task, see incident show")
        .option("note", "", about::kNote)
        .option("owner", "PERSON", "chưa xong, giao cho người này / not done: gives it to this person")
        .flag("undo", "chưa xong / it is not done after all")
        .bars("owner", {"undo"});
    incident.command("assign", "giao sự cố cho một người / gives it to a person", assign)
        .word("INCIDENT", about::kIncident)
        .optional_word("PERSON", "bỏ trống: không ai / without one it is nobody's", "PERSON");
    incident.command("comment", "ghi chú vào dòng thời gian / puts a comment into the timeline", comment)
        .word("INCIDENT", about::kIncident)
        .word("TEXT", "lời ghi chú / the comment");
    incident.command("pages", "ai đã được gọi / who was paged", pages).word("INCIDENT", about::kIncident);
    incident.command("timeline", "mọi mục nhật ký theo thứ tự / every journal entry in order", timeline)
        .word("INCIDENT", about::kIncident)
        .flag("no-progress", "bỏ các mục kết quả gửi / without the batches of delivery results")
        .flag("group", "gộp các mục kết quả gửi / each run of them as one")
        .option("kind", "KIND", "chỉ loại mục này / entries of this kind only")
        .option("actor", "ACTOR", "chỉ của người hay máy này / of this person or machine only")
        .option("since", "TIME", "từ lúc này / from then on");
}

}  // namespace breachd::ctl
