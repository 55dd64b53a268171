#include "engine/letter.hpp"

#include <fmt/format.h>

#include "core/telling/addressed_notice.hpp"
#include "core/telling/ways.hpp"
#include "store/tables/subjects.hpp"

namespace breachd::engine {

Result<Message> write_letter(const Letter& letter) {
    const auto& notice = *letter.notice;
    auto plain = letter.opener->open(letter.sealed, store::subject_place(notice.incident, letter.subject));
    if (!plain) return plain.error();
    auto subject = deserialise_subject(*plain);
    if (!subject) return Error{ErrorCode::failed, "the recipient's data cannot be read", letter.key};
    const auto& text = notice.text_for(*subject);
    auto code = store::reference_code(*letter.opener, letter.subject);
    auto addressed = address_notice(text, subject->language, subject->name.reveal(), code, notice.drill,
                                    subject->guardian_of.reveal());
    Message message;
    message.reference = std::move(code);
    message.key = letter.key;
    message.kind = "notice";
    message.incident = notice.incident;
    message.to = address_for(*subject, letter.contacts, static_cast<std::size_t>(letter.nth));
    message.to_name = subject->name;
    message.guardian_of = subject->guardian_of;
    message.language = subject->language;
    message.subject = addressed.subject;
    message.text = Pii(std::move(addressed.text));
    message.html = Pii(std::move(addressed.html));
    message.short_text = Pii(std::move(addressed.short_text));
    message.data = {{"notice_version", notice.version}};
    message.drill = notice.drill;
    message.in_doubt = letter.in_doubt;
    message.at = letter.at;
    if (!letter.batch.empty()) message.data["batch"] = letter.batch, message.data["batch_number"] = letter.batch_number;
    if (letter.delivery != 0) message.return_token = return_token(*letter.opener, letter.delivery);
    return message;
}

std::string return_token(const store::Opener& opener, std::int64_t delivery) {
    constexpr std::size_t kLetters = 16;
    return fmt::format("{}-{}", delivery, hex(opener.tag(fmt::format("return|{}", delivery))).substr(0, kLetters));
}

}  // namespace breachd::engine
