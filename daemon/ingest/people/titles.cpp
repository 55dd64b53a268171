#include "ingest/people/titles.hpp"

#include <algorithm>
#include <iterator>
#include <map>

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "ingest/people/cell.hpp"
#include "ingest/people/columns.hpp"

namespace breachd::ingest {

namespace {

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
     "machuthe machuthedulieu manguoidung makhach macuatochuc pnr mnv msnv mshv msbn employeeno employeenumber "
     "employeecode staffid staffno staffcode patientno patientcode pid sobenhan mabenhan sohosobenhan sohsba mahsba "
     "mayte cifno cifnumber matre recordid contactid"},
    {"name",
     "fullname customername clientname displayname ten hoten hovaten tendaydu hovatendaydu tenkhachhang tenkh "
     "hotenkhachhang hovatenkhachhang tenchuthe hotenchuthe hovatenchuthe tennguoidung tenhienthi tennhanvien "
     "hotennhanvien hovatennhanvien tensinhvien hotensinhvien hovatensinhvien tenbenhnhan hotenbenhnhan "
     "hovatenbenhnhan tenbn hotenbn hovatenbn tenkhach hotenkhach hovatenkhach "
     "hotendaydu hochudemvaten hochudemvatenkhaisinh hochudemten hotenkhaisinh"},
    {"guardian_of",
     "nguoiduocgiamho tennguoiduocgiamho hotennguoiduocgiamho giamhocho nguoigiamhocho phuhuynhcua chamecua treem "
     "tentre hotentre hovatentre tentreem hotentreem hovatentreem tencon hotencon hovatencon tenconem hotenconem tenbe "
     "hotenbe hovatenbe tenchau hotenchau hovatenchau child childname childsname childfullname nameofchild "
     "nameofthechild guardianfor parentof parentorguardianof"},
    {"email",
     "emails mail emailaddress mailaddress emailid diachiemail diachimail thudientu diachithudientu hopthu "
     "hopthudientu diachihopthu emaillienhe emailkhachhang email1 emailcanhan diachiemailcanhan gmail "
     "homthu emailaddr email1value email2value workemail businessemail emailcongty emailcoquan personalemail"},
    {"phone",
     "phonenumber phoneno phones telephone telephonenumber tel telno mobile mobilephone mobileno mobilenumber cell "
     "cellphone handphone contactnumber dienthoai sodienthoai sodt dtdd sdt sdtdd didong sodidong dienthoaididong "
     "sodienthoaididong dtdidong sodtdd sdtlienhe sodienthoailienhe dienthoailienhe sdtkhachhang "
     "sodienthoaikhachhang phone1 dienthoai1 sodienthoai1 sdt1 sdtzalo sodienthoaizalo dienthoaizalo "
     "sdtcanhan dienthoaicanhan sodienthoaicanhan didongcanhan dt dtlienhe sodtlienhe dtkhachhang sodtkhachhang dtzalo "
     "sodtzalo dtcanhan sodtcanhan dt1 sodt1 sdtdidong sodtdidong mobilephonenumber cellnumber cellphonenumber "
     "contactphone contactphonenumber phone1value phone2value phone3value solienlac solienhe sodtlienlac"},
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

// References only where no other title is one: numbers that people have from somebody else.
constexpr std::string_view kIdentities =
    "cccd socccd cmnd socmnd cmndcccd cccdcmnd socmndcccd socccdcmnd socancuoc socancuoccongdan sodinhdanh "
    "cancuoc cancuoccongdan thecancuoc sothecancuoc sodinhdanhcanhan madinhdanhcanhan madinhdanhbogddt sothebhyt "
    "thebhyt mathebhyt sotaikhoan sotk sohdbh sohopdong sohopdongbaohiem canho socanho macanho masobhxh mabhxh "
    "sobhxh mathe sothe username tendangnhap tentaikhoan";
// And only where none of these is one either.
constexpr std::string_view kLesserIdentities =
    "macan socan sothehoivien mathehoivien sothethanhvien sogplx gplx sbd sobaodanh danhbo madanhbo sodanhbo "
    "madatphong madatcho sodatcho";

// Words that say that a name, a contact or an id is the person's own, by what the people of a list are.
struct OfPeople {
    std::string_view word, people;
};
constexpr OfPeople kPeopleAtTheEnd[] = {
    {"khachhang", kCustomers}, {"kh", kCustomers},        {"khach", kCustomers},     {"sinhvien", "students"},
    {"sv", "students"},        {"nhanvien", "employees"}, {"nv", "employees"},       {"nguoilaodong", "employees"},
    {"nld", "employees"},      {"benhnhan", "patients"},  {"bn", "patients"},        {"nguoibenh", "patients"},
    {"hocvien", "learners"},   {"hv", "learners"},        {"hoivien", "members"},    {"thanhvien", "members"},
    {"nguoidung", "users"},    {"ungvien", "applicants"}, {"thisinh", "candidates"}, {"cudan", "residents"},
    {"congdan", "citizens"},
};
constexpr OfPeople kPeopleAtTheFront[] = {
    {"customer", kCustomers}, {"client", kCustomers},     {"employee", "employees"}, {"staff", "employees"},
    {"patient", "patients"},  {"guest", kCustomers},      {"cust", kCustomers},      {"member", "members"},
    {"user", "users"},        {"applicant", "applicants"}};
// Which one of a person's contacts it is.
constexpr std::string_view kOfContacts[] = {"chinh",         "phu",          "moi",          "hientai", "dangdung",
                                            "dangsudung",    "nhantin",      "nhansms",      "sms",     "dangkysms",
                                            "dangkynhantin", "dangkydichvu", "nhanthongbao", "nhanotp", "otp",
                                            "dangky",        "dangki",       "lienhe",       "lienlac", "canhan"};
// In a form that people fill in themselves.
constexpr std::string_view kOfRespondents[] = {"cuabanla", "cuaban", "cuaanhchi", "cuaquykhach"};
constexpr std::string_view kIds[] = {"ma", "maso", "id", "no", "number", "code"};

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

// Whose a title is, and what is left of it.
struct Left {
    std::string_view people, rest;
};
std::optional<Left> without_people(std::string_view letters) {
    for (const auto& of : kPeopleAtTheEnd) {
        if (!letters.ends_with(of.word)) continue;
        auto rest = letters.substr(0, letters.size() - of.word.size());
        if (rest.ends_with("cua")) rest.remove_suffix(3);
        return Left{of.people, rest};
    }
    for (const auto& of : kPeopleAtTheFront) {
        if (!letters.starts_with(of.word)) continue;
        auto rest = letters.substr(of.word.size());
        if (rest.starts_with('s')) rest.remove_prefix(1);
        return Left{of.people, rest};
    }
    return std::nullopt;
}

}  // namespace

