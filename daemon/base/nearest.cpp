#include "base/nearest.hpp"

#include <algorithm>
#include <numeric>

namespace breachd {

namespace {

// Letters to change, add or take away.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0]++;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            std::size_t above = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
            diagonal = above;
        }
    }
    return row[b.size()];
}

}  // namespace

const std::string* nearest_word(std::string_view word, const std::vector<std::string>& known) {
    const std::string* best = nullptr;
    std::size_t best_distance = std::max<std::size_t>(2, word.size() / 3) + 1;
    for (const auto& candidate : known) {
        std::size_t d = distance(word.substr(0, 64), candidate);
        if (d < best_distance && d < candidate.size()) {
            best = &candidate;
            best_distance = d;
        }
    }
    return best;
}

}  // namespace breachd
