#include "report/report.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/utf8.hpp"
#include "core/incident/filings.hpp"
#include "core/telling/notice.hpp"
#include "core/words/terms.hpp"
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
        if (!signature.name.empty()) out.push_back(sentence(signature.name));
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

json::object person_json(const ContactPoint& who) {
    return {{"name", who.name}, {"title", who.title}, {"phone", who.phone}, {"email", who.email}};
}

json::object organisation_json(const Organisation& who) {
    const auto& paper = who.registration;
    return {{"name", who.name},
            {"address", who.address},
            {"transaction_office", who.transaction_office},
            {"registration", json::object{{"paper", to_json(paper.paper)},
                                          {"number", paper.number},
                                          {"issuer", paper.issuer},
                                          {"date", paper.date},
                                          {"place", paper.place}}},
            {"tax_code", who.tax_code},
            {"phone", who.phone},
            {"website", who.website},
            {"data_protection_officer", person_json(who.data_protection_officer)},
            {"incident_desk", person_json(who.incident_desk)}};
}

struct KindsJson {
    json::array basic, sensitive;
    std::int64_t records = 0;
};

KindsJson kinds_json(const Incident& incident, const Edition* edition) {
    KindsJson out;
    for (const auto& count : incident.kinds) {
        const auto* kind = edition->kind(count.kind);
        json::object item{{"kind", count.kind},
                          {"label", clean_text(kind_label(count.kind, edition, "vi"))},
                          {"citation", kind ? kind->citation : ""},
                          {"records", count.records},
                          {"subjects", count.subjects}};
        (kind && !kind->sensitive ? out.basic : out.sensitive).push_back(std::move(item));
        out.records += count.records;
    }
    return out;
}

// Facts of the incident behind the fields, as values to type into an on-line form: `facts` of report.v1.
json::object structured_facts(const ReportInput& input) {
    const auto& incident = input.incident;
    auto kinds = kinds_json(incident, input.settings.edition_of(incident.edition));
    auto reports = authority_filings(incident);
    return {{"organisation", organisation_json(input.settings.organisation)},
            {"role", incident.role},
            {"occurred_from", to_json(incident.occurred_from)},
            {"occurred_to", to_json(incident.occurred_to)},
            {"occurred_estimated", incident.occurred_estimated},
            {"detected_at", to_json(incident.detected_at)},
            {"detected_how", to_json(incident.detected_how)},
            {"incident_detected_at", to_json(incident.incident_detected_at)},
            {"told_by_processor_at", to_json(incident.told_by_processor_at)},
            {"remedied_at", to_json(incident.remedied_at)},
            {"late_reason", to_json(incident.late_reason)},
            {"place", to_json(incident.place)},
            {"act", incident.act},
            {"description", to_json(incident.description)},
            {"parties", to_json(incident.parties)},
            {"basic_kinds", std::move(kinds.basic)},
            {"sensitive_kinds", std::move(kinds.sensitive)},
            {"children", to_json(incident.children)},
            {"records", kinds.records},
            {"consequences", to_json(incident.consequences)},
            {"measures", to_json(incident.measures)},
            {"remedy", to_json(incident.remedy)},
            {"obligations", to_json(incident.obligations)},
            {"notice_run", to_json(incident.notice_run)},
            {"public_notice", to_json(incident.public_notice)},
            {"replies", to_json(incident.replies)},
            {"sent_again", incident.sent_again},
            {"attachments", to_json(attachments_of(input))},
            {"supplement", std::int64_t(reports.size())},
            {"first_filing", reports.empty() ? json::value(nullptr) : to_json(*reports.front())}};
}

// U+FFFD: what stands for a character that nothing can print (base/utf8.hpp), here or when the fact was typed.
std::size_t replaced_in(std::string_view text) {
    constexpr std::string_view kReplacement = "\xef\xbf\xbd";
    auto shown = printable(text);
    std::size_t count = 0;
    for (std::size_t at = 0; (at = shown.text.find(kReplacement, at)) != std::string::npos; ++at) ++count;
    return std::max(count, shown.replaced);
}

}  // namespace

std::vector<std::string> attachments_of(const ReportInput& input) {
    std::vector<std::string> out;
    for (const auto* papers : {&input.incident.attachments, &input.attachments})
        for (const auto& paper : *papers)
            if (auto lines = lines_of(paper); !lines.empty()) out.push_back(fmt::format("{}", fmt::join(lines, " ")));
    return out;
}

bool is_form(std::string_view form) { return form == "mau-04" || form == "mau-08" || form == kRecord; }

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

std::vector<std::string> warnings(const ReportInput& input) {
    std::vector<std::string> out;
    auto look = [&](const std::string& name, std::string_view text) {
        if (auto count = replaced_in(text); count > 0)
            out.push_back(fmt::format("{}: {} ký tự không in được, đã thay bằng ký hiệu.", name, count));
    };
    for (std::string_view fact :
         {"place", "description", "parties", "detected_how", "consequences", "severity_and_risks", "measures"})
        look(capitalised(words::fact(fact, "vi")), fact_text(input.incident, input.settings, fact, "vi"));
    look("Lý do gửi muộn", input.incident.late_reason.value_or(""));
    look("Việc đã làm để khắc phục", input.incident.remedy.value_or(""));
    look("Tên tổ chức", input.settings.organisation.name);
    for (const auto* papers : {&input.incident.attachments, &input.attachments})
        for (const auto& paper : *papers) look("Tài liệu kèm theo", paper);
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
    out["warnings"] = to_json(warnings(input));
    return out;
}

std::vector<PrintedFact> printed_facts(const Settings& settings, const Edition& edition) {
    Incident nothing_known;
    nothing_known.edition = edition.id;
    ReportInput input{nothing_known, settings, edition.form, Instant{}, "", {}, {}};
    std::vector<PrintedFact> out;
    if (!check_form(input)) return out;
    for (const auto& field : form_fields(input))
        for (const auto& fact : field.facts) out.push_back({fact, field.line.number, bare_label(field.line.label)});
    return out;
}

Result<std::string> report_json(const ReportInput& input) {
    auto lines = form_lines(input);
    if (!lines) return lines.error();
    json::array printed;
    for (const auto& line : *lines)
        printed.push_back(json::object{{"number", line.number}, {"label", line.label}, {"value", line.value}});
    json::object out{{"schema", "report.v1"},
                     {"form", input.form},
                     {"incident", input.incident.id},
                     {"edition", input.incident.edition},
                     {"drill", input.incident.drill || input.settings.mode == Mode::drill},
                     {"at", format_rfc3339(input.at)},
                     {"number", input.number},
                     {"facts", structured_facts(input)},
                     {"completeness", completeness(input)},
                     {"warnings", to_json(warnings(input))},
                     {"lines", std::move(printed)}};
    if (out["drill"].as_bool()) out["mark"] = "DIỄN TẬP / DRILL";
    return canonical_json(printable_json(out)) + "\n";
}

}  // namespace breachd::report
