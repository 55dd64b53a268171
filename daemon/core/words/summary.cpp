#include "core/words/summary.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/words/causes.hpp"
#include "core/words/citation.hpp"
#include "core/words/decisions.hpp"
#include "core/words/desk_words.hpp"
#include "core/words/law_sentences.hpp"
#include "core/words/people_summary.hpp"
#include "core/words/public_sentences.hpp"
#include "core/words/summary_parts.hpp"

namespace breachd {

namespace {

struct Sentence : DaemonSentence {
    using DaemonSentence::operator();

    // --- the incident's life ---
    std::string operator()(const IncidentOpened& e) const { return opened_sentence(e, language); }
    std::string operator()(const AlertsJoined& e) const {
        return say(fmt::format("Thêm {} cảnh báo được gộp vào sự cố, mức nghiêm trọng cao nhất {}/100{}.", n(e.count),
                               e.severity, because(e.why)),
                   fmt::format("{} more alert{} joined the incident, highest severity {}/100{}.", n(e.count),
                               s(e.count), e.severity, because(e.why)));
    }
    std::string operator()(const AlertsUpdated& e) const {
        auto ended_vi =
            e.resolved > 0 ? fmt::format("; nguồn cho là {} cảnh báo đã hết, trạng thái sự cố không đổi", n(e.resolved))
                           : "";
        auto ended_en = e.resolved > 0 ? fmt::format("; its sender calls {} of them over, the incident stays as it is",
                                                     n(e.resolved))
                                       : "";
        return say(fmt::format("Nguồn cập nhật {} cảnh báo của sự cố, mức nghiêm trọng cao nhất {}/100{}.", n(e.count),
                               e.severity, ended_vi),
                   fmt::format("{} alert{} of the incident updated, highest severity {}/100{}.", n(e.count), s(e.count),
                               e.severity, ended_en));
    }
    std::string operator()(const FactChanged& e) const {
        auto why = because(e.cause, e.note);
        auto name = words::fact(e.field, language);
        auto old_value = words::fact_value(e.field, e.old_value, language);
        auto new_value = words::fact_value(e.field, e.new_value, language);
        bool empty_before = e.old_value.is_null() || (e.old_value.is_array() && e.old_value.get_array().empty());
        if (e.new_value.is_null())
            return say(fmt::format("Bỏ thông tin về {}{}.", name, why), fmt::format("Removed: {}{}.", name, why));
        if (!new_value)
            return say(fmt::format("{} {}{}.", empty_before ? "Bổ sung" : "Sửa lại", name, why),
                       fmt::format("{}: {}{}.", empty_before ? "Added" : "Revised", name, why));
        if (empty_before || !old_value)
            return say(fmt::format("Ghi nhận {}: {}{}.", name, *new_value, why),
                       fmt::format("Recorded {}: {}{}.", name, *new_value, why));
        return say(fmt::format("Đính chính {}: trước là {}, nay là {}{}.", name, *old_value, *new_value, why),
                   fmt::format("Corrected {}: was {}, now {}{}.", name, *old_value, *new_value, why));
    }
    std::string operator()(const Acknowledged& e) const {
        auto through = words::via(e.via, language);
        return say(fmt::format("{} đã xác nhận tiếp nhận sự cố{}{}.", who(e.name, e.by),
                               through.empty() ? "" : " qua " + through, note(e.note)),
                   fmt::format("{} acknowledged the incident{}{}.", who(e.name, e.by),
                               through.empty() ? "" : " through " + through, note(e.note)));
    }
    std::string operator()(const Confirmed& e) const {
        return say("Xác nhận đây là vi phạm quy định bảo vệ dữ liệu cá nhân" + note(e.note) + ".",
                   "Confirmed as a breach of personal data protection" + note(e.note) + ".");
    }
    std::string operator()(const HoldSet& e) const {
        auto id = e.hold_id.empty() ? "" : " " + e.hold_id, why = because(e.cause, e.reason);
        return e.on ? say(fmt::format("Lệnh giữ hồ sơ{}: không được tiêu hủy cho đến khi bỏ lệnh giữ{}.", id, why),
                          fmt::format("Hold{} on the file: nothing of it may be destroyed until the hold is lifted{}.",
                                      id, why))
                    : say(fmt::format("Bỏ lệnh giữ hồ sơ{}{}.", id, why),
                          fmt::format("The hold{} on the file was lifted{}.", id, why));
    }

