// me, now, readiness, oncall override|end|gaps|who, audit, retention, assets, configuration, vocabulary: what the first
// screens of a console show, on a terminal.
#include <fmt/format.h>

#include "ctl/abouts.hpp"
#include "ctl/command.hpp"
#include "ctl/incident_text.hpp"
#include "ctl/labels.hpp"
#include "ctl/print.hpp"

namespace breachd::ctl {

namespace {

// "nộp báo cáo / file the report" of {"vi","en"}.
std::string both_at(const json::value& item, const std::string& path) {
    auto vi = text_at(item, path + ".vi"), en = text_at(item, path + ".en");
    return en.empty() || en == vi ? vi : vi + " / " + en;
}

std::string waiting_text(const json::array& items) {
    Table table({"HẠN / DUE", "SỰ CỐ / INCIDENT", "VIỆC / WHAT", "CỦA / OWNER"});
    for (const auto& item : items)
        table.row({local_at(item, "due_at"), text_at(item, "incident"), both_at(item, "what"), text_at(item, "owner")});
    return table.text();
}

std::string me_text(const json::value& me) {
    auto out = fmt::format("{} ({}), {}\n", text_at(me, "name"), text_at(me, "role"), text_at(me, "mode"));
    for (const auto& page : array_at(me, "pages"))
        out += fmt::format("ĐANG GỌI BẠN / CALLING YOU: {} {} – {}\n", local_at(page, "at"),
                           text_at(page, "incident_id"), both_at(page, "why"));
    auto waiting = array_at(me, "waiting");
    return out + (waiting.empty() ? "không có việc nào chờ bạn / nothing waits for you\n" : waiting_text(waiting));
}

Result<void> me(const Context& context) { return show_answer(context, context.client.get("/api/v1/me"), me_text); }

std::string who_text(const json::value& answer) {
    Table table({"KÍP / ROSTER", "ĐANG TRỰC / ON CALL", "ĐẾN / UNTIL", "KẾ TIẾP / NEXT"});
    for (const auto& item : array_at(answer, "rosters"))
        table.row({text_at(item, "name"), text_at(item, "on_call_name", text_at(item, "on_call")),
                   local_at(item, "until"), text_at(item, "next_name", text_at(item, "next"))});
    return table.text();
}

Result<void> who(const Context& context) {
    return show_answer(context, context.client.get("/api/v1/oncall" + query({{"at", context.arguments.get("at")}})),
                       who_text);
}

std::string gaps_text(const json::value& answer) {
    std::string out;
    for (const auto& hole : array_at(answer, "items"))
        out += fmt::format("{}: không ai trực / nobody on duty, {} – {}\n", text_at(hole, "roster"),
                           local_at(hole, "from"), local_at(hole, "until"));
    for (const auto& gap : array_at(answer, "always"))
        out += fmt::format("CHÚ Ý: {}\nWARNING: {}\n", text_at(gap, "vi"), text_at(gap, "en"));
    return out.empty() ? "lịch trực không có chỗ trống / no gap\n" : out;
}

Result<void> gaps(const Context& context) {
    auto path =
        "/api/v1/oncall/gaps" + query({{"from", context.arguments.get("from")}, {"to", context.arguments.get("to")}});
    return show_answer(context, context.client.get(path), gaps_text);
}

std::string turn_text(const json::value& turn) {
    return fmt::format("{}: {} trực thay ở kíp / stands in on {}, {} – {}\n", text_at(turn, "override_id"),
                       text_at(turn, "person"), text_at(turn, "roster"), local_at(turn, "from"),
                       local_at(turn, "until"));
}

std::string turns_text(const json::array& turns) {
    std::string out;
    for (const auto& turn : turns) out += turn_text(turn);
    return out.empty() ? "không có lượt trực thay / nobody stands in\n" : out;
}

json::object turn_of(const Arguments& arguments, const char* person, const char* from, const char* until) {
    json::object body{{"roster", arguments.get("ROSTER")}, {"person", arguments.get(person)}};
    for (auto [member, option] : {std::pair{"from", from}, {"until", until}})
        if (auto at = arguments.moment(option)) body[member] = format_rfc3339(*at);
    if (arguments.has("reason")) body["reason"] = arguments.get("reason");
    return body;
}

// OTHER takes the turn of PERSON, and PERSON a turn of OTHER later.
Result<void> swap_turns(const Context& context) {
    const auto& arguments = context.arguments;
    auto there = turn_of(arguments, "OTHER", "from", "until");
    auto back = turn_of(arguments, "PERSON", "back-from", "back-until");
    auto first = context.client.post("/api/v1/oncall/overrides", there);
    if (auto shown = show_answer(context, first, turn_text); !shown) return shown;
    return show_answer(context, context.client.post("/api/v1/oncall/overrides", back), turn_text);
}

// Without words: who stands in. With them: a person stands in.
Result<void> override_turn(const Context& context) {
    const auto& arguments = context.arguments;
    if (!arguments.has("ROSTER"))
        return show_answer(context, context.client.items("/api/v1/oncall/overrides"), turns_text);
    auto body = turn_of(arguments, "PERSON", "from", "until");
    return show_answer(context, context.client.post("/api/v1/oncall/overrides", body), turn_text);
}

std::string taken_back(const json::value&) { return "đã bỏ / taken back\n"; }

Result<void> end_turn(const Context& context) {
    auto answer = context.client.value_of(
        {.method = "DELETE",
         .path = "/api/v1/oncall/overrides/" + percent_encoded(context.arguments.get("OVERRIDE")),
         .body = json::serialize(json::object{{"reason", context.arguments.get("reason")}}),
         .content_type = "application/json"});
    return show_answer(context, answer, taken_back);
}

std::string now_text(const json::value& now) {
    Table clocks({"HẠN / DUE", "TRẠNG THÁI / STATE", "SỰ CỐ / INCIDENT", "NGHĨA VỤ / DUTY", "VIỆC KẾ TIẾP / NEXT STEP",
                  "CỦA / OWNER"});
    for (const auto& item : array_at(now, "clocks"))
        clocks.row({local_at(item, "due_at"), state_label(text_at(item, "state")), text_at(item, "incident_id"),
                    both_at(item, "label"), both_at(item, "next_step"), text_at(item, "owner")});
    auto out = clocks.text();
    for (const auto& item : array_at(now, "unanswered"))
        out += fmt::format("CHƯA AI TIẾP NHẬN / NOBODY ANSWERS: {} {} {}\n", local_at(item, "since"),
                           text_at(item, "incident"), text_at(item, "title"));
    for (const auto& item : array_at(now, "runs"))
        out += fmt::format("ĐANG GỬI / RUN: {} {}/{}, dự kiến xong / forecast {}, hạn / due {}\n",
                           text_at(item, "incident"), text_at(item, "people.told"), text_at(item, "people.of"),
                           local_at(item, "forecast_end"), local_at(item, "due_at"));
    for (const char* list : {"reports", "tasks"})
        for (const auto& item : array_at(now, list))
            out +=
                fmt::format("{} {} {}\n", local_at(item, "due_at"), text_at(item, "incident"), both_at(item, "what"));
    for (const auto& item : array_at(now, "channels"))
        out += fmt::format("kênh / channel {}: {}, {}\n", text_at(item, "name"), text_at(item, "state"),
                           local_at(item, "last_sent_at"));
    return out + who_text(*now.get_object().if_contains("on_call"));
}

Result<void> now(const Context& context) { return show_answer(context, context.client.get("/api/v1/now"), now_text); }

std::string readiness_text(const json::value& answer) {
    constexpr std::pair<std::string_view, std::string_view> kMarks[] = {
        {"ok", "ĐẠT / OK"}, {"warn", "LƯU Ý / WARN"}, {"bad", "CHƯA ĐẠT / BAD"}, {"unknown", "CHƯA RÕ / UNKNOWN"}};
    std::string out;
    for (const auto& item : array_at(answer, "items")) {
        auto state = text_at(item, "state");
        for (const auto& [word, mark] : kMarks)
            if (word == state) state = mark;
        out += fmt::format("{}: {}\n", state, both_at(item, "what"));
        if (auto todo = both_at(item, "do"); !todo.empty()) out += fmt::format("    → {}\n", todo);
    }
    return out;
}

// Exit 1 while anything is bad: fit for a timer.
Result<void> readiness(const Context& context) {
    auto answer = context.client.get("/api/v1/readiness");
    if (auto shown = show_answer(context, answer, readiness_text); !shown) return shown;
    if (text_at(*answer, "counts.bad") == "0") return {};
    return failed(fmt::format("chưa sẵn sàng: {0} mục chưa đạt / not ready: {0} bad", text_at(*answer, "counts.bad")));
}

std::string assets_text(const json::array& items) {
    Table table(
        {"TÀI SẢN / ASSET", "LOẠI / KINDS", "NGƯỜI / PEOPLE", "KÊNH / CHANNEL", "BÁO XONG / TOLD BY", "KỊP / IN TIME"});
    for (const auto& item : items) {
        std::string kinds;
        for (const auto& kind : array_at(item, "kinds"))
            kinds += (kinds.empty() ? "" : ", ") + std::string(kind.as_string());
        table.row({text_at(item, "name"), kinds, text_at(item, "subjects"), text_at(item, "forecast.channel"),
                   local_at(item, "forecast.ends_at"), text_at(item, "forecast.in_time")});
    }
    return table.text();
}

Result<void> assets(const Context& context) {
    return show_answer(context, context.client.items("/api/v1/assets"), assets_text);
}

std::string configuration_text(const json::value& answer) {
    std::string out;
    for (const auto& file : array_at(answer, "files"))
        out += fmt::format("--- {}\n{}", text_at(file, "name"), text_at(file, "text"));
    for (const auto& warning : array_at(answer, "warnings"))
        out += fmt::format("CHÚ Ý / WARNING: {}\n", std::string_view(warning.as_string()));
    return out;
}

Result<void> configuration(const Context& context) {
    return show_answer(context, context.client.get("/api/v1/configuration"), configuration_text);
}

Result<void> audit(const Context& context) {
    Queries queries;
    for (const char* name : {"kind", "actor", "since"}) queries.emplace_back(name, context.arguments.get(name));
    return show_answer(context, context.client.items("/api/v1/audit", std::move(queries)), timeline_text);
}

std::string kept_text(const json::array& items) {
    Table table(
        {"GIỮ ĐẾN / KEEP UNTIL", "SỰ CỐ / INCIDENT", "TRẠNG THÁI / STATE", "LỆNH GIỮ / HOLDS", "TIÊU ĐỀ / TITLE"});
    for (const auto& item : items) {
        std::string holds;
        for (const auto& hold : array_at(item, "holds"))
            holds += (holds.empty() ? "" : ", ") + text_at(hold, "hold_id") + " " + text_at(hold, "reason");
        table.row({local_at(item, "keep_until"), text_at(item, "id"), state_label(text_at(item, "state")), holds,
                   text_at(item, "title")});
    }
    return table.text();
}

Result<void> retention(const Context& context) {
    return show_answer(context, context.client.items("/api/v1/retention"), kept_text);
}

// Every word that has a label, by the list it stands in: "states.incident".
void add_words(Table& table, const json::value& value, const std::string& list) {
    if (value.is_object())
        for (const auto& [name, item] : value.get_object())
            add_words(table, item, list.empty() ? std::string(name) : list + "." + std::string(name));
    if (!value.is_array()) return;
    for (const auto& item : value.get_array())
        if (auto label = both_at(item, "label"); !label.empty())
            table.row({list, text_at(item, "id", text_at(item, "name")), label});
}

std::string words_text(const json::value& answer) {
    Table table({"DANH MỤC / LIST", "TỪ / WORD", "NHÃN / LABEL"});
    add_words(table, answer, "");
    return table.text();
}

Result<void> vocabulary(const Context& context) {
    return show_answer(
        context, context.client.get("/api/v1/vocabulary" + query({{"edition", context.arguments.get("edition")}})),
        words_text);
}

constexpr const char* kRoster = "kíp trực, xem oncall who / the roster, see oncall who";

void declare_oncall(Command& oncall) {
    oncall.command("who", "ai đang trực, ai kế tiếp / who is on call and who is next", who)
        .option("at", "TIME", "lúc này thay vì bây giờ / then, in place of now");
    oncall.command("gaps", "lúc nào không ai trực / when nobody is on duty", gaps)
        .option("from", "TIME", "từ lúc này / from then on")
        .option("to", "TIME", "đến lúc này / until then");
    oncall
        .command("override",
                 "một người trực thay; không có đối số: liệt kê / a person stands in; without words: who does",
                 override_turn)
        .optional_word("ROSTER", kRoster)
        .optional_word("PERSON", "người trực thay / who stands in")
        .option("from", "TIME", "từ lúc này, nếu không có: bây giờ / from then on, without it: now")
        .option("until", "TIME", "đến lúc này / until then")
        .option("reason", "", about::kReason)
        .asks_for("ROSTER", {"PERSON", "until"})
        .asks_for("from", {"ROSTER"})
        .asks_for("until", {"ROSTER"})
        .asks_for("reason", {"ROSTER"});
    oncall
        .command(
            "swap",
            "đổi ca: OTHER trực thay PERSON, PERSON trả ca sau / OTHER takes the turn of PERSON, who takes one back",
            swap_turns)
        .word("ROSTER", kRoster)
        .word("PERSON", "người được thay / whose turn it is")
        .word("OTHER", "người trực thay / who takes it")
        .option("from", "TIME", "ca này từ / this turn from")
        .needed("until", "TIME", "ca này đến / this turn until")
        .needed("back-from", "TIME", "ca trả từ / the turn in return from")
        .needed("back-until", "TIME", "ca trả đến / the turn in return until")
        .option("reason", "", about::kReason);
    oncall.command("end", "bỏ lượt trực thay / takes a stand-in back", end_turn)
        .word("OVERRIDE", "mã, xem oncall override / its id, see oncall override")
        .option("reason", "", about::kReason);
}

}  // namespace

void declare_overview(Command& root) {
    root.command("me", "tôi là ai, việc gì đang chờ tôi / who I am and what waits for me", me);
    root.command("now", "mọi thứ cần biết lúc này / everything that counts now", now);
    root.command(
        "readiness",
        "nếu có vi phạm ngay bây giờ thì sao; mã 1 khi có mục chưa đạt / what if a breach came now; exit 1 while a "
        "row is bad",
        readiness);
    root.group("asset", "hệ thống giữ dữ liệu gì / which system holds which data")
        .command("list", "tài sản và thời gian báo hết người / assets, and how long to tell their people", assets);
    root.group("configuration", "cấu hình / the configuration")
        .command("show", "cấu hình đang dùng, không có bí mật / the configuration in force, without secrets",
                 configuration);
    declare_oncall(root.group("oncall"));
    root.group("audit", "nhật ký của chính hệ thống / what the daemon noted of itself")
        .command("list", "mới nhất trước / newest first", audit)
        .option("kind", "KIND", "chỉ loại mục này / entries of this kind only")
        .option("actor", "ACTOR", "chỉ của người hay máy này / of this person or machine only")
        .option("since", "TIME", "từ lúc này / from then on");
    root.group("retention", "thời hạn lưu giữ / how long files are kept")
        .command("list", "hồ sơ giữ đến ngày nào / until when files are kept", retention);
    root.command("vocabulary", "mọi từ của API với nhãn vi và en / the API's words with their labels", vocabulary)
        .option("edition", "EDITION", "ấn bản luật / the edition of the law");
}

}  // namespace breachd::ctl
