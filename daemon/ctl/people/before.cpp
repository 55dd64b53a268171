#include "ctl/people/before.hpp"

#include <fmt/format.h>

#include "ctl/abouts.hpp"
#include "ctl/client.hpp"
#include "ctl/print.hpp"

namespace breachd::ctl {

namespace {

std::string warnings_text(const json::value& look) {
    std::string out;
    for (const auto& each : array_at(look, "warnings")) {
        out += fmt::format("! {}: {} / {}\n", text_at(each, "channel", "-"), text_at(each, "what.vi"),
                           text_at(each, "what.en"));
        if (auto todo = text_at(each, "todo.vi"); !todo.empty())
            out += fmt::format("    → {} / {}\n", todo, text_at(each, "todo.en"));
    }
    return out.empty() ? "không thấy trở ngại nào / nothing stands in the way\n" : out;
}

// How old the access tokens of providers are, and when what the next one is got by ends.
std::string tokens_text(const json::value& look) {
    std::string out;
    for (const auto& each : array_at(look, "channels")) {
        if (text_at(each, "token.got_at").empty()) continue;
        out += fmt::format("{}: mã lấy lúc / token of {}", text_at(each, "channel"), local_at(each, "token.got_at"));
        if (!text_at(each, "token.refresh_ends_at").empty())
            out += fmt::format("; mã làm mới hết hạn / refresh token ends {}", local_at(each, "token.refresh_ends_at"));
        out += "\n";
    }
    return out;
}

std::string letters_text(const json::value& look) {
    std::string out;
    for (const auto& each : array_at(look, "previews"))
        out += fmt::format(
            "{} · {} · {} {}\nSMS: {} phần / parts ({}, {}); không dấu / without marks: {}\n{}\n\n{}\n{}\n\n",
            text_at(each, "code"), text_at(each, "name"), text_at(each, "channel", "-"), text_at(each, "address"),
            text_at(each, "sms.parts"), text_at(each, "sms.units"), text_at(each, "sms.alphabet"),
            text_at(each, "sms.without_marks.parts"), text_at(each, "sms.text"), text_at(each, "email.subject"),
            text_at(each, "email.text"));
    return out;
}

std::string look_text(const json::value& look) {
    auto out = fmt::format(
        "người phải báo / people: {}; không có kênh / without a channel: {}\n"
        "hạn / deadline: {}; gửi xong / sent by: {}; báo muộn / late: {}\nchi phí / cost: {} VND\n\n",
        text_at(look, "people"), text_at(look, "none"), local_at(look, "due_at"), local_at(look, "end"),
        text_at(look, "late"), text_at(look, "cost_vnd", "?"));
    Table table({"KÊNH / CHANNEL", "LIÊN LẠC ĐƯỢC / REACHES", "GỬI TRƯỚC / FIRST", "HẠN MỨC / QUOTA LEFT",
                 "PHẦN / PARTS", "VND", "XONG / DONE", "MUỘN / LATE"});
    for (const auto& each : array_at(look, "channels"))
        table.row({text_at(each, "channel"), text_at(each, "can_reach"), text_at(each, "first"),
                   text_at(each, "quota_left", "-"), text_at(each, "parts"), text_at(each, "cost_vnd", "?"),
                   local_at(each, "end"), text_at(each, "late")});
    // Ten whole letters are long: what a person must know before a release stands where the terminal ends.
    return letters_text(look) + "\n" + out + table.text() + tokens_text(look) + "\n" + warnings_text(look);
}

Result<void> notice_readiness(const Context& context) {
    bool opened = context.arguments.has("open");
    auto path = incident_path(context, opened ? "/notice/readiness/opened" : "/notice/readiness");
    return show_answer(context, context.client.get(path), look_text);
}

}  // namespace

void declare_before(Command& notice) {
    notice
        .command("readiness",
                 "trước khi gửi: liên lạc được ai, chi phí, dự báo, mười thư, trở ngại / before sending: whom it "
                 "reaches, cost, forecast, ten letters, warnings",
                 notice_readiness)
        .word("INCIDENT", about::kIncident)
        .flag("open", "mở tên và địa chỉ, được ghi nhật ký / with names and addresses, which is journalled");
}

}  // namespace breachd::ctl