    std::string operator()(const InspectionAnnounced& e) const { return inspection_sentence(e, language); }
    std::string operator()(const EditionChanged& e) const { return edition_sentence(e, language); }

    // --- obligations ---
    std::string due(const std::optional<Instant>& due_at) const {
        return due_at ? say("thời hạn " + at(*due_at), "due by " + at(*due_at))
                      : say("pháp luật không ấn định số giờ, cần làm sớm nhất có thể",
                            "the law names no number of hours: as soon as possible");
    }
    std::string operator()(const ObligationStarted& e) const {
        auto short_form = citation_text(e.citation, "", language);
        auto citation = short_form.empty() ? "" : " (" + short_form + ")";
        if (e.keep_until) return keeping(e, citation);
        return say(fmt::format("Phát sinh nghĩa vụ {}{}, đối với {}, tính từ {}; {}.", duty(e.id), citation,
                               words::addressee(e.addressee, language), at(e.starts_at), due(e.due_at)),
                   fmt::format("A duty began: {}{}, owed to {}, counted from {}; {}.", duty(e.id), citation,
                               words::addressee(e.addressee, language), at(e.starts_at), due(e.due_at)));
    }
    std::string keeping(const ObligationStarted& e, const std::string& citation) const {
        return say(fmt::format("Phát sinh nghĩa vụ {}{}, tính từ {}; lưu ít nhất đến hết ngày {}.", duty(e.id),
                               citation, at(e.starts_at), last_day(*e.keep_until)),
                   fmt::format("A duty began: {}{}, counted from {}; at least through {}.", duty(e.id), citation,
                               at(e.starts_at), last_day(*e.keep_until)));
    }
    std::string operator()(const ObligationMoved& e) const {
        auto short_form = citation_text(e.citation, "", language);
        auto citation = short_form.empty() ? "" : " (" + short_form + ")";
        auto why = because(e.why);
        if (e.due_at && *e.due_at < e.starts_at)  // it shares the deadline of another duty
            return say(fmt::format("Nghĩa vụ {}{} nay có {}{}.", duty(e.id), citation, due(e.due_at), why),
                       fmt::format("The duty {}{} is now {}{}.", duty(e.id), citation, due(e.due_at), why));
        auto limit = e.due_at ? "; " + due(e.due_at) : std::string();
        return say(fmt::format("Thời hạn của nghĩa vụ {}{} được tính lại từ {}{}{}.", duty(e.id), citation,
                               at(e.starts_at), limit, why),
                   fmt::format("The clock of the duty {}{} now counts from {}{}{}.", duty(e.id), citation,
                               at(e.starts_at), limit, why));
    }
    std::string operator()(const ObligationOverdue& e) const {
        auto vi_why = e.at_birth            ? "; hạn này đã qua ngay khi nghĩa vụ được ghi nhận"
                      : e.missed_while_down ? "; hạn trôi qua khi chương trình không hoạt động"
                                            : "";
        auto en_why = e.at_birth            ? "; it had already passed when the duty was recorded"
                      : e.missed_while_down ? "; it passed while the program was not running"
                                            : "";
        return say(fmt::format("Quá hạn: nghĩa vụ {} phải hoàn thành trước {}{}. Nghĩa vụ vẫn phải thực hiện ngay.",
                               duty(e.id), at(e.due_at), vi_why),
                   fmt::format("Overdue: the duty {} was due by {}{}. It is still owed, at once.", duty(e.id),
                               at(e.due_at), en_why));
    }
    std::string operator()(const ObligationMet& e) const {
        auto how = reason_text(e.how, language);
        return say(
            fmt::format("Hoàn thành nghĩa vụ {} lúc {}{}.", duty(e.id), at(e.met_at), how.empty() ? "" : ": " + how),
            fmt::format("The duty {} was fulfilled at {}{}.", duty(e.id), at(e.met_at), how.empty() ? "" : ": " + how));
    }
    std::string operator()(const ObligationReopened& e) const {
        return say(fmt::format("Nghĩa vụ {} phải thực hiện tiếp{}.", duty(e.id), because(e.why)),
                   fmt::format("The duty {} is owed again{}.", duty(e.id), because(e.why)));
    }
    std::string operator()(const ReminderSent& e) const {
        return say(fmt::format("Nhắc hạn: đã qua {}% thời gian của nghĩa vụ {}.", e.mark_percent, duty(e.id)),
                   fmt::format("Reminder: {}% of the time for the duty {} has passed.", e.mark_percent, duty(e.id)));
    }

