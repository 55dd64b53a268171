// Columns of contacts that stand after another person's column: "Người liên hệ | Quan hệ | SĐT". Pure.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ingest/people/columns.hpp"

namespace breachd::ingest {

// A column whose contacts may be the person's or another's.
struct Doubtful {
    std::size_t column, after;  // from 0; `after` names the other person
};

// "SĐT" directly after "Nhân viên phụ trách", or after it and what is said of such a person ("Quan hệ", "Nghề nghiệp"),
// is the employee's, unless its title says that it is the person's ("SĐT KH"). Behind what is said of the person or of
// the record ("Hạng", "Ngày đăng ký") it is the person's, where it has no such column before. Behind anything else
// nobody knows, and where a title stands there again with an unknown one between. "CCCD" after another's column is
// theirs, no reference. Titles of others become unknown ones.
std::vector<Doubtful> leave_out_others(std::span<const std::string> cells, std::vector<ListTitle>& titles);

}  // namespace breachd::ingest
