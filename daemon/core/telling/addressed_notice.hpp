// The notice as one person gets it: the name and the reference code are put in at the last moment, and who is written
// to for a child is told so. Pure.
#pragma once

#include <string>
#include <string_view>

#include "core/telling/notice.hpp"

namespace breachd {

// Whom a text greets: the person; for a child its parent or guardian, "Lê Ba, là cha, mẹ hoặc người giám hộ của Lê An".
// "" when neither name is known.
std::string addressee(std::string_view name, std::string_view guardian_of, std::string_view language);

// Puts the addressee and the reference code into one language's text; HTML alternative is made from the plain text
// (escaped, paragraphs). `guardian_of`: the child whose data they are, "" when they are the addressee's own. In drill
// time every text begins with the words "DIỄN TẬP / DRILL".
struct AddressedNotice {
    std::string subject, text, html, short_text;
};
AddressedNotice address_notice(const NoticeText& text, std::string_view language, std::string_view name,
                               std::string_view code, bool drill, std::string_view guardian_of = "");

// A text with {{name}}, to whom we have no name of: "Kính gửi Quý khách,".
std::string without_name(std::string text, std::string_view language);

}  // namespace breachd
