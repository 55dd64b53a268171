#include "core/words/reasons.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/words/causes.hpp"
#include "core/words/citation.hpp"
#include "core/words/damage.hpp"
#include "core/words/forecast_words.hpp"
#include "core/words/publishing_words.hpp"
#include "core/words/reason_args.hpp"
#include "core/words/refusal_words.hpp"
#include "core/words/terms.hpp"

namespace breachd {

namespace {

using Code = ReasonCode;

class Clause : ReasonArgs {
  public:
    Clause(const json::object& args, std::string_view language, std::string_view title)
        : ReasonArgs{args, language}, title_(title) {}

    // A switch without a default: the compiler finds a code that has no words.
    std::string of(Code code) const {
        switch (code) {
            case Code::none:
                return "";
            case Code::opened_by_rule:
                return opened_by_rule();
            case Code::opened_by_hand:
                return say("mở thủ công", "opened by hand");
            case Code::no_rule:
                return say("giữ lại, không mở sự cố: không quy tắc nào khớp", "kept, nothing opened: no rule matches");
            case Code::rule_records_only:
                return say("giữ lại, không mở sự cố: quy tắc “{}” chỉ ghi nhận",
                           "kept, nothing opened: rule “{}” only records", text("rule"));
            case Code::test_message:
                return say("giữ lại, không mở sự cố: thông điệp thử của nguồn",
                           "kept, nothing opened: a test message of the source");
            case Code::sender_unproven:
                return say("giữ lại, không mở sự cố: đường truyền không chứng minh được người gửi",
                           "kept, nothing opened: its transport does not prove the sender");
            case Code::joined_group:
                return say("gộp vào {} theo quy tắc “{}”", "joined {} by rule “{}”", text("incident"), text("rule"));
            case Code::joined_after_remedy:
                return say("gộp vào {} theo quy tắc “{}”, dù sự cố được ghi là đã khắc phục",
                           "joined {} by rule “{}”, although the incident is recorded as remedied", text("incident"),
                           text("rule"));
            case Code::dismissed_before:
                return say(
                    "giữ lại, không mở sự cố: {} cùng nhóm vừa được loại bỏ và cảnh báo không cho biết gì mới",
                    "kept, nothing opened: {} of the same group was just dismissed and the alert says nothing new",
                    text("incident"));
            case Code::opened_storm:
                return say("mở một sự cố cho các cảnh báo tiếp theo vì đã có {} sự cố được mở trong {}",
                           "one incident was opened for the alerts to come, because {} were opened within {}",
                           n("incidents"), period("within_ms"));
            case Code::joined_storm:
                return say("gộp vào {} vì đã có {} sự cố được mở trong {}",
                           "joined {}, because {} incidents were opened within {}", text("incident"), n("incidents"),
                           period("within_ms"));
            case Code::found_by_rule:
                return say("theo cảnh báo khớp quy tắc “{}”{}", "an alert matches rule “{}”{}", text("rule"),
                           list("assets", "; tài sản: ", "; assets: "));
            case Code::alert_updated:
                return say("nguồn cập nhật cảnh báo {}", "the source updated alert {}", text("alert"));
            case Code::earlier_detection:
                return say("một cảnh báo của sự cố được phát hiện sớm hơn",
                           "an alert of the incident was detected earlier");
            case Code::assets_changed:
                return say("danh mục tài sản đã thay đổi", "the register of assets has changed");

            case Code::start_corrected:
                return say("thời điểm bắt đầu tính được đính chính", "the moment it runs from was corrected");
            case Code::everyone_told:
                return told();
            case Code::report_filed:
                return filed();
            case Code::told_and_filed:
                return told() + ", " + filed();
            case Code::published:
                return published();
            case Code::controller_informed:
                return say("đã báo cho bên kiểm soát dữ liệu", "the controller was informed");
            case Code::record_made:
                return say("đã lập biên bản xác nhận", "the confirmation record was made");
            case Code::kinds_not_told:
                return say("phát hiện thêm loại dữ liệu mà thông báo đã gửi chưa nêu{}",
                           "kinds of data were found that the notice sent does not mention{}",
                           list("kinds", ": ", ": ", words::kind_of_data));
            case Code::list_short:
                return say("danh sách chỉ có {}/{} chủ thể dữ liệu và chưa được hai người xác nhận là đủ",
                           "the list has {} of {} subjects, and two people have not said that it is complete",
                           n("listed"), n("number"));
            case Code::subjects_added:
                return say("có thêm chủ thể dữ liệu chưa được thông báo", "subjects were added who have not been told");
            case Code::not_all_told:
                return say("chưa phải mọi chủ thể dữ liệu được thông báo (khi ghi: {} trong {})",
                           "not every subject is told ({} of {} when this was noted)", n("told"), n("subjects"));
            case Code::facts_changed:
                return say("dữ kiện đã thay đổi sau đề nghị này", "the facts have changed since it was proposed");
            case Code::notice_withdrawn:
                return say("thông báo công khai đã được rút lại", "the public notice was withdrawn");
            case Code::incident_dismissed:
                return say("sự cố được loại bỏ", "the incident was dismissed");
            case Code::edition_changed:
                return say("áp dụng {}", "{} applies", words::edition(text("edition"), language_));
            case Code::filed_for_duty:
                return say("đã nộp văn bản thực hiện nghĩa vụ này", "a paper was filed that meets this duty");
            case Code::inspection:
                return inspection();
            case Code::incident_reopened:
                return say("hồ sơ sự cố được mở lại", "the incident was opened again");
            case Code::duplicate_merged:
                return say("gộp {}, là cùng một vi phạm", "{}, the same breach, was merged into it", text("duplicate"));
            case Code::facts_fell_away:
                return say("dữ kiện làm phát sinh nghĩa vụ không còn", "the facts that brought the duty fell away");
            case Code::facts_apply:
                return say("dữ kiện lại làm phát sinh nghĩa vụ", "the facts bring the duty again");
            case Code::kind_must_be_reported:
                return say("dữ liệu vị trí hoặc sinh trắc học luôn phải báo cáo",
                           "location or biometric data must be reported whatever the harm");
            case Code::filing_withdrawn:
                return say("bản đã nộp được rút lại", "the filing was withdrawn");
            case Code::dismissal_unconfirmed:
                return say("đề nghị loại bỏ của {} chưa có người thứ hai xác nhận, các thời hạn vẫn chạy",
                           "nobody has confirmed the dismissal that {} proposed, and the clocks run", text("by"));
            case Code::act_done:
                return words::act_done(text("act"), language_);

            case Code::incident_new:
                return say("sự cố mới{}", "a new incident{}", title_.empty() ? "" : ": " + words::one_line(title_));
            case Code::incident_worse:
                return incident_worse();
            case Code::duty_overdue:
                return say("QUÁ HẠN: {}, hạn {}", "OVERDUE: {}, due by {}", duty(), time("due_at"));
            case Code::duty_near:
                return say("còn {} cho: {}", "{} left for: {}", period("left_ms"), duty());
            case Code::task_overdue:
                return say("việc quá hạn trong kịch bản ứng phó: {}", "overdue task of the response playbook: {}",
                           text("task"));
            case Code::detection_ahead:
                return say("thời điểm phát hiện đã nhập nằm ở tương lai ({}): hãy kiểm tra lại",
                           "the moment of detection as typed lies in the future ({}): check it", time("detected_at"));
            case Code::detection_claimed:
                return say(
                    "nguồn cảnh báo ghi thời điểm phát hiện là {}, cũ hơn {}: thời hạn được tính từ lúc nhận cảnh "
                    "báo, hãy kiểm tra và đính chính nếu thời điểm đó đúng",
                    "the alert claims a detection at {}, more than {} back: the clocks run from its arrival; "
                    "check it, and correct the detection if it is right",
                    time("claimed_at"), period("age_max_ms"));
            case Code::alert_after_remedy:
                return say("có cảnh báo mới sau khi sự cố được ghi là đã khắc phục",
                           "a new alert came after the incident was recorded as remedied");
            case Code::canary_failed:
                return say(words::kCanaryFailed[0], words::kCanaryFailed[1], n("failed"), n("settled"),
                           text("channel"));
            case Code::content_refused:
                return say("kênh “{}” từ chối nội dung thông báo{}", "channel “{}” refuses the notice's content{}",
                           text("channel"), provider());
            case Code::data_unopened:
                return say("không mở được dữ liệu của chủ thể dữ liệu hoặc nội dung thông báo: chưa gửi được",
                           "the subjects' data or the notice cannot be opened: nothing could be sent");
            case Code::public_notice_wanted:
                return say("cần thông báo công khai: {}{}", "a public notice is needed: {}{}", because(), wanting());
            case Code::public_notice_foreseen:
                return say("thông báo công khai sẽ tự đăng chậm nhất lúc {}: {}{}",
                           "the public notice goes up by itself at {} at the latest: {}{}", time("goes_up_at"),
                           because(), wanting());
            case Code::content_page_failed:
                return say("không đăng được trang nội dung mà tin ngắn dẫn tới: {}",
                           "the page that short letters point to could not be put up: {}", because());
            case Code::publication_failed:
                return say("công bố thông báo thất bại: {}", "publishing the notice failed: {}", because());
            case Code::publication_astray:
                return say("trang thông báo công khai không còn như đã đăng, đang đăng lại: {}",
                           "the public notice is not what was published any more, it goes up again: {}", because());
            case Code::letters_wait:
                return say("lô thư giấy {} đã ghi xong ({} thư): in, gửi bưu điện rồi ghi ngày gửi",
                           "the batch {} of printed letters is ready ({}): print it, post it, and record the date",
                           text("batch"), n("letters"));
            case Code::escalation_step:
                return say("{} (lượt {}, bước {})", "{} (round {}, step {})", because(), n("round"), n("step"));
            case Code::nobody_on_duty:
                return say("KHÔNG CÓ AI TRỰC ở bước cuối: {}", "NOBODY IS ON DUTY at the last step: {}", because());
            case Code::nobody_acknowledges:
                return say("KHÔNG AI xác nhận sau {} lượt báo động: {}",
                           "NOBODY has acknowledged after {} rounds of calls: {}", n("rounds"), because());

            case Code::clock_stepped:
                return clock_stepped();
            case Code::clock_doubted:
                return clock_doubted();
            case Code::channel_down:
                return say("kênh “{}” ngừng hoạt động{}", "channel “{}” is down{}", text("channel"), provider());
            case Code::channel_works:
                return say("hoạt động trở lại", "it works again");
            case Code::messages_lost:
                return say("cổng nhận syslog “{}” đánh mất {} tin{}", "syslog listener “{}” lost messages: {}{}",
                           text("listener"), n("count"), list("sources", "; nguồn: ", "; sources: "));
            case Code::source_silent:
                return say("nguồn “{}” im lặng từ {}: kiểm tra hệ thống gửi cảnh báo",
                           "source “{}” is silent since {}: check the system that sends alerts", text("source"),
                           time("since"));
            case Code::source_heard:
                return say("nguồn “{}” đã hoạt động trở lại", "source “{}” is heard again", text("source"));
            case Code::calls_refused:
                return words::calls_refused(args_, language_);
            case Code::unproven_alarm:
                return say(
                    "nguồn “{}” báo động qua đường truyền không xác thực (quy tắc “{}”): không tự mở sự cố, cần "
                    "người xem",
                    "source “{}” raises an alarm over a transport that proves nothing (rule “{}”): no incident "
                    "was opened, a person must look",
                    text("source"), text("rule"));
            case Code::alerts_unreadable:
                return say("nguồn “{}” gửi cảnh báo không đọc được; bản gốc được giữ tại {}",
                           "source “{}” sends alerts that cannot be read; the original is kept as {}", text("source"),
                           text("quarantine_id"));
            case Code::store_unwritable:
                return say("KHO LƯU TRỮ KHÔNG GHI ĐƯỢC: {}", "THE STORE CANNOT BE WRITTEN: {}", text("words"));
            case Code::store_restored:
                return say(kRestoredStore[0], kRestoredStore[1], restored_words(text("cause"), language_), n("runs"));
            case Code::store_damaged:
                return say(kUnreadableStore[0], kUnreadableStore[1], text("words"));
            case Code::store_altered:
                return say("DỮ LIỆU BỊ HỎNG HOẶC BỊ SỬA ({} chỗ): {}", "DATA DAMAGED OR ALTERED (places: {}): {}",
                           n("places"), damage_text(text("what"), text("where"), language_));
            case Code::bounced:
                return say("một thông báo bị trả lại sau khi đã nhận", "a notice came back after it was accepted");
            case Code::channel_came:
                return channel_came();
            case Code::people_unreachable:
                return say(words::kUnreachable[0], words::kUnreachable[1], n("count"));
            case Code::people_unconfirmed:
                return say(words::kUnconfirmed[0], words::kUnconfirmed[1], n("count"), n("unconfirmed"));
            case Code::deadline_near:
                return say(words::kDeadlineNear[0], words::kDeadlineNear[1]);
            case Code::channel_down_with_people:
                return say(words::kDownWithPeople[0], words::kDownWithPeople[1], text("channel"), n("waiting"));
            case Code::forecast_late:
                return say(words::kForecastLate[0], words::kForecastLate[1], time("end"), period("margin_ms"),
                           words::channel_limit(text("channel"), text("limit"), n("per"), language_));
            case Code::playbook_due:
                return say("theo kịch bản ứng phó: đến hạn mà chưa thông báo được cho tất cả chủ thể dữ liệu",
                           "by the response playbook: its time has come and not everybody has been told");
            case Code::no_publisher:
            case Code::publisher_busy:
            case Code::page_not_made:
            case Code::page_not_written:
            case Code::publisher_refused:
            case Code::page_not_served:
            case Code::page_differs:
            case Code::stopped_while_publishing:
                return words::publishing(code, *this);

            case Code::asked_to_stop:
                return say("được yêu cầu dừng", "it was asked to stop");
        }
        return "";
    }

