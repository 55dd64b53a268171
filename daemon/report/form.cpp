#include "report/form.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "core/incident/filings.hpp"
#include "core/law/obligation.hpp"
#include "core/telling/notice.hpp"
#include "core/words/citation.hpp"
#include "core/words/terms.hpp"
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

    void field(std::string number, std::string label, std::string value, std::vector<std::string> facts) {
        auto text = value_text(value);
        auto state = text.empty() ? FieldState::unknown : FieldState::known;
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
        const auto& office = organisation_.transaction_office;
        field("1.3", "- Địa chỉ trụ sở giao dịch:", office.empty() ? "Không có" : office,
              {"organisation.transaction_office"});
        if (office.empty()) fields_.back().state = FieldState::not_applicable;
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
        if (auto reports = authority_filings(incident_); !reports.empty()) {
            const auto& first = *reports.front();
            value = fmt::format("Thông báo bổ sung lần thứ {}, tiếp theo thông báo gửi lúc {}", reports.size(),
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
        bool stated = incident_.occurred_from && !incident_.occurred_estimated;
        if (!stated) fields_.back().state = FieldState::unknown;
    }

    void kinds() {
        std::string value;
        for (const auto& line : kind_lines(input_)) join(value, "\n", line);
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
                 fmt::format("+ Khắc phục xong sự cố vào {}. {}", fact("remedied_at"), incident_.remedy.value_or("")));
        for (const auto& line : telling_lines(input_)) join(value, "\n", line);
        if (auto late = lateness(); !late.empty()) join(value, "\n", late);
        if (!known && value == kDots) value.clear();  // nothing but dots: the leader prints them
        field("2.8", "- Biện pháp áp dụng:", value, {"measures"});
        fields_.back().state = known ? FieldState::known : FieldState::unknown;
    }

    // The law knows no excuse for a late report; the reason is recorded all the same, in no section of its own. What
    // was late stays late in the supplements.
    std::string lateness() const {
        const auto* duty = incident_.obligation("authority-report");
        auto reports = authority_filings(incident_);
        auto sent = reports.empty() ? input_.at : reports.front()->filed_at;
        if (!duty || !duty->due_at || sent <= *duty->due_at) return "";
        auto reason = lines_of(incident_.late_reason.value_or(""));
        return fmt::format("+ {} được gửi sau thời hạn 72 giờ (hạn: {}). Lý do: {}",
                           reports.empty() ? "Thông báo" : "Thông báo lần đầu", vietnamese(*duty->due_at),
                           reason.empty() ? std::string(kDots) : fmt::format("{}", fmt::join(reason, " ")));
    }

    std::vector<std::string> papers() const {
        std::vector<std::string> out;
        for (const auto& filing : incident_.filings)
            if (counts(filing) && is_authority_form(filing.form))
                out.push_back("Bản sao " + filing_line(incident_, filing));
        for (const auto& filing : incident_.filings)
            if (counts(filing) && !is_authority_form(filing.form)) out.push_back(filing_line(incident_, filing));
        if (!incident_.notice_hash.empty())
            out.push_back(fmt::format("Bản thông báo gửi chủ thể dữ liệu cá nhân, phiên bản {} (SHA-256: {})",
                                      incident_.notice_version, incident_.notice_hash));
        if (incident_.public_notice.published_at && incident_.public_notice.proof_sha256)
            out.push_back(
                fmt::format("Bản lưu thông báo công khai (SHA-256: {})", *incident_.public_notice.proof_sha256));
        for (auto& paper : attachments_of(input_)) out.push_back(std::move(paper));
        return out;
    }

    void attachments() {
        auto all = papers();
        for (std::size_t i = 0; i < all.size(); ++i)
            attachment(letter_of(i), capitalised(all[i]) + (i + 1 < all.size() ? ";" : "."), FieldState::known);
        for (auto i = all.size(); i < 2; ++i) attachment(letter_of(i), "", FieldState::not_applicable);
    }

    // a, b, c, d, đ, e, g, … y, aa, ab, …: the letters of the Vietnamese alphabet without marks on vowels, as laws
    // count.
    static std::string letter_of(std::size_t index) {
        constexpr std::array<std::string_view, 23> kLetters = {"a", "b", "c", "d", "đ", "e", "g", "h",
                                                               "i", "k", "l", "m", "n", "o", "p", "q",
                                                               "r", "s", "t", "u", "v", "x", "y"};
        auto out = std::string(kLetters[index % kLetters.size()]);
        return index < kLetters.size() ? out : letter_of(index / kLetters.size() - 1) + out;
    }

    void attachment(const std::string& letter, const std::string& paper, FieldState state) {
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
    auto number = [](std::int64_t n) { return n > 0 ? count_text(n, "vi") : std::string("……"); };
    for (const auto& count : input.incident.kinds) {
        const auto* kind = edition ? edition->kind(count.kind) : nullptr;
        auto sort =
            !kind ? ""
                  : fmt::format(" ({}, {})", kind->sensitive ? "dữ liệu cá nhân nhạy cảm" : "dữ liệu cá nhân cơ bản",
                                citation_text(kind->citation, "", "vi"));
        out.push_back(
            clean_text(fmt::format("{}{}: {} bản ghi; {} chủ thể dữ liệu.", kind_label(count.kind, edition, "vi"), sort,
                                   number(count.records), number(count.subjects))));
    }
    if (out.size() > 1)
        for (auto& line : out) line.insert(0, "+ ");
    return out;
}

std::string filing_line(const Incident& incident, const Filing& filing) {
    std::string out;
    if (counts(filing) && is_authority_form(filing.form)) {
        auto reports = authority_filings(incident);
        auto at = std::find(reports.begin(), reports.end(), &filing) - reports.begin();
        out = at == 0 ? "thông báo lần đầu" : fmt::format("thông báo bổ sung lần thứ {}", at);
    } else {
        out = words::form(filing.form, "vi");
    }
    if (!filing.paper_number.empty()) out += " số " + filing.paper_number;
    out += fmt::format(" {} lúc {}", filing.form == "bien-ban" ? "lập" : "gửi", vietnamese(filing.filed_at));
    if (!filing.receipt_number.empty()) out += ", số tiếp nhận " + filing.receipt_number;
    if (filing.as_built) out += ", bản chưa ký";
    if (filing.withdrawn) out += ", đã rút lại";
    return clean_text(fmt::format("{} (SHA-256: {})", out, filing.sha256));
}

namespace {

// How many people are concerned: what the facts say, or the list where it is longer.
std::int64_t people_concerned(const Incident& incident) {
    auto most = incident.notice_run.subjects;
    for (const auto& kind : incident.kinds) most = std::max(most, kind.subjects);
    return most;
}

// "; ngoài ra 3 người được báo trực tiếp; không thể thông báo riêng cho 2 người": whom no message tells.
std::string without_message(const NoticeRun& run) {
    std::string out;
    if (run.by_hand > 0) out += fmt::format("; ngoài ra {} người được báo trực tiếp", count_text(run.by_hand, "vi"));
    if (run.impossible > 0)
        out += fmt::format("; không thể thông báo riêng cho {} người", count_text(run.impossible, "vi"));
    return out;
}

// "; đã nhận 3 phản hồi, trong đó 1 khiếu nại": what people said of the notice, counted.
std::string replies_text(const Incident& incident) {
    std::int64_t all = 0, complaints = 0;
    for (const auto& [kind, count] : incident.replies) {
        all += count;
        if (kind == "complaint") complaints = count;
    }
    if (all == 0) return "";
    auto out = fmt::format("; đã nhận {} phản hồi", count_text(all, "vi"));
    return complaints == 0 ? out : out + fmt::format(", trong đó {} khiếu nại", count_text(complaints, "vi"));
}

// A duty towards people runs or is overdue.
bool people_are_owed(const Incident& incident) {
    return std::any_of(incident.obligations.begin(), incident.obligations.end(),
                       [](const Obligation& o) { return is_for_subjects(o) && owed(o); });
}

// By message. While a duty towards people is owed, by the present text; else by whichever version told them last.
std::int64_t people_told(const Incident& incident) {
    const auto& run = incident.notice_run;
    if (people_are_owed(incident)) return run.told;
    std::int64_t by_any = -run.by_hand;
    for (const auto& [version, people] : incident.told_by) by_any += people;
    return std::max(run.told, by_any);
}

// "đã thông báo 34 trong 1.200 người (danh sách đã nhập: 40 người); đang gửi 6 người"
// Whether it still stands, and whether people are still being told one by one.
std::string page_standing(const Incident& incident) {
    const auto& page = incident.public_notice;
    if (page.withdrawn)
        return page.withdrawn_at ? "đã được rút lại lúc " + vietnamese(*page.withdrawn_at) : "đã được rút lại";
    if (people_are_owed(incident)) return "việc thông báo riêng đến từng chủ thể dữ liệu đang tiếp tục";
    bool met = std::any_of(incident.obligations.begin(), incident.obligations.end(),
                           [](const Obligation& o) { return is_for_subjects(o) && o.met_at.has_value(); });
    return met ? "việc thông báo riêng đến từng chủ thể dữ liệu đã thực hiện"
               : "không có nghĩa vụ thông báo riêng đang phải thực hiện";
}

std::string told_text(const Incident& incident) {
    const auto& run = incident.notice_run;
    auto all = people_concerned(incident);
    auto out =
        fmt::format("đã thông báo {} trong {} người", count_text(people_told(incident), "vi"), count_text(all, "vi"));
    if (run.subjects < all) out += fmt::format(" (danh sách đã nhập: {} người)", count_text(run.subjects, "vi"));
    out += without_message(run) + replies_text(incident);
    if (run.in_flight > 0) out += fmt::format("; đang gửi {} người", count_text(run.in_flight, "vi"));
    if (run.unreachable > 0) out += fmt::format("; không liên hệ được {} người", count_text(run.unreachable, "vi"));
    return out;
}

}  // namespace

std::vector<std::string> telling_lines(const ReportInput& input, bool with_due) {
    const auto& incident = input.incident;
    std::vector<std::string> out;
    auto due = subjects_due(incident);
    auto limit = due && with_due ? fmt::format(" Thời hạn thông báo: {}.", vietnamese(*due)) : "";
    if (incident.notice_run.state != RunState::none)
        out.push_back(fmt::format("+ Thông báo tới chủ thể dữ liệu cá nhân: {}.{}", told_text(incident), limit));
    else if (std::any_of(incident.obligations.begin(), incident.obligations.end(), is_for_subjects) && due)
        out.push_back(fmt::format("+ Thông báo tới chủ thể dữ liệu cá nhân: chưa gửi{}.{}",
                                  without_message(incident.notice_run) + replies_text(incident), limit));
    if (incident.release && !incident.release->alone.empty())
        out.push_back(
            fmt::format("+ Bản thông báo số {} do một người ({}) phát hành, không có người thứ hai. Lý do: {}{}",
                        incident.release->version, clean_text(input.settings.name_of(incident.release->by)),
                        clean_text(incident.release->alone), incident.release->alone.ends_with('.') ? "" : "."));
    const auto& page = incident.public_notice;
    if (page.state == PublicNoticeState::published && page.published_at)
        out.push_back(fmt::format("+ Thông báo công khai: đăng lúc {} tại {}; {}.", vietnamese(*page.published_at),
                                  or_dots(page.url.value_or("")), page_standing(incident)));
    return out;
}

}  // namespace breachd::report
