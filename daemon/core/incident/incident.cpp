#include "core/incident/incident.hpp"

#include <algorithm>
#include <utility>

namespace breachd {

const Obligation* Incident::obligation(std::string_view id_) const {
    auto at = std::find_if(obligations.begin(), obligations.end(), [&](const auto& o) { return o.id == id_; });
    return at == obligations.end() ? nullptr : &*at;
}

Obligation* Incident::obligation(std::string_view id_) {
    return const_cast<Obligation*>(std::as_const(*this).obligation(id_));
}

bool Incident::has_kind(std::string_view kind) const {
    return std::any_of(kinds.begin(), kinds.end(), [&](const auto& k) { return k.kind == kind; });
}

const NoticeCover* Incident::cover_of(int version_) const {
    auto at = std::find_if(covers.begin(), covers.end(), [&](const auto& cover) { return cover.version == version_; });
    return at == covers.end() ? nullptr : &*at;
}

std::int64_t Incident::people_named(const std::vector<std::string>& of_kinds) const {
    std::int64_t most = 0;
    for (const auto& [kind, people] : people_most) {
        bool asked = of_kinds.empty() || std::find(of_kinds.begin(), of_kinds.end(), kind) != of_kinds.end();
        if (asked) most = std::max(most, people);
    }
    return most;
}

const Proposal* Incident::proposal(Matter what, std::string_view about) const {
    auto at = std::find_if(proposals.begin(), proposals.end(),
                           [&](const auto& p) { return p.what == what && p.about == about; });
    return at == proposals.end() ? nullptr : &*at;
}

}  // namespace breachd
