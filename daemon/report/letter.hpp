// A letter on paper to one person: A4, the address where the window of a DL or C5/6 envelope shows it (DIN 5008, form
// B: the field stands 45 mm from the top and 20 mm from the left, 85 mm wide and 45 mm high), the sender's line above
// it, the whole text, the person's code and the number of each page. Pure: the same letter gives the same bytes.
#pragma once

#include <string>
#include <vector>

#include "base/instant.hpp"
#include "base/result.hpp"

namespace breachd::report {

struct PaperLetter {
    std::string sender;                // one line: name and address, as an envelope would have it
    std::vector<std::string> address;  // the person's name first
    std::string date;                  // "ngày 29 tháng 11 năm 2026"
    std::string code;                  // of the person, for the answer desk
    std::string subject;
    std::string text;  // plain; an empty line parts paragraphs
    std::string language = "vi";
    bool drill = false;
    Instant at{};
};

struct PrintedLetter {
    std::string pdf;
    int pages = 0;
};

// "ngày 29 tháng 11 năm 2026", "29 November 2026": of that moment in Vietnam.
std::string letter_date(Instant at, const std::string& language);
// Whether the address is seen whole through the window; the error says that it is not, nothing of it.
Result<void> fits_window(const PaperLetter& letter);
// Also unavailable: the font is not installed (report/document.hpp).
Result<PrintedLetter> print_letter(const PaperLetter& letter);

}  // namespace breachd::report
