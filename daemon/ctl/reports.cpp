// report …, evidence …: documents out of the facts, and the bundle that proves the file.
#include <fmt/format.h>

#include "base/digest.hpp"
#include "ctl/abouts.hpp"
#include "ctl/command.hpp"
#include "ctl/labels.hpp"
#include "ctl/print.hpp"
#include "report/evidence.hpp"

namespace breachd::ctl {

namespace {

// Puts the answer's bytes into --to, or a name of its own in the present directory; prints name, size and hash.
Result<void> save(const Context& context, const std::string& method, const std::string& path, const std::string& name) {
    auto answer = context.client.call({.method = method, .path = path});
    if (!answer) return answer.error();
    return save_as(context, context.arguments.get("to", name), answer->body);
}

Result<void> report_build(const Context& context) {
    auto form = context.arguments.get("form", "mau-08");
    auto format = context.arguments.get("format", "pdf");
    Queries asked{{"form", form}, {"format", format}, {"number", context.arguments.get("number")}};
    for (const auto& name : context.arguments.all("present")) asked.emplace_back("present", name);
    for (const auto& title : context.arguments.all("attachment")) asked.emplace_back("attachments", title);
    // What is not kept cannot be filed by its hash.
    return save(context, context.arguments.has("draft") ? "GET" : "POST",
                incident_path(context, "/report") + query(asked),
                fmt::format("{}-{}.{}", context.arguments.get("INCIDENT"), form, format));
}

Result<void> report_completeness(const Context& context) {
    auto answer = context.client.get(incident_path(context, "/report/completeness") +
                                     query({{"form", context.arguments.get("form")}}));
    if (!answer) return answer.error();
    if (context.globals.json) {
        print_json(*answer);
        return {};
    }
    Table table({"MỤC / FIELD", "TRẠNG THÁI / STATE", "NHÃN / LABEL"});
    for (const auto& item : array_at(*answer, "fields"))
        table.row({text_at(item, "field"), state_label(text_at(item, "state")), text_at(item, "label")});
    say(table.text());
    return {};
}

Result<void> report_file(const Context& context) {
    json::object body{{"form", context.arguments.get("form")}, {"channel", context.arguments.get("channel")}};
    body["receipt_number"] = context.arguments.get("receipt");
    if (context.arguments.has("obligation")) body["obligation"] = context.arguments.get("obligation");
    body["number"] = context.arguments.get("number");
    if (auto at = context.arguments.moment("at")) body["filed_at"] = format_rfc3339(*at);
    auto file = context.arguments.get("FILE");
    auto bytes = read_file(file);
    if (!bytes) return bytes.error();
    body["sha256"] = hex(sha256(*bytes));
    body["document_base64"] = base64(*bytes);
    body["media_type"] = file.ends_with(".pdf") ? "application/pdf" : "application/octet-stream";
    auto answer = context.client.post(incident_path(context, "/report/filings"), body);
    if (!answer) return answer.error();
    if (context.globals.json)
        print_json(*answer);
    else
        say(fmt::format("đã ghi nhận nộp báo cáo, sha256 {} / filing recorded", hex(sha256(*bytes))));
    return {};
}

// 1 is the first report of its form; the API counts the supplements after it.
std::string number_of(const json::value& filing) {
    const auto* supplement = find_at(filing, "supplement");
    return supplement && supplement->is_int64() ? std::to_string(supplement->get_int64() + 1) : "";
}

std::string duty_of(const json::value& filing) {
    if (text_at(filing, "withdrawn") == "true") return "ĐÃ RÚT / WITHDRAWN";
    auto duty = text_at(filing, "obligation");
    if (text_at(filing, "as_built") == "true") duty += " (chưa ký / unsigned)";
    return duty;
}

Result<void> report_list(const Context& context) {
    auto incident = context.client.get(incident_path(context, ""));
    if (!incident) return incident.error();
    if (context.globals.json) {
        print_json(array_at(*incident, "filings"));
        return {};
    }
    Table table({"SỐ / NUMBER", "NỘP LÚC / FILED", "MẪU / FORM", "LẦN / NO.", "QUA / CHANNEL", "SỐ NHẬN / RECEIPT",
                 "NGƯỜI / BY", "XEM LẠI / CHECKED", "NGHĨA VỤ / DUTY", "SHA-256"});
    for (const auto& item : array_at(*incident, "filings"))
        table.row({text_at(item, "number"), local_at(item, "filed_at"), text_at(item, "form"), number_of(item),
                   text_at(item, "channel"), text_at(item, "receipt_number"), text_at(item, "by"),
                   text_at(item, "checked_by"), duty_of(item), text_at(item, "sha256")});
    say(table.text());
    return {};
}

Result<void> evidence_export(const Context& context) {
    return save(context, "POST", incident_path(context, "/evidence"),
                context.arguments.get("INCIDENT") + "-evidence.zip");
}

Result<void> evidence_verify(const Context& context) {
    auto bytes = read_file(context.arguments.get("FILE"));
    if (!bytes) return bytes.error();
    auto verdict = report::verify_bundle(*bytes, context.arguments.get("public-key"));
    if (context.globals.json) {
        print_json(json::object{{"good", verdict.good},
                                {"complete", verdict.complete},
                                {"incident_id", verdict.incident_id},
                                {"entries", verdict.entries},
                                {"tree_size", verdict.tree_size},
                                {"checks", to_json(verdict.checks)}});
    } else {
        for (const auto& check : verdict.checks) say(check);
        say(fmt::format("{}: {} mục / entries, cây / tree {}", verdict.incident_id, verdict.entries,
                        verdict.tree_size));
        if (verdict.good && !verdict.complete)
            say("ĐÚNG, NHƯNG CHƯA CHỨNG MINH ĐƯỢC LÀ ĐỦ MỤC / GOOD, BUT NOT PROVEN TO BE COMPLETE");
        else
            say(verdict.good ? "TOÀN VẸN / GOOD" : "KHÔNG TOÀN VẸN / NOT GOOD");
    }
    if (!verdict.good)
        return failed("bằng chứng không kiểm chứng được / the bundle does not verify", context.arguments.get("FILE"));
    return {};
}

constexpr const char* kForms = "mau-08|mau-04|bien-ban";

}  // namespace

void declare_reports(Command& root) {
    auto& report = root.group("report");
    report.command("build", "lập báo cáo và lưu / builds the report and keeps it", report_build)
        .word("INCIDENT", about::kIncident)
        .option("form", kForms,
                "mẫu, nếu không có: mau-08; bien-ban là biên bản xác nhận / the form, without it mau-08; bien-ban is "
                "the confirmation record")
        .option("format", "pdf|docx|json", "dạng tệp, nếu không có: pdf / the format, without it pdf")
        .option("number", "", "số văn bản / the document's number")
        .repeated("present", "", "người có mặt khi lập biên bản / a person present at the record")
        .repeated("attachment", "", "tên tài liệu kèm theo / the title of an attachment")
        .option("to", "FILE", about::kTo)
        .flag("draft", "không lưu / keeps nothing");
    report.command("completeness", "mục nào đã rõ / which fields are known", report_completeness)
        .word("INCIDENT", about::kIncident)
        .option("form", kForms, "mẫu / the form");
    report.command("file", "ghi nhận đã nộp / records that it was filed", report_file)
        .word("INCIDENT", about::kIncident)
        .word("FILE", "bản đã nộp / the document that was filed")
        .needed(
            "form", "mau-08|mau-04|bien-ban|controller|data-partner|other",
            "bien-ban: đã ký; controller: đã báo bên kiểm soát; data-partner: đã báo bên chia sẻ dữ liệu / bien-ban: "
            "signed; controller: the controller was told; data-partner: the sharing partner was told")
        .needed("channel", "", "nộp qua đâu / by which way it went")
        .option("receipt", "", "số tiếp nhận / the receipt's number")
        .option("number", "", "số văn bản / the document's number")
        .option("at", "TIME", "nộp lúc nào / when it was filed")
        .option("obligation", "OBLIGATION",
                "nghĩa vụ của gói luật, với --form other / a duty of a pack, with --form other");
    report.command("list", "các lần đã nộp / what was filed", report_list).word("INCIDENT", about::kIncident);
    auto& evidence = root.group("evidence", "gói bằng chứng của một hồ sơ / the bundle that proves a file");
    evidence.command("export", "gói bằng chứng (zip) / the evidence bundle (zip)", evidence_export)
        .word("INCIDENT", about::kIncident)
        .option("to", "FILE", about::kTo);
    evidence.command("verify", "kiểm chứng ngoại tuyến / verifies offline", evidence_verify)
        .word("FILE", "gói bằng chứng / the bundle")
        .option("public-key", "HEX64", "khóa đã công bố / the published key");
}

}  // namespace breachd::ctl
