// Biên bản xác nhận: the minutes of a violation that stay in our own file (Law 91/2025 Điều 23.2). No official form
// exists; contents and order are ours.
#include <fmt/format.h>

#include "base/digest.hpp"
#include "core/telling/notice.hpp"
#include "core/words/public_sentences.hpp"
#include "core/words/words.hpp"
#include "report/form.hpp"
#include "report/text.hpp"

namespace breachd::report {

namespace {

class RecordWriter {
  public:
    explicit RecordWriter(const ReportInput& input) : input_(input), incident_(input.incident) {}

    std::vector<Paragraph> write() {
        time_place_and_people();
        violation();
        effects();
        evidence();
        duties();
        next_steps();
        return std::move(out_);
    }

  private:
    void heading(std::string text) {
        out_.push_back({Paragraph::Kind::heading, {{fmt::format("{}. {}", ++number_, text), true}}, false});
    }

    // Several lines stand below the label, one behind it, none leaves dots.
    void field(std::string label, std::string_view value) {
        auto lines = lines_of(value);
        if (lines.size() <= 1) {
            out_.push_back(
                {Paragraph::Kind::body, {{lines.empty() ? label : label + " " + lines.front()}}, lines.empty()});
            return;
        }
        line(std::move(label));
        for (auto& text : lines) line(std::move(text));
    }

    void line(std::string text) { out_.push_back({Paragraph::Kind::body, {{clean_text(text)}}, false}); }

    std::string fact(std::string_view name) const { return fact_text(incident_, input_.settings, name, "vi"); }

    void time_place_and_people() {
        heading("Thời gian, địa điểm lập biên bản và thành phần tham gia");
        field("- Thời gian lập biên bản:", format_vietnamese(input_.at) + ".");
        field("- Địa điểm lập biên bản:", input_.settings.organisation.address);
        field("- Mã hồ sơ vi phạm:", incident_.id + ".");
        const auto& officer = input_.settings.organisation.data_protection_officer;
        auto who = officer.name;
        join(who, ", ", officer.title);
        field("- Nhân sự bảo vệ dữ liệu cá nhân:", who);
        field("- Thành phần khác có mặt:", "");
    }

    void violation() {
        heading("Việc phát hiện và diễn biến vi phạm");
        field("- Thời điểm phát hiện vi phạm:", fact("detected_at"));
        field("- Hình thức phát hiện:", fact("detected_how"));
        field("- Thời gian xảy ra:", fact("occurred_from"));
        field("- Địa điểm xảy ra:", fact("place"));
        std::string systems;
        for (const auto& system : incident_.systems) join(systems, "; ", system);
        field("- Hệ thống liên quan:", systems);
        field("- Hành vi vi phạm:", fact("act"));
        field("- Mô tả và nguyên nhân ban đầu:", fact("description"));
        field("- Tổ chức, cá nhân liên quan:", fact("parties"));
    }

    void effects() {
        heading("Dữ liệu cá nhân bị ảnh hưởng, hậu quả và biện pháp");
        std::string kinds;
        for (const auto& text : kind_lines(input_)) join(kinds, "\n", text);
        field("- Loại và số lượng dữ liệu cá nhân:", kinds);
        auto mark = [&](std::string_view kind) { return incident_.has_kind(kind) ? "có" : "không ghi nhận"; };
        line(fmt::format("- Dữ liệu sinh trắc học: {}; dữ liệu vị trí cá nhân: {}; dữ liệu của trẻ em: {}",
                         mark("biometric"), mark("location"), kDots));
        field("- Hậu quả:", fact("consequences"));
        field("- Mức độ nghiêm trọng và rủi ro:", fact("severity_and_risks"));
        field("- Biện pháp đã, đang và sẽ thực hiện:", fact("measures"));
    }

