// Method and path -> route. A pattern is literal segments and {names}; "{rest*}" at the end takes the rest of the path.
// Pure: a table is fixed at build time.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "settings/access.hpp"

namespace breachd::http {

// A row of a table of routes; a program derives its own rows, with their functions, from it.
struct Route {
    const char* method;
    const char* pattern;
    Roles roles;                 // 0: no token needed, or the route checks by itself
    std::size_t body_bytes_max;  // 0: no body is read
};

template <class Row>
struct Match {
    const Row* route = nullptr;
    std::vector<std::string> parts;
    std::string allow;  // "GET, POST" when the path exists with other methods; "" when it does not
};

// Looks at one row after the other.
class Matcher {
  public:
    Matcher(std::string_view method, std::string_view path);
    // True for the row that fits; `parts` are then its own.
    bool fits(const Route& route);
    Result<std::vector<std::string>> parts() const;  // decoded; an error is a broken escape in the path
    const std::string& allow() const { return allow_; }

  private:
    std::string_view method_, path_;
    std::vector<std::string_view> raw_;
    std::string allow_;
};

// HEAD finds the GET route. An error is a broken escape in the path.
template <class Table, class Row = typename Table::value_type>
Result<Match<Row>> match_route(const Table& table, std::string_view method, std::string_view path) {
    Match<Row> out;
    Matcher matcher(method, path);
    for (const auto& route : table) {
        if (!matcher.fits(route)) continue;
        auto parts = matcher.parts();
        if (!parts) return parts.error();
        out.route = &route;
        out.parts = std::move(*parts);
        return out;
    }
    out.allow = matcher.allow();
    return out;
}

}  // namespace breachd::http
