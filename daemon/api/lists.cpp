#include "api/lists.hpp"

#include <charconv>

#include "http/problem.hpp"
#include "http/response.hpp"

namespace breachd::api {

Result<ListWindow> list_window(const http::Request& request) {
    ListWindow out;
    out.cursor = std::string(request.query_value("cursor"));
    std::string_view limit = request.query_value("limit");
    if (limit.empty()) return out;
    auto read = std::from_chars(limit.data(), limit.data() + limit.size(), out.limit);
    if (read.ec != std::errc() || read.ptr != limit.data() + limit.size() || out.limit == 0 ||
        out.limit > kListItemsMax)
        return Error{ErrorCode::invalid, "must be a number from 1 to 1000", "limit"};
    return out;
}

http::Response list_response(Result<store::Slice> slice) {
    if (!slice) return http::problem(slice.error());
    json::object body;
    body["items"] = std::move(slice->items);
    if (slice->next.empty())
        body["next"] = nullptr;
    else
        body["next"] = slice->next;
    return http::json_response(body);
}

}  // namespace breachd::api
