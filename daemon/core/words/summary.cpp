#include "core/words/summary.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/words/public_sentences.hpp"
#include "core/words/reasons.hpp"
#include "core/words/terms.hpp"

namespace breachd {

namespace {

struct Sentence {
    std::string_view language;

    bool en() const { return is_english(language); }
    std::string say(std::string vi_text, std::string en_text) const {
        return en() ? std::move(en_text) : std::move(vi_text);
    }
    std::string n(std::int64_t value) const { return count_text(value, language); }
    std::string at(Instant moment) const { return time_text(moment, language); }
    std::string duty(std::string_view id) const { return words::duty(id, language); }
    static std::string text(std::string_view typed) { return words::one_line(typed); }
    // "; lý do: …" or nothing: a person's words, the program's reason, or both.
    std::string because(const std::optional<Reason>& cause, const std::string& typed) const {
        auto line = explanation_text({cause, text(typed)}, language);
        return line.empty() ? "" : std::string(en() ? "; reason: " : "; lý do: ") + line;
    }
    std::string because(const std::string& typed) const { return because({}, typed); }
    std::string because(const Reason& reason) const { return because(reason, ""); }
    std::string task(const auto& e) const { return e.title.empty() ? e.id : text(e.title); }
    std::string note(std::string_view free) const { return tail("; ghi chú: ", "; note: ", free); }
    std::string tail(std::string_view vi, std::string_view en_text, std::string_view free) const {
        auto line = text(free);
        return line.empty() ? "" : std::string(en() ? en_text : vi) + line;
    }
    // English wants "1 alert", "2 alerts"; Vietnamese has one form.
    static std::string_view s(std::int64_t count) { return count == 1 ? "" : "s"; }
    static std::string_view people(std::int64_t count) { return count == 1 ? "person" : "people"; }

    // --- the incident's life ---
    std::string operator()(const IncidentOpened& e) const {
        auto kinds = words::kinds(e.kinds, language);
        auto data = kinds.empty() ? say("chưa rõ", "not known yet") : kinds;
        auto title = text(e.title);
        return say(fmt::format("Mở {} “{}”, mức nghiêm trọng {}/100: {}, phát hiện lúc {}; dữ liệu bị ảnh hưởng: {}{}.",
                               e.drill ? "sự cố diễn tập" : "sự cố", title, e.severity, words::act(e.act, language),
                               at(e.detected_at), data, because(e.why)),
                   fmt::format("{} “{}” opened, severity {}/100: {}, detected at {}; data affected: {}{}.",
                               e.drill ? "Drill incident" : "Incident", title, e.severity, words::act(e.act, language),
                               at(e.detected_at), data, because(e.why)));
    }
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
        return say(fmt::format("{} đã xác nhận tiếp nhận sự cố{}{}.", text(e.by),
                               through.empty() ? "" : " qua " + through, note(e.note)),
                   fmt::format("{} acknowledged the incident{}{}.", text(e.by),
                               through.empty() ? "" : " through " + through, note(e.note)));
    }
    std::string operator()(const Confirmed& e) const {
        return say("Xác nhận đây là vi phạm quy định bảo vệ dữ liệu cá nhân" + note(e.note) + ".",
                   "Confirmed as a breach of personal data protection" + note(e.note) + ".");
    }
    std::string operator()(const Dismissed& e) const {
        return say("Loại bỏ: đây không phải là vi phạm" + because(e.reason) + ".",
                   "Dismissed as not a breach" + because(e.reason) + ".");
    }
    std::string operator()(const Remedied& e) const {
        auto what = text(e.what);
        return say(fmt::format("Sự cố khắc phục xong lúc {}{}; hồ sơ được lưu ít nhất đến {}.", at(e.remedied_at),
                               what.empty() ? "" : " (" + what + ")", at(e.keep_until)),
                   fmt::format("The incident was remedied at {}{}; its file is kept at least until {}.",
                               at(e.remedied_at), what.empty() ? "" : " (" + what + ")", at(e.keep_until)));
    }
    std::string operator()(const Closed& e) const {
        return say("Đóng hồ sơ sự cố" + note(e.note) + ".", "The incident's file was closed" + note(e.note) + ".");
    }
    std::string operator()(const HoldSet& e) const {
        auto id = e.hold_id.empty() ? "" : " " + e.hold_id, why = because(e.reason);
        return e.on ? say(fmt::format("Lệnh giữ hồ sơ{}: không được tiêu hủy cho đến khi bỏ lệnh giữ{}.", id, why),
                          fmt::format("Hold{} on the file: nothing of it may be destroyed until the hold is lifted{}.",
                                      id, why))
                    : say(fmt::format("Bỏ lệnh giữ hồ sơ{}{}.", id, why),
                          fmt::format("The hold{} on the file was lifted{}.", id, why));
    }

