#include "ingest/people/beside/others.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <string_view>

#include "ingest/people/cell.hpp"
#include "ingest/people/nobody.hpp"
#include "ingest/people/titles.hpp"

namespace breachd::ingest {

namespace {

using Holds = ListColumn::Holds;

bool begins_with_word_of(std::string_view words, std::string_view letters) {
    for (std::string_view rest = words; !rest.empty();)
        if (auto word = next_part(rest, " "); letters.starts_with(word)) return true;
    return false;
}

// A title of no column of ours that is of another person, and says nothing else: "Ngày liên hệ cuối" and "Người tạo"
// do.
bool names_another_person(std::string_view title) {
    auto letters = title_letters(title);
    std::string_view text = letters;
    for (std::string_view name : {"hovaten", "hoten", "ten", "ma"})
        if (text.starts_with(name)) {
            text.remove_prefix(name.size());
            break;
        }
    constexpr std::string_view kWhole =
        "vo bo me cha chong relationship sale tuvan quanhe khancap emergency spouse relative nhanvien nv bs gvcn gvbm "
        "cvht "
        "canbo cb cbtd quanly ketoan thuky ctv doctor physician teacher manager agent broker owner rm sales "
        "staff employee consultant daily dieuduong giangvien giaovien moiqh qh moiquanhe hlv hdv cbql cbqlkh "
        "nvql nvqlkh gv shipper taixe laixe tvv ktv cskh bome chame ongba truongphong truongkhoa totruong "
        "coach trainer driver tenant landlord";
    constexpr std::string_view kFront =
        "bacsi quanhevoi moiquanhevoi bsdieutri bsphutrach giaovienchunhiem giaovienphutrach "
        "giangvienhuongdan gvhd covanhoctap nhanvienbanhang nhanvienkinhdoanh nhanviensale nhanvienchamsoc "
        "nhanvienquanly nhanvientindung nhanvienhotro nhanvienthu nvbanhang nvkinhdoanh nvsale nvchamsoc "
        "nvquanly nvkd nvbh nvcskh nvtd canboquanly canbotindung canbophutrach canbotuvan cbquanly cbphutrach "
        "chuyenvien quanlytructiep quanlykhachhang quanlyphutrach truongnhom thuki luatsu accountmanager "
        "accountowner assignedto relationshipmanager salesrep salesman salesagent customerservice advisor "
        "adviser attendingphysician doctorname teachername managername agentname contactname nguoilienhe "
        "nguoithan nguoinha nguoigioithieu nguoibaotin nguoidaidien nguoiphutrach nguoituvan nguoibaolanh "
        "nguoinhan nguoiuyquyen nguoithuhuong nguoimoigioi lienhekhancap lienhekhican emergencycontact "
        "contactperson referredby referrer nhanvienphutrach nvphutrach nhanvientuvan nvtuvan tuvanvien "
        "phutrach daidien baotin thannhan vochong moigioi congtacvien nextofkin guarantor salesperson bacsy "
        "bscd huanluyenvien huongdanvien nguoithue khachthue nguoiocung nguoithamchieu thamchieu nguoidongvay "
        "dongvay nguoivaycung honphoi nguoibaoho nguoibaotro nguoichamsoc nguoigiao salephutrach salequanly "
        "nguoiquanly reference coborrower beneficiary recipient receiver";
    return is_word_of(kWhole, text) || begins_with_word_of(kFront, text);
}

// What is said of the person who was named before.
bool is_of_the_named(std::string_view letters) {
    constexpr std::string_view kFront =
        "quanhe moiquanhe nghenghiep chucvu chucdanh namsinh noilam congviec vaitro tuoi trinhdo donvicongtac "
        "vitri relation occupation jobtitle position cccd cmnd socccd socmnd socancuoc nghe lacon coquan "
        "gioitinh dantoc title";
    return begins_with_word_of(kFront, letters);
}

// What is said of the person or the record that the row is of, and of nobody who is named in it.
bool is_of_the_row(std::string_view letters) {
    constexpr std::string_view kFront =
        "hang nhomkh nhomkhach loaikh loaikhach diem congno nocan nophai sodu duno ngaydangky ngaymua ngaykham ngayra "
        "ngaythamgia chandoan icd giuong sogiuong buong rank tier points balance";
    return begins_with_word_of(kFront, letters);
}

// Who may be the person or another one: "Liên hệ" is a telephone elsewhere, "Chủ hộ" and "Người đang ở" beside a name
// somebody else. "Người tạo" made the record.
bool may_name_another(std::string_view letters, bool beside_a_name) {
    if (is_word_of("lienhe contact", letters)) return true;
    for (std::string_view name : {"hovaten", "hoten", "ten"})
        if (letters.starts_with(name)) {
            letters.remove_prefix(name.size());
            break;
        }
    if (begins_with_word_of("nguoitao nguoinhap nguoicapnhat nguoisua nguoidung nguoiphuthuoc nguoilap", letters))
        return false;
    return beside_a_name && begins_with_word_of("chuho chucanho chunha chusohuu benmua nguoi", letters);
}

// What is behind "SĐT", "Email" or their like; none where the title is of no contact.
std::optional<std::string_view> behind_contact(std::string_view letters) {
    constexpr std::string_view kContacts =
        "sodienthoai dienthoai sodt sdt dt didong email mail phone mobile tel diachi";
    for (std::string_view rest = kContacts; !rest.empty();)
        if (auto word = next_part(rest, " "); letters.starts_with(word)) return letters.substr(word.size());
    return std::nullopt;
}

// Whose a contact is by the columns before it.
class Columns {
  public:
    enum class Whose {
        person,
        person_or_other,  // behind what is said of the row
        anybody,          // behind what says nothing of whom it is
        other,
    };

