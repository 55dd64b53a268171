#include "report/report.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/words/words.hpp"
#include "report/form.hpp"
#include "report/text.hpp"

namespace breachd::report {

namespace {

using Kind = FormLine::Kind;

constexpr std::string_view kRecord = "bien-ban";

Result<Document> document_of(const ReportInput& input) {
    if (!input.settings.edition_of(input.incident.edition))
        return Error{ErrorCode::unprocessable, "unknown edition of the law: " + input.incident.edition, "/edition"};
    if (input.form == kRecord) return confirmation_record(input);
    if (input.form == "mau-04" || input.form == "mau-08") return form_document(input);
    return Error{ErrorCode::unprocessable, "unknown form; known are mau-04, mau-08, bien-ban", "form"};
}

Result<void> check_form(const ReportInput& input) {
    if (auto document = document_of(input); !document) return document.error();
    return {};
}

// "- Thời gian:" as a name for a list: "Thời gian".
std::string bare_label(std::string_view label) {
    if (label.starts_with("- ")) label.remove_prefix(2);
    while (label.ends_with(':')) label.remove_suffix(1);
    return std::string(label);
}

std::string_view state_name(FieldState state) {
    return state == FieldState::known ? "known" : state == FieldState::unknown ? "unknown" : "not_applicable";
}

FormLine sentence(std::string text) { return {"", "", std::move(text), Kind::sentence}; }

void add_head(std::vector<FormLine>& out, const Document& document) {
    if (!document.form_name.empty()) out.push_back(sentence(document.form_name));
    for (const auto& text : {document.organisation, document.number, std::string("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
                             std::string("Độc lập - Tự do - Hạnh phúc"), document.place_date})
        out.push_back(sentence(text));
    for (const auto& text : document.title) out.push_back(sentence(text));
    if (!document.addressee.empty()) out.push_back(sentence(document.addressee));
}

void add_end(std::vector<FormLine>& out, const Document& document) {
    if (!document.recipients.empty()) out.push_back(sentence("Nơi nhận:"));
    for (const auto& text : document.recipients) out.push_back(sentence(text));
    for (const auto& signature : document.signatures) {
        out.push_back(sentence(signature.who));
        out.push_back(sentence(signature.note));
    }
}

void add_paragraphs(std::vector<FormLine>& out, const std::vector<Paragraph>& paragraphs) {
    for (const auto& paragraph : paragraphs) {
        auto line = sentence("");
        for (const auto& run : paragraph.runs) line.value += run.text;
        if (paragraph.kind == Paragraph::Kind::heading) line.kind = Kind::heading;
        out.push_back(std::move(line));
    }
}

json::object counts_of(const json::array& fields) {
    std::int64_t known = 0, unknown = 0, other = 0;
    for (const auto& field : fields) {
        auto state = std::string_view(field.as_object().at("state").get_string());
        ++(state == "known" ? known : state == "unknown" ? unknown : other);
    }
    return {{"known", known}, {"unknown", unknown}, {"not_applicable", other}, {"complete", unknown == 0}};
}

// Facts of the incident behind the fields, as values to type into an on-line form.
json::object structured_facts(const ReportInput& input) {
    const auto& incident = input.incident;
    const auto* edition = input.settings.edition_of(incident.edition);
    json::array basic, sensitive;
    std::int64_t records = 0;
    for (const auto& count : incident.kinds) {
        const auto* kind = edition->kind(count.kind);
        json::object item{{"kind", count.kind},
                          {"label", clean_text(kind_label(count.kind, edition, "vi"))},
                          {"citation", kind ? kind->citation : ""},
                          {"records", count.records},
                          {"subjects", count.subjects}};
        (kind && !kind->sensitive ? basic : sensitive).push_back(std::move(item));
        records += count.records;
    }
    json::object first;
    if (!incident.filings.empty()) first = to_json(incident.filings.front()).as_object();
    return {{"occurred_from", to_json(incident.occurred_from)},
            {"occurred_to", to_json(incident.occurred_to)},
            {"detected_at", to_json(incident.detected_at)},
            {"detected_how", to_json(incident.detected_how)},
            {"place", to_json(incident.place)},
            {"act", incident.act},
            {"description", to_json(incident.description)},
            {"parties", to_json(incident.parties)},
            {"basic_kinds", basic},
            {"sensitive_kinds", sensitive},
            {"records", records},
            {"consequences", to_json(incident.consequences)},
            {"measures", to_json(incident.measures)},
            {"notice_run", to_json(incident.notice_run)},
            {"public_notice", to_json(incident.public_notice)},
            {"supplement", std::int64_t(incident.filings.size())},
            {"first_filing", incident.filings.empty() ? json::value(nullptr) : json::value(first)}};
}

}  // namespace

Result<std::string> report_pdf(const ReportInput& input) {
    auto document = document_of(input);
    if (!document) return document.error();
    return render_pdf(*document);
}

Result<std::string> report_docx(const ReportInput& input) {
    auto document = document_of(input);
    if (!document) return document.error();
    return render_docx(*document);
}

Result<std::vector<FormLine>> form_lines(const ReportInput& input) {
    auto document = document_of(input);
    if (!document) return document.error();
    std::vector<FormLine> out;
    add_head(out, *document);
    if (input.form == kRecord) {
        add_paragraphs(out, document->paragraphs);
        add_paragraphs(out, document->closing);
    } else {
        add_paragraphs(out, {document->paragraphs.front()});
        for (auto& field : form_fields(input)) out.push_back(std::move(field.line));
    }
    add_end(out, *document);
    return out;
}

json::object completeness(const ReportInput& input) {
    json::array fields;
    if (check_form(input) && input.form != kRecord) {
        for (const auto& field : form_fields(input)) {
            if (field.line.kind != Kind::field) continue;
            json::array facts;
            for (const auto& fact : field.facts) facts.emplace_back(fact);
            fields.push_back(json::object{{"field", field.line.number},
                                          {"label", bare_label(field.line.label)},
                                          {"state", state_name(field.state)},
                                          {"facts", std::move(facts)}});
        }
    }
    auto out = counts_of(fields);
    out["form"] = input.form;
    out["fields"] = std::move(fields);
    return out;
}

Result<std::string> report_json(const ReportInput& input) {
    auto lines = form_lines(input);
    if (!lines) return lines.error();
    json::array printed;
    for (const auto& line : *lines)
        printed.push_back(json::object{{"number", line.number}, {"label", line.label}, {"value", line.value}});
    json::object out{{"form", input.form},
                     {"incident", input.incident.id},
                     {"edition", input.incident.edition},
                     {"drill", input.incident.drill || input.settings.mode == Mode::drill},
                     {"at", format_rfc3339(input.at)},
                     {"number", input.number},
                     {"facts", structured_facts(input)},
                     {"completeness", completeness(input)},
                     {"lines", std::move(printed)}};
    if (out["drill"].as_bool()) out["mark"] = "DIỄN TẬP / DRILL";
    return canonical_json(out) + "\n";
}

}  // namespace breachd::report