bool is_word_of(std::string_view words, std::string_view word) {
    for (std::string_view rest = words; !rest.empty();) {
        auto end = std::min(rest.find(' '), rest.size());
        if (rest.substr(0, end) == word) return true;
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return false;
}

std::optional<std::size_t> whole_title(const std::string& letters) {
    static const auto titles = made_titles();
    auto at = titles.find(letters);
    return at == titles.end() ? std::nullopt : std::optional(at->second);
}

bool is_identity(std::string_view letters) { return is_word_of(kIdentities, letters) || is_lesser_identity(letters); }
bool is_lesser_identity(std::string_view letters) { return is_word_of(kLesserIdentities, letters); }

Paper paper_of(std::string_view letters) {
    constexpr std::string_view kCards =
        "cccd socccd cmnd socmnd cmndcccd cccdcmnd socmndcccd socccdcmnd socancuoc socancuoccongdan sodinhdanh "
        "sodinhdanhcanhan madinhdanhcanhan cancuoc cancuoccongdan thecancuoc sothecancuoc";
    if (is_word_of(kCards, letters)) return Paper::identity_card;
    return is_word_of("masobhxh mabhxh sobhxh", letters) ? Paper::social_insurance : Paper::none;
}

// Of twelve digits the first three are a province's, the fourth is 0 to 3 for people of today. An older number has
// nine, of which no more than one is a zero in front.
std::string with_lost_zeros(Paper paper, std::string_view digits) {
    constexpr std::size_t kCard = 12, kOldCard = 9, kInsurance = 10, kProvince = 3;
    // Behind the first zero (Circular 07/2016/TT-BCA).
    constexpr std::string_view kProvinces =
        "01 02 04 06 08 10 11 12 14 15 17 19 20 22 24 25 26 27 30 31 33 34 35 36 37 38 40 42 44 45 46 48 49 51 52 54 "
        "56 "
        "58 60 62 64 66 67 68 70 72 74 75 77 79 80 82 83 84 86 87 89 91 92 93 94 95 96";
    if (paper == Paper::none || !all_digits(digits) || digits[0] == '0') return "";
    if (paper == Paper::social_insurance) return digits.size() == kInsurance - 1 ? "0" + std::string(digits) : "";
    if (digits.size() == kOldCard - 1) return "0" + std::string(digits);
    if (digits.size() < kCard - 2 || digits.size() >= kCard) return "";
    auto whole = std::string(kCard - digits.size(), '0') + std::string(digits);
    bool card = is_word_of(kProvinces, std::string_view(whole).substr(1, kProvince - 1)) && whole[kProvince] <= '3';
    return card ? whole : "";
}

bool numbers_rows(std::string_view title) {
    auto letters = title_letters(title);
    if (letters.empty()) return trim(title) == "#";
    bool debts = letters == "no" && title.find_first_not_of("NnOo. ") != title.npos;  // "Nợ"
    if (debts) return false;
    constexpr std::string_view kTitles[] = {"stt", "tt", "no", "sott", "sothutu", "thutu", "rowno", "serialno"};
    return is_one_of(std::string_view(letters), kTitles);
}

std::string plain_title(std::string_view title) {
    if (std::none_of(title.begin(), title.end(), [](char c) { return static_cast<unsigned char>(c) >= 0xe0; }))
        return std::string(title);
    std::string out;
    for (std::size_t at = 0; at < title.size();) {
        auto [code, bytes] = character_at(title, at);
        auto itself = title.substr(at, std::max<std::size_t>(bytes, 1));
        at += itself.size();
        if (code > 0xff00 && code < 0xff5f)
            out += static_cast<char>(code - 0xff00 + 0x20);
        else
            out += itself;
    }
    return with_plain_signs(out);
}

std::string_view whose_title(std::string_view letters) {
    auto left = without_people(letters);
    return left ? left->people : std::string_view();
}

std::optional<std::size_t> own_title(std::string_view letters) {
    using Holds = ListColumn::Holds;
    auto holds = [](std::size_t column) { return list_columns()[column].holds; };
    if (auto left = without_people(letters); left && !left->rest.empty()) {
        if (is_one_of(left->rest, kIds)) return whole_title("ref");
        auto column = whole_title(std::string(left->rest));
        bool own = column && (holds(*column) == Holds::name || holds(*column) == Holds::contact);
        return own ? column : std::nullopt;
    }
    for (auto word : kOfRespondents)
        if (letters.ends_with(word)) {
            auto column = whole_title(std::string(letters.substr(0, letters.size() - word.size())));
            if (column && (holds(*column) == Holds::name || holds(*column) == Holds::contact)) return column;
        }
    for (auto word : kOfContacts)
        if (letters.ends_with(word)) {
            auto column = whole_title(std::string(letters.substr(0, letters.size() - word.size())));
            if (column && holds(*column) == Holds::contact) return column;
        }
    return std::nullopt;
}

}  // namespace breachd::ingest