  private:
    std::string because() const {
        Reason reason;
        const auto* value = arg("because");
        return value && from_json(*value, reason) ? page_text(reason, title_, language_) : "?";
    }

    std::string incident_worse() const {
        auto before = arg("before"), now = arg("severity");
        bool graver = before && now && before->is_int64() && now->is_int64() && before->get_int64() < now->get_int64();
        return say("sự cố xấu đi{}{}{}{}", "the incident got worse{}{}{}{}",
                   graver ? say(": mức độ {} → {}", ": severity {} → {}", n("before"), n("severity")) : "",
                   list("kinds", "; thêm loại dữ liệu: ", "; more kinds of data: ", words::kind_of_data),
                   list("duties", "; thêm nghĩa vụ: ", "; more duties: ", words::duty),
                   list("systems", "; thêm hệ thống: ", "; more systems: "));
    }
    std::string duty() const {
        auto name = words::duty(text("duty"), language_), citation = citation_text(text("citation"), "", language_);
        return citation.empty() ? name : fmt::format("{} ({})", name, citation);
    }
    std::string told() const {
        auto out = say("đã thông báo cho {} trong {} chủ thể dữ liệu", "{} of {} imported subjects were told",
                       n("told"), n("subjects"));
        if (arg("by_hand")) out += say(", trong đó {} người được báo trực tiếp", ", {} of them by hand", n("by_hand"));
        if (arg("impossible"))
            out += say("; không thể thông báo riêng cho {} người, theo xác nhận của hai người",
                       "; {} cannot be told one by one, as two people confirmed", n("impossible"));
        if (arg("number"))
            out += say("; danh sách {}/{} người được hai người xác nhận là đủ",
                       "; two people confirmed that the list of {} of {} is complete", n("subjects"), n("number"));
        return out;
    }
    std::string filed() const {
        return say("đã nộp báo cáo theo {}", "the report was filed on {}", words::form(text("form"), language_));
    }
    std::string inspection() const {
        const auto* ready_by = arg("ready_by");
        bool at_once = ready_by == nullptr || ready_by->is_null();
        return at_once ? say("quyết định kiểm tra {}: hồ sơ phải sẵn sàng ngay",
                             "inspection by decision {}: the file must be ready now", text("decision"))
                       : say("quyết định kiểm tra {}: hồ sơ phải sẵn sàng trước {}",
                             "inspection by decision {}: the file must be ready before {}", text("decision"),
                             time("ready_by"));
    }
    std::string clock_stepped() const {
        return say("đồng hồ của máy nhảy {} {}; các thời hạn không đổi",
                   "the machine's clock jumped {} by {}; no deadline moves", forward_or_back(), period("by_ms"));
    }
    std::string clock_doubted() const {
        return say(
            "ĐỒNG HỒ CỦA MÁY NHẢY {} {}, không tin được: thời gian được đếm tiếp theo bộ đếm từ khi máy khởi "
            "động cho tới khi dịch vụ đồng bộ thời gian hoặc một người xác nhận đồng hồ",
            "THE MACHINE'S CLOCK JUMPED {} by {} and is not believed: time is counted on by the counter since "
            "the machine was started, until the time service or a person confirms the clock",
            forward_or_back(), period("by_ms"));
    }
    std::string opened_by_rule() const {
        const auto* join_only = arg("join_only");
        bool joins = join_only && join_only->is_bool() && join_only->get_bool();
        auto when = names("when"), known = names("kind_rules");
        auto out =
            joins ? say("chỉ gộp vào sự cố cùng nhóm, không tự mở, vì đường truyền không chứng minh được người "
                        "gửi; quy tắc “{}” ({})",
                        "only joins an incident of its group and opens none, because nothing proves the sender; "
                        "rule “{}” ({})",
                        text("rule"), conditions(when))
                  : say("mở sự cố theo quy tắc “{}” ({})", "opened by rule “{}” ({})", text("rule"), conditions(when));
        auto assets = list("assets", "; tài sản: ", "; assets: ");
        out += assets.empty() ? say("; không khớp tài sản nào đã khai báo", "; no declared asset matches") : assets;
        out += list_if("by_first_label", "; tên ngắn: ", "; short: ") + list_if("by_network", "; dải: ", "; net: ");
        auto kinds = list("kinds", "; loại dữ liệu: ", "; kinds of data: ", words::kind_of_data);
        out += kinds.empty() ? say("; chưa rõ loại dữ liệu", "; kinds of data unknown") : kinds;
        if (!known.empty()) out += say(" (biết theo {})", " (known by {})", fmt::format("{}", fmt::join(known, ", ")));
        return out;
    }
    std::string conditions(const std::vector<std::string>& when) const {
        return when.empty() ? say("không điều kiện", "no condition") : fmt::format("{}", fmt::join(when, "; "));
    }

