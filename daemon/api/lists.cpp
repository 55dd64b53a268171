#include "api/lists.hpp"

#include <algorithm>
#include <charconv>

#include "base/digest.hpp"
#include "http/problem.hpp"
#include "http/response.hpp"

namespace breachd::api {

namespace {

constexpr std::size_t kListLetters = 8;

std::string list_of(const http::Request& request) {
    std::vector<std::string> filters;
    for (const auto& [name, value] : request.query)
        if (name != "cursor" && name != "limit") filters.push_back(name + "=" + value);
    std::sort(filters.begin(), filters.end());
    std::string text = request.path;
    for (const auto& filter : filters) text += "\n" + filter;
    return hex(sha256(text)).substr(0, kListLetters);
}

}  // namespace

Result<ListWindow> list_window(const http::Request& request) {
    ListWindow out;
    out.list = list_of(request);
    if (auto cursor = request.query_value("cursor"); !cursor.empty()) {
        auto mark = out.list + ".";
        if (!cursor.starts_with(mark))
            return Error{ErrorCode::invalid, "is not a cursor that this list gave", "cursor"};
        out.cursor = std::string(cursor.substr(mark.size()));
    }
    std::string_view limit = request.query_value("limit");
    if (limit.empty()) return out;
    auto read = std::from_chars(limit.data(), limit.data() + limit.size(), out.limit);
    if (read.ec != std::errc() || read.ptr != limit.data() + limit.size() || out.limit == 0 ||
        out.limit > kListItemsMax)
        return Error{ErrorCode::invalid, "must be a number from 1 to 1000", "limit"};
    return out;
}

http::Response list_response(Result<store::Slice> slice, const ListWindow& window, json::object more) {
    if (!slice) return http::problem(slice.error());
    json::object body = std::move(more);
    body["items"] = std::move(slice->items);
    if (slice->next.empty())
        body["next"] = nullptr;
    else
        body["next"] = window.list + "." + slice->next;
    return http::json_response(body);
}

}  // namespace breachd::api
