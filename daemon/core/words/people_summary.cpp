#include "core/words/people_summary.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <boost/describe/enum_from_string.hpp>

#include "core/words/causes.hpp"
#include "core/words/desk_words.hpp"
#include "core/words/labels.hpp"
#include "core/words/terms.hpp"
#include "core/words/words.hpp"

namespace breachd {

namespace {

struct Words {
    std::string_view language;

    template <class... Args>
    std::string say(fmt::format_string<const Args&...> vi, fmt::format_string<const Args&...> english,
                    const Args&... args) const {
        return is_english(language) ? fmt::format(english, args...) : fmt::format(vi, args...);
    }
    std::string n(std::int64_t value) const { return count_text(value, language); }
    std::string because(std::string_view typed) const {
        auto line = words::one_line(typed);
        return line.empty() ? "" : say("; lý do: {}", "; reason: {}", line);
    }
    std::string how(ToldHow how) const {
        switch (how) {
            case ToldHow::telephone:
                return say("qua điện thoại", "by telephone");
            case ToldHow::letter:
                return say("bằng thư", "by letter");
            case ToldHow::in_person:
                return say("trong buổi gặp trực tiếp", "in person");
            case ToldHow::other:
                return say("bằng cách khác", "in another way");
        }
        return "";
    }
    std::string ways(const std::map<std::string, std::int64_t>& reachable) const {
        std::vector<std::string> out;
        for (const auto& [address, count] : reachable)
            out.push_back(fmt::format("{}: {}", words::address(address, language), n(count)));
        return out.empty() ? "" : fmt::format(" ({})", fmt::join(out, ", "));
    }
    // "; …" for a number that is not 0.
    std::string some(std::int64_t count, fmt::format_string<const std::string&> vi,
                     fmt::format_string<const std::string&> english) const {
        return count > 0 ? say(vi, english, n(count)) : "";
    }
};

std::string_view s(std::int64_t count) { return count == 1 ? "" : "s"; }

}  // namespace

std::string people_summary(const SubjectsImported& e, std::string_view language) {
    Words w{language};
    std::vector<std::string> missing;
    for (const auto& kind : e.kinds_missing) missing.push_back(words::kind_of_data(kind, language));
    auto asked = missing.empty() ? ""
                                 : w.say("; danh sách có loại dữ liệu chưa ghi trong sự cố, cần bổ sung: {}",
                                         "; kinds of data in the list that the incident lacks, to be added: {}",
                                         fmt::format("{}", fmt::join(missing, ", ")));
    auto changed = w.some(e.updated, "; cập nhật {} người đã có trong danh sách", "; {} listed before were updated") +
                   w.some(e.reopened, ", {} người sẽ được gửi lại", ", {} of them are told anew") +
                   w.some(e.rejected, "; {} giá trị không dùng được", "; {} values could not be used");
    auto ways = w.ways(e.reachable);
    if (is_english(language))
        return fmt::format("{} {} to be told imported{}; {} without a usable address, {} repeated row{}{}{}.",
                           w.n(e.rows), e.rows == 1 ? "person" : "people", ways, w.n(e.unreachable), w.n(e.duplicates),
                           s(e.duplicates), changed, asked);
    return fmt::format(
        "Nhập danh sách {} chủ thể dữ liệu cần thông báo{}; {} người không có địa chỉ liên hệ dùng được, "
        "{} dòng trùng{}{}.",
        w.n(e.rows), ways, w.n(e.unreachable), w.n(e.duplicates), changed, asked);
}

std::string people_summary(const DeliveriesRecorded& e, std::string_view language) {
    Words w{language};
    auto more = w.some(e.by_hand, ", {} được báo trực tiếp", ", {} told by hand") +
                w.some(e.in_flight, ", {} đang gửi", ", {} in flight") +
                w.some(e.unreachable, ", {} không liên hệ được", ", {} unreachable") +
                w.some(e.impossible, ", {} không thể báo riêng", ", {} cannot be told individually") +
                w.some(e.pointed, ", {} chỉ mới nhận tin ngắn", ", {} have only a short text");
    if (e.forecast_end)
        more += w.say("; dự kiến gửi xong lúc {}", "; expected to end at {}", time_text(*e.forecast_end, language));
    if (e.count == 0)  // nothing but the forecast is new
        return w.say("Tiến độ gửi: đến nay {} người đã được thông báo{}.", "Progress of sending: so far {} told{}.",
                     w.n(e.told), more);
    if (is_english(language))
        return fmt::format("{} delivery result{} recorded: so far {} told{}.", w.n(e.count), s(e.count), w.n(e.told),
                           more);
    return fmt::format("Ghi nhận {} kết quả gửi: đến nay {} người đã được thông báo{}.", w.n(e.count), w.n(e.told),
                       more);
}

std::string people_summary(const ListComplete& e, std::string_view language) {
    Words w{language};
    auto who = words::one_line(e.by), listed = w.n(e.listed), number = w.n(e.number), why = w.because(e.reason);
    if (e.final)
        return w.say("{} xác nhận danh sách {}/{} chủ thể dữ liệu là đủ{}.",
                     "{} confirmed that the list of {} of {} subjects is complete{}.", who, listed, number, why);
    return w.say("{} cho là danh sách {}/{} chủ thể dữ liệu đã đủ, cần người thứ hai xác nhận{}.",
                 "{} says that the list of {} of {} subjects is complete; a second person must confirm it{}.", who,
                 listed, number, why);
}

std::string people_summary(const ToldByHand& e, std::string_view language) {
    Words w{language};
    return w.say(
        "{} đã báo cho chủ thể dữ liệu số {} {} lúc {}, theo thông báo bản {}; bằng chứng được lưu niêm phong.",
        "{} told subject {} {} at {}, by notice version {}; the proof is kept sealed.", words::one_line(e.by),
        e.subject, w.how(e.how), time_text(e.told_at, language), e.version);
}

std::string people_summary(const LettersPosted& e, std::string_view language) {
    Words w{language};
    auto receipt = words::one_line(e.receipt);
    auto number = receipt.empty() ? "" : w.say(", số biên nhận {}", ", receipt {}", receipt);
    return w.say("{} ghi: lô thư giấy {} ({} thư) đã gửi bưu điện lúc {}{}.",
                 "{} recorded: the batch {} of printed letters ({}) was posted at {}{}.", words::one_line(e.by),
                 e.batch, w.n(e.letters), time_text(e.posted_at, language), number);
}

std::string people_summary(const LetterCameBack& e, std::string_view language) {
    Words w{language};
    return w.say("{} ghi: thư giấy gửi chủ thể dữ liệu số {} (lô {}) bị trả lại{}.",
                 "{} recorded: the printed letter to subject {} (batch {}) came back{}.", words::one_line(e.by),
                 e.subject, e.batch, w.because(e.reason));
}

std::string people_summary(const NoticeImpossible& e, std::string_view language) {
    Words w{language};
    auto who = words::one_line(e.by), why = w.because(e.reason);
    if (e.final)
        return w.say("{} đồng ý: không thể thông báo riêng cho chủ thể dữ liệu số {}{}.",
                     "{} agreed: subject {} cannot be told individually{}.", who, e.subject, why);
    return w.say("{} cho là không thể thông báo riêng cho chủ thể dữ liệu số {}, cần người thứ hai đồng ý{}.",
                 "{} says that subject {} cannot be told individually; a second person must agree{}.", who, e.subject,
                 why);
}

std::string people_summary(const SubjectRemoved& e, std::string_view language) {
    Words w{language};
    return w.say("Bỏ chủ thể dữ liệu số {} khỏi danh sách{}.", "Subject {} was removed from the list{}.", e.subject,
                 w.because(e.reason));
}

namespace {

std::string field_words(const Words& w, std::string_view field) {
    if (field == "name") return w.say("họ và tên", "name");
    if (field == "guardian_of") return w.say("tên trẻ được giám hộ", "the child's name");
    if (field == "language") return w.say("ngôn ngữ", "language");
    if (field == "kinds") return w.say("loại dữ liệu", "kinds of data");
    return words::address(field, w.language);
}

}  // namespace

std::string people_summary(const SubjectCorrected& e, std::string_view language) {
    Words w{language};
    std::vector<std::string> parts;
    for (const auto& field : e.fields) parts.push_back(field_words(w, field));
    auto anew = e.reopened ? w.say("; sẽ gửi lại từ đầu", "; the telling begins anew") : "";
    return w.say("Sửa dữ liệu của chủ thể dữ liệu số {} ({}){}{}.", "Data of subject {} were corrected ({}){}{}.",
                 e.subject, fmt::format("{}", fmt::join(parts, ", ")), anew, w.because(e.reason));
}

namespace {

// " (trạng thái: không liên hệ được; kênh: sms)" of what a table was asked for.
std::string filter_words(const Words& w, const std::map<std::string, std::string>& filter) {
    std::vector<std::string> parts;
    for (const auto& [name, value] : filter) {
        const auto* state = name == "state" ? words::state("subject", value) : nullptr;
        ReplyKind kind{};
        bool replied =
            (name == "reply" || value == "wrong_person") && boost::describe::enum_from_string(value.c_str(), kind);
        if (state != nullptr)
            parts.push_back(w.say("trạng thái: {}", "state: {}", pick(w.language, state->vi, state->en)));
        else if (replied)
            parts.push_back(w.say("phản hồi: {}", "reply: {}", words::reply_kind(kind, w.language)));
        else if (name == "reply")
            parts.push_back(w.say("đã phản hồi", "who replied"));
        else if (name == "channel")
            parts.push_back(w.say("kênh: {}", "channel: {}", value));
        else if (auto cause = words::cause(cause_from(value), w.language); name == "cause" && !cause.empty())
            parts.push_back(w.say("nguyên nhân: {}", "cause: {}", cause));
        else
            parts.push_back(w.say("không có địa chỉ liên hệ dùng được", "without a usable contact"));
    }
    return parts.empty() ? "" : fmt::format(" ({})", fmt::join(parts, "; "));
}

}  // namespace

std::string people_summary(const SubjectShown& e, std::string_view language) {
    Words w{language};
    switch (e.how) {
        case ShownHow::looked_up:
            return w.say("Tra cứu chủ thể dữ liệu số {} theo mã trong thư hoặc mã của tổ chức.",
                         "Subject {} was looked up by the code of the letter or by reference.", e.subject);
        case ShownHow::shared:
            return w.say("Xem các địa chỉ liên hệ mà nhiều chủ thể dữ liệu cùng có, được che.",
                         "Contacts that several subjects have were looked at, masked.");
        case ShownHow::table:
            if (!e.people) return w.say("Xuất danh sách chủ thể dữ liệu ra tệp.", "The list of subjects was exported.");
            return w.say("Xuất {} chủ thể dữ liệu ra tệp{}, tên và địa chỉ được che.",
                         "{} of the subjects were exported{}, names and contacts masked.", w.n(*e.people),
                         filter_words(w, e.filter));
        case ShownHow::opened_table:
            return w.say("Xuất {} chủ thể dữ liệu ra tệp{}, kèm tên và địa chỉ liên hệ{}.",
                         "{} of the subjects were exported{}, with names and contacts{}.", w.n(e.people.value_or(0)),
                         filter_words(w, e.filter), w.because(e.reason));
        case ShownHow::opened:
            break;
    }
    return w.say("Mở dữ liệu của chủ thể dữ liệu số {}.", "Data of subject {} were opened.", e.subject);
}

}  // namespace breachd
