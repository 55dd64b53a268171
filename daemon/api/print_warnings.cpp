#include "api/print_warnings.hpp"

#include <fmt/format.h>

#include "base/utf8.hpp"

namespace breachd::api {

namespace {

void look(const json::value& value, const std::string& pointer, bool vietnamese, json::array& out) {
    if (value.is_string()) {
        auto replaced = printable(value.get_string()).replaced;
        if (replaced == 0) return;
        auto detail = vietnamese ? fmt::format("{} ký tự không in được, đã thay bằng ký hiệu", replaced)
                                 : fmt::format("characters that cannot be printed, now replaced: {}", replaced);
        out.push_back(json::object{{"pointer", pointer}, {"replaced", replaced}, {"detail", detail}});
    } else if (value.is_array()) {
        const auto& items = value.get_array();
        for (std::size_t i = 0; i < items.size(); ++i)
            look(items[i], fmt::format("{}/{}", pointer, i), vietnamese, out);
    } else if (value.is_object()) {
        for (const auto& member : value.get_object())
            look(member.value(), fmt::format("{}/{}", pointer, std::string_view(member.key())), vietnamese, out);
    }
}

}  // namespace

json::array print_warnings(const json::value& body, bool vietnamese) {
    json::array out;
    look(body, "", vietnamese, out);
    return out;
}

http::Response with_warnings(http::Response response, json::array warnings) {
    if (warnings.empty() || response.content_type != "application/json") return response;
    auto parsed = parse_json(response.body);
    if (!parsed || !parsed->is_object()) return response;
    parsed->get_object()["warnings"] = std::move(warnings);
    response.body = json::serialize(*parsed);
    return response;
}

}  // namespace breachd::api
