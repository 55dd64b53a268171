#include "ctl/people/lists.hpp"

#include <fmt/format.h>

#include "ctl/abouts.hpp"
#include "ctl/people/import_progress.hpp"
#include "ctl/people/import_text.hpp"
#include "ctl/print.hpp"

namespace breachd::ctl {

// Parts that follow the first have a head of their own.
Result<void> save_table(const Context& context, Request request, const std::string& name) {
    auto first = request.path;
    std::string text;
    request.headers = {{"Accept", "text/csv"}, {"Accept-Language", "vi"}};
    for (;;) {
        auto answer = context.client.ask(request);
        if (!answer) return answer.error();
        if (!answer->ok()) {  // the words of the fault in both languages
            request.headers = {{"Accept", "text/csv"}};
            answer = context.client.call(request);
            if (!answer) return answer.error();
        }
        auto head = text.empty() ? 0 : answer->body.find('\n') + 1;
        text.append(answer->body, head);
        if (answer->next.empty()) break;
        request.path = first.substr(0, first.find('?')) + answer->next;
    }
    return save_as(context, context.arguments.get("to", name), text, 0600);
}

namespace {

constexpr int kImportPatienceS = 24 * 3600;  // a source may hand out its pages for so long

// "/subjects?check=true&strict=true" of the flags that are set.
std::string import_path(const Context& context) {
    std::string out = context.arguments.has("from") ? "/subjects/import" : "/subjects";
    for (auto [option, name] :
         {std::pair{"check", "check"}, {"strict", "strict"}, {"ignore-columns", "ignore_columns"}, {"again", "again"}})
        if (context.arguments.has(option))
            out += fmt::format("{}{}=true", out.find('?') == std::string::npos ? "?" : "&", name);
    return out;
}

// Whether the list came in whole nobody knows when no answer came; the same command finds out.
Result<json::value> send_list(const Context& context, Request request, std::size_t bytes) {
    ImportProgress shown(context.client, context.arguments.get("INCIDENT"), bytes);
    request.method = "POST";
    request.path = incident_path(context, import_path(context));
    request.patience_s = kImportPatienceS;
    auto answer = context.client.ask(request);
    if (!answer)
        return failed(answer.error().message +
                          "\n  chạy lại đúng lệnh này: danh sách đã vào thì không vào lần nữa / run the same command "
                          "again: a list that came in is not taken in twice",
                      answer.error().where);
    if (!answer->ok()) return failed(problem_text(*answer));
    return answer->parsed();
}

// {"from": …, "parameters": {…}} of --from NAME --parameter NAME=VALUE
Result<Request> request_of_source(const Context& context) {
    json::object parameters;
    for (const auto& each : context.arguments.all("parameter")) {
        auto equals = each.find('=');
        if (equals == std::string::npos || equals == 0) return usage("--parameter NAME=VALUE");
        parameters[each.substr(0, equals)] = each.substr(equals + 1);
    }
    Request out;
    out.body =
        json::serialize(json::object{{"from", context.arguments.get("from")}, {"parameters", std::move(parameters)}});
    return out;
}

Result<Request> request_of_file(const Context& context) {
    auto file = context.arguments.get("FILE");
    auto bytes = read_file(file);
    if (!bytes) return bytes.error();
    bool lines = file.ends_with(".ndjson") || file.ends_with(".jsonl") || context.arguments.has("ndjson");
    Request out;
    out.body = std::move(*bytes);
    out.content_type = lines ? "application/x-ndjson" : "text/csv";
    return out;
}

Result<void> subjects_import(const Context& context) {
    bool from = context.arguments.has("from");
    if (from == context.arguments.has("FILE")) return usage("FILE hoặc --from / FILE or --from");
    auto request = from ? request_of_source(context) : request_of_file(context);
    if (!request) return request.error();
    auto bytes = from ? 0 : request->body.size();
    auto answer = send_list(context, std::move(*request), bytes);
    if (context.arguments.has("check") && answer && !context.globals.json)
        say("CHỈ KIỂM TRA, chưa nhập ai / ONLY CHECKED, nobody was imported");
    return show_answer(context, answer, import_text);
}

std::string imports_text(const json::value& answer) {
    Table table({"LÚC / AT", "DANH SÁCH / LIST", "AI / BY", "MỚI / NEW", "CẬP NHẬT / UPDATED", "TRÙNG / REPEATED",
                 "KHÔNG DÙNG ĐƯỢC / UNUSABLE"});
    for (const auto& each : array_at(answer, "items"))
        table.row({local_at(each, "imported_at"), text_at(each, "id", "-"), text_at(each, "imported_by"),
                   text_at(each, "new"), text_at(each, "updated"), text_at(each, "duplicates"),
                   text_at(each, "rejected")});
    return table.empty() ? "chưa nhập danh sách nào / no list came in\n" : table.text();
}

Result<void> subjects_imports(const Context& context) {
    return show_answer(context, context.client.get(incident_path(context, "/subjects/imports")), imports_text);
}

Result<void> subjects_rejected(const Context& context) {
    auto list = percent_encoded(context.arguments.get("LIST"));
    return save_table(context, {.path = incident_path(context, "/subjects/imports/" + list + "/rejected.csv")},
                      context.arguments.get("INCIDENT") + "-" + list + "-rejected.csv");
}

}  // namespace

void declare_lists(Command& subjects) {
    subjects.command("import", "nhập danh sách chủ thể / imports the list of people", subjects_import)
        .word("INCIDENT", about::kIncident)
        .optional_word(
            "FILE",
            ".xlsx, CSV hoặc NDJSON, - là đầu vào chuẩn; cột / .xlsx, CSV or NDJSON, - is standard input; columns: "
            "subject_ref,name,guardian_of,email,phone,zalo_id,push_token,postal_address,language,kinds")
        .option("from", "NAME",
                "từ nguồn tên đó trong cấu hình, mục lists / from that source of the configuration, lists")
        .repeated("parameter", "NAME=VALUE", "gửi kèm cho nguồn / sent along to the source")
        .flag("ndjson", "là NDJSON dù tên tệp khác / it is NDJSON whatever its name")
        .flag("check", "chỉ kiểm tra, không nhập ai / only looks, imports nobody")
        .flag("strict", "có giá trị hỏng thì không nhập ai / refuses the list for a value that cannot be used")
        .flag("again", "nhập lại cả khi đã nhập đúng tệp này / even when this very list was imported already")
        .flag("ignore-columns", "bỏ qua cột lạ / leaves out columns of unknown titles");
    subjects.command("imports", "các danh sách đã nhập / the lists that came in", subjects_imports)
        .word("INCIDENT", about::kIncident);
    subjects
        .command("rejected", "giá trị không dùng được của một danh sách, CSV / what of a list could not be used, CSV",
                 subjects_rejected)
        .word("INCIDENT", about::kIncident)
        .word("LIST", "mã danh sách, xem subjects imports / the list, see subjects imports")
        .option("to", "FILE", about::kTo);
}

}  // namespace breachd::ctl
