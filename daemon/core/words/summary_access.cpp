// Sentences of entries about people's accounts and sessions.
#include <fmt/format.h>

#include "core/words/labels.hpp"
#include "core/words/summary_parts.hpp"
#include "core/words/word_table.hpp"

namespace breachd {

namespace {

std::string role_vi(const std::string& role) {
    const auto* word = words::find_word(words::access_roles(), role);
    return word == nullptr ? role : std::string(word->vi);
}

}  // namespace

std::string DaemonSentence::operator()(const AccountInvited& e) const {
    return say(fmt::format("Mời {} lập tài khoản với vai trò {}; liên kết có hiệu lực đến {}.", e.person,
                           role_vi(e.role), at(e.expires_at)),
               fmt::format("{} was invited to an account with the role {}; the link holds until {}.", e.person, e.role,
                           at(e.expires_at)));
}

std::string DaemonSentence::operator()(const AccountMade& e) const {
    return say(fmt::format("Tài khoản của {} được lập với vai trò {}{}.", e.person, role_vi(e.role),
                           e.ended > 0 ? fmt::format("; {} phiên cũ bị kết thúc", n(e.ended)) : ""),
               fmt::format("The account of {} was made with the role {}{}.", e.person, e.role,
                           e.ended > 0 ? fmt::format("; {} earlier session{} ended", n(e.ended), s(e.ended)) : ""));
}

std::string DaemonSentence::operator()(const AccountRevoked& e) const {
    return say(fmt::format("Tài khoản của {} bị thu hồi; {} phiên bị kết thúc.", e.person, n(e.ended)),
               fmt::format("The account of {} was revoked; {} session{} ended.", e.person, n(e.ended), s(e.ended)));
}

std::string DaemonSentence::operator()(const SignedIn& e) const {
    bool passkey = e.how == "passkey";
    return say(fmt::format("{} đăng nhập{} (phiên {}).", e.person, passkey ? " bằng khóa truy cập" : "", e.session),
               fmt::format("{} signed in{} (session {}).", e.person, passkey ? " with a passkey" : "", e.session));
}

std::string DaemonSentence::operator()(const SignInRefused& e) const {
    if (e.person.empty())
        return say(fmt::format("{} lần đăng nhập bị từ chối, không thuộc tài khoản nào.", n(e.count)),
                   fmt::format("{} sign-in{} refused, of nobody who has an account.", n(e.count), s(e.count)));
    return say(fmt::format("{} lần đăng nhập vào tài khoản của {} bị từ chối.", n(e.count), e.person),
               fmt::format("{} sign-in{} to the account of {} refused.", n(e.count), s(e.count), e.person));
}

std::string DaemonSentence::operator()(const SteppedUp& e) const {
    return say(fmt::format("{} xác thực lại (phiên {}).", e.person, e.session),
               fmt::format("{} proved again who they are (session {}).", e.person, e.session));
}

std::string DaemonSentence::operator()(const SignedOut& e) const {
    return say(fmt::format("Phiên {} của {} kết thúc.", e.session, e.person),
               fmt::format("Session {} of {} was ended.", e.session, e.person));
}

std::string DaemonSentence::operator()(const PasskeyAdded& e) const {
    return say(fmt::format("{} thêm khóa truy cập “{}”.", e.person, e.name),
               fmt::format("{} added the passkey “{}”.", e.person, e.name));
}

std::string DaemonSentence::operator()(const PasskeyRemoved& e) const {
    return say(fmt::format("{} bỏ khóa truy cập “{}”.", e.person, e.name),
               fmt::format("{} removed the passkey “{}”.", e.person, e.name));
}

std::string DaemonSentence::operator()(const PasswordChanged& e) const {
    return say(fmt::format("{} đổi mật khẩu; kết thúc {} phiên đăng nhập khác.", e.person, e.ended),
               fmt::format("{} changed their password; {} other sessions were ended.", e.person, e.ended));
}

}  // namespace breachd
