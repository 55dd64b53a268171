// Postal addresses, and the ids that providers gave.
#include <algorithm>
#include <iterator>
#include <utility>

#include "base/text.hpp"
#include "ingest/people/cell.hpp"
#include "ingest/people/codes.hpp"
#include "ingest/people/names.hpp"

namespace breachd::ingest {

namespace {

// Provinces and cities, those before 1.7.2025 too (Nghị quyết 202/2025/QH15), as people write them, folded.
constexpr std::string_view kProvinces[] = {
    "angiang",    "bariavungtau", "bacgiang",     "backan",    "baccan",    "baclieu",   "bacninh",  "bentre",
    "binhdinh",   "binhduong",    "binhphuoc",    "binhthuan", "camau",     "cantho",    "caobang",  "danang",
    "daklak",     "daclac",       "daknong",      "dacnong",   "dienbien",  "dongnai",   "dongthap", "gialai",
    "hagiang",    "hanam",        "hanoi",        "hatinh",    "haiduong",  "haiphong",  "haugiang", "hoabinh",
    "hungyen",    "khanhhoa",     "kiengiang",    "kontum",    "laichau",   "lamdong",   "langson",  "laocai",
    "longan",     "namdinh",      "nghean",       "ninhbinh",  "ninhthuan", "phutho",    "phuyen",   "quangbinh",
    "quangnam",   "quangngai",    "quangninh",    "quangtri",  "soctrang",  "sonla",     "tayninh",  "thaibinh",
    "thainguyen", "thanhhoa",     "thuathienhue", "hue",       "tiengiang", "hochiminh", "hcm",      "saigon",
    "travinh",    "tuyenquang",   "vinhlong",     "vinhphuc",  "yenbai",    "vungtau",
};

constexpr std::string_view kNoPostal = "not a postal address that a letter can be sent to";

bool is_masked(std::string_view text) {
    return text.find("**") != text.npos || text.find("\u2022\u2022") != text.npos ||
           std::any_of(text.begin(), text.end(), [](char c) { return c == kBullet; });
}

// "Hà Nội", "Tỉnh An Giang", "TP. Hồ Chí Minh, Việt Nam"
bool is_province(std::string_view part) {
    auto name = folded_letters(part);
    for (std::string_view country : {"vietnam", "vn"})
        if (name.ends_with(country)) name.resize(name.size() - country.size());
    for (std::string_view title : {"tinh", "thanhpho", "tp"})
        if (name.starts_with(title)) name.erase(0, title.size());
    return name.empty() || std::find(std::begin(kProvinces), std::end(kProvinces), name) != std::end(kProvinces);
}

bool provinces_alone(std::string_view address) {
    if (std::any_of(address.begin(), address.end(), is_digit)) return false;
    while (!address.empty())
        if (!is_province(next_part(address, ","))) return false;
    return true;
}

// "xxx, Phường 1"
bool begins_with_x(std::string_view address) {
    auto first = trim(next_part(address, ","));
    return first.size() > 2 && first.find_first_not_of("xX ") == first.npos;
}

// The text without the telephone numbers in it.
std::string without_phones(std::string_view text) {
    constexpr std::string_view kOfNumbers = "0123456789+ .-()";
    std::string out;
    while (!text.empty()) {
        auto begin = std::min(text.find_first_of("0123456789+"), text.size());
        out += text.substr(0, begin);
        text.remove_prefix(begin);
        auto run = text.substr(0, text.find_first_not_of(kOfNumbers));
        Repairs none;
        if (one_phone(trim(run), none).empty()) out += run;
        text.remove_prefix(run.size());
    }
    return out;
}

// A number and a name. In an address other digits are left, several parts, or more words than a name has.
bool is_phone_alone(std::string_view address) {
    constexpr std::ptrdiff_t kBlanksOfName = 3;
    if (std::count_if(address.begin(), address.end(), is_digit) < 9) return false;
    auto rest = without_phones(address);
    if (rest.size() == address.size() || std::any_of(rest.begin(), rest.end(), is_digit)) return false;
    std::size_t parts = 0;
    for (std::string_view left = rest; !left.empty();) {
        auto part = trim(next_part(left, ","));
        parts += !part.ends_with(':') && !folded_letters(part).empty();  // "ĐT:" is none
    }
    auto words = trim(rest);
    return parts < 2 && std::count(words.begin(), words.end(), ' ') <= kBlanksOfName;
}

// "Thôn , xã , huyện , tỉnh": a form that nobody filled in.
bool is_empty_form(std::string_view address) {
    constexpr std::string_view kWords[] = {"thon",    "xa",    "huyen",  "tinh",  "phuong", "quan", "thanhpho", "tp",
                                           "duong",   "so",    "sonha",  "ap",    "khom",   "to",   "khupho",   "xom",
                                           "thitran", "thixa", "kp",     "ngo",   "pho",    "ban",  "buon",     "ngach",
                                           "hem",     "khu",   "toanha", "phong", "tang"};
    if (std::any_of(address.begin(), address.end(), is_digit)) return false;
    while (!address.empty()) {
        auto word = folded_letters(next_part(address, ",;"));
        if (!word.empty() && std::find(std::begin(kWords), std::end(kWords), word) == std::end(kWords)) return false;
    }
    return true;
}

// Where no letter goes, by what the cell says.
bool says_not_to_post(std::string_view cell) {
    auto small = in_small_letters(trim(cell));
    // "Không nhận thư rác" says nothing of ours.
    for (std::string_view other : {"không nhận thư rác", "khong nhan thu rac", "không nhận thư quảng cáo"})
        if (auto at = small.find(other); at != small.npos) small.erase(at, other.size());
    for (std::string_view phrase :
         {"không nhận thư", "khong nhan thu", "nhận tại cửa hàng", "nhan tai cua hang", "xem file", "xem đính kèm",
          "sai địa chỉ", "sai dia chi", "địa chỉ sai", "địa chỉ không đúng", "trả lại thư"})
        if (small.find(phrase) != small.npos) return true;
    for (std::string_view phrase :
         {"địa chỉ cũ", "dia chi cu:", "đã chết", "da chet", "đã mất", "đã chuyển", "đã qua đời"})
        if (small.starts_with(phrase)) return true;
    return small == "khách lẻ" || small == "khach le" || small == "khách vãng lai";
}

// "Địa chỉ cũ: …; địa chỉ mới: …": what follows is today's.
void take_new(std::string& cell, Repairs& repairs) {
    constexpr std::string_view kOld = "địa chỉ cũ", kNew = "địa chỉ mới";
    if (cell.size() < kOld.size() + kNew.size()) return;
    auto small = in_small_letters(cell);  // as long as the cell
    auto old = small.find(kOld), at = small.find(kNew);
    if (old == small.npos || at == small.npos || small.size() != cell.size()) return;
    auto begin = at + kNew.size();
    auto end = old > at ? old : cell.size();
    auto address = trim(std::string_view(cell).substr(begin, end - begin));
    while (!address.empty() && std::string_view(":;,-( ").find(address.front()) != std::string_view::npos)
        address.remove_prefix(1);
    while (!address.empty() && std::string_view(":;,-( ").find(address.back()) != std::string_view::npos)
        address.remove_suffix(1);
    if (address.empty()) return;
    cell = std::string(address);
    repairs.push_back("what stood beside the address was dropped");
}

// "&lt;gần chợ&gt;"
bool write_out_brackets(std::string& text) {
    bool any = false;
    for (auto [code, sign] : {std::pair{"&lt;", '<'}, std::pair{"&gt;", '>'}})
        for (auto at = text.find(code); at != text.npos; at = text.find(code)) {
            text.replace(at, std::string_view(code).size(), 1, sign);
            any = true;
        }
    return any;
}

// What follows zalo.me/ in a link; the text itself when it is none.
std::string_view without_link(std::string_view text) {
    for (std::string_view scheme : {"https://", "http://", "www."})
        if (starts_with_word(text, scheme)) text.remove_prefix(scheme.size());
    constexpr std::string_view kHost = "zalo.me/";
    if (!starts_with_word(text, kHost)) return text;
    text.remove_prefix(kHost.size());
    text = text.substr(0, text.find_first_of("?#"));
    if (text.ends_with('/')) text.remove_suffix(1);
    return text;
}

}  // namespace

ReadAddress read_postal(std::string_view written, Repairs& repairs) {
    std::string cell(written);
    if (cell.find('&') != cell.npos || cell.find('\\') != cell.npos) {
        bool letters = write_out_codes(cell), brackets = write_out_brackets(cell);
        if (letters || brackets) repairs.push_back(kCodesWrittenOut);
    }
    take_new(cell, repairs);
    if (cell.find('@') != cell.npos) return {"", "an e-mail address stands where a postal address should"};
    if (is_masked(cell) || begins_with_x(cell)) return {"", "stars cover a part of the address"};
    if (cannot_be_read(cell) || has_codes(cell)) return {"", "letters of the address cannot be read"};
    if (is_in_old_font(cell)) return {"", "the address is in an old font (TCVN3 or VNI): convert it to Unicode"};
    if (says_not_to_post(cell)) return {"", "the cell says that the address is not to be used"};
    if (is_phone_alone(cell)) return {"", "a telephone number stands where a postal address should"};
    if (is_empty_form(cell)) return {"", kNoPostal};
    auto address = normalise_postal(cell);
    if (!address) return {"", kNoPostal};
    if (provinces_alone(*address)) return {"", "a province or a country alone is no postal address"};
    return {std::move(*address), ""};
}

ReadAddress read_zalo(std::string_view cell, Repairs& repairs, WrittenTo to) {
    constexpr std::size_t kPhoneDigitsMax = 12;
    constexpr std::size_t kSpreadsheetDigits = 15;  // a spreadsheet makes zeros of those behind
    if (auto damage = spreadsheet_damage(cell); damage && damage->digits.empty()) return {"", damage->what};
    auto text = without_link(trim(cell));
    if (text.size() != cell.size()) repairs.push_back("the link around the number was dropped");
    bool id = all_digits(text) && text[0] != '0';
    if (id && text.size() > kPhoneDigitsMax) {
        bool lost =
            text.size() > kSpreadsheetDigits + 2 && text.find_first_not_of('0', kSpreadsheetDigits) == text.npos;
        if (lost) return {"", "a spreadsheet lost digits of it"};
        return {std::string(text), ""};
    }
    auto phone = read_phone(text, repairs, to);
    if (!phone.address.empty()) {
        phone.instead = ContactKind::phone;
        repairs.push_back("a telephone number in the column of Zalo ids is taken as the telephone");
        return phone;
    }
    if (id) return {std::string(text), ""};
    return {"", "neither a Zalo id, which is digits, nor a mobile number"};
}

ReadAddress read_id(ContactKind kind, std::string_view cell, Repairs& repairs) {
    if (auto damage = spreadsheet_damage(cell)) {
        if (damage->digits.empty()) return {"", damage->what};
        repairs.push_back(damage->what);
        return {damage->digits, ""};
    }
    auto address = row_of(kind).normalise(cell);
    if (!address) return {"", "an id has blanks or letters other than ASCII in it"};
    return {std::move(*address), ""};
}

}  // namespace breachd::ingest
