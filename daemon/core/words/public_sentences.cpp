#include "core/words/public_sentences.hpp"

#include <fmt/format.h>

#include "core/words/reasons.hpp"
#include "core/words/terms.hpp"

namespace breachd {

namespace {

std::string say(std::string_view language, std::string vi, std::string en) {
    return is_english(language) ? std::move(en) : std::move(vi);
}

// "; lý do: …" or nothing.
std::string reason_tail(const Explanation& why, std::string_view language) {
    auto line = explanation_text({why.cause, words::one_line(why.note)}, language);
    return line.empty() ? "" : std::string(pick(language, "; lý do: ", "; reason: ")) + line;
}

}  // namespace

std::string public_sentence(const PublicNoticeProposed& e, std::string_view language) {
    auto rule = words::rule(e.rule, language), why = reason_tail({e.cause, e.note}, language);
    std::string_view second_vi = e.awaits_second ? " (chờ người thứ hai đồng ý)" : "";
    std::string_view second_en = e.awaits_second ? " (a second person must agree)" : "";
    return say(language, fmt::format("Đề nghị thông báo công khai: {}{}{}.", rule, why, second_vi),
               fmt::format("A public notice is proposed: {}{}{}.", rule, why, second_en));
}

std::string public_sentence(const PublicNoticeForeseen& e, std::string_view language) {
    if (!e.goes_up_at)
        return say(language, "Không còn dự kiến phải thông báo công khai.", "A public notice is no longer foreseen.");
    auto at = time_text(*e.goes_up_at, language), why = reason_tail({e.why, ""}, language);
    return say(language, fmt::format("Dự kiến thông báo công khai chậm nhất lúc {}{}.", at, why),
               fmt::format("A public notice is foreseen, at {} at the latest{}.", at, why));
}

std::string public_sentence(const PublicPageApproved& e, std::string_view language) {
    auto by = words::one_line(e.by);
    return say(language,
               fmt::format("Trang thông báo công khai được duyệt{}.", by.empty() ? "" : ", người duyệt: " + by),
               fmt::format("The page of the public notice was approved{}.", by.empty() ? "" : " by " + by));
}

std::string public_sentence(const PublicNoticeWithdrawn& e, std::string_view language) {
    auto why = reason_tail({{}, e.reason}, language);
    if (e.awaits_second)
        return say(language, "Đề nghị rút lại thông báo công khai, chờ người thứ hai đồng ý" + why + ".",
                   "The public notice is to be withdrawn when a second person agrees" + why + ".");
    return say(language, "Thông báo công khai được rút lại" + why + ".", "The public notice was withdrawn" + why + ".");
}

std::string public_sentence(const PublicNoticePublishing& e, std::string_view language) {
    auto by = words::one_line(e.by), why = reason_tail({e.cause, e.note}, language);
    if (e.withdrawal)
        return say(language, "Đang thay trang thông báo công khai bằng thông báo rút lại.",
                   "The page of the public notice is being replaced by its withdrawal.");
    bool by_rule = by.empty() || by == "rule" || by == "system";
    return say(language,
               fmt::format("Đang đăng thông báo công khai, {}{}.",
                           by_rule ? "theo quy tắc đã cấu hình" : "do " + by + " quyết định", why),
               fmt::format("The public notice is being published, {}{}.",
                           by_rule ? "by the configured rule" : "decided by " + by, why));
}

std::string public_sentence(const PublicNoticePublished& e, std::string_view language) {
    auto at = time_text(e.published_at, language);
    if (e.withdrawal)
        return say(
            language,
            fmt::format("Trang thông báo công khai tại {} đã được thay bằng thông báo rút lại lúc {}.", e.url, at),
            fmt::format("The page of the public notice at {} says since {} that it is withdrawn.", e.url, at));
    return say(
        language,
        fmt::format("Thông báo công khai đã đăng lúc {} tại {}; từng người vẫn phải được thông báo riêng.", at, e.url),
        fmt::format("The public notice was published at {} at {}; each person must still be told.", at, e.url));
}

std::string public_sentence(const PublicNoticeFailed& e, std::string_view language) {
    auto why = reason_tail({e.why, ""}, language);
    return say(language, "Không đăng được thông báo công khai" + why + ".",
               "The public notice could not be published" + why + ".");
}

std::string public_sentence(const PublicNoticeAstray& e, std::string_view language) {
    auto why = reason_tail({e.why, ""}, language);
    return say(language, "Đọc lại định kỳ: trang thông báo công khai không còn như đã đăng" + why + ".",
               "Read back by schedule: the public notice is not what was published any more" + why + ".");
}

std::string public_sentence(const ContentPagePublished& e, std::string_view language) {
    auto at = time_text(e.published_at, language);
    return say(
        language,
        fmt::format("Trang nội dung của thông báo bản {} đã đăng lúc {} tại {}; đây không phải thông báo công khai.",
                    e.version, at, e.url),
        fmt::format("The content page of notice version {} was put up at {} at {}; it is not the public notice.",
                    e.version, at, e.url));
}

std::string covered_text(const Incident& incident, const Obligation& o, std::string_view language) {
    const auto& published_at = incident.public_notice.published_at;
    bool for_subjects = o.addressee == Addressee::subjects || o.addressee == Addressee::authority_and_subjects;
    bool late = o.state == ObligationState::overdue || o.state == ObligationState::met_late;
    if (!published_at || !for_subjects || !late) return "";
    auto at = time_text(*published_at, language);
    return say(language, "đã thông báo công khai theo khoản 3 Điều 29 lúc " + at,
               "public notice under Article 29.3 was given at " + at);
}

}  // namespace breachd