    std::string_view title_;
};

constexpr std::string_view kAlertOf = "Cảnh báo từ hệ thống giám sát an ninh “";

}  // namespace

std::string reason_text(const Reason& reason, std::string_view language) { return page_text(reason, "", language); }

std::string page_text(const Reason& reason, std::string_view title, std::string_view language) {
    return Clause(reason.args, language, title).of(reason.code);
}

std::string reason_sentence(const Reason& reason, std::string_view language) {
    auto text = capitalised(reason_text(reason, language));
    return text.empty() ? text : text + ".";
}

Reason stored_reason(std::string_view json_text) {
    Reason out;
    auto parsed = parse_json(json_text);
    if (!parsed || !from_json(*parsed, out)) return {};
    return out;
}

std::string explanation_text(const Explanation& explanation, std::string_view language) {
    auto out = explanation.cause ? reason_text(*explanation.cause, language) : std::string();
    join(out, ": ", explanation.note);
    return out;
}

template <>
json::value to_json(const Explanation& explanation) {
    return to_json(explanation_text(explanation, "vi"));
}

template <>
Result<void> from_json(const json::value& in, Explanation& out, const std::string& pointer) {
    out.cause.reset();
    return from_json(in, out.note, pointer);
}

std::string detected_by(std::string_view source) { return fmt::format("{}{}”", kAlertOf, source); }

std::string detected_how_text(std::string text, std::string_view language) {
    if (!is_english(language) || !text.starts_with(kAlertOf)) return text;
    return "Alert from the security monitoring system “" + text.substr(kAlertOf.size());
}
std::string storm_title(std::string_view title) { return fmt::format("Bão cảnh báo: {}", title); }

}  // namespace breachd
