// What people and spreadsheets do to an address, undone where that is certain. Digits that a spreadsheet lost are not
// guessed. Sentences are ours and hold nothing of the value. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "settings/contacts.hpp"

namespace breachd::ingest {

using Repairs = std::vector<std::string_view>;  // sentences

// Without what nobody sees (zero-width characters, soft hyphens), without blanks of any kind at both ends, composed
// (NFC), digits and signs of full width as ASCII, and without the `="…"` and the apostrophe by which a spreadsheet was
// made to keep a value as text.
std::string cleaned(std::string_view cell, Repairs& repairs);
// Nothing to clean, the common case: ASCII and composed Latin letters, with a letter, a digit or `#` at both ends.
bool is_clean(std::string_view cell);

// "-", "N/A", "Không có", "chưa cập nhật": it says that there is nothing. What stars cover ("***") is something, and
// so is a name that has the same letters with other marks: "Khổng Có", "Nà".
bool is_placeholder(std::string_view text);
// The words of it that say that something is not known yet, by their folded letters: "chưa rõ" is "chuaro".
bool says_not_known(std::string_view letters);

// Of UTF-8; the length of the text when every byte is right.
std::size_t first_wrong_byte(std::string_view text);

// A part of a cell that cannot be used.
struct LeftOut {
    std::string_view cause;
    std::string part;
};
struct ReadAddress {
    std::string address;  // as it is sent to; "" when there is none
    // What cannot be used: the whole cell, or an address of it. "" when all can be.
    std::string_view cause;
    std::vector<std::string> further = {};  // other usable addresses of the cell, in their order
    // The kind that they are of, when it is not the column's: telephones in a column of Zalo ids.
    std::optional<ContactKind> instead = std::nullopt;
    std::vector<LeftOut> left_out = {};  // beside the one that `cause` is of
};
// Who is written to: beside the contact of a guardian "(mẹ)" is right.
enum class WrittenTo { person, guardian };
// `cell`: cleaned.
ReadAddress read_address(ContactKind kind, std::string_view cell, Repairs& repairs, WrittenTo to = WrittenTo::person);

// A number as a spreadsheet left it: 9.12E+08, 912000002.0, ####, #N/A. None for another text.
struct Damaged {
    std::string digits;     // all of them; "" when they are lost
    std::string_view what;  // the repair, or why it cannot be used
};
std::optional<Damaged> spreadsheet_damage(std::string_view cell);

}  // namespace breachd::ingest
