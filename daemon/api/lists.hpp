// Lists of the API: `limit` and `cursor` in, {"items": […], "next": "cursor"|null} out. Pure.
#pragma once

#include <string>

#include "http/http.hpp"
#include "store/readers/reader.hpp"

namespace breachd::api {

inline constexpr std::size_t kListItemsMax = 1000;
inline constexpr std::size_t kListItemsDefault = 100;

struct ListWindow {
    std::string cursor;
    std::size_t limit = kListItemsDefault;
};
Result<ListWindow> list_window(const http::Request& request);
// 400 for a cursor that no list gave.
http::Response list_response(Result<store::Slice> slice);

}  // namespace breachd::api
