// Tables of words in both languages, by the id that stands in the journal and in the API.
#pragma once

#include <algorithm>
#include <span>
#include <string_view>

#include "core/words/words.hpp"

namespace breachd::words {

struct Word {
    std::string_view id, vi, en;
    std::string_view in(std::string_view language) const { return is_english(language) ? en : vi; }
};

// Null: the table does not have it.
inline const Word* find_word(std::span<const Word> table, std::string_view id) {
    auto at = std::find_if(table.begin(), table.end(), [&](const Word& word) { return word.id == id; });
    return at == table.end() ? nullptr : &*at;
}

}  // namespace breachd::words
