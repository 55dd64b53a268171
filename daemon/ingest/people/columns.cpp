#include "ingest/people/columns.hpp"

#include <algorithm>
#include <map>

#include "base/search_text.hpp"
#include "base/utf8.hpp"

namespace breachd::ingest {

namespace {

using Holds = ListColumn::Holds;

struct Title {
    std::string_view column;
    std::string_view titles;  // as title_letters() makes them, with blanks between
};

// Beside the columns' own names. What could be two things ("ma so thue"; "ward", which is also a part of an address) is
// in no row; an "@" under "dia chi" and a "yes" under "child" are found out by their value.
constexpr Title kTitles[] = {
    {"subject_ref",
     "ref reference subjectid subjectreference id uid customerid customerno customercode customernumber clientid "
     "memberid membercode userid accountid employeeid studentid patientid ma maso mathamchieu sothamchieu makhachhang "
     "makh masokhachhang masokh idkhachhang idkh maid cif socif macif manhanvien manv masonhanvien mahocsinh mahs "
     "masinhvien masv mssv mabenhnhan mabn mahoso sohoso mahopdong sohopdong mathanhvien mahoivien madinhdanh "
     "machuthe machuthedulieu manguoidung makhach"},
    {"name",
     "fullname customername clientname displayname ten hoten hovaten hotendem tendaydu hovatendaydu tenkhachhang tenkh "
     "hotenkhachhang hovatenkhachhang tenchuthe hotenchuthe hovatenchuthe tennguoidung tenhienthi tennhanvien "
     "hotennhanvien hovatennhanvien tensinhvien hotensinhvien hovatensinhvien tenbenhnhan hotenbenhnhan "
     "hovatenbenhnhan"},
    {"guardian_of",
     "nguoiduocgiamho tennguoiduocgiamho hotennguoiduocgiamho giamhocho nguoigiamhocho phuhuynhcua chamecua treem "
     "tentre hotentre hovatentre tentreem hotentreem hovatentreem tencon hotencon hovatencon tenconem hotenconem tenbe "
     "hotenbe hovatenbe tenchau hotenchau hovatenchau child childname childsname childfullname nameofchild "
     "nameofthechild guardianfor parentof "
     "parentorguardianof"},
    {"email",
     "emails mail emailaddress mailaddress emailid diachiemail diachimail thudientu diachithudientu hopthu "
     "hopthudientu diachihopthu emaillienhe emailkhachhang email1"},
    {"phone",
     "phonenumber phoneno phones telephone telephonenumber tel telno mobile mobilephone mobileno mobilenumber cell "
     "cellphone handphone contactnumber dienthoai sodienthoai sodt dt dtdd sdt sdtdd didong sodidong dienthoaididong "
     "sodienthoaididong dtdidong sodtdd sdtlienhe sodienthoailienhe dienthoailienhe sdtkhachhang "
     "sodienthoaikhachhang somay phone1 dienthoai1 sodienthoai1 sdt1"},
    {"zalo_id", "zalo zalouid zalouserid idzalo mazalo"},
    {"push_token", "push pushid fcm fcmtoken devicetoken mathietbi matbaoungdung tokenungdung"},
    {"postal_address",
     "address postaladdress mailingaddress homeaddress streetaddress diachi diachibuudien diachinhanthu diachithu "
     "diachigui diachiguithu diachinha diachinharieng diachilienhe diachikhachhang diachithuongtru diachicutru "
     "diachitamtru noio hokhauthuongtru"},
    {"language", "lang languagecode locale ngonngu tieng ngonngunhantin"},
    {"kinds",
     "kind kindsofdata datakinds datatypes datatype loaidulieu cacloaidulieu loaidulieucanhan nhomdulieu "
     "dulieubilo dulieulienquan"},
};

// Words that say whose a name or a contact is, at the end of a Vietnamese title or at the front of an English one: what
// is left of "SĐT phụ huynh" is "SĐT". Of a pupil the name alone: the contacts of a child are not written to.
struct Whose {
    std::string_view word;
    bool guardian;
};
constexpr Whose kAtTheEnd[] = {
    {"phuhuynh", true},
    {"cuaphuhuynh", true},
    {"phuhuynhhocsinh", true},
    {"ph", true},
    {"cha", true},
    {"cuacha", true},
    {"bo", true},
    {"cuabo", true},
    {"me", true},
    {"cuame", true},
    {"chame", true},
    {"bome", true},
    {"chahoacme", true},
    {"bohoacme", true},
    {"chamehoacnguoigiamho", true},
    {"chamenguoigiamho", true},
    {"nguoigiamho", true},
    {"cuanguoigiamho", true},
    {"phuhuynhnguoigiamho", true},
    {"hocsinh", false},
    {"cuahocsinh", false},
    {"hs", false},
};
constexpr Whose kAtTheFront[] = {
    {"parent", true},  {"parents", true},  {"guardian", true},  {"guardians", true}, {"parentorguardian", true},
    {"father", true},  {"fathers", true},  {"mother", true},    {"mothers", true},   {"pupil", false},
    {"pupils", false}, {"student", false}, {"students", false},
};
// Whole titles of this kind.
constexpr std::string_view kGuardians[] = {"phuhuynh", "phuhuynhhocsinh", "nguoigiamho",     "chamehoacnguoigiamho",
                                           "parent",   "guardian",        "parentorguardian"};

constexpr std::size_t kShownBytesMax = 60;
constexpr int kShownDigitsMax = 4;

std::map<std::string, std::size_t, std::less<>> made_titles() {
    std::map<std::string, std::size_t, std::less<>> out;
    const auto& columns = list_columns();
    for (std::size_t i = 0; i < columns.size(); ++i) {
        out[title_letters(columns[i].name)] = i;
        for (const auto& row : kTitles) {
            if (row.column != columns[i].name) continue;
            for (auto rest = row.titles; !rest.empty();) {
                auto end = std::min(rest.find(' '), rest.size());
                out[std::string(rest.substr(0, end))] = i;
                rest.remove_prefix(std::min(end + 1, rest.size()));
            }
        }
    }
    return out;
}

std::optional<std::size_t> whole_title(const std::string& letters) {
    static const auto titles = made_titles();
    auto at = titles.find(letters);
    return at == titles.end() ? std::nullopt : std::optional(at->second);
}

enum class Of { person, pupil, guardian };

struct Known {
    std::size_t column;
    Of of = Of::person;
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
    return fits ? std::optional(Known{*column, whose.guardian ? Of::guardian : Of::pupil}) : std::nullopt;
}

std::optional<Known> known_title(std::string_view title) {
    if (title.size() > kShownBytesMax * 2) return std::nullopt;
    auto letters = title_letters(title);
    if (auto column = whole_title(letters)) return Known{*column};
    if (std::find(std::begin(kGuardians), std::end(kGuardians), letters) != std::end(kGuardians))
        return Known{column_that(Holds::name), Of::guardian};
    for (const auto& whose : kAtTheEnd)
        if (letters.ends_with(whose.word))
            if (auto known = known_of(letters.substr(0, letters.size() - whose.word.size()), whose)) return known;
    for (const auto& whose : kAtTheFront)
        if (letters.starts_with(whose.word))
            if (auto known = known_of(letters.substr(whose.word.size()), whose)) return known;
    return std::nullopt;
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
    return known ? std::optional(known->column) : std::nullopt;
}

std::vector<ListTitle> list_titles(std::span<const std::string_view> titles) {
    std::vector<std::optional<Known>> known;
    bool guardian = false, child = false;
    for (auto title : titles) {
        known.push_back(known_title(title));
        if (!known.back()) continue;
        guardian |= known.back()->of == Of::guardian;
        child |= known.back()->of == Of::pupil || is_of(known.back()->column, Holds::guardian_of);
    }
    std::vector<ListTitle> out;
    for (const auto& one : known) {
        ListTitle title;
        title.guardians = one && one->of == Of::guardian;
        if (one && one->of == Of::pupil && guardian)
            title.column = column_that(Holds::guardian_of);
        else if (one && (child || !title.guardians))
            title.column = one->column;
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

std::string shown_title(std::string_view title) {
    auto line = clean_line(title, kShownBytesMax);
    auto digits = std::count_if(line.begin(), line.end(), [](char c) { return c >= '0' && c <= '9'; });
    return digits > kShownDigitsMax || line.find('@') != line.npos ? "" : line;
}

bool names_a_sum(std::string_view cell) {
    if (cell.size() > kShownBytesMax) return false;
    auto letters = title_letters(cell);
    for (std::string_view word : {"tong", "cong", "total", "totals", "grandtotal", "sum"})
        if (letters == word) return true;
    return letters.starts_with("tongcong") || letters.starts_with("tongso");
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
