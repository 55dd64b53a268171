#include "ingest/people/beside/beside.hpp"

#include <algorithm>
#include <iterator>
#include <vector>

#include "ingest/people/beside/note.hpp"
#include "ingest/people/beside/whose.hpp"
#include "ingest/people/cell.hpp"

namespace breachd::ingest {

namespace {

// A note holds these, or it is nothing else. Their words count with their marks and without any: "không" and "khong",
// but Khổng is a name.
constexpr std::string_view kNotToUse[] = {
    "sai số",          "không gọi",         "đừng gọi",        "cấm gọi",
    "không liên lạc",  "không liên hệ",     "không dùng",      "không còn dùng",
    "không sử dụng",   "không còn sử dụng", "ngừng sử dụng",   "ngưng sử dụng",
    "ngừng dùng",      "ngưng dùng",        "hết sử dụng",     "mất số",
    "đã đổi số",       "không phải số",     "thuê bao không",  "sai email",
    "sai địa chỉ",     "email sai",         "do not call",     "don t call",
    "do not contact",  "do not use",        "wrong number",    "wrong email",
    "nhầm số",         "số nhầm",           "k liên lạc được", "kll",
    "kll được",        "k dùng nữa",        "ko dùng nữa",     "ko liên lạc được",
    "ngừng hoạt động", "ngưng hoạt động",   "không hoạt động", "không còn hoạt động",
};
// Without marks only in small letters: "May Hong" is Mây Hồng.
constexpr std::string_view kSmallNotToUse[] = {
    "nhầm máy",   "nhầm người", "đã chết",     "đã mất",     "đã qua đời",     "bỏ số này", "mất liên lạc", "máy hỏng",
    "email hỏng", "ko dùng",    "ko còn dùng", "ko sử dụng", "ko còn sử dụng", "ko gọi",    "đừng dùng"};
constexpr std::string_view kMarkedNotToUse[] = {"đã khóa",  "đã khoá",   "bị khóa",  "bị khoá",  "đã hủy",
                                                "đã huỷ",   "số ảo",     "bỏ dùng",  "hết dùng", "tạm khóa",
                                                "tạm khoá", "tạm ngừng", "tạm ngưng"};
// The whole note. "Chợ Cũ" is a place, Mới a name.
constexpr std::string_view kWholeNotToUse[] = {"số cũ",      "sđt cũ",     "email cũ",   "mail cũ",
                                               "địa chỉ cũ", "số máy cũ",  "số sai",     "sđt sai",
                                               "sai sđt",    "số máy sai", "số này sai", "số điện thoại cũ"};
constexpr std::string_view kWholeMarkedNotToUse[] = {"hỏng", "nhầm", "đã đổi", "mất",  "ngừng",    "ngưng",   "khóa",
                                                     "khoá", "hủy",  "huỷ",    "chết", "đã ngừng", "đã ngưng"};
constexpr std::string_view kWholeNew[] = {"số mới",   "sđt mới",     "số máy mới", "email mới",
                                          "mail mới", "địa chỉ mới", "new",        "số điện thoại mới"};
// What follows is the contact of today, and what precedes it.
constexpr std::string_view kReplacedBy[] = {"đổi sang",    "doi sang",    "đổi thành", "doi thanh",
                                            "chuyển sang", "chuyen sang", "thay bằng", "thay thế bằng",
                                            "thay bang",   "->",          "=>",        "→"};
constexpr std::string_view kReplaces[] = {"đổi từ", "doi tu", "đổi số từ", "doi so tu", "chuyển từ", "chuyen tu"};

struct Known {
    Phrases not_to_use{kNotToUse, Without::always};
    Phrases small_not_to_use{kSmallNotToUse, Without::in_small_letters};
    Phrases marked_not_to_use{kMarkedNotToUse, Without::never};
    Phrases whole_not_to_use{kWholeNotToUse, Without::always};
    Phrases whole_marked_not_to_use{kWholeMarkedNotToUse, Without::never};
    Phrases whole_new{kWholeNew, Without::always};
};

// "(cũ)", "Cũ: "; "Mới <moi@hopthu.test>" is somebody.
bool is_word(const Note& note, std::string_view word) {
    return note.words.size() == 1 && note.words[0] == word && (note.small || note.title);
}

struct Said {
    bool not_to_use = false, of_another = false, no_contact = false, is_new = false;

