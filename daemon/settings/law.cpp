#include "settings/law.hpp"

#include <algorithm>

namespace breachd {

namespace {

template <class Items>
auto find_id(const Items& items, std::string_view wanted) -> const typename Items::value_type* {
    auto found = std::find_if(items.begin(), items.end(), [&](const auto& item) { return item.id == wanted; });
    return found == items.end() ? nullptr : &*found;
}

}  // namespace

const DataKind* Edition::kind(std::string_view id_) const { return find_id(kinds, id_); }
const Act* Edition::act(std::string_view id_) const { return find_id(acts, id_); }
const Content* Edition::content(std::string_view id_) const { return find_id(contents, id_); }
const ObligationRule* Edition::obligation(std::string_view id_) const { return find_id(obligations, id_); }

}  // namespace breachd
