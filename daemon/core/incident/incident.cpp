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

const Proposal* Incident::proposal(Matter what, std::string_view about) const {
    auto at = std::find_if(proposals.begin(), proposals.end(),
                           [&](const auto& p) { return p.what == what && p.about == about; });
    return at == proposals.end() ? nullptr : &*at;
}

}  // namespace breachd
