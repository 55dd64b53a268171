// Ids of numbered rows: a letter and the row's number, zero-padded so that text sorts as numbers do; and what a row may
// not hold. For store/ only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/enum_words.hpp"

namespace breachd::store {

inline constexpr std::string_view kAlertPrefix = "A-";
inline constexpr std::string_view kQuarantinePrefix = "Q-";
inline constexpr std::string_view kImportPrefix = "I-";
std::string numbered_id(std::string_view prefix, std::int64_t number);
std::optional<std::int64_t> number_in_id(std::string_view prefix, std::string_view id);

// Rows of one incident's subjects carry run * 2^32 + number.
inline std::int64_t subject_row(std::int64_t run, std::int64_t number) { return run << 32 | number; }
inline std::int64_t subject_number(std::int64_t row) { return row & 0xffffffff; }

// A value in a row that no breachd writes: throws StoreError(corrupt).
[[noreturn]] void refuse_row(const std::string& what);
template <class Enum>
Enum enum_in_row(const std::string& word, const char* refusal) {
    Enum out{};
    if (!enum_from_word(word, out)) refuse_row(refusal);
    return out;
}

}  // namespace breachd::store
