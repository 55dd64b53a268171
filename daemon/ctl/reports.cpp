// report …, evidence …: documents out of the facts, and the bundle that proves the file.
#include <fmt/format.h>

#include "base/digest.hpp"
#include "ctl/command.hpp"
#include "ctl/labels.hpp"
#include "ctl/print.hpp"
#include "report/evidence.hpp"

namespace breachd::ctl {

namespace {

std::string path_of(const Context& context, std::string_view rest) {
    return fmt::format("/api/v1/incidents/{}{}", escape(context.arguments.words[0]), rest);
}

// Puts the answer's bytes into --to, or a name of its own in the present directory; prints name, size and hash.
Result<void> save(const Context& context, const std::string& method, const std::string& path, const std::string& name) {
    auto answer = context.client.call({.method = method, .path = path});
    if (!answer) return answer.error();
    auto file = context.arguments.get("to", name);
    if (file == "-") {
        std::fwrite(answer->body.data(), 1, answer->body.size(), stdout);
        return {};
    }
    if (auto ok = write_file(file, answer->body); !ok) return ok;
    if (context.globals.json)
        print_json(json::object{{"file", file}, {"bytes", answer->body.size()}, {"sha256", hex(sha256(answer->body))}});
    else
        say(fmt::format("{}  {} byte  sha256 {}", file, answer->body.size(), hex(sha256(answer->body))));
    return {};
}

Result<void> report_build(const Context& context) {
    auto form = context.arguments.get("form", "mau-08");
    auto format = context.arguments.get("format", "pdf");
    Queries asked{{"form", form}, {"format", format}, {"number", context.arguments.get("number")}};
    for (const auto& name : context.arguments.all("present")) asked.emplace_back("present", name);
    for (const auto& title : context.arguments.all("attachment")) asked.emplace_back("attachments", title);
    // What is not kept cannot be filed by its hash.
    return save(context, context.arguments.has("draft") ? "GET" : "POST", path_of(context, "/report") + query(asked),
                fmt::format("{}-{}.{}", context.arguments.words[0], form, format));
}

Result<void> report_completeness(const Context& context) {
    auto answer =
        context.client.get(path_of(context, "/report/completeness") + query({{"form", context.arguments.get("form")}}));
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
    json::object body;
    for (const char* name : {"form", "channel"}) {
        auto value = context.arguments.required(name);
        if (!value) return value.error();
        body[name] = *value;
    }
    body["receipt_number"] = context.arguments.get("receipt");
    if (context.arguments.has("obligation")) body["obligation"] = context.arguments.get("obligation");
    body["number"] = context.arguments.get("number");
    auto at = context.arguments.moment("at");
    if (!at) return at.error();
    if (*at) body["filed_at"] = format_rfc3339(**at);
    auto bytes = read_file(context.arguments.words[1]);
    if (!bytes) return bytes.error();
    body["sha256"] = hex(sha256(*bytes));
    body["document_base64"] = base64(*bytes);
    body["media_type"] = context.arguments.words[1].ends_with(".pdf") ? "application/pdf" : "application/octet-stream";
    auto answer = context.client.post(path_of(context, "/report/filings"), body);
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
    auto incident = context.client.get(path_of(context, ""));
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
    return save(context, "POST", path_of(context, "/evidence"), context.arguments.words[0] + "-evidence.zip");
}

Result<void> evidence_verify(const Context& context) {
    auto bytes = read_file(context.arguments.words[0]);
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
        return failed("bằng chứng không kiểm chứng được / the bundle does not verify", context.arguments.words[0]);
    return {};
}

constexpr Command kCommands[] = {
    {"report build", "INCIDENT", 1, 1, "form= format= number= present=* attachment=* to= draft",
     "lập báo cáo và lưu (--draft: không lưu): --form mau-08|mau-04|bien-ban --format pdf|docx|json "
     "--present 'người có mặt' --attachment 'tên tài liệu kèm theo' / builds and keeps the report; bien-ban is the "
     "confirmation record; --attachment adds a title to section 3 "
     "(--draft: keeps nothing)",
     report_build},
    {"report completeness", "INCIDENT", 1, 1, "form=", "mục nào đã rõ / which fields are known", report_completeness},
    {"report file", "INCIDENT FILE", 2, 2, "form=! channel=! receipt= number= at= obligation=",
     "ghi nhận đã nộp / records that it was filed: --form mau-08|mau-04, bien-ban (đã ký / signed), controller (đã báo "
     "bên kiểm soát / told the controller), data-partner (đã báo bên chia sẻ dữ liệu / told the sharing partner), "
     "other --obligation ID (nghĩa vụ của gói luật / a duty of a pack)",
     report_file},
    {"report list", "INCIDENT", 1, 1, "", "các lần đã nộp / what was filed", report_list},
    {"evidence export", "INCIDENT", 1, 1, "to=", "gói bằng chứng (zip) / the evidence bundle", evidence_export},
    {"evidence verify", "FILE", 1, 1, "public-key=",
     "kiểm chứng ngoại tuyến; khóa: 64 chữ số hex / verifies offline; the key: 64 hex digits, not a file",
     evidence_verify},
};

}  // namespace

std::span<const Command> report_commands() { return kCommands; }

}  // namespace breachd::ctl
