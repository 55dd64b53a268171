// The form on paper: head, fields and the end of Mẫu số 04 / Mẫu số 08.
#include <fmt/format.h>

#include <array>

#include "report/form.hpp"
#include "report/text.hpp"

namespace breachd::report {

namespace {

using Kind = FormLine::Kind;

// Of the four papers that the label of 1.4 names, those that do not apply are struck through, as one does by hand.
std::vector<Run> registration_runs(const std::string& text, RegistrationPaper paper) {
    constexpr std::array<std::string_view, 4> kPapers = {"Quyết định thành lập", "Giấy chứng nhận đăng ký doanh nghiệp",
                                                         "Giấy chứng nhận đăng ký kinh doanh",
                                                         "Giấy chứng nhận đầu tư"};
    std::vector<Run> out;
    std::size_t at = 0;
    for (std::size_t i = 0; i < kPapers.size(); ++i) {
        auto found = text.find(kPapers[i], at);
        if (found == std::string::npos) return {{text}};
        out.push_back({text.substr(at, found - at)});
        out.push_back({std::string(kPapers[i]), false, false, i != static_cast<std::size_t>(paper)});
        at = found + kPapers[i].size();
    }
    out.push_back({text.substr(at)});
    return out;
}

// A value of several lines stands below its label; of one line, behind it.
void add_field(std::vector<Paragraph>& out, const FormField& field, const Registration& registration) {
    const auto& line = field.line;
    auto values = lines_of(line.value);
    bool four_lines_follow = line.number == "1.7" || line.number == "2.6";
    if (values.size() <= 1) {
        auto text = values.empty() ? line.label : line.label + " " + values.front();
        bool papers = line.number == "1.4" && !registration.number.empty();
        out.push_back({Paragraph::Kind::body,
                       papers ? registration_runs(text, registration.paper) : std::vector<Run>{{text}},
                       values.empty() && !four_lines_follow, values.empty() && four_lines_follow});
        return;
    }
    out.push_back({Paragraph::Kind::body, {{line.label}}, false, true});
    for (const auto& value : values) out.push_back({Paragraph::Kind::body, {{value}}, value == kDots});
    for (auto& paragraph : out)
        if (paragraph.leader && paragraph.runs.front().text == kDots) paragraph.runs.front().text.clear();
}

std::vector<Paragraph> body(const std::vector<FormField>& fields, const Registration& registration) {
    std::vector<Paragraph> out;
    for (const auto& field : fields) {
        const auto& line = field.line;
        switch (line.kind) {
            case Kind::heading:
                out.push_back({Paragraph::Kind::heading, {{line.number + ". " + line.label, true}}, false});
                break;
            case Kind::sentence:
                out.push_back({Paragraph::Kind::body, {{line.value}}, false});
                break;
            default:
                add_field(out, field, registration);
        }
    }
    return out;
}

}  // namespace

Document form_document(const ReportInput& input) {
    const auto& organisation = input.settings.organisation;
    auto name = clean_text(organisation.name);
    Document out;
    out.form_name = form_name(input);
    out.organisation = capitals(name);
    out.number = "Số: " + (input.number.empty() ? "……/TB-……" : clean_text(input.number));
    out.place_date =
        fmt::format("{}, {}", or_dots(clean_text(organisation.place)), document_date(local_date(input.at)));
    out.title = {"THÔNG BÁO", "VI PHẠM QUY ĐỊNH BẢO VỆ DỮ LIỆU CÁ NHÂN"};
    out.addressee = "Kính gửi: " + addressee(input) + ".";
    out.paragraphs.push_back(
        {Paragraph::Kind::body,
         {{fmt::format(
             "Thực hiện quy định về bảo vệ dữ liệu cá nhân, {} xin gửi {} thông báo vi phạm quy định bảo vệ dữ liệu "
             "cá nhân, như sau:",
             name, addressee(input))}},
         false});
    auto fields = body(form_fields(input), organisation.registration);
    // "4. Cam kết" and its sentence stay with the signatures.
    out.closing = {fields.end() - 2, fields.end()};
    out.paragraphs.insert(out.paragraphs.end(), fields.begin(), fields.end() - 2);
    out.recipients = {"- Như trên;"};
    for (const auto& office : input.settings.authority_copies)
        out.recipients.push_back(fmt::format("- {};", clean_text(office)));
    out.recipients.push_back("- Lưu: Hồ sơ vi phạm.");
    out.signatures = {{"TM. TỔ CHỨC, DOANH NGHIỆP", "(Ký, ghi rõ họ tên, đóng dấu)"}};
    out.metadata_title = fmt::format("Thông báo vi phạm quy định bảo vệ dữ liệu cá nhân ({})", out.form_name);
    out.drill = input.incident.drill || input.settings.mode == Mode::drill;
    out.at = input.at;
    return out;
}

}  // namespace breachd::report
