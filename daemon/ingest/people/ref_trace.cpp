#include "ingest/people/ref_trace.hpp"

#include <algorithm>
#include <functional>
#include <string>

#include "base/search_text.hpp"
#include "base/text.hpp"
#include "ingest/people/cell.hpp"

namespace breachd::ingest {

namespace {

std::uint16_t hash_of(std::string_view text) {
    constexpr std::size_t kBits = 0xffff;
    if (text.empty()) return 0;
    auto hash = static_cast<std::uint16_t>(std::hash<std::string_view>{}(text)&kBits);
    return hash == 0 ? 1 : hash;
}

}  // namespace

RefTrace::RefTrace(std::string_view name, bool refused) {
    name = trim(name);
    auto word = name.substr(name.find_last_of(' ') + 1);  // from 0 when there is none
    kept_.name = hash_of(name);
    if (word.empty() || (refused && word.find_first_not_of("xX") == word.npos)) return;
    auto letters = refused ? lower(word) : folded_for_search(word);
    if (std::all_of(letters.begin(), letters.end(), is_ascii_letter)) kept_.word = hash_of(letters);
    if (is_ascii_letter(letters.front())) kept_.first = letters.front();
    if (is_ascii_letter(letters.back())) kept_.last = letters.back();
}

void RefTrace::add_contact(std::string_view address) {
    contacts_.push_back(hash_of(address));
    kept_.contact = contacts_.front();
}

bool RefTrace::Kept::agrees(const RefTrace& other) const {
    const auto& row = other.kept_;
    if (std::find(other.contacts_.begin(), other.contacts_.end(), contact) != other.contacts_.end()) return true;
    if (name == row.name) return true;
    if (word != 0 && row.word != 0) return word == row.word;
    auto may_be = [](char one, char two) { return one == 0 || two == 0 || one == two; };
    return may_be(first, row.first) && may_be(last, row.last);
}

}  // namespace breachd::ingest