    void evidence() {
        heading("Chứng cứ được lưu giữ");
        line(fmt::format("- Số cảnh báo an ninh đã ghi nhận: {}.", count_text(incident_.alerts, "vi")));
        line(fmt::format("- Nhật ký vụ việc: {} mục, có chữ ký số và chuỗi băm SHA-256.",
                         count_text(incident_.version, "vi")));
        if (!incident_.notice_hash.empty())
            line("- Bản thông báo đã phê duyệt, SHA-256: " + incident_.notice_hash + ".");
        if (incident_.public_notice.proof_sha256)
            line("- Bản chụp thông báo công khai, SHA-256: " + *incident_.public_notice.proof_sha256 + ".");
        for (const auto& filing : incident_.filings)
            line("- Thông báo đã gửi cơ quan chuyên trách, SHA-256: " + filing.sha256 + ".");
    }

    void duties() {
        heading("Nghĩa vụ thông báo");
        for (const auto& duty : incident_.obligations) {
            const auto* edition = input_.settings.edition_of(incident_.edition);
            const auto* rule = edition ? edition->obligation(duty.id) : nullptr;
            auto title = rule && !rule->title.vi.empty() ? rule->title.vi : duty.id;
            auto state = state_words(duty);
            join(state, "; ", covered_text(incident_, duty, "vi"));
            line(fmt::format("- {} ({}): {}.", title, duty.citation, state));
        }
        for (const auto& text : telling_lines(input_)) line(text);
    }

    static std::string state_words(const Obligation& duty) {
        auto due = duty.due_at ? ", hạn " + format_vietnamese(*duty.due_at) : std::string();
        auto met = duty.met_at ? " lúc " + format_vietnamese(*duty.met_at) : std::string();
        switch (duty.state) {
            case ObligationState::running:
                return "đang thực hiện" + due;
            case ObligationState::met:
                return "đã thực hiện" + met;
            case ObligationState::overdue:
                return "quá hạn" + due;
            case ObligationState::met_late:
                return "đã thực hiện quá hạn" + met + due;
            case ObligationState::not_applicable:
                break;
        }
        return "không áp dụng";
    }

    void next_steps() {
        heading("Việc tiếp theo, người thực hiện và thời hạn");
        bool any = false;
        for (const auto& task : incident_.tasks) {
            if (task.state == TaskState::done) continue;
            auto due = task.due_at ? ", hạn " + format_vietnamese(*task.due_at) : std::string();
            line(fmt::format("- {}{}.", task.title, due));
            any = true;
        }
        if (!any) field("-", "");
        line(
            "Biên bản được lập thành 02 bản có giá trị như nhau, lưu tại hồ sơ vi phạm và xuất trình khi cơ quan có "
            "thẩm quyền yêu cầu.");
    }

    const ReportInput& input_;
    const Incident& incident_;
    std::vector<Paragraph> out_;
    int number_ = 0;
};

}  // namespace

Document confirmation_record(const ReportInput& input) {
    const auto& organisation = input.settings.organisation;
    Document out;
    out.organisation = capitals(organisation.name);
    out.number = "Số: " + or_dots(clean_text(input.number));
    out.place_date =
        fmt::format("{}, {}", or_dots(clean_text(organisation.place)), document_date(local_date(input.at)));
    out.title = {"BIÊN BẢN XÁC NHẬN", "VI PHẠM QUY ĐỊNH BẢO VỆ DỮ LIỆU CÁ NHÂN"};
    out.paragraphs.push_back(
        {Paragraph::Kind::body,
         {{fmt::format("Căn cứ Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15, {} lập biên bản xác nhận việc xảy ra "
                       "hành vi vi phạm quy định bảo vệ dữ liệu cá nhân, như sau:",
                       clean_text(organisation.name))}},
         false});
    auto body = RecordWriter(input).write();
    out.closing = {body.back()};
    out.paragraphs.insert(out.paragraphs.end(), body.begin(), body.end() - 1);
    out.signatures = {{"NGƯỜI LẬP BIÊN BẢN", "(Ký, ghi rõ họ tên)"},
                      {"ĐẠI DIỆN TỔ CHỨC", "(Ký, ghi rõ họ tên, đóng dấu)"}};
    out.metadata_title = "Biên bản xác nhận vi phạm quy định bảo vệ dữ liệu cá nhân";
    out.drill = input.incident.drill || input.settings.mode == Mode::drill;
    out.at = input.at;
    return out;
}

}  // namespace breachd::report
