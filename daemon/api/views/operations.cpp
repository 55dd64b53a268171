#include "api/views/operations.hpp"

#include <set>

#include "api/openapi.hpp"
#include "api/routes/route.hpp"
#include "base/text.hpp"

namespace breachd::api {

namespace {

// "  /api/v1/alerts:" with two blanks -> "/api/v1/alerts"; "" for a line of another depth.
std::string_view key_at(std::string_view line, std::size_t blanks) {
    if (line.size() <= blanks || line.find_first_not_of(' ') != blanks || !line.ends_with(':')) return {};
    return line.substr(blanks, line.size() - blanks - 1);
}

}  // namespace

std::map<std::pair<std::string, std::string>, std::string> operation_ids(std::string_view openapi) {
    constexpr std::string_view kId = "      operationId: ";
    std::map<std::pair<std::string, std::string>, std::string> out;
    std::string path, method;
    for (std::size_t at = 0; at < openapi.size();) {
        auto end = std::min(openapi.find('\n', at), openapi.size());
        auto line = openapi.substr(at, end - at);
        at = end + 1;
        if (auto key = key_at(line, 2); key.starts_with('/')) path = key;
        if (auto key = key_at(line, 4); !key.empty()) method = key;
        if (line.starts_with(kId)) out[{method, path}] = std::string(trim(line.substr(kId.size())));
    }
    return out;
}

json::array operations_of(Role role) {
    static const auto kIds = operation_ids(kOpenapi);
    std::set<std::string> may;
    for (const auto& route : routes()) {
        if ((route.roles & static_cast<Roles>(role)) == 0) continue;
        std::string path = route.pattern;
        if (auto rest = path.find("*}"); rest != std::string::npos) path.erase(rest, 1);
        if (auto id = kIds.find({lower(route.method), path}); id != kIds.end()) may.insert(id->second);
    }
    json::array out;
    for (const auto& id : may) out.emplace_back(id);
    return out;
}

}  // namespace breachd::api
