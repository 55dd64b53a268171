// What a spreadsheet shows of a number by the format of its cell, as far as a list needs it: leading zeros and the
// signs around the digits ("0000 000 000", "KH-00012"), or a date. Whole numbers above zero. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace breachd::ingest {

struct NumberFormat {
    enum class Shows { number, digits, date };  // number: nothing that matters here, or nothing that is certain
    Shows shows = Shows::number;
    std::string pattern = {};  // of digits: kDigit where one stands, the signs as they are

    std::size_t digits() const;
    // `number`: digits alone, without leading zeros.
    std::string shown(std::string_view number) const;
};
inline constexpr char kDigit = '\x01';

// By its code as the file has it: `0000000000`, `[$-42A]000\-000\-000;@`, `"KH-"00000`.
NumberFormat number_format(std::string_view code);
// Of those that a file only numbers.
NumberFormat built_in_format(unsigned id);

}  // namespace breachd::ingest
