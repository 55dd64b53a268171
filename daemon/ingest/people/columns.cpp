#include "ingest/people/columns.hpp"

#include <algorithm>
#include <iterator>

#include "base/search_text.hpp"
#include "base/utf8.hpp"
#include "ingest/people/cell.hpp"
#include "ingest/people/titles.hpp"

namespace breachd::ingest {

namespace {

using Holds = ListColumn::Holds;

struct Part {
    std::string_view letters;
    NamePart part;
};
constexpr Part kParts[] = {
    {"ho", NamePart::family},         {"hodem", NamePart::family},    {"hovadem", NamePart::family},
    {"hotendem", NamePart::family},   {"holot", NamePart::family},    {"hovalot", NamePart::family},
    {"hovatendem", NamePart::family}, {"hochulot", NamePart::family}, {"tendem", NamePart::middle},
    {"dem", NamePart::middle},        {"tenlot", NamePart::middle},   {"chulot", NamePart::middle}};
// In English, where a list has all its names in such parts.
constexpr Part kEnglishParts[] = {{"lastname", NamePart::family},   {"surname", NamePart::family},
                                  {"familyname", NamePart::family}, {"middlename", NamePart::middle},
                                  {"firstname", NamePart::given},   {"givenname", NamePart::given}};
constexpr std::string_view kGiven = "ten";

// In brackets behind a title: how the column is filled in, and nothing of whose or what it is.
constexpr std::string_view kSaysNothing =
    "batbuoc khongbatbuoc batbuocnhap tuychon neuco required optional mandatory notrequired notnull zalo cozalo vnd "
    "dong so text dangtext dangvanban vanban string 10so 10chuso 84 0 vienhoa viethoa inhoa chuinhoa codau daydu chinh "
    "chinhchu canhan lienhe khachhang kh nhantin";
constexpr std::string_view kSaysNothingBefore[] = {"vd",    "vidu",     "eg",     "example", "sonha",
                                                   "ghiro", "dinhdang", "format", "batbuoc", "neuco"};

// Words that say whose a name or a contact is, at the end of a Vietnamese title or at the front of an English one: what
// is left of "SĐT phụ huynh" is "SĐT". Of a pupil the name alone: the contacts of a child are not written to.
enum class Parent { any, father, mother, guardian };
struct Whose {
    std::string_view word;
    bool guardian;
    Parent parent = Parent::any;  // one who is told from the others: "SĐT phụ huynh" may be of each
};
constexpr Whose kAtTheEnd[] = {
    {"phuhuynh", true},
    {"cuaphuhuynh", true},
    {"phuhuynhhocsinh", true},
    {"ph", true},
    {"phhs", true},
    {"cuaphhs", true},
    {"cha", true, Parent::father},
    {"cuacha", true, Parent::father},
    {"bo", true, Parent::father},
    {"cuabo", true, Parent::father},
    {"me", true, Parent::mother},
    {"cuame", true, Parent::mother},
    {"chame", true},
    {"bome", true},
    {"chahoacme", true},
    {"bohoacme", true},
    {"chamehoacnguoigiamho", true},
    {"chamenguoigiamho", true},
    {"nguoigiamho", true, Parent::guardian},
    {"cuanguoigiamho", true, Parent::guardian},
    {"phuhuynhnguoigiamho", true},
    {"hocsinh", false},
    {"cuahocsinh", false},
    {"hs", false},
};
constexpr Whose kAtTheFront[] = {
    {"parent", true},
    {"parents", true},
    {"guardian", true, Parent::guardian},
    {"guardians", true, Parent::guardian},
    {"parentorguardian", true},
    {"father", true, Parent::father},
    {"fathers", true, Parent::father},
    {"mother", true, Parent::mother},
    {"mothers", true, Parent::mother},
    {"pupil", false},
    {"pupils", false},
    {"student", false},
    {"students", false},
};
// Whole titles of this kind.
constexpr Whose kGuardians[] = {
    {"phuhuynh", true},
    {"phuhuynhhocsinh", true},
    {"phhs", true},
    {"nguoigiamho", true, Parent::guardian},
    {"chamehoacnguoigiamho", true},
    {"parent", true},
    {"guardian", true, Parent::guardian},
    {"parentorguardian", true},
};

constexpr std::size_t kShownBytesMax = 60;
constexpr int kShownDigitsMax = 4;

enum class Of { person, pupil, guardian };

struct Known {
    std::size_t column;
    Of of = Of::person;
    NamePart part = NamePart::whole;
    bool identity = false;
    Parent parent = Parent::any;
    bool english = false;         // a part of a name
    std::string_view whose = {};  // "SĐT NV": of what kind of people; "" where the title says nothing
    bool lesser = false;          // an identity that gives way to another one
    bool operator==(const Known&) const = default;
};

bool is_of(std::size_t column, Holds what) { return list_columns()[column].holds == what; }

std::size_t column_that(Holds what) {
    std::size_t at = 0;
    while (!is_of(at, what)) ++at;
    return at;
}

std::optional<Known> known_of(const std::string& left, const Whose& whose) {
    auto column = whole_title(left);
    if (!column) return std::nullopt;
    bool fits = is_of(*column, Holds::name) || (whose.guardian && is_of(*column, Holds::contact));
    if (!fits) return std::nullopt;
    return Known{*column, whose.guardian ? Of::guardian : Of::pupil, NamePart::whole, false, whose.parent};
}

// "Điện thoại 2", "Email 2"
std::optional<std::size_t> numbered(const std::string& letters) {
    if (letters.empty() || letters.back() < '1' || letters.back() > '9') return std::nullopt;
    auto column = whole_title(letters.substr(0, letters.size() - 1));
    return column && may_repeat(*column) ? column : std::nullopt;
}

std::optional<Known> known_letters(const std::string& letters) {
    if (auto column = whole_title(letters)) return Known{*column};
    if (auto column = numbered(letters)) return Known{*column};
    if (is_identity(letters)) {
        Known out{column_that(Holds::ref), Of::person, NamePart::whole, true};
        out.lesser = is_lesser_identity(letters);
        return out;
    }
    if (auto column = own_title(letters)) return Known{*column};
    for (const auto& part : kParts)
        if (letters == part.letters) return Known{column_that(Holds::name), Of::person, part.part};
    for (const auto& part : kEnglishParts)
        if (letters == part.letters)
            return Known{column_that(Holds::name), Of::person, part.part, false, Parent::any, true};
    for (const auto& whose : kGuardians)
        if (letters == whose.word)
            return Known{column_that(Holds::name), Of::guardian, NamePart::whole, false, whose.parent};
    for (const auto& whose : kAtTheEnd)
        if (letters.ends_with(whose.word))
            if (auto known = known_of(letters.substr(0, letters.size() - whose.word.size()), whose)) return known;
    for (const auto& whose : kAtTheFront)
        if (letters.starts_with(whose.word))
            if (auto known = known_of(letters.substr(whose.word.size()), whose)) return known;
    return std::nullopt;
}

bool says_nothing(const std::string& letters) {
    if (letters.empty() || is_word_of(kSaysNothing, letters)) return true;
    return std::any_of(std::begin(kSaysNothingBefore), std::end(kSaysNothingBefore),
                       [&](auto word) { return letters.starts_with(word); });
}

// A title in its two parts, as letters.
struct Bracketed {
    std::string outside, inside;
};
Bracketed bracketed(std::string_view title) {
    std::string outside, inside;
    int depth = 0;
    for (char c : title) {
        if (c == '(') ++depth;
        if (c != '(' && c != ')') (depth > 0 ? inside : outside) += c;
        if (c == ')' && depth > 0) --depth;
    }
    return {title_letters(outside), title_letters(inside)};
}

// "DT": "dân tộc" in the lists of schools; a telephone is "ĐT".
bool may_be_an_ethnic_group(std::string_view title, const std::string& letters) {
    return letters == "dt" && title.find("Đ") == title.npos && title.find("đ") == title.npos;
}

// "Điện thoại / Phone", "Họ và tên\nFull name": every part says the same.
std::optional<Known> known_parts(std::string_view outside) {
    std::optional<Known> out;
    constexpr std::string_view kBetween = "/|\n\r";
    if (outside.find_first_of(kBetween) == outside.npos) return out;
    while (!outside.empty()) {
        auto letters = title_letters(next_part(outside, kBetween));
        if (letters.empty()) continue;
        auto known = known_letters(letters);
        if (!known || (out && *out != *known)) return std::nullopt;
        out = known;
    }
    return out;
}

std::optional<Known> known_title(std::string_view written) {
    if (written.size() > kShownBytesMax * 2) return std::nullopt;
    auto title = plain_title(written);
    auto [outside, inside] = bracketed(title);
    if (may_be_an_ethnic_group(title, outside)) return std::nullopt;
    auto known = known_letters(outside);
    if (!known) known = known_parts(title.substr(0, title.find('(')));
    if (known) known->whose = whose_title(outside);
    if (says_nothing(inside)) return known;
    // "SĐT (mẹ)"; "Mã (ID)" says the same twice, "Ngôn ngữ (vi/en)" what may stand in it.
    if (auto together = known_letters(outside + inside)) {
        together->whose = whose_title(outside + inside);
        return together;
    }
    if (!known) return std::nullopt;
    bool choice = is_of(known->column, Holds::language) || is_of(known->column, Holds::kinds);
    auto within = known_letters(inside);
    if (within) within->whose = known->whose;
    return choice || within == known ? known : std::nullopt;
}

}  // namespace

const std::vector<ListColumn>& list_columns() {
    static const auto made = [] {
        std::vector<ListColumn> out{
            {"subject_ref", Holds::ref}, {"name", Holds::name}, {"guardian_of", Holds::guardian_of}};
        for (const auto& row : contact_kinds())
            if (row.imported) out.push_back({row.name, Holds::contact, row.kind});
        out.push_back({"language", Holds::language});
        out.push_back({"kinds", Holds::kinds});
        return out;
    }();
    return made;
}

std::string list_columns_known() {
    std::string out = "known are ";
    for (const auto& column : list_columns())
        out += (&column == list_columns().data() ? "" : ", ") + std::string(column.name);
    return out;
}

std::string title_letters(std::string_view title) {
    std::string out;
    auto plain = plain_title(title);
    title = plain;
    // What stands in brackets explains: "(bắt buộc)".
    auto text = folded_for_search(title.substr(0, std::max<std::size_t>(1, std::min(title.find('('), title.size()))));
    for (char c : text)
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80) out += c;
    for (std::string_view unseen : {"\xe2\x80\x8b", "\xef\xbb\xbf", "\xe2\x81\xa0"})
        for (auto at = out.find(unseen); at != out.npos; at = out.find(unseen)) out.erase(at, unseen.size());
    return out;
}

