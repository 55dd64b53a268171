#include "ctl/people/letters.hpp"

#include <fmt/format.h>

#include "base/percent.hpp"
#include "ctl/abouts.hpp"
#include "ctl/client.hpp"
#include "ctl/print.hpp"

namespace breachd::ctl {

namespace {

constexpr const char* kBatch = "lô thư, xem letters list / the batch, see letters list";

std::string path_of(const Context& context, std::string_view rest) {
    return incident_path(context, fmt::format("/letters/{}{}", percent_encoded(context.arguments.get("BATCH")), rest));
}

std::string batches_text(const json::value& found) {
    Table table({"BATCH", "STATE", "LETTERS", "WAITING", "TOLD", "RETURNED", "WRITTEN", "POSTED", "DIRECTORY"});
    std::string notes;
    for (const auto& each : array_at(found, "items")) {
        table.row({text_at(each, "batch"), text_at(each, "state"), text_at(each, "letters"), text_at(each, "waiting"),
                   text_at(each, "told"), text_at(each, "returned"), local_at(each, "written_at"),
                   local_at(each, "posted_at"), text_at(each, "directory")});
        if (const auto& out = array_at(each, "take_out"); !out.empty())
            notes += fmt::format("{}: bỏ ra, không cần gửi nữa / take out, need not be posted: {}\n",
                                 text_at(each, "batch"), json::serialize(out));
    }
    if (table.empty()) return "chưa có thư giấy nào / there are no printed letters\n";
    return table.text() + notes;
}

std::string taken_text(const json::value&) { return "đã ghi nhận / taken\n"; }

Result<void> letters_list(const Context& context) {
    return show_answer(context, context.client.get(incident_path(context, "/letters")), batches_text);
}

Result<void> letters_posted(const Context& context) {
    json::object body{{"receipt", context.arguments.get("receipt")}};
    if (context.arguments.has("at")) body["posted_at"] = context.arguments.get("at");
    return show_answer(context, context.client.post(path_of(context, "/posted"), body), taken_text);
}

Result<void> letters_returned(const Context& context) {
    json::object body{{"code", context.arguments.get("CODE")}};
    if (context.arguments.has("reason")) body["reason"] = context.arguments.get("reason");
    return show_answer(context, context.client.post(path_of(context, "/returned"), body), taken_text);
}

}  // namespace

void declare_letters(Command& root) {
    auto& letters = root.group("letters", "thư giấy gửi bưu điện / letters on paper, sent by post");
    letters.command("list", "các lô thư: in, gửi, đã gửi / the batches: to print, to post, posted", letters_list)
        .word("INCIDENT", about::kIncident);
    letters
        .command("posted",
                 "ghi rằng lô thư đã gửi bưu điện: từ đó mới tính là đã báo / records that a batch was "
                 "posted: from then on its people are told",
                 letters_posted)
        .word("INCIDENT", about::kIncident)
        .word("BATCH", kBatch)
        .needed("receipt", "", "số biên nhận của bưu điện / the post office's receipt number")
        .option("at", "TIME", "gửi lúc nào, mặc định bây giờ / when, default now (2026-11-29T16:00:00+07:00)");
    letters.command("returned", "thư bị trả lại / a letter came back", letters_returned)
        .word("INCIDENT", about::kIncident)
        .word("BATCH", kBatch)
        .word("CODE", "mã tra cứu in trên thư / the code on the letter")
        .option("reason", "", about::kReason);
}

}  // namespace breachd::ctl
