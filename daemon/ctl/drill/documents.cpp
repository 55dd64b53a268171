// The drill's steps from the public notice to the proved file.
#include <fmt/format.h>

#include "base/digest.hpp"
#include "ctl/command.hpp"
#include "ctl/drill/drill.hpp"
#include "ctl/incident_text.hpp"
#include "ctl/print.hpp"
#include "report/evidence.hpp"

namespace breachd::ctl {

Result<void> Drill::see_public_notice() {
    if (auto ok = until("public_notice.state = published",
                        [](const json::value& it) { return text_at(it, "public_notice.state") == "published"; });
        !ok)
        return ok;
    auto url = text_at(incident_, "public_notice.url");
    auto scheme = url.find("://");
    auto slash = scheme == std::string::npos ? scheme : url.find('/', scheme + 3);
    if (slash == std::string::npos) return failed("mong đợi một địa chỉ / expected an address: " + url);
    Client reader(url.substr(0, slash), "");
    auto page = reader.call({.path = url.substr(slash)});
    if (!page) return page.error();
    if (hex(sha256(page->body)) != text_at(incident_, "public_notice.proof_sha256"))
        return failed("trang đọc lại khác bằng chứng / the page differs from its proof", url);
    tell(fmt::format("{}\nlý do / why: {}\nsha256 {} khớp / matches", url, text_at(incident_, "public_notice.why"),
                     text_at(incident_, "public_notice.proof_sha256")));
    return write_file(options_.directory + "/public-notice.html", page->body);
}

Result<void> Drill::build_reports() {
    auto client = as("dpo");
    if (!client) return client.error();
    for (const char* form : {"mau-04", "mau-08"})
        for (const char* format : {"pdf", "docx", "json"})
            if (auto ok = save(*client, path(fmt::format("/report?form={}&format={}", form, format)),
                               fmt::format("{}.{}", form, format));
                !ok)
                return ok;
    auto complete = client->get(path("/report/completeness"));
    if (!complete) return complete.error();
    tell(fmt::format("đã rõ / known {} · chưa rõ / unknown {} · không áp dụng / not applicable {}",
                     text_at(*complete, "known"), text_at(*complete, "unknown"), text_at(*complete, "not_applicable")));
    return {};
}

Result<void> Drill::file_report() {
    auto client = as("dpo");
    if (!client) return client.error();
    auto pdf = read_file(options_.directory + "/mau-08.pdf");
    if (!pdf) return pdf.error();
    auto filed = client->post(path("/report/filings"), json::object{{"form", "mau-08"},
                                                                    {"channel", "portal"},
                                                                    {"receipt_number", "DIEN-TAP-0001"},
                                                                    {"sha256", hex(sha256(*pdf))},
                                                                    {"document_base64", base64(*pdf)}});
    if (!filed) return filed.error();
    if (auto ok = refresh(); !ok) return ok;
    for (const auto& one : array_at(incident_, "obligations"))
        if (text_at(one, "id") == "authority-report") {
            tell(fmt::format("{}: {} · hạn / due {} · nộp / filed {}", text_at(one, "citation"), text_at(one, "state"),
                             local_at(one, "due_at"), local_at(one, "met_at")));
            return text_at(one, "state") == "met" ? Result<void>() : failed("mong đợi / expected: met");
        }
    return failed("mong đợi nghĩa vụ / expected the obligation authority-report");
}

// The minutes are signed on paper: what is filed is the scan of the signed sheet, which the drill makes up.
Result<void> Drill::file_record() {
    auto client = as("dpo");
    if (!client) return client.error();
    auto record = client->call({.method = "POST", .path = path("/report?form=bien-ban&format=pdf")});
    if (!record) return record.error();
    auto scan = record->body + "\n% DIEN TAP: ban quet co chu ky / DRILL: the signed scan\n";
    if (auto ok = write_file(options_.directory + "/bien-ban.pdf", scan); !ok) return ok;
    auto filed =
        client->post(path("/report/filings"),
                     json::object{{"form", "bien-ban"}, {"channel", "by hand"}, {"document_base64", base64(scan)}});
    if (!filed) return filed.error();
    auto second = as("an");
    if (!second) return second.error();
    for (const auto& filing : array_at(*filed, "filings")) {
        auto number = text_at(filing, "number");
        auto looked = second->value_of({.method = "PATCH",
                                        .path = path("/report/filings/" + number),
                                        .body = json::serialize(json::object{{"checked", true}})});
        if (!looked) return looked.error();
        tell(fmt::format("bản nộp {} ({}): an đã xem lại / an looked at it", number, text_at(filing, "form")));
    }
    return {};
}

Result<void> Drill::remedy() {
    auto client = as("an");
    if (!client) return client.error();
    auto done = client->post(path("/remedy"),
                             json::object{{"what", "Đã khóa tài khoản, vá quyền truy cập, mã hóa bảng vị trí."}});
    if (!done) return done.error();
    auto keep = text_at(*done, "retention.keep_until");
    if (keep.empty()) return failed("mong đợi ngày lưu giữ / expected a keep-until date");
    tell("khắc phục / remedied: " + both_times(text_at(*done, "remedied_at")) +
         "\nlưu giữ đến / keep until: " + both_times(keep));
    return {};
}

// Closes only what is really done: without a note the daemon says what is owed, and the file stays open.
Result<void> Drill::close() {
    auto client = as("dpo");
    if (!client) return client.error();
    auto answer = client->ask({.method = "POST", .path = path("/close"), .body = "{}"});
    if (!answer) return answer.error();
    if (answer->status != 200 && answer->status != 409)
        return failed("mong đợi đóng được, hoặc 409 và lý do / expected it to close, or 409 with what is owed: " +
                      problem_text(*answer));
    tell(answer->status == 200 ? "đã đóng / closed" : "chưa đóng được / not closed yet: " + problem_text(*answer));
    if (auto ok = refresh(); !ok) return ok;
    tell(incident_text(incident_));
    return {};
}

Result<void> Drill::prove() {
    auto client = as("auditor");
    if (!client) return client.error();
    if (auto ok = save(*client, path("/evidence"), "evidence.zip", "POST"); !ok) return ok;
    auto zip = read_file(options_.directory + "/evidence.zip");
    if (!zip) return zip.error();
    auto verdict = report::verify_bundle(*zip, "");
    for (const auto& check : verdict.checks) tell(check);
    return verdict.good ? Result<void>()
                        : failed("mong đợi gói bằng chứng kiểm chứng được / expected the bundle to verify");
}

Result<void> Drill::show_timeline() {
    auto client = as("auditor");
    if (!client) return client.error();
    auto items = timeline_items(*client, id_);
    if (!items) return items.error();
    auto text = timeline_text(*items);
    tell(text);
    return write_file(options_.directory + "/timeline.txt", text);
}

}  // namespace breachd::ctl
