#include "ingest/people/beside.hpp"

#include <algorithm>
#include <iterator>
#include <vector>

#include "base/search_text.hpp"
#include "ingest/people/cell.hpp"

namespace breachd::ingest {

namespace {

// A note holds these, or it is nothing else. Their words count with their marks and without any: "không" and "khong",
// but Khổng is a name.
constexpr std::string_view kNotToUse[] = {
    "sai số",           "không gọi",     "đừng gọi",       "cấm gọi",        "không liên lạc",
    "không liên hệ",    "không dùng",    "không còn dùng", "không sử dụng",  "không còn sử dụng",
    "ngừng sử dụng",    "ngưng sử dụng", "ngừng dùng",     "ngưng dùng",     "hết sử dụng",
    "mất số",           "đã đổi số",     "không phải số",  "thuê bao không", "sai email",
    "sai địa chỉ",      "email sai",     "do not call",    "don t call",     "do not contact",
    "do not use",       "wrong number",  "wrong email",    "nhầm số",        "số nhầm",
    "k liên lạc được",  "kll",           "kll được",       "k dùng nữa",     "ko dùng nữa",
    "ko liên lạc được",
};
// Without marks only in small letters: "May Hong" is Mây Hồng.
constexpr std::string_view kSmallNotToUse[] = {"nhầm máy",  "nhầm người",   "đã chết",  "đã mất",    "đã qua đời",
                                               "bỏ số này", "mất liên lạc", "máy hỏng", "email hỏng"};
constexpr std::string_view kMarkedNotToUse[] = {"đã khóa", "đã khoá", "bị khóa", "bị khoá",
                                                "đã hủy",  "đã huỷ",  "số ảo",   "bỏ dùng"};
// The whole note. "Chợ Cũ" is a place, Mới a name.
constexpr std::string_view kWholeNotToUse[] = {"số cũ",      "sđt cũ",     "email cũ",   "mail cũ",
                                               "địa chỉ cũ", "số máy cũ",  "số sai",     "sđt sai",
                                               "sai sđt",    "số máy sai", "số này sai", "số điện thoại cũ"};
constexpr std::string_view kWholeMarkedNotToUse[] = {"hỏng", "nhầm", "đã đổi"};
constexpr std::string_view kWholeNew[] = {"số mới",   "sđt mới",     "số máy mới", "email mới",
                                          "mail mới", "địa chỉ mới", "new",        "số điện thoại mới"};
// A relation as the whole note: "Shop Bạn Bè" and "Cô giáo Lan" are customers, as are a guard and a teacher.
constexpr std::string_view kOfAnother[] = {
    "hàng xóm",  "con gái",  "con trai", "người thân", "người nhà", "người quen", "người khác", "giúp việc",
    "neighbour", "neighbor", "wife",     "husband",    "daughter",  "colleague",  "friend",     "đồng nghiệp"};
constexpr std::string_view kMarkedOfAnother[] = {"vợ",     "chồng",    "cô giáo",   "thầy giáo", "con dâu",
                                                 "con rể", "cháu gái", "cháu trai", "anh trai",  "chị gái",
                                                 "em gái", "em trai",  "bạn gái",   "bạn trai",  "bạn bè"};
// What follows is the contact of today, and what precedes it.
constexpr std::string_view kReplacedBy[] = {"đổi sang",    "doi sang",    "đổi thành", "doi thanh",
                                            "chuyển sang", "chuyen sang", "thay bằng", "thay thế bằng",
                                            "thay bang",   "->",          "=>",        "→"};
constexpr std::string_view kReplaces[] = {"đổi từ", "doi tu", "đổi số từ", "doi so tu", "chuyển từ", "chuyen tu"};

// The words between contacts, brackets and their like.
struct Note {
    std::vector<std::string> words = {};  // in small letters
    bool small = true;                    // it was written so
    bool marked = false;
    bool title = false;  // a colon follows
};
enum class Without { always, in_small_letters, never };  // when a word counts without its marks

void add_word(std::string_view word, Note& note) {
    auto small = in_small_letters(word);
    note.small = note.small && small == word;
    note.marked = note.marked ||
                  std::any_of(word.begin(), word.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
    note.words.push_back(std::move(small));
}

// Parts of addresses are no words: sai.so@hopthu.test is none.
std::vector<Note> notes_of(std::string_view text) {
    constexpr std::string_view kBetween = " \t\r\n,;:/|&()[]{}<>\"";
    std::vector<Note> out(1);
    auto end_note = [&] {
        if (!out.back().words.empty()) out.emplace_back();
    };
    for (std::size_t at = 0; at < text.size();) {
        auto end = std::min(text.find_first_of(kBetween, at), text.size());
        auto token = text.substr(at, end - at);
        if (token.find('@') != token.npos) {
            end_note();
        } else {
            for (std::size_t i = 0; i < token.size();) {
                auto last = i;
                while (last < token.size() && is_letter(token[last])) ++last;
                if (last > i) add_word(token.substr(i, last - i), out.back());
                bool within = last < token.size() &&
                              std::string_view(".'_-").find(token[last]) != std::string_view::npos && last > i;
                if (last < token.size() && !within) end_note();
                i = last + 1;
            }
        }
        if (end < text.size() && text[end] != ' ') {
            out.back().title = text[end] == ':';
            end_note();
        }
        at = end + 1;
    }
    return out;
}

// The words of phrases, apart and folded once for all cells.
struct Phrase {
    std::vector<std::string> words = {}, folded = {};
};
class Phrases {
  public:
    template <std::size_t N>
    Phrases(const std::string_view (&phrases)[N], Without without) : without_(without) {
        for (auto rest : phrases) {
            phrases_.emplace_back();
            while (!rest.empty()) {
                phrases_.back().words.emplace_back(next_part(rest, " "));
                phrases_.back().folded.push_back(folded_for_search(phrases_.back().words.back()));
            }
        }
    }
    bool are_in(const Note& note) const {
        return std::any_of(phrases_.begin(), phrases_.end(), [&](const Phrase& phrase) {
            for (std::size_t at = 0; at + phrase.words.size() <= note.words.size(); ++at)
                if (stands_at(note, at, phrase)) return true;
            return false;
        });
    }
    bool are_all_of(const Note& note) const {
        return std::any_of(phrases_.begin(), phrases_.end(), [&](const Phrase& phrase) {
            return phrase.words.size() == note.words.size() && stands_at(note, 0, phrase);
        });
    }

  private:
    bool stands_at(const Note& note, std::size_t at, const Phrase& phrase) const {
        bool folds =
            without_ == Without::always || (without_ == Without::in_small_letters && note.small && !note.marked);
        for (std::size_t i = 0; i < phrase.words.size(); ++i) {
            const auto& word = note.words[at + i];
            if (word != phrase.words[i] && !(folds && word == phrase.folded[i])) return false;
        }
        return true;
    }

    Without without_;
    std::vector<Phrase> phrases_;
};

struct Known {
    Phrases not_to_use{kNotToUse, Without::always};
    Phrases small_not_to_use{kSmallNotToUse, Without::in_small_letters};
    Phrases marked_not_to_use{kMarkedNotToUse, Without::never};
    Phrases whole_not_to_use{kWholeNotToUse, Without::always};
    Phrases whole_marked_not_to_use{kWholeMarkedNotToUse, Without::never};
    Phrases of_another{kOfAnother, Without::always};
    Phrases marked_of_another{kMarkedOfAnother, Without::never};
    Phrases whole_new{kWholeNew, Without::always};
};

// "(cũ)", "Cũ: "; "Mới <moi@hopthu.test>" is somebody.
bool is_word(const Note& note, std::string_view word) {
    return note.words.size() == 1 && note.words[0] == word && (note.small || note.title);
}

struct Said {
    bool not_to_use = false, of_another = false, is_new = false;

    explicit Said(std::string_view text) {
        if (std::none_of(text.begin(), text.end(), is_letter)) return;
        static const Known kKnown;
        for (const auto& note : notes_of(text)) {
            if (note.words.empty()) continue;
            // Sai is a name too, and begins Sài Gòn.
            bool wrong = note.words.size() == 1 && note.words[0] == "sai" && note.small;
            not_to_use = not_to_use || wrong || is_word(note, "cũ") || kKnown.not_to_use.are_in(note) ||
                         kKnown.small_not_to_use.are_in(note) || kKnown.marked_not_to_use.are_in(note) ||
                         kKnown.whole_not_to_use.are_all_of(note) || kKnown.whole_marked_not_to_use.are_all_of(note);
            of_another = of_another || kKnown.of_another.are_all_of(note) || kKnown.marked_of_another.are_all_of(note);
            is_new = is_new || is_word(note, "mới") || kKnown.whole_new.are_all_of(note);
        }
    }
    bool refuses() const { return not_to_use || of_another; }
    bool nothing() const { return !refuses() && !is_new; }
};

// Where the contact begins; none.
std::size_t contact_at(std::string_view text, BesideWhat what) {
    constexpr std::ptrdiff_t kDigits = 7;
    if (what == BesideWhat::email) {
        auto at = text.find('@');
        return at == text.npos ? at : text.find_last_of(" (<[:\t", at) + 1;
    }
    bool number = std::count_if(text.begin(), text.end(), is_digit) >= kDigits;
    return number ? text.find_first_of("0123456789") : text.npos;
}

bool has_contact(std::string_view text, BesideWhat what) { return contact_at(text, what) != text.npos; }

// From the bracket at `at` to its end; brackets within it count.
std::string_view in_brackets(std::string_view text, std::size_t at) {
    int depth = 0;
    for (auto end = at; end < text.size(); ++end) {
        depth += text[end] == '(' ? 1 : text[end] == ')' ? -1 : 0;
        if (depth == 0) return text.substr(at, end + 1 - at);
    }
    return text.substr(at);
}

bool says_whose(std::string_view bracket, BesideWhat what) {
    Said said(bracket);
    return has_contact(bracket, what) && (said.of_another || said.is_new) && !said.not_to_use;
}

// At commas and their like outside of brackets, and before a bracket that names whose the contact in it is: "0912… (vợ
// 0987…)", "0912… (số mới 0987…)". Of which contact a bracket speaks that has another note ("sai, đúng là 0987…") is
// not certain. What has no contact belongs to the contact before it, or behind the first.
std::vector<std::string> parts_of(std::string_view text, BesideWhat what) {
    constexpr std::string_view kBetween = ",;/|&\n\r";
    std::vector<std::string> out(1);
    int depth = 0;
    std::string part;
    auto end = [&](std::string_view separator) {
        if (!has_contact(part, what) || !has_contact(out.back(), what))
            out.back() += part;
        else
            out.push_back(part);
        part = separator;
    };
    for (std::size_t at = 0; at < text.size(); ++at) {
        char c = text[at];
        if (c == '(' && depth == 0 && has_contact(part, what) && Said(part).nothing() &&
            says_whose(in_brackets(text, at), what))
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
std::string_view behind_replaced(std::string_view text, BesideWhat what) {
    auto small = in_small_letters(text);  // as long as the text
    std::size_t begin = 0;
    for (auto phrase : kReplacedBy)
        if (auto at = small.rfind(phrase); at != small.npos && has_contact(text.substr(at + phrase.size()), what))
            begin = std::max(begin, at + phrase.size());
    return text.substr(begin);
}

// The text before "đổi từ", when contacts stand before and behind it.
std::string_view before_replaces(std::string_view text, BesideWhat what) {
    auto small = in_small_letters(text);
    for (auto phrase : kReplaces)
        if (auto at = small.find(phrase); at != small.npos && has_contact(text.substr(0, at), what) &&
                                          has_contact(text.substr(at + phrase.size()), what))
            return text.substr(0, at);
    return text;
}

}  // namespace

Usable usable_parts(std::string_view cell, BesideWhat what) {
    Usable out;
    if (std::none_of(cell.begin(), cell.end(), is_letter) && cell.find('>') == cell.npos) return out.text = cell, out;
    cell = before_replaces(cell, what);
    auto text = behind_replaced(cell, what);
    out.not_to_use = text.size() < cell.size() && has_contact(cell.substr(0, cell.size() - text.size()), what);
    if (Said(text).nothing()) return out.text = text, out;
    auto parts = parts_of(text, what);
    bool any_new = std::any_of(parts.begin(), parts.end(), [](const auto& part) { return Said(part).is_new; });
    Said before("");
    for (const auto& part : parts) {
        Said said(part), in_front(std::string_view(part).substr(0, std::min(contact_at(part, what), part.size())));
        if (said.nothing() && before.refuses())
            said = before;
        else if (!part.starts_with('('))  // what a bracket says ends with it
            before = in_front;
        bool old = said.not_to_use || (any_new && !said.is_new);
        out.not_to_use |= old;
        out.of_another |= said.of_another;
        if (!old && !said.of_another) out.text += (out.text.empty() ? "" : ";") + part;
    }
    return out;
}

}  // namespace breachd::ingest
