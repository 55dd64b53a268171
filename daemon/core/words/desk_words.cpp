#include "core/words/desk_words.hpp"

#include <fmt/format.h>

#include "core/words/causes.hpp"
#include "core/words/terms.hpp"

namespace breachd {

namespace {

std::string either(std::string_view vi, std::string_view english, std::string_view language) {
    return std::string(is_english(language) ? english : vi);
}

}  // namespace

namespace words {

std::string reply_kind(ReplyKind kind, std::string_view language) {
    switch (kind) {
        case ReplyKind::question:
            return either("câu hỏi", "a question", language);
        case ReplyKind::complaint:
            return either("khiếu nại", "a complaint", language);
        case ReplyKind::wrong_person:
            return either("không phải tôi (nhầm người)", "not me (wrong person)", language);
        case ReplyKind::no_more:
            return either("không muốn nhận tin nữa", "wants no more messages", language);
        case ReplyKind::other:
            break;
    }
    return either("phản hồi khác", "another reply", language);
}

std::string reply_way(ReplyWay way, std::string_view language) {
    switch (way) {
        case ReplyWay::telephone:
            return either("qua điện thoại", "by telephone", language);
        case ReplyWay::email:
            return either("qua thư điện tử", "by e-mail", language);
        case ReplyWay::sms:
            return either("qua tin nhắn", "by text message", language);
        case ReplyWay::in_person:
            return either("trực tiếp", "in person", language);
        case ReplyWay::letter:
            return either("bằng thư", "by letter", language);
        case ReplyWay::other:
            break;
    }
    return either("bằng cách khác", "in another way", language);
}

std::string message_state(SendState state, std::string_view language) {
    switch (state) {
        case SendState::queued:
            return either("đang chờ gửi", "waits to be sent", language);
        case SendState::sending:
            return either("đang gửi", "is being sent", language);
        case SendState::accepted:
            return either("đã gửi, bên chuyển tin đã nhận", "sent, and taken by the carrier", language);
        case SendState::delivered:
            return either("đã đến nơi", "has arrived", language);
        case SendState::retrying:
            return either("chưa gửi được, sẽ gửi lại", "not through yet, will be tried again", language);
        case SendState::failed:
            return either("không gửi được", "could not be delivered", language);
        case SendState::unknown:
            return either("không rõ đã đến hay chưa", "it is not known whether it arrived", language);
        case SendState::cancelled:
            return either("đã bỏ, không gửi", "dropped, not sent", language);
        case SendState::handed_over:
            return either("đã chuyển sang kênh khác", "left to another channel", language);
    }
    return "";
}

std::string no_more_note(std::string_view language) {
    return either(
        "Người này không muốn nhận tin nữa. Thông báo lộ dữ liệu là nghĩa vụ theo luật nên vẫn được gửi; không gửi tin "
        "nào khác.",
        "This person wants no more messages. The notice of a breach is a duty under the law and is sent all the same; "
        "send nothing else.",
        language);
}

}  // namespace words

std::string desk_summary(const SentAgain& e, std::string_view language) {
    auto who = words::one_line(e.by), channel = words::one_line(e.channel), why = words::one_line(e.reason);
    return is_english(language)
               ? fmt::format("{} sent notice version {} to subject {} once more over {}; reason: {}.", who, e.version,
                             e.subject, channel, why)
               : fmt::format("{} gửi lại thông báo bản {} cho chủ thể dữ liệu số {} qua kênh {}; lý do: {}.", who,
                             e.version, e.subject, channel, why);
}

std::string desk_summary(const SentAgainDone& e, std::string_view language) {
    auto state = words::message_state(e.outcome, language), cause = words::cause(e.cause, language);
    if (!cause.empty()) state += ": " + cause;
    return is_english(language)
               ? fmt::format("The letter sent once more to subject {} over {}: {}.", e.subject, e.channel, state)
               : fmt::format("Tin gửi lại cho chủ thể dữ liệu số {} qua kênh {}: {}.", e.subject, e.channel, state);
}

std::string desk_summary(const ReplyNoted& e, std::string_view language) {
    auto kind = words::reply_kind(e.kind, language), way = words::reply_way(e.way, language);
    return is_english(language)
               ? fmt::format("Subject {} replied {}: {}; the words are kept sealed.", e.subject, way, kind)
               : fmt::format("Chủ thể dữ liệu số {} phản hồi {}: {}; nội dung được lưu niêm phong.", e.subject, way,
                             kind);
}

}  // namespace breachd
