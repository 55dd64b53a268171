#include "api/views/people_table.hpp"

#include <vector>

#include "api/views/csv.hpp"
#include "base/instant.hpp"
#include "core/words/labels.hpp"

namespace breachd::api {

namespace {

struct Column {
    const char* member;
    const char* vi;
};
constexpr Column kColumns[] = {
    {"subject", "Số"},
    {"subject_ref", "Mã của tổ chức"},
    {"code", "Mã trong thư"},
    {"name", "Họ và tên"},
    {"guardian_of", "Người được giám hộ"},
    {"phone", "Số điện thoại"},
    {"email", "Thư điện tử"},
    {"zalo_id", "Zalo"},
    {"postal_address", "Địa chỉ"},
    {"state", "Trạng thái"},
    {"told_version", "Bản đã báo"},
    {"channel", "Kênh gần nhất"},
    {"cause", "Mã nguyên nhân"},
    {"words", "Nguyên nhân"},
    {"changed_at", "Thay đổi lúc"},
};

std::vector<std::string> column_texts(const char* Column::*which) {
    std::vector<std::string> out;
    for (const auto& column : kColumns) out.emplace_back(column.*which);
    return out;
}

void say_in_vietnamese(json::object& item) {
    if (const auto* state = words::state("subject", text_member(item, "state"))) item["state"] = state->vi;
    if (auto at = parse_rfc3339(text_member(item, "changed_at"))) item["changed_at"] = format_local(*at);
}

}  // namespace

PeopleTable::PeopleTable(bool vietnamese)
    : vietnamese_(vietnamese), text_(csv_head(column_texts(vietnamese ? &Column::vi : &Column::member))) {}

void PeopleTable::add(json::array items) {
    static const auto kMembers = column_texts(&Column::member);
    for (auto& each : items) {
        auto& item = each.get_object();
        if (auto* contacts = item.if_contains("contacts"); contacts != nullptr && contacts->is_object())
            for (auto& contact : contacts->get_object()) item[contact.key()] = contact.value();
        if (vietnamese_)
            say_in_vietnamese(item);
        else
            item["words"] = text_member(item, "words_en");
    }
    add_csv_rows(text_, items, kMembers);
}

}  // namespace breachd::api