    // --- paging ---
    std::string operator()(const EscalationStarted& e) const {
        return say(fmt::format("Bắt đầu gọi người trực, vòng {}{}.", e.round + 1, because(e.why)),
                   fmt::format("Calling the people on duty, round {}{}.", e.round + 1, because(e.why)));
    }
    std::string operator()(const EscalationStep& e) const {
        auto people_called = words::list(e.names.empty() ? e.people : e.names, language);
        if (e.people.empty())
            return say(
                fmt::format("Vòng {}, bước {}: không có ai trực, chuyển ngay sang bước sau.", e.round + 1, e.step + 1),
                fmt::format("Round {}, step {}: nobody is on duty, going on to the next step at once.", e.round + 1,
                            e.step + 1));
        return say(fmt::format("Vòng {}, bước {}: gọi {}.", e.round + 1, e.step + 1, people_called),
                   fmt::format("Round {}, step {}: calling {}.", e.round + 1, e.step + 1, people_called));
    }
    std::string operator()(const EscalationExhausted& e) const {
        return say(fmt::format("Sau {} vòng gọi vẫn chưa ai xác nhận: báo động tới tất cả mọi người và tiếp tục gọi.",
                               e.round + 1),
                   fmt::format("Nobody has acknowledged in {} round{}: everybody is alarmed and the calls go on.",
                               e.round + 1, s(e.round + 1)));
    }
    std::string operator()(const Paged& e) const {
        auto person = who(e.name, e.person);
        return say(fmt::format("Gửi tin gọi trực tới {} qua kênh “{}”.", person, e.channel),
                   fmt::format("Paged {} over “{}”.", person, e.channel));
    }
    std::string operator()(const PageOutcome& e) const {
        auto outcome = words::outcome(boost::describe::enum_to_string(e.outcome, "?"), language);
        auto said = e.outcome == PageState::delivered ? "" : text(e.code);  // then a code adds nothing
        join(said, " ", words::cause(e.cause, language));
        join(said, " ", text(e.words));
        auto person = who(e.name, e.person);
        return say(
            fmt::format("Tin gọi trực gửi {} qua kênh “{}” {}{}.", person, e.channel, outcome,
                        tail(" – ", " – ", said)),
            fmt::format("The page to {} over “{}”: {}{}.", person, e.channel, outcome, tail(" – ", " – ", said)));
    }

    // --- playbook ---
    std::string operator()(const TaskStarted& e) const {
        return say(fmt::format("Việc cần làm: {}{}.", task(e), e.due_at ? ", trước " + at(*e.due_at) : ""),
                   fmt::format("To do: {}{}.", task(e), e.due_at ? ", before " + at(*e.due_at) : ""));
    }
    std::string operator()(const TaskDone& e) const {
        auto how = tail(" – ", ": ", e.cause ? reason_text(*e.cause, language) : "") + note(e.note);
        return say(fmt::format("Hoàn thành việc: {}{}.", task(e), how),
                   fmt::format("Task “{}” is done{}.", task(e), how));
    }
    std::string operator()(const TaskOverdue& e) const {
        return say(fmt::format("Quá giờ, chưa hoàn thành: {}.", task(e)),
                   fmt::format("Task “{}” is late and not done.", task(e)));
    }

    std::string operator()(const TaskAssigned& e) const {
        if (e.owner.empty())
            return say(fmt::format("Việc chưa giao cho ai: {}{}.", task(e), note(e.note)),
                       fmt::format("Task “{}” is nobody's{}.", task(e), note(e.note)));
        return say(fmt::format("Giao việc cho {}: {}{}.", text(e.owner), task(e), note(e.note)),
                   fmt::format("Task “{}” is given to {}{}.", task(e), text(e.owner), note(e.note)));
    }
    std::string operator()(const TaskReopened& e) const {
        return say(fmt::format("Việc chưa xong, phải làm lại: {}{}.", task(e), note(e.note)),
                   fmt::format("Task “{}” is not done after all{}.", task(e), note(e.note)));
    }
    std::string operator()(const CommentAdded& e) const {
        return say(fmt::format("Ghi chú: {}.", text(e.text)), fmt::format("Comment: {}.", text(e.text)));
    }

