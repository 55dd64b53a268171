#include "notifiers/letter/batch_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <utility>

#include "base/utf8.hpp"
#include "notifiers/durable_file.hpp"

namespace breachd {

namespace {

constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";
constexpr std::size_t kTablesMax = 64;  // whose ends are remembered

// A field that no spreadsheet takes for a formula and that cannot end its row.
std::string field(std::string_view text) {
    constexpr std::string_view kFormula = "=+-@";
    auto out = clean_line(text, 4096);
    if (!out.empty() && kFormula.find(out.front()) != kFormula.npos) out.insert(0, "'");
    if (out.find_first_of(",\"") == out.npos) return out;
    std::string quoted = "\"";
    for (char c : out) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + '"';
}

std::string header() {
    std::string out = "number,name";
    for (std::size_t i = 1; i <= kAddressLinesMax; ++i) out += fmt::format(",address_{}", i);
    return out + ",pages,file";
}

std::string line_of(const BatchRow& row) {
    auto out = fmt::format("{},{}", row.number, field(row.name));
    for (std::size_t i = 0; i < kAddressLinesMax; ++i) out += "," + field(i < row.address.size() ? row.address[i] : "");
    return out + fmt::format(",{},{}", row.pages, field(row.file));
}

int number_of(std::string_view line) {
    int out = 0;
    std::from_chars(line.data(), line.data() + line.size(), out);
    return out;
}

std::string bytes_of(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

// Its whole lines after the header, without their ends. What follows the last end was never answered for.
std::vector<std::string_view> rows_of(std::string_view table) {
    std::vector<std::string_view> out;
    bool first = true;
    for (auto end = table.find('\n'); end != table.npos; end = table.find('\n')) {
        auto line = table.substr(0, end);
        table.remove_prefix(end + 1);
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (!std::exchange(first, false) && !line.empty()) out.push_back(line);
    }
    return out;
}

}  // namespace

std::string with_row(std::string_view table, const BatchRow& row) {
    auto out = std::string(kUtf8Mark) + header() + "\r\n";
    auto own = line_of(row) + "\r\n", ending = "," + field(row.file);
    bool placed = false;
    for (auto line : rows_of(table)) {
        if (line.ends_with(ending)) continue;
        if (!placed && number_of(line) > row.number) out += own, placed = true;
        out.append(line).append("\r\n");
    }
    return placed ? out : out + own;
}

Result<void> BatchTables::add(const std::string& path, const BatchRow& row) {
    if (auto end = ends_.find(path); end != ends_.end() && row.number > end->second.number) {
        auto line = line_of(row) + "\r\n";
        auto added = append_durably(path, line, end->second.bytes);
        if (added && *added) {
            end->second = {row.number, end->second.bytes + line.size()};
            return {};
        }
        ends_.erase(end);
        if (!added) return added.error();
    }
    return write_whole(path, row);
}

// Also a table that has the row already: a daemon that was killed may have written it and not synced it.
Result<void> BatchTables::write_whole(const std::string& path, const BatchRow& row) {
    auto table = with_row(bytes_of(path), row);
    if (auto written = write_file_durably(path, table, mode_); !written) return written;
    End end{0, table.size()};
    for (auto line : rows_of(table)) end.number = std::max(end.number, number_of(line));
    if (ends_.size() >= kTablesMax) ends_.clear();
    ends_[path] = end;
    return {};
}

}  // namespace breachd
