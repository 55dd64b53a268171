// Lists of the API: `limit` and `cursor` in, {"items": […], "next": "cursor"|null} out. Pure.
#pragma once

#include <string>

#include "http/http.hpp"
#include "store/readers/reader.hpp"

namespace breachd::api {

inline constexpr std::size_t kListItemsMax = 1000;
inline constexpr std::size_t kListItemsDefault = 100;

struct ListWindow {
    std::string list;    // which list with which filters: a cursor holds for it alone
    std::string cursor;  // as the reader gave it
    std::size_t limit = kListItemsDefault;
};
Result<ListWindow> list_window(const http::Request& request);
// 400 for a cursor that this list did not give.
// `more`: further members of the answer.
http::Response list_response(Result<store::Slice> slice, const ListWindow& window = {}, json::object more = {});

}  // namespace breachd::api
