// Biên bản xác nhận: the minutes of a violation that stay in our own file (Law 91/2025 Điều 23.2). No official form
// exists; contents and order are ours.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "base/digest.hpp"
#include "core/incident/playbook.hpp"
#include "core/telling/notice.hpp"
#include "core/words/citation.hpp"
#include "core/words/public_sentences.hpp"
#include "core/words/terms.hpp"
#include "core/words/words.hpp"
#include "report/form.hpp"
#include "report/text.hpp"

namespace breachd::report {

namespace {

constexpr std::size_t kStepsMax = 8;    // of the next steps; the playbook has the rest
constexpr std::size_t kPresentMax = 8;  // people with a place to sign

// The data-protection officer, and who is named as present: nobody is guessed to have been there.
std::vector<std::string> people_present(const ReportInput& input) {
    std::vector<std::string> out;
    auto add = [&](std::string_view name) {
        auto lines = lines_of(name);
        if (lines.empty() || out.size() == kPresentMax) return;
        if (std::find(out.begin(), out.end(), lines.front()) == out.end()) out.push_back(lines.front());
    };
    add(input.settings.organisation.data_protection_officer.name);
    for (const auto& name : input.present) add(name);
    return out;
}

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
        out_.push_back({Paragraph::Kind::body, {{std::move(label)}}, false, true});
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
        auto others = people_present(input_);
        if (!officer.name.empty()) others.erase(others.begin());
        field("- Thành phần khác có mặt:", fmt::format("{}", fmt::join(others, "; ")));
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
        auto children = incident_.children ? words::yes_no(*incident_.children, "vi") + "." : std::string(kDots);
        line(fmt::format("- Dữ liệu sinh trắc học: {}; dữ liệu vị trí cá nhân: {}; dữ liệu của trẻ em: {}",
                         mark("biometric"), mark("location"), children));
        field("- Hậu quả:", fact("consequences"));
        field("- Mức độ nghiêm trọng và rủi ro:", fact("severity_and_risks"));
        field("- Biện pháp đã, đang và sẽ thực hiện:", fact("measures"));
    }

    void evidence() {
        heading("Chứng cứ được lưu giữ");
        line(fmt::format(
            "- Cảnh báo an ninh đã ghi nhận: {}; nhật ký vụ việc: {} mục, được ký bằng khóa của hệ thống và liên kết "
            "bằng chuỗi băm SHA-256.",
            count_text(incident_.alerts, "vi"), count_text(incident_.version, "vi")));
        if (!incident_.notice_hash.empty())
            line("- Bản thông báo đã phê duyệt, SHA-256: " + incident_.notice_hash + ".");
        if (incident_.public_notice.proof_sha256)
            line("- Bản lưu thông báo công khai, SHA-256: " + *incident_.public_notice.proof_sha256 + ".");
        for (const auto& filing : incident_.filings)
            line(fmt::format("- {}.", capitalised(filing_line(incident_, filing))));
    }

    void duties() {
        heading("Nghĩa vụ thông báo");
        const auto* edition = input_.settings.edition_of(incident_.edition);
        for (const auto& duty : incident_.obligations) {
            const auto* rule = edition ? edition->obligation(duty.id) : nullptr;
            auto title = rule && !rule->title.vi.empty() ? rule->title.vi : capitalised(words::duty(duty.id, "vi"));
            auto state = state_words(duty);
            join(state, "; ", covered_text(incident_, duty, "vi"));
            auto decree = rule ? decree_name(edition, "vi") : std::string();  // else it is of another edition
            line(fmt::format("- {} ({}): {}.", title, citation_text(duty.citation, decree, "vi"), state));
        }
        for (const auto& text : telling_lines(input_, false)) line(text);  // the duties above have their time
    }

    static std::string state_words(const Obligation& duty) {
        auto due = duty.due_at ? ", thời hạn " + format_vietnamese(*duty.due_at) : std::string();
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

    // What people still have to do, the next first. What the daemon does by itself is nobody's step.
    std::vector<const Task*> open_steps() const {
        std::vector<const Task*> out;
        std::set<std::string> titles;
        for (const auto& task : incident_.tasks)
            if (task.state != TaskState::done && task_action(input_.settings, task.id) == TaskAction::none &&
                titles.insert(task.title).second)
                out.push_back(&task);
        std::stable_sort(out.begin(), out.end(), [](const Task* a, const Task* b) {
            return a->due_at.value_or(Instant::max()) < b->due_at.value_or(Instant::max());
        });
        return out;
    }

    void next_steps() {
        heading("Việc tiếp theo, người thực hiện và thời hạn");
        auto steps = open_steps();
        auto owner = incident_.owner ? input_.settings.name_of(*incident_.owner)
                                     : input_.settings.organisation.data_protection_officer.name;
        for (std::size_t i = 0; i < std::min(steps.size(), kStepsMax); ++i) {
            auto due = steps[i]->due_at ? ", thời hạn " + format_vietnamese(*steps[i]->due_at) : std::string();
            line(fmt::format("- {} ({}{}).", steps[i]->title, or_dots(owner), due));
        }
        if (steps.size() > kStepsMax)
            line(fmt::format("- {} việc khác theo kịch bản ứng phó.",
                             count_text(std::int64_t(steps.size() - kStepsMax), "vi")));
        if (steps.empty()) field("-", "");
        line(
            "Biên bản được lập thành 02 bản có giá trị như nhau, lưu tại hồ sơ vi phạm và xuất trình khi cơ quan có "
            "thẩm quyền yêu cầu.");
        // The end is written by hand: it comes after the reading.
        line(
            fmt::format("Biên bản kết thúc hồi … giờ … phút, ngày … tháng … năm {}, đã đọc lại cho những người có mặt "
                        "cùng nghe, nhất trí và ký tên dưới đây.",
                        int(local_date(input_.at).year())));
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
    out.number = "Số: " + (input.number.empty() ? "……/BB-……" : clean_text(input.number));
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
    for (const auto& name : people_present(input)) out.signatures.push_back({"NGƯỜI CÓ MẶT", "(Ký)", name});
    out.body_size = 13;  // no official form binds it: an ordinary case has room on two pages
    out.gap = 3;
    out.metadata_title = "Biên bản xác nhận vi phạm quy định bảo vệ dữ liệu cá nhân";
    out.drill = input.incident.drill || input.settings.mode == Mode::drill;
    out.at = input.at;
    return out;
}

}  // namespace breachd::report
