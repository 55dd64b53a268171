// The columns of a list of people, and under which titles lists have them. Titles are compared by their letters and
// digits alone, without marks and case: "Số điện thoại (*)" is "so_dien_thoai". What stands in brackets counts unless
// it says nothing more: "Điện thoại (người thân)" is not the person's.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "settings/contacts.hpp"

namespace breachd::ingest {

struct ListColumn {
    enum class Holds { ref, name, guardian_of, contact, language, kinds };
    std::string_view name;
    Holds holds;
    ContactKind contact = ContactKind::email;
};

const std::vector<ListColumn>& list_columns();
std::string list_columns_known();  // "known are subject_ref, name, …"
// An index into list_columns(): what stands under the title, whoever it is of.
std::optional<std::size_t> list_column(std::string_view title);

// "Họ" and "Tên" are the name together, in this order.
enum class NamePart { whole, family, middle, given };

// What a title is among the others of its list.
struct ListTitle {
    std::optional<std::size_t> column;  // none: of no known title, or a guardian's without a child's name
    bool guardians = false;             // "Họ tên phụ huynh", "SĐT mẹ"
    NamePart part = NamePart::whole;
    bool identity = false;    // a reference only where no other title is one
    bool strangers = false;   // names of people of another kind than the reference's: "Tên KH" beside "Mã NV"
    bool own = false;         // it says that it is of the people of the list: "SĐT KH" among customers
    bool of_another = false;  // of another parent or guardian than a title before it: "Họ tên cha" and "SĐT mẹ"
};
// The titles of a table, or the members of one line. A pupil's name is the name of the person, but `guardian_of` where
// a title is a parent's or guardian's: those are the name and the contacts of the person who is written to. The number
// of a paper or an account ("Số CCCD") is the reference only where no title says that it is one.
std::vector<ListTitle> list_titles(std::span<const std::string_view> titles);
// Why such titles are refused.
inline constexpr std::string_view kNoChild =
    "a column of a parent or guardian, and none names the child: title the child's name guardian_of";
inline constexpr std::string_view kTwoParents =
    "columns of two parents or guardians: one of them is written to; leave out the columns of the other";
inline constexpr std::string_view kNoReference =
    "the header has no column subject_ref; titles of it are Mã khách hàng, Mã nhân viên, Mã hồ sơ, Số CCCD and others";
// Behind "unknown column “…”", before the known ones.
inline constexpr std::string_view kLeaveOut =
    ": give it a known title, or leave such columns out with ignore_columns=true (--ignore-columns); ";
std::string named_twice(std::size_t column, bool guardians);  // `guardians`: a title of the list is one
// Why "Mã NV | Tên khách hàng" is refused: one employee has many customers, and all of them would be one person. ""
// where it is not. `shown`: the titles as an error may show them.
std::string names_of_strangers(std::span<const ListTitle> titles, std::span<const std::string> shown);
// Whether two columns of a table may be the same: telephones and e-mail addresses add up.
bool may_repeat(std::size_t column);

// A title as an error may show it; "" when it could be somebody's data.
std::string shown_title(std::string_view title);

// vi or en, by any of their names; none for another word.
std::optional<std::string> list_language(std::string_view word);

// Letters and digits without marks and case.
std::string title_letters(std::string_view title);

}  // namespace breachd::ingest
