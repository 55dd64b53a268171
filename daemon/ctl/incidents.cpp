// incident …: lists, shows and changes incidents over the API.
#include <fmt/format.h>

#include "ctl/command.hpp"
#include "ctl/incident_text.hpp"
#include "ctl/labels.hpp"
#include "ctl/print.hpp"

namespace breachd::ctl {

namespace {

std::string path_of(const std::string& id, std::string_view rest = "") {
    return fmt::format("/api/v1/incidents/{}{}", escape(id), rest);
}

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
    return show_answer(context, context.client.get(path_of(context.arguments.words[0])), whole_incident_text);
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

Result<json::object> facts_of(const Context& context, std::size_t from) {
    json::object facts;
    if (auto file = context.arguments.get("from"); !file.empty()) {
        auto text = read_file(file);
        if (!text) return text.error();
        auto parsed = parse_json(*text);
        if (!parsed || !parsed->is_object())
            return failed(parsed ? "phải là đối tượng JSON / must be a JSON object" : parsed.error().text(), file);
        facts = parsed->get_object();
    }
    for (std::size_t i = from; i < context.arguments.words.size(); ++i)
        if (auto ok = put_fact(facts, context.arguments.words[i]); !ok) return ok.error();
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
    auto facts = facts_of(context, 0);
    if (!facts) return facts.error();
    if (context.arguments.has("title")) (*facts)["title"] = context.arguments.get("title");
    auto detected = context.arguments.moment("detected-at");
    if (!detected) return detected.error();
    if (*detected) (*facts)["detected_at"] = format_rfc3339(**detected);
    if (context.arguments.has("how")) (*facts)["detected_how"] = context.arguments.get("how");
    if (!facts->contains("title") || !facts->contains("detected_at"))
        return usage("cần --title và --detected-at / --title and --detected-at are needed");
    return show_answer(context, context.client.post("/api/v1/incidents", *facts), incident_text);
}

Result<void> set(const Context& context) {
    auto facts = facts_of(context, 1);
    if (!facts) return facts.error();
    if (facts->empty()) return usage("không có gì để đặt / nothing to set");
    auto answer = context.client.value_of({.method = "PATCH",
                                           .path = path_of(context.arguments.words[0]),
                                           .body = json::serialize(*facts),
                                           .content_type = "application/merge-patch+json"});
    return show_answer(context, answer, incident_text);
}

Result<void> change(const Context& context, std::string_view action, json::object body) {
    return show_answer(context, context.client.post(path_of(context.arguments.words[0], action), body), incident_text);
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
    auto at = context.arguments.moment("at");
    if (!at) return at.error();
    json::object body;
    for (const char* name : {"what", "reason"})
        if (context.arguments.has(name)) body[name] = context.arguments.get(name);
    if (body.empty())
        return usage("cần --what, hoặc --reason để đính chính / --what is needed, or --reason to correct");
    if (*at) body["remedied_at"] = format_rfc3339(**at);
    return change(context, "/remedy", body);
}

Result<void> hold(const Context& context) {
    const auto& word = context.arguments.words[1];
    if (word != "on" && word != "off") return usage("phải là on hoặc off / must be on or off", word);
    auto reason = context.arguments.required("reason");
    if (!reason) return reason.error();
    json::object body{{"on", word == "on"}, {"reason", *reason}};
    if (context.arguments.has("id")) body["hold_id"] = context.arguments.get("id");
    return change(context, "/hold", body);
}

Result<void> inspection(const Context& context) {
    auto decision = context.arguments.required("decision");
    auto at = context.arguments.moment("received-at");
    if (!decision) return decision.error();
    if (!at) return at.error();
    json::object body{{"decision_number", *decision}, {"scope", context.arguments.get("scope")}};
    if (*at) body["received_at"] = format_rfc3339(**at);
    if (context.arguments.has("at-once")) body["at_once"] = true;
    return change(context, "/inspections", body);
}

// Done, or with --undo not done after all; --owner gives it to a person instead.
Result<void> task(const Context& context) {
    const auto& arguments = context.arguments;
    auto path = path_of(arguments.words[0], "/tasks/" + escape(arguments.words[1]));
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
    if (context.arguments.words.size() > 1) body["owner"] = context.arguments.words[1];
    return change(context, "/assign", std::move(body));
}

Result<void> comment(const Context& context) {
    return change(context, "/comments", json::object{{"text", context.arguments.words[1]}});
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
    return show_answer(context, context.client.items(path_of(context.arguments.words[0], "/pages")), pages_text);
}

Result<void> timeline(const Context& context) {
    Queries queries;
    for (const char* name : {"kind", "actor", "since"}) queries.emplace_back(name, context.arguments.get(name));
    for (auto [flag, name] : {std::pair{"no-progress", "no_progress"}, {"group", "group"}})
        if (context.arguments.has(flag)) queries.emplace_back(name, "true");
    return show_answer(context, timeline_items(context.client, context.arguments.words[0], std::move(queries)),
                       timeline_text);
}

constexpr Command kCommands[] = {
    {"incident list", "", 0, 0, "state= kind= owner= q= sort= due-before=",
     "liệt kê sự cố; --q tìm trong mã và tiêu đề, --sort opened|due|severity|state / lists incidents", list},
    {"incident show", "INCIDENT", 1, 1, "",
     "một sự cố: dữ kiện, thời hạn, việc còn lại / one incident: facts, clocks, what is left to do", show},
    {"incident open", "[FIELD=VALUE …]", 0, -1, "title= detected-at= how= kind=* from= reason=",
     "mở bằng tay, cần --title và --detected-at; --kind KIND[:RECORDS[:SUBJECTS]] / opens one by hand; needs both",
     open},
    {"incident ack", "INCIDENT", 1, 1, "note=", "nhận việc, dừng gọi tiếp cấp kế tiếp / acknowledges, stops escalation",
     acknowledge},
    {"incident set", "INCIDENT [FIELD=VALUE …]", 1, -1, "kind=* from= reason=",
     "ghi dữ kiện; đổi thời điểm cần --reason / sets facts; a change of a time needs --reason", set},
    {"incident confirm", "INCIDENT", 1, 1, "note=", "xác nhận vi phạm / confirms", confirm},
    {"incident remedy", "INCIDENT", 1, 1, "at= what= reason=",
     "đã khắc phục: lúc nào, --what việc gì; lần sau --reason để đính chính / remedied: when, --what was done; again "
     "with --reason to correct it",
     remedy},
    {"incident close", "INCIDENT", 1, 1,
     "note=", "đóng hồ sơ; còn việc chưa xong thì cần --note / closes; needs --note while anything is owed", close},
    {"incident hold", "INCIDENT on|off", 2, 2, "reason=! id=", "giữ, không xóa khi hết hạn / holds against purging",
     hold},
    {"incident inspection", "INCIDENT", 1, 1, "decision=! scope= received-at= at-once",
     "nhận quyết định kiểm tra: giữ hồ sơ, tính ngày phải sẵn sàng; --at-once khi kiểm tra đột xuất / an inspection "
     "decided: holds the file and counts until when it must be ready",
     inspection},
    {"incident task", "INCIDENT TASK", 2, 2, "note= owner= undo",
     "việc trong kịch bản đã xong; --undo chưa xong, --owner giao cho ai / a step of the playbook is done; --undo it "
     "is "
     "not, --owner gives it to a person",
     task},
    {"incident assign", "INCIDENT [PERSON]", 1, 2, "",
     "giao sự cố cho một người; bỏ trống: không ai / gives it to a person; without one it is nobody's", assign},
    {"incident comment", "INCIDENT TEXT", 2, 2, "", "ghi chú vào dòng thời gian / puts a comment into the timeline",
     comment},
    {"incident pages", "INCIDENT", 1, 1, "", "ai đã được gọi / who was paged", pages},
    {"incident timeline", "INCIDENT", 1, 1, "no-progress group kind= actor= since=",
     "mọi mục nhật ký theo thứ tự (--no-progress: bỏ các mục kết quả gửi, --group: gộp lại) / every journal entry in "
     "order (without the batches of delivery results, or each run of them as one)",
     timeline},
};

}  // namespace

std::span<const Command> incident_commands() { return kCommands; }

}  // namespace breachd::ctl