    explicit Columns(bool with_names) : with_names_(with_names) {}

    Whose next(std::size_t at, std::string_view cell, const ListTitle& title) {
        auto holds = title.column ? std::optional(list_columns()[*title.column].holds) : std::nullopt;
        if ((holds == Holds::ref && !title.identity) || holds == Holds::name || holds == Holds::guardian_of)
            whose_ = Whose::person;
        if (holds == Holds::name) written_to_guardian_ = title.guardians;
        if (holds) return title.own || title.guardians ? Whose::person : whose_;
        auto letters = title_letters(cell);
        if (written_to_guardian_ && whose_ == Whose::person && begins_with_word_of("quanhe moiquanhe qh", letters))
            return whose_;  // of the guardian to the child
        if (title.guardians || names_another_person(cell)) {
            whose_ = Whose::other;
            named_ = at;
            named_letters_ = letters;
        } else if (may_name_another(letters, with_names_)) {
            if (whose_ != Whose::other) named_ = at;
            whose_ = Whose::anybody;
        } else if (whose_ == Whose::other || whose_ == Whose::anybody) {
            between(letters);
        }
        return whose_;
    }
    std::size_t named() const { return named_; }  // who was named last

  private:
    // A title of no column of ours: with the other's own contact ("SĐT người liên hệ") what follows is not theirs.
    void between(const std::string& letters) {
        if (auto whose = behind_contact(letters)) {
            bool theirs = !whose->empty() && (names_another_person(*whose) || named_letters_.ends_with(*whose));
            if (theirs) whose_ = Whose::person_or_other;
        } else if (!letters.empty() && !is_of_the_named(letters)) {
            whose_ = is_of_the_row(letters) ? Whose::person_or_other : Whose::anybody;
        }
    }

    bool with_names_, written_to_guardian_ = false;
    Whose whose_ = Whose::person;
    std::size_t named_ = 0;
    std::string named_letters_;
};

bool is_numbered(const std::string& letters) { return !letters.empty() && is_digit(letters.back()); }

// "Họ tên KH 1 | Họ tên KH 2 | SĐT 1 | SĐT 2": of two people, with one reference. "Name 2" is the second line of one.
bool is_numbered_name(std::string_view cell, const ListTitle& title) {
    auto letters = title_letters(cell);
    if (title.column || !is_numbered(letters) || letters.back() < '2') return false;
    letters.pop_back();
    if (letters == "name" || letters == "ten") return false;
    auto column = list_column(letters);
    return column && list_columns()[*column].holds == Holds::name;
}

// Whether the next column that is known is a name: "NV phụ trách | CCCD | Họ tên".
bool before_a_name(const std::vector<ListTitle>& titles, std::size_t at) {
    for (++at; at < titles.size(); ++at)
        if (titles[at].column) return list_columns()[*titles[at].column].holds == Holds::name;
    return false;
}

struct Contact {
    std::size_t at, after;
    Columns::Whose whose;
    bool again;  // under the title of another column, and a column of no known title between
};
struct Contacts {
    std::vector<Contact> all;
    std::set<std::size_t> own;                 // the kinds that are surely the person's, as columns of ours
    std::optional<std::size_t> numbered_name;  // the last one
};

// Cards of other people become unknown columns.
Contacts contacts_of(std::span<const std::string> cells, std::vector<ListTitle>& titles, bool with_names) {
    using Whose = Columns::Whose;
    Contacts out;
    std::map<std::string, std::size_t> unknown_before;  // by titles of contacts: columns of no known title so far
    std::size_t unknown = 0, last_unknown = 0;
    Columns columns(with_names);
    for (std::size_t i = 0; i < titles.size(); ++i) {
        auto whose = columns.next(i, cells[i], titles[i]);
        if (whose == Whose::other && titles[i].identity && !before_a_name(titles, i)) titles[i] = {};
        if (!titles[i].column && !is_empty_cell(cells[i])) {
            ++unknown;
            last_unknown = i;
            if (is_numbered_name(cells[i], titles[i])) out.numbered_name = i;
        }
        if (!titles[i].column || list_columns()[*titles[i].column].holds != Holds::contact) continue;
        auto [first, fresh] = unknown_before.try_emplace(title_letters(cells[i]), unknown);
        bool again = !fresh && first->second < unknown && whose == Whose::person;
        out.all.push_back({i, again ? last_unknown : columns.named(), whose, again});
        if (whose == Whose::person) out.own.insert(*titles[i].column);
    }
    return out;
}

}  // namespace

std::vector<Doubtful> leave_out_others(std::span<const std::string> cells, std::vector<ListTitle>& titles) {
    using Whose = Columns::Whose;
    bool with_names = std::any_of(titles.begin(), titles.end(), [](const auto& title) {
        return title.column && list_columns()[*title.column].holds == Holds::name;
    });
    auto contacts = contacts_of(cells, titles, with_names);
    std::vector<Doubtful> out;
    for (const auto& [at, after, whose, again] : contacts.all) {
        bool own_too = contacts.own.contains(*titles[at].column);
        if (whose == Whose::other || (whose != Whose::person && own_too))
            titles[at] = {};
        else if (contacts.numbered_name && (!with_names || is_numbered(title_letters(cells[at]))))
            out.push_back({at, *contacts.numbered_name});
        else if (whose == Whose::anybody || again)
            out.push_back({at, after});
    }
    return out;
}

}  // namespace breachd::ingest
