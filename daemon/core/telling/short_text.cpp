#include "core/telling/short_text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace breachd {

std::size_t utf16_units(std::string_view text) {
    std::size_t units = 0;
    for (unsigned char c : text) units += (c & 0xc0) == 0x80 ? 0 : c >= 0xf0 ? 2 : 1;
    return units;
}

std::string cut_units(std::string_view text, std::size_t units_max) {
    std::size_t units = 0, at = 0;
    while (at < text.size()) {
        unsigned char c = static_cast<unsigned char>(text[at]);
        std::size_t bytes = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
        units += c >= 0xf0 ? 2 : 1;
        if (units > units_max) break;
        at += bytes;
    }
    auto cut = std::string(text.substr(0, std::min(at, text.size())));
    if (at >= text.size()) return cut;
    if (auto space = cut.rfind(' '); space != std::string::npos && space > cut.size() / 2) cut.resize(space);
    return cut;
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
