#include "http/router.hpp"

#include "http/http.hpp"

namespace breachd::http {

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

Matcher::Matcher(std::string_view method, std::string_view path)
    : method_(method == "HEAD" ? std::string_view("GET") : method), path_(path) {}

bool Matcher::fits(const Route& route) {
    if (path_.empty() || path_.front() != '/' || !matches(route.pattern, path_, raw_)) return false;
    if (route.method == method_) return true;
    allow_ += (allow_.empty() ? "" : ", ") + std::string(route.method);
    if (std::string_view(route.method) == "GET") allow_ += ", HEAD";
    return false;
}

Result<std::vector<std::string>> Matcher::parts() const {
    std::vector<std::string> out;
    for (auto part : raw_) {
        auto decoded = percent_decode(part, false);
        if (!decoded) return decoded.error();
        out.push_back(std::move(*decoded));
    }
    return out;
}

}  // namespace breachd::http
