#include "ingest/people/header.hpp"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

namespace breachd::ingest {

namespace {

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
