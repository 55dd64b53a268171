// What the readers of a cell's addresses share; read_address() in repair.hpp is their front. Pure.
#pragma once

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/people/repair.hpp"
#include "ingest/time_words.hpp"  // is_digit

namespace breachd::ingest {

ReadAddress read_phone(std::string_view cell, Repairs& repairs, WrittenTo to);
ReadAddress read_email(std::string_view cell, Repairs& repairs, WrittenTo to);
ReadAddress read_postal(std::string_view cell, Repairs& repairs);
ReadAddress read_zalo(std::string_view cell, Repairs& repairs, WrittenTo to);
ReadAddress read_id(ContactKind kind, std::string_view cell, Repairs& repairs);

struct Found {
    std::string address;
    Repairs repairs;
};
// The first of several and the others, and what is said of them. `found` is not empty.
ReadAddress all_of(std::vector<Found>& found, std::string_view several, std::string_view beside, Repairs& repairs);

// Says of the cell what cannot be used of it: `cause`, and the parts beside the one that it is of.
void tell(ReadAddress& read, std::string_view cause, std::vector<LeftOut> left_out);

// One telephone number; "" when it is none.
std::string one_phone(std::string_view text, Repairs& repairs);

// The next part of a text before one of the separators; `rest` is what follows.
std::string_view next_part(std::string_view& rest, std::string_view separators);

// Typographic quotes, bullets, full stops and dashes as one byte each: quotes as they are in ASCII, … as "..", a bullet
// as kBullet.
inline constexpr char kBullet = '\x01';
std::string with_plain_signs(std::string_view text);

constexpr bool is_ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool is_letter(char c) { return is_ascii_letter(c) || static_cast<unsigned char>(c) >= 0x80; }
bool all_digits(std::string_view text);
bool has_digit(std::string_view text);
std::string digits_of(std::string_view text);
inline constexpr std::string_view kCodesWrittenOut = "the letters that were written as codes were put back";
// Folded, and nothing but its letters: "Chưa có" is "chuaco".
std::string folded_letters(std::string_view text);
// UTF-8 of a letter of the first plane.
void add_character(std::string& out, std::uint32_t code);

template <std::size_t N>
bool is_one_of(std::string_view text, const std::string_view (&list)[N]) {
    return std::find(std::begin(list), std::end(list), text) != std::end(list);
}
// Word by word: "tong cong" begins with "tong", "tongson" does not.
template <std::size_t N>
bool begins_with_one_of(std::string_view words, const std::string_view (&list)[N]) {
    return std::any_of(std::begin(list), std::end(list), [&](std::string_view front) {
        return words.starts_with(front) && (words.size() == front.size() || words[front.size()] == ' ');
    });
}

// In small letters that keep their marks: "Không" and "Khổng" stay two words.
std::string in_small_letters(std::string_view text);

}  // namespace breachd::ingest