    // --- telling people ---
    std::string operator()(const SubjectsImported& e) const { return people_summary(e, language); }
    std::string operator()(const ListComplete& e) const { return people_summary(e, language); }
    std::string operator()(const ToldByHand& e) const { return people_summary(e, language); }
    std::string operator()(const NoticeImpossible& e) const { return people_summary(e, language); }
    std::string operator()(const SubjectRemoved& e) const { return people_summary(e, language); }
    std::string operator()(const SubjectCorrected& e) const { return people_summary(e, language); }
    std::string operator()(const SubjectShown& e) const { return people_summary(e, language); }
    std::string operator()(const SentAgain& e) const { return desk_summary(e, language); }
    std::string operator()(const SentAgainDone& e) const { return desk_summary(e, language); }
    std::string operator()(const ReplyNoted& e) const { return desk_summary(e, language); }
    std::string operator()(const LettersPosted& e) const { return people_summary(e, language); }
    std::string operator()(const LetterCameBack& e) const { return people_summary(e, language); }
    std::string operator()(const NoticeEdited& e) const {
        auto part = words::notice_part(e.field, language);
        bool english_text = e.language == "en";
        if (e.reset)
            return say(
                fmt::format("Đưa {} của bản thông báo {} về mẫu.", part, english_text ? "tiếng Anh" : "tiếng Việt"),
                fmt::format("The {} of the {} notice is the template's again.", part,
                            english_text ? "English" : "Vietnamese"));
        return say(fmt::format("Sửa {} của bản thông báo {}.", part, english_text ? "tiếng Anh" : "tiếng Việt"),
                   fmt::format("The {} of the {} notice was edited.", part, english_text ? "English" : "Vietnamese"));
    }
    std::string operator()(const NoticePaused& e) const {
        if (e.for_good)
            return say("Dừng hẳn việc gửi thông báo" + because(e.cause, e.note) + ".",
                       "Sending of the notice was stopped for good" + because(e.cause, e.note) + ".");
        return say("Tạm dừng việc gửi thông báo" + because(e.cause, e.note) + ".",
                   "Sending of the notice was paused" + because(e.cause, e.note) + ".");
    }
    std::string operator()(const NoticeResumed& e) const {
        return say("Tiếp tục gửi thông báo" + because(e.cause, e.note) + ".",
                   "Sending of the notice goes on" + because(e.cause, e.note) + ".");
    }
    std::string operator()(const DeliveriesRecorded& e) const { return people_summary(e, language); }
    std::string operator()(const NoticeRunDone& e) const {
        auto vi = fmt::format("Gửi xong: {} người đã được thông báo", n(e.told));
        auto en = fmt::format("Sending is done: {} told", n(e.told));
        auto more = [&](std::int64_t people, std::string_view in_vi, std::string_view in_en) {
            if (people == 0) return;
            vi += fmt::format(", {} {}", n(people), in_vi);
            en += fmt::format(", {} {}", n(people), in_en);
        };
        more(e.by_hand, "người được báo trực tiếp", "by hand");
        more(e.pointed, "người mới nhận tin ngắn và vẫn phải được thông báo",
             "only pointed to it and must still be told");
        more(e.unreachable, "người không liên hệ được và vẫn phải được thông báo",
             "could not be reached and must still be told");
        return say(vi + ".", en + ".");
    }

    // --- public notice ---
    std::string operator()(const PublicNoticeProposed& e) const { return public_sentence(e, language); }
    std::string operator()(const PublicNoticeForeseen& e) const { return public_sentence(e, language); }
    std::string operator()(const PublicPageApproved& e) const { return public_sentence(e, language); }
    std::string operator()(const PublicNoticeWithdrawn& e) const { return public_sentence(e, language); }
    std::string operator()(const PublicNoticePublishing& e) const { return public_sentence(e, language); }
    std::string operator()(const PublicNoticePublished& e) const { return public_sentence(e, language); }
    std::string operator()(const PublicNoticeFailed& e) const { return public_sentence(e, language); }
    std::string operator()(const PublicNoticeAstray& e) const { return public_sentence(e, language); }
    std::string operator()(const ContentPagePublished& e) const { return public_sentence(e, language); }

    // --- what people decide and correct ---
    std::string operator()(const DecisionEntry auto& e) const { return decision_sentence(e, language); }
};

}  // namespace

std::string summary(const Event& event, std::string_view language) { return std::visit(Sentence{{{language}}}, event); }

}  // namespace breachd
