#include "ingest/people/header.hpp"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "ingest/people/columns.hpp"

namespace breachd::ingest {

HeaderScore header_score(std::span<const std::string> cells) {
    HeaderScore out;
    std::set<std::pair<std::size_t, NamePart>> columns;
    auto titles = list_titles(std::vector<std::string_view>(cells.begin(), cells.end()));
    for (std::size_t i = 0; i < cells.size(); ++i) {
        auto end = cells[i].find_last_not_of(" \t\r\n");
        out.filled += end != std::string::npos;
        out.labels |= end != std::string::npos && cells[i][end] == ':';
        if (!titles[i].column) continue;
        columns.emplace(*titles[i].column, titles[i].part);
        out.reference |= list_columns()[*titles[i].column].holds == ListColumn::Holds::ref;
    }
    out.titles = static_cast<int>(columns.size());
    return out;
}

void HeaderSearch::add(std::int64_t line, const HeaderScore& score) {
    if (score.filled == 0) return;
    ++rows_;
    // Where nothing is known, the first row of several cells is what the office takes for the header.
    bool better =
        score.sure() || score.rank() > best_.rank() || (best_.titles == 0 && best_.filled < 2 && score.filled >= 2);
    if (!better) return;
    best_ = score;
    line_ = line;
}

}  // namespace breachd::ingest