std::optional<std::size_t> list_column(std::string_view title) {
    auto known = known_title(title);
    return known && known->part == NamePart::whole ? std::optional(known->column) : std::nullopt;
}

namespace {

// "SĐT NV" in a list of customers ("Mã KH") is an employee's, as it may be beside a name of nobody in particular.
// Gives the names that were left out of a list whose reference is an employee's.
std::vector<std::size_t> leave_out_other_people(std::vector<std::optional<Known>>& titles) {
    auto first = [&](Holds holds) {
        return std::find_if(titles.begin(), titles.end(), [&](const auto& one) {
            return one && is_of(one->column, holds) && one->of == Of::person && !one->identity;
        });
    };
    auto ref = first(Holds::ref), name = first(Holds::name);
    std::string_view whose = ref != titles.end() ? (*ref)->whose : "";
    bool said = !whose.empty();
    if (!said && name != titles.end()) whose = (*name)->whose;
    bool customers = whose.empty() && !said;
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < titles.size(); ++i) {
        auto& one = titles[i];
        bool may_be = one && one->of == Of::person && !one->whose.empty() &&
                      (is_of(one->column, Holds::name) || is_of(one->column, Holds::contact));
        if (may_be && one->whose != whose && !(customers && (one->whose == kCustomers || name == titles.end()))) {
            if (said && whose == "employees" && is_of(one->column, Holds::name)) out.push_back(i);
            one.reset();
        }
    }
    return out;
}

