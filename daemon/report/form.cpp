#include "report/form.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/law/obligation.hpp"
#include "core/telling/notice.hpp"
#include "core/words/reasons.hpp"
#include "core/words/words.hpp"
#include "report/text.hpp"

namespace breachd::report {

namespace {

using Kind = FormLine::Kind;

std::string vietnamese(Instant at) { return format_vietnamese(at); }

// Builds the fields top to bottom; each method is one piece of the form.
class FormWriter {
  public:
    explicit FormWriter(const ReportInput& input)
        : input_(input), incident_(input.incident), organisation_(input.settings.organisation) {}

    std::vector<FormField> write() {
        organisation_fields();
        violation_fields();
        heading("3", "Tài liệu kèm theo");
        attachments();
        heading("4", "Cam kết");
        add({{"", "",
              clean_text(organisation_.name) +
                  " xin cam kết chịu trách nhiệm về tính chính xác và tính hợp pháp của "
                  "thông báo cùng các tài liệu kèm theo và cam kết tuân thủ các quy định của pháp luật.",
              Kind::sentence}});
        return std::move(fields_);
    }

  private:
    void add(FormField field) { fields_.push_back(std::move(field)); }

    void heading(std::string number, std::string label) {
        add({{std::move(number), std::move(label), "", Kind::heading}});
    }

    void field(std::string number, std::string label, std::string value, std::vector<std::string> facts,
               FieldState when_empty = FieldState::unknown) {
        auto text = value_text(value);
        auto state = text.empty() ? when_empty : FieldState::known;
        add({{std::move(number), std::move(label), std::move(text), Kind::field}, state, std::move(facts), ""});
    }

    static std::string value_text(std::string_view value) {
        std::string text;
        for (const auto& line : lines_of(value)) join(text, "\n", line);
        return text;
    }

    std::string fact(std::string_view name) const { return fact_text(incident_, input_.settings, name, "vi"); }

    void organisation_fields() {
        heading("1", "Thông tin về tổ chức, doanh nghiệp");
        field("1.1", "- Tên tổ chức, doanh nghiệp:", organisation_.name, {"organisation.name"});
        field("1.2", "- Địa chỉ trụ sở chính:", organisation_.address, {"organisation.address"});
        field("1.3", "- Địa chỉ trụ sở giao dịch:", organisation_.transaction_office,
              {"organisation.transaction_office"}, FieldState::not_applicable);
        registration();
        field("1.5", "- Mã số thuế:", organisation_.tax_code, {"organisation.tax_code"});
        add({{"1.6", "- Điện thoại:",
              clean_text(or_dots(organisation_.phone) + " Website: " + or_dots(organisation_.website)), Kind::field},
             organisation_.phone.empty() ? FieldState::unknown : FieldState::known,
             {"organisation.phone", "organisation.website"},
             ""});
        officer("1.7");
    }

    void registration() {
        const auto& r = organisation_.registration;
        auto date = document_date(r.date);
        bool known = !r.number.empty() && !r.issuer.empty() && !date.empty() && !r.place.empty();
        auto value = fmt::format("{} do {} cấp {} tại {}", or_dots(r.number), or_dots(r.issuer),
                                 date.empty() ? "ngày … tháng … năm …" : date, or_dots(r.place));
        add({{"1.4",
              "- Quyết định thành lập/Giấy chứng nhận đăng ký doanh nghiệp/Giấy chứng nhận đăng ký kinh doanh/Giấy "
              "chứng "
              "nhận đầu tư số:",
              clean_text(value), Kind::field},
             known ? FieldState::known : FieldState::unknown,
             {"organisation.registration"},
             ""});
    }

    void officer(const std::string& number) {
        const auto& who = organisation_.data_protection_officer;
        bool known = !who.name.empty() && !who.title.empty() && !who.phone.empty() && !who.email.empty();
        add({{number, "- Nhân sự chịu trách nhiệm bảo vệ dữ liệu cá nhân:", "", Kind::field},
             known ? FieldState::known : FieldState::unknown,
             {"organisation.data_protection_officer"},
             ""});
        auto sub = [&](std::string label, const std::string& value) {
            add({{"", std::move(label), clean_text(value), Kind::sub_field},
                 value.empty() ? FieldState::unknown : FieldState::known,
                 {},
                 number});
        };
        sub("Họ và tên:", who.name);
        sub("Chức danh:", who.title);
        sub("Số điện thoại liên lạc:", who.phone);
        sub("Email:", who.email);
    }

