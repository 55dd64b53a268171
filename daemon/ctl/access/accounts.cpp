// account …: who may sign in at the console. By an admin's token, against a running daemon.
#include <fmt/format.h>

#include "ctl/command.hpp"
#include "ctl/print.hpp"

namespace breachd::ctl {

namespace {

std::string invitation_text(const json::value& answer) {
    return fmt::format(
        "{}\n\nLiên kết dùng một lần, đến {}. Gửi riêng cho người được mời; ai mở trước thì lập tài khoản.\n"
        "The link works once, until then. Give it to the person alone: whoever opens it first makes the account.",
        text_at(answer, "link"), local_at(answer, "expires_at"));
}

Result<void> invite(const Context& context) {
    auto path = "/api/v1/accounts/" + percent_encoded(context.arguments.get("PERSON")) + "/invite";
    json::object body{{"role", context.arguments.get("role")}};
    return show_answer(context, context.client.post(path, body), invitation_text);
}

std::string accounts_text(const json::array& items) {
    Table table({"ai / person", "tên / name", "vai trò / role", "phiên / sessions", "mời đến / invited until"});
    for (const auto& item : items)
        table.row({text_at(item, "person"), text_at(item, "name"), text_at(item, "role", "-"),
                   text_at(item, "sessions"), local_at(item, "invited_until")});
    return table.text();
}

Result<void> list(const Context& context) {
    return show_answer(context, context.client.items("/api/v1/accounts"), accounts_text);
}

Result<void> revoke(const Context& context) {
    Request request;
    request.method = "DELETE";
    request.path = "/api/v1/accounts/" + percent_encoded(context.arguments.get("PERSON"));
    return show_answer(
        context, context.client.value_of(request), +[](const json::value&) {
            return std::string("đã thu hồi tài khoản, mọi phiên đã kết thúc / revoked; every session has ended");
        });
}

constexpr const char* kPerson = "người trong mục people của cấu hình / a person of the configuration";

}  // namespace

void declare_accounts(Command& root) {
    auto& account = root.group("account", "ai đăng nhập được vào bảng điều khiển / who may sign in at the console");
    account.command("invite", "liên kết một lần để lập tài khoản / a one-time link to make an account", invite)
        .word("PERSON", kPerson)
        .needed("role", "viewer|responder|dpo|auditor|admin", "vai trò / the role");
    account.command("list", "ai đăng nhập được / who may sign in", list);
    account.command("revoke", "thu hồi tài khoản, kết thúc mọi phiên / ends the account and its sessions", revoke)
        .word("PERSON", kPerson);
}

}  // namespace breachd::ctl