std::vector<std::optional<Known>> known_titles(std::span<const std::string_view> titles,
                                               std::vector<std::size_t>& strangers) {
    std::vector<std::optional<Known>> out;
    std::transform(titles.begin(), titles.end(), std::back_inserter(out), known_title);
    auto has = [&](auto&& is) {
        return std::any_of(out.begin(), out.end(), [&](auto& one) { return one && is(*one); });
    };
    bool whole = has([](const Known& one) { return is_of(one.column, Holds::name) && !one.english; });
    bool family = has([](const Known& one) { return one.english && one.part == NamePart::family; });
    bool given = has([](const Known& one) { return one.english && one.part == NamePart::given; });
    for (auto& one : out)
        if (one && one->english && (whole || !family || !given)) one.reset();
    strangers = leave_out_other_people(out);
    return out;
}

}  // namespace

std::vector<ListTitle> list_titles(std::span<const std::string_view> titles) {
    std::vector<std::size_t> strangers;
    const auto known = known_titles(titles, strangers);
    bool guardian = false, child = false, reference = false, identity = false, family = false;
    auto parent = Parent::any;  // the first who is told from the others
    std::size_t given = titles.size();
    for (std::size_t i = 0; i < titles.size(); ++i) {
        const auto& one = known[i];
        if (!one) continue;
        guardian |= one->of == Of::guardian;
        child |= one->of == Of::pupil || is_of(one->column, Holds::guardian_of);
        reference |= is_of(one->column, Holds::ref) && !one->identity;
        identity |= one->identity && !one->lesser;
        if (parent == Parent::any) parent = one->parent;
        family |= one->part != NamePart::whole;
        if (one->part == NamePart::given) given = i;
        if (bracketed(titles[i]).outside == kGiven && *one == Known{one->column}) given = i;
    }
    std::vector<ListTitle> out;
    for (std::size_t i = 0; i < titles.size(); ++i) {
        const auto& one = known[i];
        ListTitle title;
        title.guardians = one && one->of == Of::guardian;
        bool left_out = one && ((one->identity && (reference || (one->lesser && identity))) ||
                                (one->part != NamePart::whole && given == titles.size()));
        if (one && one->of == Of::pupil && guardian)
            title.column = column_that(Holds::guardian_of);
        else if (one && !left_out && (child || !title.guardians))
            title.column = one->column;
        title.identity = title.column && one->identity;
        title.strangers = std::find(strangers.begin(), strangers.end(), i) != strangers.end();
        title.own = title.column && one->of == Of::person && !one->whose.empty();
        title.of_another = title.column && one->parent != Parent::any && one->parent != parent;
        if (title.column && family) title.part = i == given ? NamePart::given : one->part;
        out.push_back(title);
    }
    return out;
}

