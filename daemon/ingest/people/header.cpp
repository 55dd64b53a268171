#include "ingest/people/header.hpp"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

namespace breachd::ingest {

namespace {

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
    constexpr std::string_view kWhole[] = {
        "vo",         "bo",      "me",       "cha",      "chong",     "sale",      "tuvan",   "quanhe", "khancap",
        "emergency",  "spouse",  "relative", "nhanvien", "nv",        "bs",        "gvcn",    "gvbm",   "cvht",
        "canbo",      "cb",      "cbtd",     "quanly",   "ketoan",    "thuky",     "ctv",     "doctor", "physician",
        "teacher",    "manager", "agent",    "broker",   "owner",     "rm",        "sales",   "staff",  "employee",
        "consultant", "daily",   "contact",  "lienhe",   "dieuduong", "giangvien", "giaovien"};
    constexpr std::string_view kFront[] = {"bacsi",
                                           "bsdieutri",
                                           "bsphutrach",
                                           "giaovienchunhiem",
                                           "giaovienphutrach",
                                           "giangvienhuongdan",
                                           "gvhd",
                                           "covanhoctap",
                                           "nhanvienbanhang",
                                           "nhanvienkinhdoanh",
                                           "nhanviensale",
                                           "nhanvienchamsoc",
                                           "nhanvienquanly",
                                           "nhanvientindung",
                                           "nhanvienhotro",
                                           "nhanvienthu",
                                           "nvbanhang",
                                           "nvkinhdoanh",
                                           "nvsale",
                                           "nvchamsoc",
                                           "nvquanly",
                                           "nvkd",
                                           "nvbh",
                                           "nvcskh",
                                           "nvtd",
                                           "canboquanly",
                                           "canbotindung",
                                           "canbophutrach",
                                           "canbotuvan",
                                           "cbquanly",
                                           "cbphutrach",
                                           "chuyenvien",
                                           "quanlytructiep",
                                           "quanlykhachhang",
                                           "quanlyphutrach",
                                           "truongnhom",
                                           "thuki",
                                           "luatsu",
                                           "accountmanager",
                                           "accountowner",
                                           "assignedto",
                                           "relationshipmanager",
                                           "salesrep",
                                           "salesman",
                                           "salesagent",
                                           "customerservice",
                                           "advisor",
                                           "adviser",
                                           "attendingphysician",
                                           "doctorname",
                                           "teachername",
                                           "managername",
                                           "agentname",
                                           "contactname",
                                           "nguoilienhe",
                                           "nguoithan",
                                           "nguoinha",
                                           "nguoigioithieu",
                                           "nguoibaotin",
                                           "nguoidaidien",
                                           "nguoiphutrach",
                                           "nguoituvan",
                                           "nguoibaolanh",
                                           "nguoinhan",
                                           "nguoiuyquyen",
                                           "nguoithuhuong",
                                           "nguoimoigioi",
                                           "lienhekhancap",
                                           "lienhekhican",
                                           "emergencycontact",
                                           "contactperson",
                                           "referredby",
                                           "referrer",
                                           "nhanvienphutrach",
                                           "nvphutrach",
                                           "nhanvientuvan",
                                           "nvtuvan",
                                           "tuvanvien",
                                           "phutrach",
                                           "daidien",
                                           "baotin",
                                           "thannhan",
                                           "vochong",
                                           "moigioi",
                                           "congtacvien",
                                           "nextofkin",
                                           "guarantor",
                                           "salesperson"};
    return std::find(std::begin(kWhole), std::end(kWhole), text) != std::end(kWhole) ||
           std::any_of(std::begin(kFront), std::end(kFront), [&](auto front) { return text.starts_with(front); });
}

// "Mã KH,Tất cả,Tên,Tất cả": behind each title what the report was made for.
bool is_of_pairs(const HeaderScore& score, const std::vector<bool>& known) {
    if (score.titles < 2 || known.size() % 2 != 0) return false;
    for (std::size_t i = 0; i < known.size(); ++i)
        if (known[i] != (i % 2 == 0)) return false;
    return true;
}

}  // namespace

bool is_surely_a_contact(std::string_view cell) {
    constexpr int kDigits = 8;
    return cell.find('@') != cell.npos ||
           std::count_if(cell.begin(), cell.end(), [](char c) { return c >= '0' && c <= '9'; }) >= kDigits;
}

HeaderScore header_score(std::span<const std::string> cells) {
    HeaderScore out;
    std::set<std::pair<std::size_t, NamePart>> columns;
    auto titles = list_titles(std::vector<std::string_view>(cells.begin(), cells.end()));
    std::vector<bool> known;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        auto end = cells[i].find_last_not_of(" \t\r\n");
        if (end == std::string::npos) continue;
        ++out.filled;
        known.push_back(titles[i].column.has_value());
        out.contact |= is_surely_a_contact(cells[i]);
        out.labels |= cells[i][end] == ':' || (!titles[i].column && is_surely_a_contact(cells[i]));
        if (!titles[i].column) continue;
        columns.emplace(*titles[i].column, titles[i].part);
        if (list_columns()[*titles[i].column].holds != ListColumn::Holds::ref || out.reference) continue;
        out.reference = true;
        out.ref_title = title_letters(cells[i]);
    }
    out.titles = static_cast<int>(columns.size());
    out.pairs = is_of_pairs(out, known);
    auto text = std::find_if(cells.begin(), cells.end(), [](const auto& cell) { return cell.find(' ') != cell.npos; });
    out.heading = out.filled == 1 && text != cells.end();
    return out;
}

void leave_out_others(std::span<const std::string> cells, std::vector<ListTitle>& titles) {
    using Holds = ListColumn::Holds;
    std::vector<bool> of_another, directly_behind;
    std::set<std::size_t> own;
    bool another = false, directly = false;
    for (std::size_t i = 0; i < titles.size(); ++i) {
        const auto& column = titles[i].column;
        auto holds = column ? std::optional(list_columns()[*column].holds) : std::nullopt;
        bool contact = holds == Holds::contact;
        if (holds == Holds::ref || holds == Holds::name || holds == Holds::guardian_of) another = false;
        bool names = !holds && (titles[i].guardians || names_another_person(cells[i]));
        another |= names;
        directly = names || (directly && contact);
        of_another.push_back(contact && another);
        directly_behind.push_back(contact && directly);
        if (contact && !another) own.insert(*column);
    }
    for (std::size_t i = 0; i < titles.size(); ++i)
        if (directly_behind[i] || (of_another[i] && own.contains(*titles[i].column))) titles[i] = {};
}

void HeaderSearch::add(std::int64_t line, const HeaderScore& score) {
    if (score.filled == 0) return;
    ++rows_;
    // A row of a person below it, or no header soon: it was the header.
    constexpr int kNear = 3;
    if (best_.pairs && !score.sure() &&
        (score.contact || rows_ > row_of_best_ + kNear || (!score.pairs && !score.heading))) {
        pairs_are_header_ = true;
        return;
    }
    // "Mã KH" alone is known of the first table: the rows between are people, and the row is refused below as a header.
    if (best_.reference && !best_.labels && !best_.pairs && score.sure() && score.ref_title == best_.ref_title &&
        rows_ > row_of_best_ + 1)
        second_table_ = true;
    if (second_table_) return;
    // Where nothing is known, the first row of several cells is what the office takes for the header.
    bool better =
        score.sure() || score.rank() > best_.rank() || (best_.titles == 0 && best_.filled < 2 && score.filled >= 2);
    if (!better) return;
    best_ = score;
    line_ = line;
    row_of_best_ = rows_;
}

}  // namespace breachd::ingest
