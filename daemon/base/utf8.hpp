// UTF-8 as it comes from outside: what is wrong is seen, and replaced before it is kept.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace breachd {

// One character: its code and length; length 0 (and U+FFFD) when the bytes are wrong.
struct Character {
    std::uint32_t code;
    std::size_t bytes;
};

// `at` lies within `text`.
Character character_at(std::string_view text, std::size_t at);

bool is_utf8(std::string_view text);

// Every wrong byte as U+FFFD.
std::string valid_utf8(std::string_view text);

// Composed (NFC): a letter and its marks are one character, however they were typed. Wrong bytes become U+FFFD.
std::string nfc(std::string_view text);

// Text as paper, mail and XML can carry it: composed, of lines that end in \n, without characters that print nothing.
struct Printable {
    std::string text;
    std::size_t replaced = 0;  // characters that nothing can print, each now U+FFFD or a bullet
};
Printable printable(std::string_view text);

// Its front, at most so many bytes, without half of a character.
std::string_view cut_at_character(std::string_view text, std::size_t most);

// Valid UTF-8 on one line: control characters (C0, C1, line and paragraph separators, bidirectional overrides) become
// one space or nothing, wrong bytes U+FFFD, both ends are trimmed, and the cut falls on a character.
std::string clean_line(std::string_view text, std::size_t bytes_max);

// Text of strangers as a terminal or a log may show it: a control character, a mark that turns the reading direction
// and a wrong byte are spelled out (\x1b, \u202e), so that none of them moves the cursor, hides words or begins a line.
std::string for_terminal(std::string_view text);  // line feeds and tabs stay
std::string for_log(std::string_view text);       // on one line
// The same in JSON text, which stays JSON and means the same.
std::string json_for_terminal(std::string_view json);

}  // namespace breachd
