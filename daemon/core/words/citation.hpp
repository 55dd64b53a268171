// Articles of law as a lawyer cites them, from the short form of the editions' files: "Luật Điều 23.1; Điều 29.1.a" is
// "khoản 1 Điều 23 Luật Bảo vệ dữ liệu cá nhân và điểm a khoản 1 Điều 29 Nghị định số 356/2025/NĐ-CP". Pure.
#pragma once

#include <string>
#include <string_view>

#include "settings/law.hpp"

namespace breachd {

// Parts of the short form stand behind "; ". Each article once, grouped by its text in the order of the parts; `decree`
// names the text of articles without a name ("" leaves it out, where the reader knows it). A part of another shape
// (GDPR Art. 33(1)) stays as it is.
std::string citation_text(std::string_view short_form, std::string_view decree, std::string_view language);

// "Nghị định số 356/2025/NĐ-CP" | "Decree 356/2025/NĐ-CP"; "" without an edition.
std::string decree_name(const Edition* edition, std::string_view language);

}  // namespace breachd
