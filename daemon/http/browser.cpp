#include "http/browser.hpp"

namespace breachd::http {

namespace {

// Without its port: "[::1]:8472" is ::1.
std::string_view without_port(std::string_view host) {
    if (host.starts_with('[')) return host.substr(1, host.find(']') - 1);
    return host.substr(0, host.find(':'));
}

bool reads_only(const Request& request) { return request.method == "GET" || request.method == "HEAD"; }

}  // namespace

std::string cookie(const Request& request, std::string_view name) {
    std::string out;
    int found = 0;
    for (const auto& header : request.headers) {
        if (header.name != "cookie") continue;
        for (std::string_view rest = header.value; !rest.empty();) {
            auto pair = rest.substr(0, rest.find(';'));
            rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
            auto equals = pair.find('=');
            if (equals == std::string_view::npos || trim(pair.substr(0, equals)) != name) continue;
            out = std::string(trim(pair.substr(equals + 1)));
            ++found;
        }
    }
    return found == 1 ? out : "";
}

std::string origin_of(std::string_view url) {
    for (std::string_view scheme : {"https://", "http://"}) {
        if (!starts_with_word(url, scheme)) continue;
        auto host = lower(url.substr(scheme.size(), url.find_first_of("/?#", scheme.size()) - scheme.size()));
        std::string_view usual = scheme == "https://" ? ":443" : ":80";
        if (host.ends_with(usual)) host.resize(host.size() - usual.size());
        return host.empty() ? "" : std::string(scheme) + host;
    }
    return "";
}

bool is_loopback_host(std::string_view host) {
    auto name = lower(without_port(host));
    return name == "localhost" || name.ends_with(".localhost") || name == "::1" ||
           (name.starts_with("127.") && name.find_first_not_of("0123456789.") == std::string::npos);
}

SentFrom sent_from(const Request& request, std::string_view origin) {
    auto site = request.header("sec-fetch-site");
    bool foreign = !site.empty() && site != "same-origin" && !(site == "none" && reads_only(request));
    if (foreign) return SentFrom::elsewhere;
    auto from = request.header("origin");
    if (from.empty()) return reads_only(request) ? SentFrom::here : SentFrom::unknown;
    auto host = request.header("host");
    bool on_this_machine = is_loopback_host(host) && (from == origin_of("http://" + std::string(host)) ||
                                                      from == origin_of("https://" + std::string(host)));
    return (!origin.empty() && from == origin) || on_this_machine ? SentFrom::here : SentFrom::elsewhere;
}

}  // namespace breachd::http
