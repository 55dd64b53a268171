#include "core/triage/assets.hpp"

#include <algorithm>

#include "base/network.hpp"
#include "base/text.hpp"

namespace breachd {

bool glob_matches(std::string_view glob, std::string_view text) {
    std::size_t g = 0, t = 0, star = std::string_view::npos, after_star = 0;
    while (t < text.size()) {
        if (g < glob.size() && glob[g] == '*') {
            star = g++;
            after_star = t;
        } else if (g < glob.size() && lower(glob[g]) == lower(text[t])) {
            ++g, ++t;
        } else if (star != std::string_view::npos) {
            g = star + 1;
            t = ++after_star;
        } else {
            return false;
        }
    }
    while (g < glob.size() && glob[g] == '*') ++g;
    return g == glob.size();
}

namespace {

bool is_address(std::string_view text) {
    return text.find_first_not_of("0123456789.") == std::string_view::npos || text.find(':') != std::string_view::npos;
}

std::string_view first_label(std::string_view name) { return name.substr(0, name.find('.')); }

// A full name ends with a full stop in DNS, a machine's account in Windows with $, and a share begins with two strokes.
std::string_view bare(std::string_view host) {
    while (host.starts_with('\\')) host.remove_prefix(1);
    while (!host.empty() && (host.back() == '.' || host.back() == '$')) host.remove_suffix(1);
    constexpr std::string_view kBucket = "arn:aws:s3:::";
    return host.starts_with(kBucket) ? host.substr(kBucket.size(), host.find('/') - kBucket.size()) : host;
}

// One side has a domain and the other has none.
bool labels_fit(std::string_view pattern, std::string_view host) {
    bool short_pattern = pattern.find('.') == std::string_view::npos;
    bool short_host = host.find('.') == std::string_view::npos;
    if (short_pattern == short_host || is_address(pattern) || is_address(host)) return false;
    auto label = first_label(pattern);
    return label.find_first_not_of('*') != std::string_view::npos && glob_matches(label, first_label(host));
}

bool network_holds(std::string_view pattern, std::string_view host) {
    bool network = pattern.find('/') != std::string_view::npos || pattern.find(':') != std::string_view::npos;
    if (!network || !is_address(host)) return false;
    auto parsed = parse_network(pattern);
    return parsed && contains({*parsed}, host);
}

void better(AssetMatch& match, AssetFit fit, const std::string& pattern) {
    if (fit <= match.fit) return;
    match.fit = fit;
    match.pattern = pattern;
}

void match_globs(const std::vector<std::string>& globs, const std::vector<std::string>& texts, AssetMatch& match) {
    for (const auto& glob : globs)
        for (const auto& text : texts)
            if (match.fit < AssetFit::exact && glob_matches(glob, text)) better(match, AssetFit::exact, glob);
}

}  // namespace

AssetFit host_fit(std::string_view pattern, std::string_view host) {
    if (glob_matches(pattern, host)) return AssetFit::exact;
    host = bare(host);
    auto whole = bare(pattern);
    if (glob_matches(whole, host)) return AssetFit::exact;
    if (labels_fit(whole, host)) return AssetFit::first_label;
    return network_holds(pattern, host) ? AssetFit::network : AssetFit::none;
}

std::vector<AssetMatch> match_assets(const Alert& alert, const std::vector<Asset>& assets) {
    std::vector<AssetMatch> out;
    for (const Asset& asset : assets) {
        AssetMatch match{&asset, AssetFit::none, ""};
        for (const auto& pattern : asset.hosts)
            for (const auto& host : alert.hosts)
                if (match.fit < AssetFit::exact) better(match, host_fit(pattern, host), pattern);
        match_globs(asset.users, alert.users, match);
        match_globs(asset.tables, alert.tables, match);
        if (match.fit != AssetFit::none) out.push_back(std::move(match));
    }
    return out;
}

std::vector<const Asset*> assets_of(const Alert& alert, const std::vector<Asset>& assets) {
    std::vector<const Asset*> out;
    for (const auto& match : match_assets(alert, assets)) out.push_back(match.asset);
    return out;
}

}  // namespace breachd
