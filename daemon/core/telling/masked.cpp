#include "core/telling/masked.hpp"

#include <algorithm>
#include <vector>

#include "base/text.hpp"
#include "base/utf8.hpp"

namespace breachd {

namespace {

constexpr std::size_t kMaskedCharactersMax = 40;
constexpr std::size_t kLookedAtBytesMax = 400;

bool is_hidden(char c) {
    return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z') || static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace

std::string masked(std::string_view value) {
    std::vector<std::string_view> characters;
    auto text = clean_line(value, kLookedAtBytesMax);
    for (std::size_t at = 0; at < text.size() && characters.size() < kMaskedCharactersMax;) {
        auto bytes = std::max<std::size_t>(character_at(text, at).bytes, 1);
        characters.push_back(std::string_view(text).substr(at, bytes));
        at += bytes;
    }
    // Of two letters with a blank between the ends would be the whole.
    bool few = std::count_if(characters.begin(), characters.end(), [](auto each) { return is_hidden(each[0]); }) < 3;
    std::string out;
    for (std::size_t i = 0; i < characters.size(); ++i) {
        bool end = i == 0 || i + 1 == characters.size();
        bool hidden = is_hidden(characters[i][0]);
        out += hidden && (!end || few) ? std::string_view("•") : characters[i];
    }
    return out;
}

std::string masked_addresses(const Subject& subject, ContactKind kind) {
    std::string out;
    for (const auto& address : addresses_of(subject, kind)) out += (out.empty() ? "" : "; ") + masked(address.reveal());
    return out;
}

}  // namespace breachd