    Said(std::string_view text, const Beside& beside) {
        if (std::none_of(text.begin(), text.end(), is_letter)) return;
        static const Known kKnown;
        for (const auto& note : notes_of(text)) {
            if (note.words.empty()) continue;
            // Sai is a name too, and begins Sài Gòn.
            bool wrong = note.words.size() == 1 && note.words[0] == "sai" && note.small;
            not_to_use = not_to_use || wrong || is_word(note, "cũ") || kKnown.not_to_use.are_in(note) ||
                         kKnown.small_not_to_use.are_in(note) || kKnown.marked_not_to_use.are_in(note) ||
                         kKnown.whole_not_to_use.are_all_of(note) ||
                         kKnown.whole_marked_not_to_use.are_all_of(note, behind_titles(note));
            auto of = whose_note(note);
            of_another = of_another || of == NoteOf::another || (of == NoteOf::parent && !beside.parents);
            no_contact = no_contact || (of == NoteOf::nobody && beside.what == BesideWhat::phone);
            is_new = is_new || is_word(note, "mới") || kKnown.whole_new.are_all_of(note);
        }
    }
    bool refuses() const { return not_to_use || of_another || no_contact; }
    bool nothing() const { return !refuses() && !is_new; }
};

// Where the contact begins; none.
std::size_t contact_at(std::string_view text, const Beside& beside) {
    constexpr std::ptrdiff_t kDigits = 7;
    if (beside.what == BesideWhat::email) {
        auto at = text.find('@');
        return at == text.npos ? at : text.find_last_of(" (<[:\t", at) + 1;
    }
    bool number = std::count_if(text.begin(), text.end(), is_digit) >= kDigits;
    return number ? text.find_first_of("0123456789") : text.npos;
}

bool has_contact(std::string_view text, const Beside& beside) { return contact_at(text, beside) != text.npos; }

// From the bracket at `at` to its end; brackets within it count.
std::string_view in_brackets(std::string_view text, std::size_t at) {
    int depth = 0;
    for (auto end = at; end < text.size(); ++end) {
        depth += text[end] == '(' ? 1 : text[end] == ')' ? -1 : 0;
        if (depth == 0) return text.substr(at, end + 1 - at);
    }
    return text.substr(at);
}

bool says_whose(std::string_view bracket, const Beside& beside) {
    Said said(bracket, beside);
    return has_contact(bracket, beside) && (said.of_another || said.no_contact || said.is_new) && !said.not_to_use;
}

// At commas and their like outside of brackets, and before a bracket that names whose the contact in it is: "0912… (vợ
// 0987…)", "0912… (số mới 0987…)". Of which contact a bracket speaks that has another note ("sai, đúng là 0987…") is
// not certain. What has no contact belongs to the contact before it, or behind the first.
std::vector<std::string> parts_of(std::string_view text, const Beside& beside) {
    constexpr std::string_view kBetween = ",;/|&\n\r";
    std::vector<std::string> out(1);
    int depth = 0;
    std::string part;
    auto end = [&](std::string_view separator) {
        if (!has_contact(part, beside) || !has_contact(out.back(), beside))
            out.back() += part;
        else
            out.push_back(part);
        part = separator;
    };
    for (std::size_t at = 0; at < text.size(); ++at) {
        char c = text[at];
        if (c == '(' && depth == 0 && has_contact(part, beside) && Said(part, beside).nothing() &&
            says_whose(in_brackets(text, at), beside))
            end("");
        depth += c == '(' ? 1 : c == ')' && depth > 0 ? -1 : 0;
        bool dash = c == '-' && at > 0 && text[at - 1] == ' ' && at + 1 < text.size() && text[at + 1] == ' ';
        if (depth == 0 && (dash || kBetween.find(c) != kBetween.npos))
            end(std::string_view(&c, 1));
        else
            part += c;
    }
    end("");
    return out;
}

// The text behind "đổi sang", when a contact stands there.
std::string_view behind_replaced(std::string_view text, const Beside& beside) {
    auto small = in_small_letters(text);  // as long as the text
    std::size_t begin = 0;
    for (auto phrase : kReplacedBy)
        if (auto at = small.rfind(phrase); at != small.npos && has_contact(text.substr(at + phrase.size()), beside))
            begin = std::max(begin, at + phrase.size());
    return text.substr(begin);
}

// The text before "đổi từ", when contacts stand before and behind it.
std::string_view before_replaces(std::string_view text, const Beside& beside) {
    auto small = in_small_letters(text);
    for (auto phrase : kReplaces)
        if (auto at = small.find(phrase); at != small.npos && has_contact(text.substr(0, at), beside) &&
                                          has_contact(text.substr(at + phrase.size()), beside))
            return text.substr(0, at);
    return text;
}

}  // namespace

std::optional<NotUsable> Usable::why() const {
    if (left.empty()) return std::nullopt;
    return std::min_element(left.begin(), left.end(), [](const auto& a, const auto& b) { return a.why < b.why; })->why;
}

Usable usable_parts(std::string_view cell, const Beside& beside) {
    Usable out;
    if (std::none_of(cell.begin(), cell.end(), is_letter) && cell.find('>') == cell.npos) return out.text = cell, out;
    auto leave = [&](NotUsable why, std::string_view part) {
        if (has_contact(part, beside)) out.left.push_back({why, std::string(part)});
    };
    auto today = before_replaces(cell, beside);
    leave(NotUsable::not_to_use, cell.substr(today.size()));
    auto text = behind_replaced(today, beside);
    leave(NotUsable::not_to_use, today.substr(0, today.size() - text.size()));
    if (Said(text, beside).nothing()) return out.text = text, out;
    auto parts = parts_of(text, beside);
    bool any_new = std::any_of(parts.begin(), parts.end(), [&](const auto& part) { return Said(part, beside).is_new; });
    Said before("", beside);
    for (const auto& part : parts) {
        Said said(part, beside),
            in_front(std::string_view(part).substr(0, std::min(contact_at(part, beside), part.size())), beside);
        if (said.nothing() && before.refuses())
            said = before;
        else if (!part.starts_with('('))  // what a bracket says ends with it
            before = in_front;
        bool old = said.not_to_use || (any_new && !said.is_new);
        if (said.of_another || old || said.no_contact)
            out.left.push_back({said.of_another ? NotUsable::of_another
                                : old           ? NotUsable::not_to_use
                                                : NotUsable::no_contact,
                                part});
        else
            out.text += (out.text.empty() ? "" : ";") + part;
    }
    return out;
}

}  // namespace breachd::ingest
