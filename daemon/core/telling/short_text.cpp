#include "core/telling/short_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "core/words/words.hpp"

namespace breachd {

namespace {

constexpr std::string_view kCode = "{{code}}";

// From the sentence on that holds `at`, with the space before it; "" when it is the first one.
std::string_view own_end(std::string_view text, std::size_t at) {
    if (at == text.npos) return {};
    auto stop = text.substr(0, at).rfind(". ");
    return stop == text.npos ? std::string_view() : text.substr(stop + 1);
}

// The whole of it, or as many whole words as there is room for, and "..." for those that are left out.
std::string front_words(std::string_view text, std::size_t units_max) {
    constexpr std::string_view kLeftOut = "...";
    if (utf16_units(text) <= units_max) return std::string(text);
    auto front = text;
    while (!front.empty() && utf16_units(front) + kLeftOut.size() > units_max) front = without_last_word(front);
    while (!front.empty() && std::string_view(" ,;:-").find(front.back()) != std::string_view::npos)
        front.remove_suffix(1);
    return std::string(front).append(kLeftOut);
}

}  // namespace

std::size_t utf16_units(std::string_view text) {
    std::size_t units = 0;
    for (unsigned char c : text) units += (c & 0xc0) == 0x80 ? 0 : c >= 0xf0 ? 2 : 1;
    return units;
}

std::string_view without_last_word(std::string_view text) {
    auto space = text.find_last_of(' ');
    return space == text.npos ? std::string_view() : text.substr(0, space);
}

std::size_t ShortRoom::units(std::string_view text) const {
    auto all = utf16_units(text);
    return text.find(kContentUrl) == text.npos ? all : all - kContentUrl.size() + content_url_units;
}

std::string cut_to_end(std::string_view text, std::string_view place, const ShortRoom& room,
                       std::string_view language) {
    const auto end_max = room.units_max * 3 / 4;
    auto code_at = text.find(kCode), place_at = place.empty() ? text.npos : text.find(place);
    auto own = own_end(text, std::min(code_at, place_at));
    auto before = text.substr(0, text.size() - own.size());
    if (!own.empty() && room.units(own) <= end_max)
        return front_words(before, room.units_max - room.units(own)).append(own);
    std::string code, whole;
    if (code_at != text.npos) code = fmt::format(" {}: {}", pick(language, "Mã", "Code"), kCode);
    if (place_at != text.npos) whole = fmt::format(". {}: {}", pick(language, "Chi tiết", "Details"), place);
    if (room.units(code + whole) > end_max) {
        whole.clear();
        text = own.empty() ? text.substr(0, place_at) : before;
    }
    auto front = front_words(text, room.units_max - room.units(code + whole));
    if (front.find(kCode) != front.npos) code.clear();
    if (code.empty() && whole.starts_with(".")) whole.erase(0, 1);
    return front + code + whole;
}

std::string without_legal_form(std::string_view name) {
    // The longer form before its beginning.
    constexpr std::array<std::pair<std::string_view, std::string_view>, 16> kForms = {{
        {"Công ty Trách nhiệm hữu hạn Một thành viên ", ""},
        {"Công ty trách nhiệm hữu hạn một thành viên ", ""},
        {"Công ty TNHH Một thành viên ", ""},
        {"Công ty TNHH một thành viên ", ""},
        {"Công ty TNHH MTV ", ""},
        {"Công ty Trách nhiệm hữu hạn ", ""},
        {"Công ty trách nhiệm hữu hạn ", ""},
        {"Công ty TNHH ", ""},
        {"Công ty Cổ phần ", ""},
        {"Công ty cổ phần ", ""},
        {"Công ty CP ", ""},
        {"CÔNG TY CỔ PHẦN ", ""},
        {"CÔNG TY TNHH ", ""},
        {"Ngân hàng Thương mại Cổ phần ", "Ngân hàng "},
        {"Ngân hàng thương mại cổ phần ", "Ngân hàng "},
        {"Ngân hàng TMCP ", "Ngân hàng "},
    }};
    for (const auto& [form, kept] : kForms)
        if (name.starts_with(form) && name.size() > form.size())
            return std::string(kept).append(name.substr(form.size()));
    return std::string(name);
}

// Gateways refuse & # % { } and their like, line breaks and typographic quotes; what is filled in later stays.
std::string safe_for_sms(std::string_view text) {
    constexpr std::string_view kRefused = "&#%{}[]\\^|~<>\"`";
    constexpr std::array kLater = {std::string_view("{{code}}"), kContentUrl};
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        auto kept =
            std::find_if(kLater.begin(), kLater.end(), [&](auto each) { return text.substr(at).starts_with(each); });
        if (kept != kLater.end()) {
            out += *kept;
            at += kept->size() - 1;
            continue;
        }
        auto three = text.substr(at, 3);
        if (three == "“" || three == "”" || three == "‘" || three == "’" || three == "–" || three == "—" ||
            three == "…") {
            out += three == "–" || three == "—" ? "-" : three == "…" ? "..." : "";
            at += 2;
            continue;
        }
        char c = text[at];
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
        if (kRefused.find(c) != std::string_view::npos) c = ' ';
        if (c == ' ' && (out.empty() || out.back() == ' ')) continue;
        out += c;
    }
    while (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

std::string with_content_url(std::string short_text, std::string_view address) {
    constexpr std::string_view kIndex = "index.html";
    if (address.ends_with(kIndex)) address.remove_suffix(kIndex.size());
    if (auto at = short_text.find(kContentUrl); at != short_text.npos)
        short_text.replace(at, kContentUrl.size(), address);
    return short_text;
}

}  // namespace breachd
