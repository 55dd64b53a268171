// Small workbooks (XLSX) for tests, as zip archives of texts.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace breachd::testkit {

using Parts = std::vector<std::pair<std::string, std::string>>;  // name, content
using Sheet = std::vector<std::vector<std::string>>;

std::string zipped(const Parts& parts);
// A cell that begins with # is a number, one that begins with ~ an inline text, others are shared texts; an empty one
// is left out.
Parts workbook_parts(const std::vector<Sheet>& sheets);
std::string workbook(const std::vector<Sheet>& sheets);

}  // namespace breachd::testkit
