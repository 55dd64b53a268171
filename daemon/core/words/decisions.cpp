#include "core/words/decisions.hpp"

#include <fmt/format.h>

#include "core/incident/filings.hpp"
#include "core/journal/because.hpp"
#include "core/words/summary_parts.hpp"

namespace breachd {

namespace {

struct Say : SentenceParts {
    std::string operator()(const std::string& vi, const std::string& english) const { return say(vi, english); }
    std::string form(std::string_view id) const { return words::form(id, language); }
    std::string names(const std::vector<std::string>& people) const {
        std::vector<std::string> out;
        for (const auto& each : people) out.push_back(text(each));
        return words::list(out, language);
    }
    std::string duties(const std::vector<std::string>& ids) const {
        std::vector<std::string> out;
        for (const auto& id : ids) out.push_back(duty(id));
        return words::list(out, language);
    }
};

}  // namespace

std::string decision_sentence(const DismissalProposed& e, std::string_view language) {
    Say say{{language}};
    auto by = say.text(e.by), why = say.because(e.reason);
    if (!e.duplicate_of.empty())
        return say(
            fmt::format("{} đề nghị gộp sự cố này vào {}, cần người thứ hai xác nhận{}.", by, e.duplicate_of, why),
            fmt::format("{} proposes to merge this incident into {}; a second person must confirm it{}.", by,
                        e.duplicate_of, why));
    return say(fmt::format("{} đề nghị loại bỏ, cần người thứ hai xác nhận; ngừng gọi người trực, các thời hạn vẫn "
                           "chạy{}.",
                           by, why),
               fmt::format("{} proposes to dismiss it; a second person must confirm it; the calls end, the clocks run "
                           "on{}.",
                           by, why));
}

std::string decision_sentence(const DismissalUnconfirmed& e, std::string_view language) {
    Say say{{language}};
    return say(fmt::format("Đề nghị loại bỏ của {} chưa có người thứ hai xác nhận: gọi người trực.", say.text(e.by)),
               fmt::format("Nobody has confirmed the dismissal that {} proposed: the people on duty are paged.",
                           say.text(e.by)));
}

std::string decision_sentence(const ProposalWithdrawn& e, std::string_view language) {
    Say say{{language}};
    auto why = say.because(e.cause, e.note);
    if (e.what == Matter::dismissal)
        return say("Rút lại đề nghị loại bỏ" + why + ".", "The proposed dismissal was taken back" + why + ".");
    return say(
        fmt::format("Nghĩa vụ {} vẫn áp dụng, đề nghị không áp dụng được rút lại{}.", say.duty(e.about), why),
        fmt::format("The duty {} applies, the proposal that it does not was taken back{}.", say.duty(e.about), why));
}

std::string decision_sentence(const Dismissed& e, std::string_view language) {
    Say say{{language}};
    auto why = say.because(e.reason) + say.note(e.note);
    auto by = e.proposed_by.empty() ? "" : say.tail("; người đề nghị: ", "; proposed by ", say.text(e.proposed_by));
    if (!e.duplicate_of.empty())
        return say(fmt::format("Gộp vào {}: hai hồ sơ là cùng một vi phạm{}{}.", e.duplicate_of, by, why),
                   fmt::format("Merged into {}: both are the same breach{}{}.", e.duplicate_of, by, why));
    return say(fmt::format("Loại bỏ: đây không phải là vi phạm{}{}.", by, why),
               fmt::format("Dismissed as not a breach{}{}.", by, why));
}

std::string decision_sentence(const DuplicateMerged& e, std::string_view language) {
    Say say{{language}};
    return say(fmt::format("{} được gộp vào sự cố này: thêm {} chủ thể dữ liệu, {} bản đã nộp.", e.duplicate,
                           say.n(e.subjects), say.n(e.filings)),
               fmt::format("{} was merged into this incident: {} more {} to be told, {} more filing{}.", e.duplicate,
                           say.n(e.subjects), say.people(e.subjects), say.n(e.filings), e.filings == 1 ? "" : "s"));
}

std::string decision_sentence(const Remedied& e, std::string_view language) {
    Say say{{language}};
    auto what = say.text(e.what);
    if (!what.empty()) what = " (" + what + ")";
    if (e.old_remedied_at)
        return say(fmt::format(
                       "Đính chính việc khắc phục: trước là {}, nay là {}{}; hồ sơ được lưu ít nhất đến hết ngày {}{}.",
                       say.at(*e.old_remedied_at), say.at(e.remedied_at), what, say.last_day(e.keep_until),
                       say.because(e.reason)),
                   fmt::format("The remedy was corrected: was {}, now {}{}; the file is kept at least through {}{}.",
                               say.at(*e.old_remedied_at), say.at(e.remedied_at), what, say.last_day(e.keep_until),
                               say.because(e.reason)));
    return say(fmt::format("Sự cố khắc phục xong lúc {}{}; hồ sơ được lưu ít nhất đến hết ngày {}.",
                           say.at(e.remedied_at), what, say.last_day(e.keep_until)),
               fmt::format("The incident was remedied at {}{}; its file is kept at least through {}.",
                           say.at(e.remedied_at), what, say.last_day(e.keep_until)));
}

std::string decision_sentence(const Closed& e, std::string_view language) {
    Say say{{language}};
    std::string left;
    if (!e.owed.empty()) left += say("; nghĩa vụ chưa xong: ", "; duties not met: ") + say.duties(e.owed);
    if (e.untold > 0)
        left += say(fmt::format("; {} người chưa được thông báo", say.n(e.untold)),
                    fmt::format("; {} {} not told", say.n(e.untold), say.people(e.untold)));
    if (e.open_tasks > 0)
        left += say(fmt::format("; {} việc chưa xong", say.n(e.open_tasks)),
                    fmt::format("; {} task{} open", say.n(e.open_tasks), e.open_tasks == 1 ? "" : "s"));
    return say("Đóng hồ sơ sự cố" + left + say.note(e.note) + ".",
               "The incident's file was closed" + left + say.note(e.note) + ".");
}

std::string decision_sentence(const Reopened& e, std::string_view language) {
    Say say{{language}};
    return say("Mở lại hồ sơ sự cố; các thời hạn không đổi" + say.because(e.reason) + ".",
               "The incident was opened again; no clock moves" + say.because(e.reason) + ".");
}

std::string decision_sentence(const ObligationNotApplicable& e, std::string_view language) {
    Say say{{language}};
    auto why = say.because(e.cause, e.note), who = say.text(e.proposed_by);
    if (e.final && e.cause == because::incident_dismissed())  // that entry names both people
        return say(fmt::format("Nghĩa vụ {} không áp dụng{}.", say.duty(e.id), why),
                   fmt::format("The duty {} does not apply{}.", say.duty(e.id), why));
    if (e.final)
        return say(
            fmt::format("Nghĩa vụ {} không áp dụng; {} là người thứ hai đồng ý{}.", say.duty(e.id), who, why),
            fmt::format("The duty {} does not apply; {} agreed as the second person{}.", say.duty(e.id), who, why));
    if (who.empty())
        return say(fmt::format("Cần hai người xem nghĩa vụ {} có còn áp dụng không{}.", say.duty(e.id), why),
                   fmt::format("Two people must say whether the duty {} still applies{}.", say.duty(e.id), why));
    return say(fmt::format("{} đề nghị coi nghĩa vụ {} là không áp dụng, cần người thứ hai đồng ý{}.", who,
                           say.duty(e.id), why),
               fmt::format("{} proposes that the duty {} does not apply; a second person must agree{}.", who,
                           say.duty(e.id), why));
}

std::string decision_sentence(const NoticeApproved& e, std::string_view language) {
    Say say{{language}};
    return say(fmt::format("{} đồng ý với nội dung thông báo (SHA-256 {}).", say.text(e.by), e.sha256.substr(0, 12)),
               fmt::format("{} approves the notice's text (SHA-256 {}).", say.text(e.by), e.sha256.substr(0, 12)));
}

std::string decision_sentence(const NoticeApprovalAsked& e, std::string_view language) {
    Say say{{language}};
    auto note = say.because(e.note);
    return say(fmt::format("{} đề nghị người thứ hai duyệt nội dung thông báo (SHA-256 {}){}.", say.text(e.by),
                           e.sha256.substr(0, 12), note),
               fmt::format("{} asks a second person to approve the notice's text (SHA-256 {}){}.", say.text(e.by),
                           e.sha256.substr(0, 12), note));
}

std::string decision_sentence(const NoticeRefused& e, std::string_view language) {
    Say say{{language}};
    auto why = say.because(e.reason);
    return say(
        fmt::format("{} không duyệt nội dung thông báo (SHA-256 {}){}.", say.text(e.by), e.sha256.substr(0, 12), why),
        fmt::format("{} refuses the notice's text (SHA-256 {}){}.", say.text(e.by), e.sha256.substr(0, 12), why));
}

std::string decision_sentence(const NoticeTested& e, std::string_view language) {
    Say say{{language}};
    return say(fmt::format("Gửi thử thông báo ({}) cho {} qua kênh {}.", e.language, e.person, e.channel),
               fmt::format("A test copy of the notice ({}) is sent to {} over the channel {}.", e.language, e.person,
                           e.channel));
}

std::string decision_sentence(const NoticeReleased& e, std::string_view language) {
    Say say{{language}};
    auto authors = e.authors.empty() ? say.text(e.drafter) : say.names(e.authors);
    auto who = say.tail(", người soạn: ", ", drafted by ", authors);
    who += say.tail("; người đồng ý: ", "; approved by ", say.names(e.approved_by));
    if (!e.alone.empty())
        who += say.tail(
            "; MỘT NGƯỜI tự phát hành, lý do: ", "; released by ONE person alone, reason: ", say.text(e.alone));
    bool to_the_rest = e.since > 0 && e.since < e.version;
    return say(fmt::format("Phát hành thông báo bản {} tới {} chủ thể dữ liệu{}{}.", e.version, say.n(e.subjects),
                           to_the_rest ? " chưa được thông báo" : "", who),
               fmt::format("Notice version {} released to {} {}{}{}.", e.version, say.n(e.subjects),
                           say.people(e.subjects), to_the_rest ? " not yet told" : "", who));
}

std::string decision_sentence(const ReportFiled& e, std::string_view language) {
    Say say{{language}};
    const auto& f = e.filing;
    bool report = is_authority_form(f.form), record = f.form == "bien-ban";
    std::string_view verb = record ? "Lập" : report || f.form == "other" ? "Nộp" : "Gửi";
    auto more = say.tail(" số ", " no. ", f.paper_number);
    more += say(" lúc ", " at ") + say.at(f.filed_at);
    more += say.tail(" qua ", " by ", words::filing_channel(f.channel, language));
    more += say.tail(", số tiếp nhận ", ", receipt number ", f.receipt_number);
    // Only a report is supplemented: another paper of the same form is simply the next one.
    if (f.supplement > 0 && report)
        more += say(fmt::format(", bổ sung lần {}", f.supplement), fmt::format(", supplement {}", f.supplement));
    else if (f.supplement > 0)
        more += say(fmt::format(", lần {}", f.supplement + 1), fmt::format(", no. {}", f.supplement + 1));
    if (!f.from.empty()) more += say(", chuyển từ " + f.from, ", taken over from " + f.from);
    if (f.as_built) more += say(" (bản chưa ký)", " (not signed)");
    if (f.obligation == "none" && (report || record))
        more += say("; chưa hoàn thành nghĩa vụ nào", "; it fulfils no duty");
    return say(fmt::format("{} {}{}.", verb, say.form(f.form), more),
               fmt::format("Filed {}{}.", say.form(f.form), more));
}

std::string decision_sentence(const FilingCorrected& e, std::string_view language) {
    Say say{{language}};
    std::string now;
    if (e.filing.receipt_number != e.was.receipt_number)
        now += say.tail("; số tiếp nhận: ", "; receipt number: ", say.text(e.filing.receipt_number));
    if (e.filing.filed_at != e.was.filed_at)
        now += say("; nộp lúc " + say.at(e.filing.filed_at) + " thay vì " + say.at(e.was.filed_at),
                   "; filed at " + say.at(e.filing.filed_at) + " instead of " + say.at(e.was.filed_at));
    if (e.filing.channel != e.was.channel)
        now += say.tail("; qua ", "; by ", words::filing_channel(e.filing.channel, language));
    return say(fmt::format("Đính chính bản nộp số {} ({}){}{}.", e.filing.number, say.form(e.filing.form), now,
                           say.because(e.reason)),
               fmt::format("Filing {} ({}) was corrected{}{}.", e.filing.number, say.form(e.filing.form), now,
                           say.because(e.reason)));
}

std::string decision_sentence(const FilingWithdrawn& e, std::string_view language) {
    Say say{{language}};
    return say(fmt::format("Rút lại bản nộp số {} ({}): không còn giá trị hoàn thành nghĩa vụ{}.", e.number,
                           say.form(e.form), say.because(e.reason)),
               fmt::format("Filing {} ({}) was withdrawn: it fulfils nothing any more{}.", e.number, say.form(e.form),
                           say.because(e.reason)));
}

std::string decision_sentence(const FilingChecked& e, std::string_view language) {
    Say say{{language}};
    return say(fmt::format("{} đã xem lại bản nộp số {} ({}){}.", say.text(e.by), e.number, say.form(e.form),
                           say.note(e.note)),
               fmt::format("{} looked at filing {} ({}) a second time{}.", say.text(e.by), e.number, say.form(e.form),
                           say.note(e.note)));
}

}  // namespace breachd
