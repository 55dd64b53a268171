#include "engine/telling/row_maker.hpp"

#include "base/check.hpp"

namespace breachd::engine {

RowMaker::RowMaker(store::Vault& vault, const std::string& incident)
    : of_incident_(vault.opener(incident)), index_(index_tag(vault)) {
    BREACHD_CHECK(of_incident_ != nullptr);
}

void RowMaker::add(store::ListedRows& rows, const Subject& given) {
    auto text = serialise(given), destinations = destinations_.of(given, index_), kinds = group_of(given.kinds);
    auto tag = store::subject_tag(*of_incident_, given, text);
    rows.add({tag, kinds_of(given.contacts), destinations, kinds, text});
}

}  // namespace breachd::engine
