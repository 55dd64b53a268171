#include "api/router.hpp"

#include <optional>

namespace breachd::api {

namespace {

// Takes the first segment off a path that begins with '/'.
std::string_view next_segment(std::string_view& path) {
    path.remove_prefix(1);
    std::string_view segment = path.substr(0, path.find('/'));
    path.remove_prefix(segment.size());
    return segment;
}

// The raw parts of a match, nothing when the path is another one.
bool matches(std::string_view pattern, std::string_view path, std::vector<std::string_view>& parts) {
    parts.clear();
    while (!pattern.empty()) {
        std::string_view want = next_segment(pattern);
        if (want.ends_with("*}")) {
            if (path.empty()) return false;
            parts.push_back(path.substr(1));
            return true;
        }
        if (path.empty()) return false;
        std::string_view have = next_segment(path);
        if (want.starts_with('{')) {
            if (have.empty()) return false;
            parts.push_back(have);
        } else if (want != have) {
            return false;
        }
    }
    return path.empty();
}

}  // namespace

Result<Match> match_route(std::span<const Route> table, std::string_view method, std::string_view path) {
    Match out;
    if (path.empty() || path.front() != '/') return out;
    std::string_view wanted = method == "HEAD" ? std::string_view("GET") : method;
    std::vector<std::string_view> raw;
    for (const auto& route : table) {
        if (!matches(route.pattern, path, raw)) continue;
        if (route.method != wanted) {
            out.allow += (out.allow.empty() ? "" : ", ") + std::string(route.method);
            if (std::string_view(route.method) == "GET") out.allow += ", HEAD";
            continue;
        }
        for (auto part : raw) {
            auto decoded = percent_decode(part, false);
            if (!decoded) return decoded.error();
            out.parts.push_back(std::move(*decoded));
        }
        out.route = &route;
        out.allow.clear();
        return out;
    }
    return out;
}

}  // namespace breachd::api
