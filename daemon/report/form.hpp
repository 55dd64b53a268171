// The fields of Mẫu số 04 / Mẫu số 08 with what is known of them. Labels and their order are the decree's fixed strings
// (Phụ lục, Nghị định 356/2025/NĐ-CP); no section is added to them.
#pragma once

#include <string>
#include <vector>

#include "report/document.hpp"
#include "report/report.hpp"

namespace breachd::report {

enum class FieldState { known, unknown, not_applicable };

struct FormField {
    FormLine line;                         // label as printed: "- Thời gian:"
    FieldState state = FieldState::known;  // headings and sentences are known
    std::vector<std::string> facts;        // what it is made of, by the names of the HTTP contract
    std::string of;                        // for a sub-field: the number of its field, "1.7"
};

// `input.form` must be mau-04 or mau-08 and the incident's edition known (report.cpp checks both).
std::vector<FormField> form_fields(const ReportInput& input);
std::string form_name(const ReportInput& input);  // "Mẫu số 08"
std::string addressee(const ReportInput& input);  // the authority as the form prints it
Document form_document(const ReportInput& input);

// Minutes of the violation for our own file (Law 91/2025 Điều 23.2); no official form exists.
Document confirmation_record(const ReportInput& input);

// Shared by both: one line a kind of data, each with "+ " before it when there are several: "vị trí … (dữ liệu cá nhân
// nhạy cảm, điểm h khoản 1 Điều 4): 1.200 bản ghi; 1.000 chủ thể dữ liệu."
std::vector<std::string> kind_lines(const ReportInput& input);
// "Thông báo lần đầu gửi lúc …, số tiếp nhận … (SHA-256: …)": a filing by its own name, with what is known of it.
std::string filing_line(const Incident& incident, const Filing& filing);
// How the telling of subjects stands, one line a matter; empty when nobody has to be told.
std::vector<std::string> telling_lines(const ReportInput& input, bool with_due = true);

}  // namespace breachd::report