    void violation_fields() {
        heading("2", "Mô tả hành vi vi phạm quy định bảo vệ dữ liệu cá nhân");
        times();
        field("2.2", "- Địa điểm:", fact("place"), {"place"});
        auto act = fact("act");
        auto description = fact("description");
        field("2.3", "- Hành vi:", act + (description.empty() ? "" : ". " + description), {"act", "description"});
        field("2.4", "- Tổ chức, cá nhân liên quan:", fact("parties"), {"parties"});
        kinds();
        officer("2.6");
        field("2.7", "- Hậu quả xảy ra:", fact("consequences"), {"consequences"});
        measures();
    }

    void times() {
        std::string value;
        if (auto n = incident_.filings.size(); n > 0) {
            const auto& first = incident_.filings.front();
            value = fmt::format("Thông báo bổ sung lần thứ {}, tiếp theo thông báo gửi lúc {}", n,
                                vietnamese(first.filed_at));
            if (!first.receipt_number.empty()) value += fmt::format(" (số tiếp nhận {})", first.receipt_number);
            value += ".";
        }
        join(value, "\n", fmt::format("Thời điểm xảy ra vi phạm: {}.", or_dots(fact("occurred_from"))));
        join(value, "\n", fmt::format("Thời điểm phát hiện vi phạm: {}.", or_dots(fact("detected_at"))));
        if (auto how = fact("detected_how"); !how.empty()) join(value, "\n", "Hình thức phát hiện: " + how);
        if (auto at = fact("incident_detected_at"); !at.empty())
            join(value, "\n", "Thời điểm phát hiện sự cố kỹ thuật: " + at + ".");
        if (auto at = fact("told_by_processor_at"); !at.empty())
            join(value, "\n", "Thời điểm nhận được thông báo của bên xử lý dữ liệu cá nhân: " + at + ".");
        field("2.1", "- Thời gian:", value, {"occurred_from", "occurred_to", "detected_at", "detected_how"});
        if (!incident_.occurred_from) fields_.back().state = FieldState::unknown;
    }

    void kinds() {
        std::string value;
        auto lines = kind_lines(input_);
        if (lines.size() == 1) lines.front().erase(0, 2);  // alone it needs no "+ "
        for (const auto& line : lines) join(value, "\n", line);
        field("2.5", "- Các loại dữ liệu cá nhân và số lượng dữ liệu liên quan:", value, {"kinds"});
        bool counted = std::all_of(incident_.kinds.begin(), incident_.kinds.end(),
                                   [](const auto& k) { return k.records > 0 || k.subjects > 0; });
        if (!counted) fields_.back().state = FieldState::unknown;
    }

    void measures() {
        auto value = fact("measures");
        bool known = !value.empty();
        if (!known) value = kDots;
        if (incident_.remedied_at)
            join(value, "\n",
                 fmt::format("+ Khắc phục xong sự cố: {}. {}", fact("remedied_at"), incident_.remedy.value_or("")));
        for (const auto& line : telling_lines(input_)) join(value, "\n", line);
        if (auto late = lateness(); !late.empty()) join(value, "\n", late);
        if (!known && value == kDots) value.clear();  // nothing but dots: the leader prints them
        field("2.8", "- Biện pháp áp dụng:", value, {"measures"});
        fields_.back().state = known ? FieldState::known : FieldState::unknown;
    }

    // The law knows no excuse for a late report; the reason is recorded all the same, in no section of its own.
    std::string lateness() const {
        const auto* report = incident_.obligation("authority-report");
        bool first = incident_.filings.empty();
        if (!first || !report || !report->due_at || input_.at <= *report->due_at) return "";
        return fmt::format("+ Thông báo được gửi sau thời hạn 72 giờ (hạn: {}). Lý do: {}", vietnamese(*report->due_at),
                           or_dots(explanation_text(report->how, "vi")));
    }

