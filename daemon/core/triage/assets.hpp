// Which assets of the register an alert names, and by what: a glob that fits, the first label where one side writes a
// short name and the other a full one ("gps-db-1" and "gps-db-1.vidu.test"), an address in a network. Pure.
#pragma once

#include <boost/describe.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "core/triage/alert.hpp"
#include "settings/intake.hpp"

namespace breachd {

// From the weakest to the strongest.
enum class AssetFit { none, network, first_label, exact };
BOOST_DESCRIBE_ENUM(AssetFit, none, network, first_label, exact)

struct AssetMatch {
    const Asset* asset = nullptr;
    AssetFit fit = AssetFit::none;
    std::string pattern;  // of the register, which found it
};

// Globs with *; ASCII case does not matter (host names, Windows accounts and SQL names have none).
bool glob_matches(std::string_view glob, std::string_view text);
// How a pattern of `match.hosts` fits a host that an alert names.
AssetFit host_fit(std::string_view pattern, std::string_view host);

// In the register's order, each asset once with its best fit.
std::vector<AssetMatch> match_assets(const Alert& alert, const std::vector<Asset>& assets);
std::vector<const Asset*> assets_of(const Alert& alert, const std::vector<Asset>& assets);

}  // namespace breachd
