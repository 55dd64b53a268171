#include "ingest/people/old_fonts.hpp"

#include <algorithm>
#include <iterator>
#include <string>

namespace breachd::ingest {

namespace {

bool is_small(char32_t c) { return c >= U'a' && c <= U'z'; }
bool is_great(char32_t c) { return c >= U'A' && c <= U'Z'; }
bool is_latin1(char32_t c) { return c >= 0xc0 && c <= 0xff && c != 0xd7 && c != 0xf7; }
bool is_letter(char32_t c) { return is_small(c) || is_great(c) || is_latin1(c) || c >= 0x100; }
bool is_sign_of_latin1(char32_t c) { return (c > 0xa0 && c < 0xc0) || c == 0xd7 || c == 0xf7; }
char32_t small(char32_t c) { return is_great(c) || (is_latin1(c) && c <= 0xde) ? c + 0x20 : c; }

// Letters that neither font has a place for: Vietnamese ones of Unicode, and others.
bool is_of_unicode(char32_t c) { return (c >= 0x100 && c < 0x250) || (c >= 0x1e00 && c < 0x1f00); }

// --- syllables, without their tones ---

constexpr std::u32string_view kOnsets[] = {U"ngh", U"ch", U"gh", U"gi", U"kh", U"ng", U"nh", U"ph", U"qu", U"q",
                                           U"th",  U"tr", U"b",  U"c",  U"d",  U"đ",  U"g",  U"h",  U"k",  U"l",
                                           U"m",   U"n",  U"p",  U"r",  U"s",  U"t",  U"v",  U"x"};
constexpr std::u32string_view kRimes =
    U" a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng eo ep et ê "
    U"êch êm ên ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu o oc oi om on ong ooc oong op "
    U"ot oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet ô ôc ôi ôm ôn ông ôp "
    U"ôt ơ ơi ơm ơn ơp ơt u ua uc ui um un ung up ut uân uâng uât uây uê uêch uên uênh uơ uôc uôi uôm uôn uông uôt uy "
    U"uya uych uyên uyêt uynh uyp uyt uyu ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu y yêm yên yêng "
    U"yêt yêu ";

bool is_rime(std::u32string_view rest) {
    auto word = U" " + std::u32string(rest) + U" ";
    return kRimes.find(word) != kRimes.npos;
}

bool is_syllable(std::u32string_view word) {
    if (word.empty()) return false;
    if (is_rime(word) || word == U"gi") return true;
    return std::any_of(std::begin(kOnsets), std::end(kOnsets),
                       [&](auto onset) { return word.starts_with(onset) && is_rime(word.substr(onset.size())); });
}

// --- TCVN 5712:1993, its third table: from 0xA1 on, without tones; a blank where it has none ---

constexpr std::u32string_view kTcvn3 =
    U"ăâêôơưđăâêôơưđ      aaaaa ăăăă       ăâââââe eee"
    U"eêêêêêii   iiio ooooôôôôôơơơơơu uuuuưưưưưyyyyy ";
static_assert(kTcvn3.size() == 0x100 - 0xa1);

char32_t of_tcvn3(char32_t c) {
    if (c < 0xa1 || c > 0xff) return small(c);
    return kTcvn3[c - 0xa1];
}

bool shows_tcvn3(std::u32string_view name, std::size_t at) {
    constexpr std::u32string_view kAfter = U"¨ª«¬µ¶·¸¹»¼½¾\u00ad×÷";  // behind a letter
    constexpr std::u32string_view kBefore = U"®§©¡¢£¤¥¦";             // in front of one
    auto c = name[at], before = at > 0 ? name[at - 1] : U' ', after = at + 1 < name.size() ? name[at + 1] : U' ';
    bool second = at == 1 || (at > 1 && name[at - 2] == U' ');  // "YÕn"
    if (is_latin1(c) && c <= 0xde)
        return (is_small(before) && (is_small(after) || !is_letter(after))) ||
               (second && is_great(before) && is_small(after));
    if (c == U'æ' && after == U'n' && at + 2 < name.size() && name[at + 2] == U'g') return true;  // "Khæng"
    if (!is_sign_of_latin1(c)) return false;
    bool of_maria = c == U'ª' && before == U'M' && (at < 2 || name[at - 2] == U' ');  // "Mª José"
    if (kAfter.find(c) != kAfter.npos && (is_small(before) || is_great(before))) return !of_maria;
    if (before == U' ' && is_small(after) && std::u32string_view(U"µ¶¸¹").find(c) != std::u32string_view::npos)
        return true;
    return kBefore.find(c) != kBefore.npos && (is_letter(after) || is_sign_of_latin1(after));  // "§inh", "§¹t"
}

// The ư of "D\u00ad¬ng" is a soft hyphen, which most programs drop: "D¬ng" is Dương, too.
std::u32string read_tcvn3(std::u32string_view word) {
    std::u32string out;
    std::transform(word.begin(), word.end(), std::back_inserter(out), of_tcvn3);
    if (auto at = out.find(U'ơ'); at != out.npos && !is_syllable(out)) out.insert(at, 1, U'ư');
    return out;
}

// --- VNI: a letter and its marks as two ---

struct Marks {
    char32_t letter;
    std::u32string_view tones;    // the letter stays
    std::u32string_view changes;  // the letters of them
    std::u32string_view to;       // what it becomes
};
constexpr Marks kMarks[] = {{U'a', U"øùûõï", U"âàáåãäêèéúüë", U"ââââââăăăăăă"},
                            {U'e', U"øùûõï", U"âàáåãä", U"êêêêêê"},
                            {U'o', U"øùûõï", U"âàáåãä", U"ôôôôôô"},
                            {U'u', U"øùûõï", U"", U""},
                            {U'y', U"øùûõ", U"", U""},
                            {U'ö', U"øùûõï", U"", U""},
                            {U'ô', U"øùûõï", U"", U""}};

char32_t alone_in_vni(char32_t c) {
    constexpr std::u32string_view kFrom = U"ñöôìíæóòî", kTo = U"đươiiiiiy";
    auto at = kFrom.find(c);
    return at == kFrom.npos ? c : kTo[at];
}

// "" when a mark stands where it marks nothing.
std::u32string read_vni(std::u32string_view word) {
    std::u32string out;
    for (std::size_t i = 0; i < word.size(); ++i) {
        auto c = small(word[i]), before = i > 0 ? small(word[i - 1]) : U' ';
        auto marks =
            std::find_if(std::begin(kMarks), std::end(kMarks), [&](const auto& one) { return one.letter == before; });
        if (is_latin1(c) && marks != std::end(kMarks)) {
            if (marks->tones.find(c) != marks->tones.npos) continue;
            if (auto at = marks->changes.find(c); at != marks->changes.npos) {
                out.back() = marks->to[at];
                continue;
            }
        }
        out += alone_in_vni(c);
    }
    return out;
}

bool shows_vni(std::u32string_view name, std::size_t at) {
    struct Pair {
        char32_t letter;
        std::u32string_view marks;
    };
    // What no Vietnamese name in Unicode has, and hardly another one: "Raúl", "Zoë" and "Hoà" are none.
    constexpr Pair kPairs[] = {{U'a', U"øûõåäêèàáãâù"}, {U'e', U"øûõãâåäà"}, {U'o', U"øûõåäâ"}, {U'u', U"øûõ"},
                               {U'y', U"øùûõ"},         {U'ö', U"øùûõïô"},   {U'ô', U"øùûõï"}};
    if (!is_latin1(name[at])) return false;
    auto mark = small(name[at]), before = at > 0 ? small(name[at - 1]) : U' ';
    if (mark == U'ï' && before == U'a' && at >= 3 && small(name[at - 2]) == U'h') return small(name[at - 3]) == U'p';
    if (mark == U'ñ' && at + 1 < name.size() && !is_letter(before)) return true;
    return std::any_of(std::begin(kPairs), std::end(kPairs), [&](const auto& pair) {
        return pair.letter == before && pair.marks.find(mark) != pair.marks.npos;
    });
}

// --- a name ---

// Whether the words with letters of the font are syllables in it, and one of them shows it.
bool reads_as(std::u32string_view name, bool (*shows)(std::u32string_view, std::size_t),
              std::u32string (*read)(std::u32string_view)) {
    constexpr std::u32string_view kBetween = U" .,;:()[]/\\-_'\"&+";
    int syllables = 0, others = 0;
    bool shown = false;
    for (std::size_t at = 0; at < name.size();) {
        auto end = std::min(name.find_first_of(kBetween, at), name.size());
        auto word = name.substr(at, end - at);
        if (std::any_of(word.begin(), word.end(), [](char32_t c) { return c > 0xa0; })) {
            bool syllable = is_syllable(read(word));
            ++(syllable ? syllables : others);
            for (std::size_t i = at; i < end && syllable; ++i) shown |= shows(name, i);
        }
        at = end + 1;
    }
    return shown && syllables > others;
}

}  // namespace

bool is_in_old_font(std::u32string_view name) {
    bool tcvn3 = false, vni = false;
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (is_of_unicode(name[i])) return false;
        if (name[i] < 0xa1) continue;
        tcvn3 = tcvn3 || shows_tcvn3(name, i);
        vni = vni || shows_vni(name, i);
    }
    return (tcvn3 && reads_as(name, shows_tcvn3, read_tcvn3)) || (vni && reads_as(name, shows_vni, read_vni));
}

}  // namespace breachd::ingest