    void attachments() {
        std::vector<std::string> papers;
        for (const auto& filing : incident_.filings) {
            auto receipt = filing.receipt_number.empty() ? "" : fmt::format(", số tiếp nhận {}", filing.receipt_number);
            papers.push_back(fmt::format("Bản sao {} gửi lúc {}{} (SHA-256: {})",
                                         filing.supplement == 0
                                             ? "thông báo lần đầu"
                                             : fmt::format("thông báo bổ sung lần thứ {}", filing.supplement),
                                         vietnamese(filing.filed_at), receipt, filing.sha256));
        }
        if (!incident_.notice_hash.empty())
            papers.push_back(fmt::format("Bản thông báo gửi chủ thể dữ liệu cá nhân, phiên bản {} (SHA-256: {})",
                                         incident_.notice_version, incident_.notice_hash));
        if (incident_.public_notice.published_at && incident_.public_notice.proof_sha256)
            papers.push_back(
                fmt::format("Bản chụp thông báo công khai (SHA-256: {})", *incident_.public_notice.proof_sha256));
        for (const auto& paper : incident_.attachments) papers.push_back(clean_text(paper));
        char letter = 'a';
        for (std::size_t i = 0; i < papers.size(); ++i)
            attachment(letter++, papers[i] + (i + 1 < papers.size() ? ";" : "."), FieldState::known);
        for (; letter < 'c'; ++letter) attachment(letter, "", FieldState::not_applicable);
    }

    void attachment(char letter, const std::string& paper, FieldState state) {
        add({{"", fmt::format("{})", letter), clean_text(paper), Kind::sub_field}, state, {}, "3"});
    }

    const ReportInput& input_;
    const Incident& incident_;
    const Organisation& organisation_;
    std::vector<FormField> fields_;
};

}  // namespace

std::vector<FormField> form_fields(const ReportInput& input) { return FormWriter(input).write(); }

std::string form_name(const ReportInput& input) { return input.form == "mau-04" ? "Mẫu số 04" : "Mẫu số 08"; }

std::string addressee(const ReportInput& input) {
    if (!input.settings.authority.empty()) return clean_text(input.settings.authority);
    const auto* edition = input.settings.edition_of(input.incident.edition);
    if (edition && !edition->authority.empty()) return clean_text(edition->authority);
    return "Cơ quan chuyên trách bảo vệ dữ liệu cá nhân, Bộ Công an";
}

std::vector<std::string> kind_lines(const ReportInput& input) {
    std::vector<std::string> out;
    const auto* edition = input.settings.edition_of(input.incident.edition);
    for (const auto& count : input.incident.kinds) {
        const auto* kind = edition ? edition->kind(count.kind) : nullptr;
        auto sort =
            !kind ? ""
                  : fmt::format(" ({}, {})", kind->sensitive ? "dữ liệu nhạy cảm" : "dữ liệu cơ bản", kind->citation);
        auto number = [](std::int64_t n) { return n > 0 ? count_text(n, "vi") : std::string("……"); };
        out.push_back(
            clean_text(fmt::format("+ {}{}: {} bản ghi; {} chủ thể dữ liệu.", kind_label(count.kind, edition, "vi"),
                                   sort, number(count.records), number(count.subjects))));
    }
    return out;
}

std::vector<std::string> telling_lines(const ReportInput& input) {
    const auto& incident = input.incident;
    std::vector<std::string> out;
    const auto& run = incident.notice_run;
    auto due = subjects_due(incident);
    auto limit = due ? fmt::format(" Hạn thông báo: {}.", vietnamese(*due)) : "";
    if (run.state != RunState::none) {
        out.push_back(
            fmt::format("+ Thông báo tới chủ thể dữ liệu cá nhân: đã thông báo {}/{} người; đang gửi {} người; không "
                        "liên lạc được {} người.{}",
                        count_text(run.told, "vi"), count_text(run.subjects, "vi"), count_text(run.in_flight, "vi"),
                        count_text(run.unreachable, "vi"), limit));
    } else if (std::any_of(incident.obligations.begin(), incident.obligations.end(), is_for_subjects) && due) {
        out.push_back("+ Thông báo tới chủ thể dữ liệu cá nhân: chưa gửi." + limit);
    }
    if (incident.release && !incident.release->alone.empty())
        out.push_back(fmt::format(
            "+ Bản thông báo số {} do một người ({}) phát hành, không có người thứ hai. Lý do: {}",
            incident.release->version, clean_text(incident.release->by), clean_text(incident.release->alone)));
    const auto& page = incident.public_notice;
    if (page.state == PublicNoticeState::published && page.published_at)
        out.push_back(fmt::format(
            "+ Thông báo công khai: đăng lúc {} tại {}; việc thông báo riêng tới từng chủ thể dữ liệu vẫn tiếp tục.",
            vietnamese(*page.published_at), or_dots(page.url.value_or(""))));
    return out;
}

}  // namespace breachd::report