std::string named_twice(std::size_t column, bool guardians) {
    if (!guardians || !(is_of(column, Holds::name) || is_of(column, Holds::contact)))
        return "this column is named twice";
    return "two columns are " + std::string(list_columns()[column].name) +
           ": one parent or guardian is written to; leave out the columns of the other";
}

std::string names_of_strangers(std::span<const ListTitle> titles, std::span<const std::string> shown) {
    auto holds = [&](Holds what) {
        return std::find_if(titles.begin(), titles.end(),
                            [&](const auto& title) { return title.column && is_of(*title.column, what); });
    };
    auto stranger = std::find_if(titles.begin(), titles.end(), [](const auto& title) { return title.strangers; });
    auto ref = holds(Holds::ref);
    if (stranger == titles.end() || ref == titles.end() || holds(Holds::name) != titles.end()) return "";
    auto at = [&](auto title) { return shown[static_cast<std::size_t>(title - titles.begin())]; };
    return at(ref) + " is no reference of the people in " + at(stranger) + ": add the column of their own";
}

bool may_repeat(std::size_t column) {
    const auto& one = list_columns()[column];
    return one.holds == Holds::contact && (one.contact == ContactKind::phone || one.contact == ContactKind::email);
}

std::string shown_title(std::string_view title) {
    auto line = clean_line(title, kShownBytesMax);
    auto digits = std::count_if(line.begin(), line.end(), [](char c) { return c >= '0' && c <= '9'; });
    return digits > kShownDigitsMax || line.find('@') != line.npos ? "" : line;
}

std::optional<std::string> list_language(std::string_view word) {
    auto letters = title_letters(word);
    for (std::string_view vi : {"vi", "vie", "vn", "vivn", "viet", "tiengviet", "vietnam", "vietnamese"})
        if (letters == vi) return "vi";
    for (std::string_view en : {"en", "eng", "enus", "engb", "anh", "tienganh", "english"})
        if (letters == en) return "en";
    return std::nullopt;
}

}  // namespace breachd::ingest
