// clock, oncall, channel, ready: what runs, who is on call, does a channel work.
#include <fmt/format.h>

#include "ctl/abouts.hpp"
#include "ctl/command.hpp"
#include "ctl/labels.hpp"
#include "ctl/print.hpp"

namespace breachd::ctl {

namespace {

std::string clocks_text(const json::array& items) {
    Table table({"HẠN / DUE", "TRẠNG THÁI / STATE", "SỰ CỐ / INCIDENT", "NGHĨA VỤ / OBLIGATION", "CĂN CỨ / CITATION",
                 "TIÊU ĐỀ / TITLE"});
    for (const auto& item : items)
        table.row({local_at(item, "due_at"), state_label(text_at(item, "state")), text_at(item, "incident_id"),
                   text_at(item, "id"), text_at(item, "citation"), text_at(item, "title")});
    return table.text();
}

Result<void> clock_list(const Context& context) {
    return show_answer(context, context.client.items("/api/v1/clocks"), clocks_text);
}

std::string clock_text(const json::value& answer) {
    bool in_doubt = text_at(answer, "in_doubt") == "true";
    auto off = text_at(answer, "off_by_s");
    auto state = in_doubt ? fmt::format("nghi ngờ, lệch {0} giây / in doubt, off by {0} s", off)
                          : std::string("tin được / believed");
    return fmt::format("giờ máy / machine:        {}\ngiờ đang tính / counted:  {}\nđồng hồ / clock:          {}\n",
                       both_times(text_at(answer, "machine")), both_times(text_at(answer, "counted")), state);
}

Result<void> clock_show(const Context& context) {
    return show_answer(context, context.client.get("/api/v1/clock"), clock_text);
}

Result<void> clock_confirm(const Context& context) {
    auto answer =
        context.client.post("/api/v1/clock/confirm", json::object{{"reason", context.arguments.get("reason")}});
    if (!answer) return answer.error();
    return clock_show(context);
}

std::string oncall_text(const json::value& answer) {
    Table table({"KÍP / ROSTER", "ĐANG TRỰC / ON CALL", "ĐẾN / UNTIL", "KẾ TIẾP / NEXT"});
    for (const auto& item : array_at(answer, "rosters"))
        table.row({text_at(item, "name"), text_at(item, "on_call", text_at(item, "person")), local_at(item, "until"),
                   text_at(item, "next")});
    auto out = table.text();
    for (const auto& gap : array_at(answer, "gaps"))
        out += fmt::format("\nCHÚ Ý: {}\nWARNING: {}\n", text_at(gap, "vi"), text_at(gap, "en"));
    return out;
}

Result<void> oncall_show(const Context& context) {
    return show_answer(context, context.client.get("/api/v1/oncall" + query({{"at", context.arguments.get("at")}})),
                       oncall_text);
}

std::string words_of(const json::array& list) {
    std::string out;
    for (const auto& each : list)
        if (each.is_string()) out += (out.empty() ? "" : ", ") + std::string(each.get_string());
    return out;
}

std::string channels_text(const json::value& answer) {
    Table table({"KÊNH / CHANNEL", "LOẠI / TYPE", "BÁO ĐỘNG / PAGES", "THÔNG BÁO / NOTICES", "TỐC ĐỘ / RATE",
                 "HẠN NGÀY / DAILY QUOTA"});
    for (const auto& item : array_at(answer, "items"))
        table.row({text_at(item, "name"), text_at(item, "type"), words_of(array_at(item, "page_contacts")),
                   words_of(array_at(item, "notice_contacts")), text_at(item, "rate_per_second"),
                   text_at(item, "daily_quota")});
    return table.text();
}

Result<void> channel_list(const Context& context) {
    return show_answer(context, context.client.get("/api/v1/channels"), channels_text);
}

// POST …/channels/{name}/{what}, with the address that the command line names.
Result<json::value> ask_channel(const Context& context, std::string_view what) {
    json::object body;
    if (context.arguments.has("to")) body["to"] = context.arguments.get("to");
    return context.client.post(
        fmt::format("/api/v1/channels/{}/{}", percent_encoded(context.arguments.get("CHANNEL")), what), body);
}

// Exit 1 when the channel did not take the message.
Result<void> channel_test(const Context& context) {
    return show_test(context, ask_channel(context, "test"), context.arguments.get("CHANNEL"));
}

// Exit 1 when the channel does not work, or the address of the dry run is none.
Result<void> channel_check(const Context& context) {
    auto name = context.arguments.get("CHANNEL");
    auto answer = ask_channel(context, "check");
    if (!answer) return answer.error();
    if (context.globals.json) print_json(*answer);
    auto fault = text_at(*answer, "address_fault");
    bool works = text_at(*answer, "works") == "true";
    if (!works)
        return Error{ErrorCode::failed,
                     fmt::format("kênh không dùng được / the channel does not work: {} {}", text_at(*answer, "code"),
                                 text_at(*answer, "words")),
                     name};
    if (!fault.empty())
        return Error{ErrorCode::failed, "địa chỉ không gửi được / the address cannot be sent to: " + fault, name};
    if (!context.globals.json)
        say(fmt::format("kênh {} dùng được ({}) / the channel works", name, text_at(*answer, "how")));
    return {};
}

std::string alerts_text(const json::array& items) {
    Table table({"MÃ / ID", "ĐẾN / RECEIVED", "NGUỒN / SOURCE", "SỰ CỐ / INCIDENT", "LÝ DO / REASON"});
    for (const auto& item : items)
        table.row({text_at(item, "alert_id"), local_at(item, "received_at"), text_at(item, "source"),
                   text_at(item, "incident_id"), text_at(item, "reason", text_at(item, "why"))});
    return table.text();
}

Result<void> alert_list(const Context& context) {
    auto items = context.client.items("/api/v1/alerts", {{"incident", context.arguments.get("incident")},
                                                         {"source", context.arguments.get("source")}});
    return show_answer(context, items, alerts_text);
}

std::string outcome_text(const json::value& item) {
    auto outcome = text_at(item, "outcome");
    if (outcome.empty()) return "đang chờ / waiting";
    return (outcome == "replayed" ? "đã đọc lại / " : "đã bỏ qua / ") + outcome;
}

std::string quarantine_text(const json::array& items) {
    Table table(
        {"MÃ / ID", "ĐẾN / RECEIVED", "NGUỒN / SOURCE", "KẾT QUẢ / OUTCOME", "LẶP LẠI / REPEATS", "LÝ DO / REASON"});
    for (const auto& item : items)
        table.row({text_at(item, "quarantine_id"), local_at(item, "received_at"), text_at(item, "source"),
                   outcome_text(item), text_at(item, "repeats", "0"), text_at(item, "why")});
    return table.text();
}

Result<void> quarantine_list(const Context& context) {
    auto items = context.client.items("/api/v1/quarantine", {{"waiting", context.arguments.has("all") ? "" : "true"}});
    return show_answer(context, items, quarantine_text);
}

std::string quarantined_text(const json::value& item) {
    auto settled = text_at(item, "settled_at").empty() ? "" : " " + local_at(item, "settled_at");
    auto head = fmt::format(
        "vị trí / place: {}\nnguyên nhân / cause: {}\nnguồn / source: {} ({}, {} byte)\n"
        "đến / received: {} · chứng minh / proof: {}\nkết quả / outcome: {}{} · lặp lại / repeats: {}\n\n",
        text_at(item, "where", "-"), text_at(item, "why"), text_at(item, "source"), text_at(item, "content_type", "-"),
        text_at(item, "body_bytes"), local_at(item, "received_at"), text_at(item, "proof"), outcome_text(item), settled,
        text_at(item, "repeats", "0"));
    if (auto why = text_at(item, "unreadable"); !why.empty()) return head + "không mở được / cannot be opened: " + why;
    if (auto bytes = text_at(item, "body_base64"); !bytes.empty()) return head + "(base64)\n" + bytes;
    return head + text_at(item, "body");
}

Result<void> quarantine_show(const Context& context) {
    auto item = context.client.get("/api/v1/quarantine/" + percent_encoded(context.arguments.get("ID")));
    return show_answer(context, item, quarantined_text);
}

// Every one is tried; the last line says how many still wait.
Result<void> quarantine_replay(const Context& context) {
    int failures = 0;
    for (const auto& id : context.arguments.all("ID")) {
        auto answer = context.client.post(fmt::format("/api/v1/quarantine/{}/replay", percent_encoded(id)), {});
        if (!answer) {
            ++failures;
            complain(fmt::format("{}: {}", id, answer.error().text()));
        } else if (context.globals.json) {
            print_json(*answer);
        } else {
            say(fmt::format("{}: {} cảnh báo / alerts", id, array_at(*answer, "accepted").size()));
            for (const auto& alert : array_at(*answer, "accepted"))
                say(fmt::format("  {} {}", text_at(alert, "alert_id"), text_at(alert, "incident_id", "-")));
        }
    }
    if (failures != 0) return failed(fmt::format("{} tin chưa đọc lại được / not replayed", failures));
    return {};
}

Result<void> quarantine_discard(const Context& context) {
    auto id = context.arguments.get("ID");
    auto answer = context.client.post(fmt::format("/api/v1/quarantine/{}/discard", percent_encoded(id)),
                                      {{"reason", context.arguments.get("reason")}});
    if (!answer) return answer.error();
    if (context.globals.json)
        print_json(*answer);
    else
        say(fmt::format("{}: đã bỏ qua / set aside", id));
    return {};
}

Result<void> source_list(const Context& context) {
    auto answer = context.client.get("/api/v1/sources");
    if (!answer) return answer.error();
    if (context.globals.json) {
        print_json(*answer);
        return {};
    }
    Table table({"NGUỒN / SOURCE", "ĐỊNH DẠNG / FORMAT", "NHẬN LẦN CUỐI / LAST HEARD", "IM LẶNG TỪ / SILENT SINCE",
                 "CÁCH LY / QUARANTINED"});
    for (const auto& item : array_at(*answer, "items"))
        table.row({text_at(item, "source"), text_at(item, "format"), local_at(item, "last_heard_at"),
                   local_at(item, "silent_since"), text_at(item, "quarantined")});
    say(table.text());
    Table refused({"BỊ TỪ CHỐI / REFUSED", "SỐ LẦN / COUNT", "LẦN CUỐI / LAST", "VÌ SAO / WHY"});
    for (auto [list, member] : {std::pair{"items", "source"}, std::pair{"hooks", "hook"}})
        for (const auto& item : array_at(*answer, list))
            if (const auto* last = find_at(item, "last_refusal"); last != nullptr && last->is_object())
                refused.row({fmt::format("{} {}", member, text_at(item, member)), text_at(*last, "count"),
                             local_at(*last, "at"),
                             fmt::format("{} / {}", text_at(*last, "why.vi"), text_at(*last, "why.en"))});
    if (!refused.empty()) say(refused.text());
    return {};
}

Result<void> ready(const Context& context) {
    auto answer = context.client.call({.path = "/-/ready"});
    if (!answer) return answer.error();
    if (context.globals.json)
        print_json(json::object{{"ready", true}});
    else
        say("sẵn sàng / ready");
    return {};
}

constexpr const char* kChannel = "kênh, xem channel list / the channel, see channel list";
constexpr const char* kQuarantined = "mã, xem quarantine list / its id, see quarantine list";

}  // namespace

void declare_watch(Command& root) {
    auto& clock = root.group("clock", "thời hạn và đồng hồ / deadlines and the machine's clock");
    clock.command("list", "mọi thời hạn đang chạy, gần nhất trước / all running clocks, soonest first", clock_list);
    clock.command("show", "giờ máy và giờ đang tính / the machine's time and the time that is counted", clock_show);
    clock
        .command("confirm",
                 "xác nhận đồng hồ máy đúng, sau khi nó nhảy / says that the machine's clock is right, after it jumped",
                 clock_confirm)
        .option("reason", "", about::kReason);
    root.group("oncall", "lịch trực / who is on duty")
        .command("show", "ai đang trực / who is on call", oncall_show)
        .option("at", "TIME", "lúc này thay vì bây giờ / then, in place of now");
    auto& channel = root.group("channel", "các kênh gửi tin / the channels that messages go by");
    channel.command("list", "các kênh và khả năng / channels and what they can do", channel_list);
    channel.command("check", "hỏi kênh, không gửi cho ai / asks the channel, sends nobody anything", channel_check)
        .word("CHANNEL", kChannel)
        .option("to", "ADDRESS", "thử cả địa chỉ này / tries this address, too");
    channel.command("test", "gửi thử một tin / sends a test message", channel_test)
        .word("CHANNEL", kChannel)
        .option("to", "ADDRESS", "người hay địa chỉ nhận / the person or address that gets it");
    root.group("alert", "cảnh báo / alerts")
        .command("list", "cảnh báo đã nhận / the alerts that came in", alert_list)
        .option("incident", "INCIDENT", "chỉ của sự cố này / of this incident only")
        .option("source", "SOURCE", "chỉ từ nguồn này / from this source only");
    auto& quarantine = root.group("quarantine", "thân tin không đọc được / bodies that could not be read");
    quarantine.command("list", "những tin còn chờ / those that still wait", quarantine_list)
        .flag("all", "cả tin đã xong / those that are done, too");
    quarantine
        .command("show", "vì sao không đọc được, và cả thân tin / why it could not be read, and the whole body",
                 quarantine_show)
        .word("ID", kQuarantined);
    quarantine.command("replay", "đọc lại sau khi sửa / reads them again after a fix", quarantine_replay)
        .words("ID", kQuarantined);
    quarantine.command("discard", "không có gì trong đó / there is nothing in it", quarantine_discard)
        .word("ID", kQuarantined)
        .needed("reason", "", about::kReason);
    root.group("source", "các nguồn cảnh báo / the senders of alerts")
        .command("list", "các nguồn, nhận tin lần cuối khi nào / the senders, and when each was last heard",
                 source_list);
    root.command("ready", "máy chủ đã sẵn sàng chưa / is the daemon ready", ready);
}

}  // namespace breachd::ctl
