#include "core/telling/addressed_notice.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "core/telling/letter_html.hpp"
#include "core/telling/template.hpp"
#include "core/words/words.hpp"

namespace breachd {

namespace {

constexpr std::string_view kName = "{{name}}", kCode = "{{code}}";
constexpr std::array<std::string_view, 3> kYou = {"Quý khách ", "Ông/Bà ", "Anh/Chị "};

// One line, no control characters: a name from an import may not add lines or header fields.
std::string one_line(std::string_view text) { return trimmed(without_controls(text)); }

// Only these two names are known here, so that braces in a fact typed by somebody mean nothing.
std::string fill_in(std::string_view text, std::string_view name, std::string_view code) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        if (text.substr(at).starts_with(kName)) {
            out += name;
            at += kName.size();
        } else if (text.substr(at).starts_with(kCode)) {
            out += code;
            at += kCode.size();
        } else {
            out += text[at++];
        }
    }
    return out;
}

// "Kính gửi Quý khách {{name}}," to a guardian of no name: what is filled in greets by itself.
std::string without_you(std::string text) {
    for (auto you : kYou)
        for (std::size_t at; (at = text.find(std::string(you) + std::string(kName))) != std::string::npos;)
            text.erase(at, you.size());
    return text;
}

// Where the text goes on after the salutation; its front when the first paragraph greets nobody by name.
std::size_t after_salutation(std::string_view body) {
    constexpr std::string_view kEnd = "\n\n";
    auto end = body.find(kEnd);
    return end != body.npos && body.substr(0, end).find(kName) != body.npos ? end + kEnd.size() : 0;
}

std::string whose_data(std::string_view child, std::string_view language) {
    return fmt::format(
        fmt::runtime(pick(language,
                          "Thông báo này được gửi tới cha, mẹ hoặc người giám hộ. Dữ liệu cá nhân nói trong thông báo, "
                          "kể cả chỗ viết là của người nhận, là dữ liệu của {}.\n\n",
                          "This notice is sent to the parent or guardian. The personal data that it speaks of, also "
                          "where it says “your data”, are those of {}.\n\n")),
        child);
}

std::string html_of(std::string_view text, std::string_view title, std::string_view language) {
    return fmt::format(
        "<!doctype html>\n<html lang=\"{0}\"><head><meta charset=\"utf-8\">"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{1}</title></head>\n"
        "<body style=\"font-family:Arial,sans-serif;font-size:16px;line-height:1.5;max-width:40em\">\n"
        "{2}</body></html>\n",
        is_english(language) ? "en" : "vi", escape_markup(title), letter_html(text));
}

}  // namespace

std::string addressee(std::string_view name, std::string_view guardian_of, std::string_view language) {
    std::string out(name);
    if (guardian_of.empty()) return out;
    if (!name.empty()) out += pick(language, ", là ", ", ");
    return out.append(pick(language, "cha, mẹ hoặc người giám hộ của ", "parent or guardian of ")).append(guardian_of);
}

std::string without_name(std::string text, std::string_view language) {
    for (auto you : kYou)
        for (std::size_t at; (at = text.find(std::string(you) + std::string(kName))) != std::string::npos;)
            text.erase(at + you.size() - 1, kName.size() + 1);
    auto stand_in = pick(language, "Quý khách", "customer");
    for (std::size_t at; (at = text.find(kName)) != std::string::npos;) text.replace(at, kName.size(), stand_in);
    return text;
}

AddressedNotice address_notice(const NoticeText& text, std::string_view language, std::string_view name,
                               std::string_view code, bool drill, std::string_view guardian_of) {
    auto known = one_line(name), child = one_line(guardian_of), reference = one_line(code);
    auto greeted = addressee(known, child, language);
    auto worded = [&](const std::string& part) {
        if (!known.empty()) return part;
        return child.empty() ? without_name(part, language) : without_you(part);
    };
    auto filled = [&](std::string_view part) { return fill_in(part, greeted, reference); };
    AddressedNotice out;
    out.subject = one_line(filled(worded(text.subject)));
    auto body = worded(text.body);
    auto greeting = child.empty() ? std::string_view() : std::string_view(body).substr(0, after_salutation(body));
    if (!child.empty()) out.text = filled(greeting) + whose_data(child, language);
    out.text += filled(std::string_view(body).substr(greeting.size()));
    out.short_text = filled(worded(text.short_text));
    if (drill) {
        auto mark = std::string(kDrillMark);
        out.subject = mark + ": " + out.subject;
        out.text = mark + "\n\n" + out.text;
        out.short_text = mark + ": " + out.short_text;
    }
    out.html = html_of(out.text, out.subject, language);
    return out;
}

}  // namespace breachd
