#include "core/telling/redact.hpp"

#include <re2/re2.h>

#include <algorithm>

#include "base/text.hpp"
#include "base/utf8.hpp"

namespace breachd {

namespace {

// RE2's own kind of view: that of Debian 13 cannot be made of a std::string_view.
re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }

}  // namespace

std::string redact(std::string_view words) {
    static const RE2 kAddress(R"([^\s<>"'(),;:]+@[^\s<>"'(),;:]+)");
    static const RE2 kNumber(R"(\+?\d[\d .\-]{4,}\d)");
    auto out = without_controls(valid_utf8(words.substr(0, 4 * kRedactedBytesMax)));
    RE2::GlobalReplace(&out, kAddress, "[…]");
    RE2::GlobalReplace(&out, kNumber, "[…]");
    return std::string(cut_at_character(out, kRedactedBytesMax));
}

std::string redact_id(std::string_view id) {
    static const RE2 kNumberAlone(R"((?:^|[^0-9A-Za-z])\+?[0-9]{9,15}(?:$|[^0-9A-Za-z]))");
    bool like_contact = id.find_first_of("@+ ") != id.npos || RE2::PartialMatch(piece(id), kNumberAlone);
    return like_contact ? redact(id) : std::string(id);
}

namespace {

constexpr std::string_view kBlack = "[…]";

bool in_word(char c) {
    return static_cast<unsigned char>(c) >= 0x80 || (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z');
}

// Where `what` stands, as a word of its own unless it is long.
void black_out(std::string& text, std::string_view what, std::size_t bytes_min) {
    constexpr std::size_t kLong = 8;
    if (what.size() < bytes_min) return;
    for (auto from = text.begin();;) {
        auto at = std::search(from, text.end(), what.begin(), what.end(), same_letter);
        if (at == text.end()) return;
        auto end = at + static_cast<std::ptrdiff_t>(what.size());
        bool alone = (at == text.begin() || !in_word(*(at - 1))) && (end == text.end() || !in_word(*end));
        if (!alone && what.size() < kLong) {
            from = at + 1;
            continue;
        }
        auto offset = at - text.begin();
        text.replace(at, end, kBlack);
        from = text.begin() + offset + static_cast<std::ptrdiff_t>(kBlack.size());
    }
}

// +84912345678, 84912345678, 0912345678 or 912345678, within whatever stands around it.
void black_out_number(std::string& text, std::string_view address) {
    static const RE2 kTelephone(R"(\+?(?:84|0)?([0-9]{8,13}))");
    std::string number;
    if (RE2::FullMatch(piece(address), kTelephone, &number))
        RE2::GlobalReplace(&text, R"(\+?(?:84|0)?)" + number, piece(kBlack));
}

// Words are cut to a length; the cut may have gone through what they end with.
void black_out_end(std::string& text, std::string_view what) {
    constexpr std::size_t kTell = 4;
    for (auto bytes = what.size(); bytes >= kTell; --bytes)
        if (text.ends_with(what.substr(0, bytes))) {
            text.replace(text.size() - bytes, bytes, kBlack);
            return;
        }
}

void black_out(std::string& text, const Message& message) {
    const auto& address = message.to.reveal();
    const auto& name = message.to_name.reveal();
    constexpr std::size_t kShortAddress = 3, kShortName = 2, kNearTheCut = kRedactedBytesMax - 4;
    black_out(text, address, kShortAddress);
    black_out(text, std::string_view(address).substr(0, address.find('@')), kShortAddress);
    black_out_number(text, address);
    black_out(text, name, kShortName);
    if (text.size() >= kNearTheCut) black_out_end(text, name);
}

}  // namespace

void black_out(Outcome& outcome, const Message& message) {
    black_out(outcome.words, message);
    black_out(outcome.provider_id, message);
    outcome.provider_id = redact_id(outcome.provider_id);
}

}  // namespace breachd