    // --- obligations ---
    std::string due(const std::optional<Instant>& due_at) const {
        return due_at ? say("hạn chót " + at(*due_at), "due by " + at(*due_at))
                      : say("pháp luật không ấn định số giờ, cần làm sớm nhất có thể",
                            "the law names no number of hours: as soon as possible");
    }
    std::string operator()(const ObligationStarted& e) const {
        auto citation = e.citation.empty() ? "" : " (" + e.citation + ")";
        return say(fmt::format("Phát sinh nghĩa vụ {}{}, đối với {}, tính từ {}; {}.", duty(e.id), citation,
                               words::addressee(e.addressee, language), at(e.starts_at), due(e.due_at)),
                   fmt::format("A duty began: {}{}, owed to {}, counted from {}; {}.", duty(e.id), citation,
                               words::addressee(e.addressee, language), at(e.starts_at), due(e.due_at)));
    }
    std::string operator()(const ObligationMoved& e) const {
        return say(fmt::format("Thời hạn của nghĩa vụ {} được tính lại từ {}; {}{}.", duty(e.id), at(e.starts_at),
                               due(e.due_at), because(e.why)),
                   fmt::format("The clock of the duty {} now counts from {}; {}{}.", duty(e.id), at(e.starts_at),
                               due(e.due_at), because(e.why)));
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
    std::string operator()(const ObligationNotApplicable& e) const {
        auto why = because(e.cause, e.note);
        auto who = text(e.proposed_by);
        return e.final ? say(fmt::format("Nghĩa vụ {} không áp dụng, do {} quyết định{}.", duty(e.id), who, why),
                             fmt::format("The duty {} does not apply, decided by {}{}.", duty(e.id), who, why))
                       : say(fmt::format("{} đề nghị coi nghĩa vụ {} là không áp dụng, cần người thứ hai đồng ý{}.",
                                         who, duty(e.id), why),
                             fmt::format("{} proposes that the duty {} does not apply; a second person must agree{}.",
                                         who, duty(e.id), why));
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
        auto people_called = words::list(e.people, language);
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
        return say(fmt::format("Nhắn gọi {} qua kênh “{}”.", text(e.person), e.channel),
                   fmt::format("Paged {} over “{}”.", text(e.person), e.channel));
    }
    std::string operator()(const PageOutcome& e) const {
        auto outcome = words::outcome(boost::describe::enum_to_string(e.outcome, "?"), language);
        auto said = e.outcome == PageState::delivered ? "" : text(e.code);  // then a code adds nothing
        join(said, " ", text(e.words));
        return say(fmt::format("Tin gọi {} qua kênh “{}”: {}{}.", text(e.person), e.channel, outcome,
                               tail(" – ", " – ", said)),
                   fmt::format("The page to {} over “{}”: {}{}.", text(e.person), e.channel, outcome,
                               tail(" – ", " – ", said)));
    }

    // --- playbook ---
    std::string operator()(const TaskStarted& e) const {
        return say(fmt::format("Việc cần làm: {}{}.", task(e), e.due_at ? ", trước " + at(*e.due_at) : ""),
                   fmt::format("To do: {}{}.", task(e), e.due_at ? ", before " + at(*e.due_at) : ""));
    }
    std::string operator()(const TaskDone& e) const {
        return say(fmt::format("Đã làm xong việc “{}”{}.", task(e), note(e.note)),
                   fmt::format("Task “{}” is done{}.", task(e), note(e.note)));
    }
    std::string operator()(const TaskOverdue& e) const {
        return say(fmt::format("Việc “{}” đã quá giờ mà chưa xong.", task(e)),
                   fmt::format("Task “{}” is late and not done.", task(e)));
    }

    // --- telling people ---
    std::string operator()(const SubjectsImported& e) const {
        std::vector<std::string> reach;
        for (const auto& [address, count] : e.reachable)
            reach.push_back(fmt::format("{}: {}", words::address(address, language), n(count)));
        auto ways = reach.empty() ? "" : fmt::format(" ({})", fmt::join(reach, ", "));
        return say(fmt::format("Nhập danh sách {} chủ thể dữ liệu cần thông báo{}; {} người không có địa chỉ liên hệ "
                               "dùng được, {} dòng trùng.",
                               n(e.rows), ways, n(e.unreachable), n(e.duplicates)),
                   fmt::format("{} {} to be told imported{}; {} without a usable address, {} repeated row{}.",
                               n(e.rows), people(e.rows), ways, n(e.unreachable), n(e.duplicates), s(e.duplicates)));
    }
    std::string operator()(const NoticeEdited& e) const {
        auto part = words::notice_part(e.field, language);
        bool english_text = e.language == "en";
        return say(fmt::format("Sửa {} của bản thông báo {}.", part, english_text ? "tiếng Anh" : "tiếng Việt"),
                   fmt::format("The {} of the {} notice was edited.", part, english_text ? "English" : "Vietnamese"));
    }
    std::string operator()(const NoticeReleased& e) const {
        auto drafter = text(e.drafter);
        return say(fmt::format("Phát hành thông báo bản {} tới {} chủ thể dữ liệu{}.", e.version, n(e.subjects),
                               drafter.empty() ? "" : ", người soạn: " + drafter),
                   fmt::format("Notice version {} released to {} {}{}.", e.version, n(e.subjects), people(e.subjects),
                               drafter.empty() ? "" : ", drafted by " + drafter));
    }
    std::string operator()(const NoticePaused& e) const {
        return say("Tạm dừng việc gửi thông báo" + because(e.cause, e.note) + ".",
                   "Sending of the notice was paused" + because(e.cause, e.note) + ".");
    }
    std::string operator()(const NoticeResumed& e) const {
        return say("Tiếp tục gửi thông báo" + because(e.cause, e.note) + ".",
                   "Sending of the notice goes on" + because(e.cause, e.note) + ".");
    }
    std::string operator()(const DeliveriesRecorded& e) const {
        auto end = e.forecast_end ? say("; dự kiến gửi xong lúc ", "; expected to end at ") + at(*e.forecast_end) : "";
        return say(
            fmt::format(
                "Ghi nhận {} kết quả gửi: đến nay {} người đã được thông báo, {} đang gửi, {} không liên hệ được{}.",
                n(e.count), n(e.told), n(e.in_flight), n(e.unreachable), end),
            fmt::format("{} delivery result{} recorded: so far {} told, {} in flight, {} unreachable{}.", n(e.count),
                        s(e.count), n(e.told), n(e.in_flight), n(e.unreachable), end));
    }
    std::string operator()(const NoticeRunDone& e) const {
        return say(
            fmt::format("Gửi xong: {} người đã được thông báo, {} người không liên hệ được và vẫn phải được thông báo.",
                        n(e.told), n(e.unreachable)),
            fmt::format("Sending is done: {} told, {} could not be reached and must still be told.", n(e.told),
                        n(e.unreachable)));
    }

    // --- public notice ---
    std::string operator()(const PublicNoticeProposed& e) const { return public_sentence(e, language); }
    std::string operator()(const PublicNoticeForeseen& e) const { return public_sentence(e, language); }
    std::string operator()(const PublicPageApproved& e) const { return public_sentence(e, language); }
    std::string operator()(const PublicNoticeWithdrawn& e) const { return public_sentence(e, language); }
    std::string operator()(const PublicNoticePublishing& e) const { return public_sentence(e, language); }
    std::string operator()(const PublicNoticePublished& e) const { return public_sentence(e, language); }
    std::string operator()(const PublicNoticeFailed& e) const { return public_sentence(e, language); }
    std::string operator()(const ContentPagePublished& e) const { return public_sentence(e, language); }

    // --- report ---
    std::string operator()(const ReportFiled& e) const {
        const auto& f = e.filing;
        auto form = words::form(f.form, language), channel = words::filing_channel(f.channel, language),
             number = text(f.receipt_number);
        return say(
            fmt::format("{} {} lúc {}{}{}{}.", f.form == "bien-ban" ? "Lập" : "Nộp", form, at(f.filed_at),
                        channel.empty() ? "" : " qua " + channel, number.empty() ? "" : ", số tiếp nhận " + number,
                        f.supplement > 0 ? fmt::format(", bổ sung lần {}", f.supplement) : ""),
            fmt::format("Filed {} at {}{}{}{}.", form, at(f.filed_at), channel.empty() ? "" : " by " + channel,
                        number.empty() ? "" : ", receipt number " + number,
                        f.supplement > 0 ? fmt::format(", supplement {}", f.supplement) : ""));
    }

    // --- the daemon itself ---
    std::string operator()(const AlertsReceived& e) const {
        return say(
            fmt::format("Nhận và lưu {} cảnh báo, trong đó {} cảnh báo đã có từ trước.", n(e.count), n(e.duplicates)),
            fmt::format("{} alert{} received and kept, {} of them known already.", n(e.count), s(e.count),
                        n(e.duplicates)));
    }
    std::string operator()(const AlertQuarantined& e) const {
        if (e.count > 1)
            return say(
                fmt::format("{} tin từ nguồn “{}” không đọc được, giữ nguyên để xem lại (từ mã {}).", n(e.count),
                            e.source, e.quarantine_id),
                fmt::format("{} messages from “{}” could not be read and are kept whole for review (from {} on).",
                            n(e.count), e.source, e.quarantine_id));
        return say(fmt::format("Một cảnh báo từ nguồn “{}” không đọc được, giữ nguyên để xem lại (mã {}).", e.source,
                               e.quarantine_id),
                   fmt::format("An alert from “{}” could not be read and is kept whole for review ({}).", e.source,
                               e.quarantine_id));
    }
    std::string operator()(const QuarantineReplayed& e) const {
        return say(fmt::format("Đã đọc lại tin cách ly {} của nguồn “{}”: {} cảnh báo.", e.quarantine_id, e.source,
                               n(e.alerts)),
                   fmt::format("Quarantined message {} of “{}” was read again: {} alert{}.", e.quarantine_id, e.source,
                               n(e.alerts), s(e.alerts)));
    }
    std::string operator()(const QuarantineDiscarded& e) const {
        return say(
            fmt::format("Tin cách ly {} được xem và bỏ qua{}.", e.quarantine_id, because(e.reason)),
            fmt::format("Quarantined message {} was looked at and set aside{}.", e.quarantine_id, because(e.reason)));
    }
    std::string operator()(const SourceSilent& e) const {
        auto last_vi = e.last_heard_at ? "nhận tin lần cuối lúc " + at(*e.last_heard_at)
                                       : "chưa từng nhận tin kể từ " + at(e.expected_since);
        auto last_en =
            e.last_heard_at ? "last heard at " + at(*e.last_heard_at) : "never heard since " + at(e.expected_since);
        return say(fmt::format("Nguồn “{}” im lặng lâu hơn mức cho phép, {}.", e.source, last_vi),
                   fmt::format("Source “{}” is silent for longer than expected, {}.", e.source, last_en));
    }
    std::string operator()(const SourceHeard& e) const {
        auto period = words::period(std::chrono::seconds{e.silent_s}, language);
        return say(fmt::format("Nguồn “{}” hoạt động trở lại sau {} im lặng.", e.source, period),
                   fmt::format("Source “{}” is heard again after a silence of {}.", e.source, period));
    }
    std::string operator()(const MessagesLost& e) const {
        return say(fmt::format("Cổng nhận syslog “{}” đánh mất {} tin.", e.listener, n(e.count)),
                   fmt::format("Syslog listener “{}” lost {} message{}.", e.listener, n(e.count), s(e.count)));
    }
    std::string operator()(const DaemonStarted& e) const {
        auto seen = parse_rfc3339(e.last_seen);
        bool drill = e.mode == "drill";
        return say(fmt::format("Chương trình breachd {} khởi động{}{}.", e.version, drill ? " ở chế độ diễn tập" : "",
                               seen ? "; lần hoạt động gần nhất lúc " + at(*seen) : ""),
                   fmt::format("breachd {} started{}{}.", e.version, drill ? " in drill mode" : "",
                               seen ? "; last known running at " + at(*seen) : ""));
    }
    std::string operator()(const DaemonStopped& e) const {
        return say("Chương trình dừng" + because(e.why) + ".", "The program stopped" + because(e.why) + ".");
    }
    std::string operator()(const ClockStepped& e) const {
        auto by = words::period(Duration{e.by_ms}, language);
        return say(
            fmt::format("Đồng hồ hệ thống nhảy {} {}; các thời hạn không thay đổi.", e.by_ms < 0 ? "lùi" : "tới", by),
            fmt::format("The system clock jumped {} by {}; no deadline moves.", e.by_ms < 0 ? "back" : "forward", by));
    }
    std::string operator()(const ConfigurationLoaded& e) const {
        auto mark = e.sha256.substr(0, 12);
        return say(fmt::format("Nạp cấu hình (dấu vân tay {}).", mark),
                   fmt::format("Configuration loaded (fingerprint {}).", mark));
    }
    std::string operator()(const ChannelState& e) const {
        if (!e.down)
            return say(fmt::format("Kênh “{}” hoạt động trở lại.", e.channel),
                       fmt::format("Channel “{}” works again.", e.channel));
        if (e.why.code != ReasonCode::none) return reason_sentence(e.why, language);
        return say(fmt::format("Kênh “{}” ngừng hoạt động.", e.channel),
                   fmt::format("Channel “{}” is down.", e.channel));
    }
};

}  // namespace

std::string summary(const Event& event, std::string_view language) { return std::visit(Sentence{language}, event); }

}  // namespace breachd
