#include "ingest/people/beside.hpp"

#include <algorithm>
#include <iterator>
#include <vector>

#include "base/search_text.hpp"
#include "ingest/people/cell.hpp"

namespace breachd::ingest {

namespace {

// Folded; phrases that are nothing else without their marks.
constexpr std::string_view kNotToUse[] = {
    "sai so",
    "so sai",
    "khong goi",
    "dung goi",
    "cam goi",
    "khong lien lac",
    "khong lien he",
    "so cu",
    "khong dung",
    "khong con dung",
    "khong su dung",
    "khong con su dung",
    "ngung su dung",
    "ngung dung",
    "het su dung",
    "mat so",
    "da doi so",
    "khong phai so",
    "thue bao khong",
    "sai email",
    "sai dia chi",
    "email cu",
    "email sai",
    "dia chi cu",
    "do not call",
    "don t call",
    "do not contact",
    "do not use",
    "wrong number",
    "wrong email",
    "nham so",
    "so nham",
    "nham may",
    "nham nguoi",
    "k dung nua",
    "ko dung nua",
    "da chet",
    "da mat",
    "da qua doi",
    "mat lien lac",
    "k lien lac duoc",
    "ko lien lac duoc",
    "kll",
    "kll duoc",
    "so may sai",
    "may hong",
    "email hong",
    "bo so nay",
};
// With their marks: "hong" may be Hồng and "cu" Cư, who answers there.
constexpr std::string_view kMarkedNotToUse[] = {"sai",     "hỏng",    "nhầm",    "cũ",      "đã đổi",
                                                "đã khóa", "đã khoá", "bị khóa", "bị khoá", "đã hủy",
                                                "đã huỷ",  "số ảo",   "bỏ dùng"};
constexpr std::string_view kOfAnother[] = {
    "hang xom", "giao vien", "con gai",  "con trai", "nguoi than", "nguoi nha", "nguoi quen", "nguoi khac", "giup viec",
    "gvcn",     "neighbour", "neighbor", "teacher",  "wife",       "husband",   "daughter",   "colleague",  "friend"};
// "le tan" may be Lê Tấn.
constexpr std::string_view kMarkedOfAnother[] = {
    "vợ",       "chồng",   "cô giáo", "thầy giáo", "con dâu", "con rể",   "cháu gái", "cháu trai",
    "anh trai", "chị gái", "em gái",  "em trai",   "bạn gái", "bạn trai", "bạn bè",   "bảo vệ",
    "lễ tân",   "thư ký",  "trợ lý",  "lái xe",    "tài xế",  "chủ nhà",  "chủ trọ",  "đồng nghiệp"};
constexpr std::string_view kNew[] = {"mới", "so moi", "email moi", "dia chi moi", "new"};
// What follows is the contact of today.
constexpr std::string_view kReplacedBy[] = {"đổi sang",    "doi sang",    "đổi thành", "doi thanh",
                                            "chuyển sang", "chuyen sang", "thay bằng", "thay thế bằng",
                                            "thay bang",   "->",          "=>",        "→"};

// " one two three ": parts of addresses are no words, sai.so@hopthu.test stays one.
std::string words_of(std::string_view text) {
    constexpr std::string_view kOfAddresses = "@._-+";
    std::string out = " ";
    for (char c : text) {
        bool kept = is_letter(c) || is_digit(c) || kOfAddresses.find(c) != std::string_view::npos;
        if (kept || out.back() != ' ') out += kept ? c : ' ';
    }
    // A full stop or a dash at the end of a word is none of an address.
    out += ' ';
    for (std::string_view end : {". ", "- ", "_ ", "+ "})
        for (auto at = out.find(end); at != out.npos; at = out.find(end)) out.erase(at, 1);
    for (std::string_view begin : {" .", " -", " _", " +"})
        for (auto at = out.find(begin); at != out.npos; at = out.find(begin)) out.erase(at + 1, 1);
    return out;
}

template <std::size_t N>
bool has_one(const std::string& words, const std::string_view (&phrases)[N]) {
    return std::any_of(std::begin(phrases), std::end(phrases), [&](std::string_view phrase) {
        return words.find(" " + std::string(phrase) + " ") != words.npos;
    });
}

struct Said {
    bool not_to_use = false, of_another = false, is_new = false;

    explicit Said(std::string_view text) {
        if (std::none_of(text.begin(), text.end(), is_letter)) return;
        auto folded = words_of(folded_for_search(text)), marked = words_of(in_small_letters(text));
        not_to_use = has_one(folded, kNotToUse) || has_one(marked, kMarkedNotToUse);
        of_another = has_one(folded, kOfAnother) || has_one(marked, kMarkedOfAnother);
        is_new = has_one(folded, kNew) || has_one(marked, kNew);
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

// At commas and their like outside of brackets. What has no contact belongs to the contact before it, or behind the
// first.
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

}  // namespace

Usable usable_parts(std::string_view cell, BesideWhat what) {
    Usable out;
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
        else
            before = in_front;
        bool old = said.not_to_use || (any_new && !said.is_new);
        out.not_to_use |= old;
        out.of_another |= said.of_another;
        if (!old && !said.of_another) out.text += (out.text.empty() ? "" : ";") + part;
    }
    return out;
}

}  // namespace breachd::ingest
