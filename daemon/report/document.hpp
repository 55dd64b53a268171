// A document as paper knows it, before any format: what the forms (form.cpp, confirmation_record.cpp) fill and the
// renderers (pdf.cpp, docx.cpp) print. Values only; all text is NFC without control characters.
#pragma once

#include <string>
#include <vector>

#include "base/instant.hpp"
#include "base/result.hpp"

namespace breachd::report {

struct Run {
    std::string text;
    bool bold = false;
    bool italic = false;
    bool struck = false;  // what of a fixed label does not apply
};

struct Paragraph {
    // heading: bold, stays with what follows; group: ends a keep-together group
    enum class Kind { heading, body, group };
    Kind kind = Kind::body;
    std::vector<Run> runs;
    bool leader = false;     // the rest of the last line is dotted: a value that is not known
    bool keep_next = false;  // a label whose values stand below it
};

struct Signature {
    std::string who;   // "TM. TỔ CHỨC, DOANH NGHIỆP"
    std::string note;  // "(Ký, ghi rõ họ tên, đóng dấu)"
    std::string name;  // printed below the room for the hand; may be empty
};

struct Document {
    std::string form_name;     // "Mẫu số 08", printed small at the top right; may be empty
    std::string organisation;  // in capitals
    std::string number;        // the whole "Số: ..." line
    std::string place_date;    // "Hà Nội, ngày 22 tháng 11 năm 2026"
    std::vector<std::string> title;
    std::string addressee;  // "Kính gửi: ..." or empty
    std::vector<Paragraph> paragraphs;
    std::vector<Paragraph> closing;       // kept on one page with the signatures
    std::vector<std::string> recipients;  // below "Nơi nhận:"
    std::vector<Signature> signatures;    // left to right: two, then three a row; one alone stands at the right
    double body_size = 14, gap = 6;       // points, of the text and between its paragraphs
    std::string metadata_title;           // no personal data
    bool drill = false;
    Instant at{};
};

// A4 with embedded fonts, 20 mm top and bottom, 30 mm left, 20 mm right (Decree 30/2020). The same document gives the
// same bytes. Fails (unavailable) when the font with Times metrics and Vietnamese letters is not installed.
Result<std::string> render_pdf(const Document& document);
Result<std::string> render_docx(const Document& document);

}  // namespace breachd::report
