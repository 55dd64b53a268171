// The report to the authority on Mẫu số 04 / Mẫu số 08, as PDF, DOCX and JSON: pure functions of facts. The labels,
// their order and the layout are the decree's and Decree 30/2020's; unknown facts print as dotted lines, never as
// guesses.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "core/incident/incident.hpp"
#include "settings/settings.hpp"

namespace breachd::report {

struct ReportInput {
    const Incident& incident;
    const Settings& settings;
    std::string form;                      // mau-04 | mau-08
    Instant at{};                          // date of the document
    std::string number;                    // after "Số:", may be empty
    std::vector<std::string> present;      // beside the data-protection officer, when the minutes were written
    std::vector<std::string> attachments;  // titles of further papers of this report, after those of the fact
};

// The titles of the fact `attachments`, then those of this report: each on one line, without empty ones.
std::vector<std::string> attachments_of(const ReportInput& input);

// A form that is built here: mau-04, mau-08, bien-ban.
bool is_form(std::string_view form);

// Fails (unprocessable) on an unknown form or edition.
Result<std::string> report_pdf(const ReportInput& input);
Result<std::string> report_docx(const ReportInput& input);
Result<std::string> report_json(const ReportInput& input);

// What the reader of a paper made from these facts must know: characters that could not be printed were replaced.
// Vietnamese, one sentence a matter.
std::vector<std::string> warnings(const ReportInput& input);

// Every field of the form: {"field": "2.1", "label": "Thời gian", "state": "known|unknown|not_applicable", "facts":
// [...]} and the counts {"known","unknown","not_applicable","complete"}.
json::object completeness(const ReportInput& input);

// Where a form prints each fact: its own number and label there, in the form's order.
struct PrintedFact {
    std::string fact, number, label;
};
std::vector<PrintedFact> printed_facts(const Settings& settings, const Edition& edition);

// Plain text of the whole form, line by line as printed: used by the PDF, by tests and for a console preview.
struct FormLine {
    std::string number;  // "1.4", "" for continuation
    std::string label;   // fixed string of the form
    std::string value;   // "" when unknown
    enum class Kind { heading, field, sub_field, sentence } kind = Kind::field;
};
Result<std::vector<FormLine>> form_lines(const ReportInput& input);

}  // namespace breachd::report
