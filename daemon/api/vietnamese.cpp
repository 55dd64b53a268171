#include "api/vietnamese.hpp"

#include <algorithm>
#include <cstdlib>

#include "base/json.hpp"
#include "base/text.hpp"
#include "core/words/errors.hpp"
#include "core/words/terms.hpp"

namespace breachd::api {

namespace {

std::string_view title_of(int status) {
    switch (status) {
        case 400:
            return "Yêu cầu không hợp lệ";
        case 401:
            return "Chưa xác thực";
        case 403:
            return "Không được phép";
        case 404:
            return "Không tìm thấy";
        case 405:
            return "Không dùng được cách gọi này";
        case 409:
            return "Chưa thực hiện được ở trạng thái hiện tại";
        case 412:
            return "Hồ sơ đã thay đổi";
        case 413:
            return "Quá lớn";
        case 415:
            return "Loại nội dung không được hỗ trợ";
        case 422:
            return "Nội dung không hợp lệ";
        case 429:
            return "Quá nhiều yêu cầu";
        case 503:
            return "Tạm thời không phục vụ được";
    }
    return "Lỗi";
}

// The quality of "vi;q=0.8": 0.8; without one 1.
double quality_of(std::string_view tag) {
    auto at = tag.find(";q=");
    return at == std::string_view::npos ? 1 : std::atof(std::string(tag.substr(at + 3)).c_str());
}

void translate(json::object& object, const char* member) {
    auto* text = object.if_contains(member);
    if (text == nullptr || !text->is_string()) return;
    if (auto vi = words::error_in_vietnamese(std::string_view(text->get_string()))) *text = *vi;
}

// "/kinds/0" is about the fact kinds.
std::string label_of(std::string_view pointer) {
    if (pointer.starts_with('/')) pointer.remove_prefix(1);
    auto name = pointer.substr(0, pointer.find('/'));
    auto label = words::fact(name, "vi");
    return label == name ? "" : label;
}

}  // namespace

bool wants_vietnamese(const http::Request& request) {
    auto rest = request.header("accept-language");
    double best = 0, vietnamese = 0;
    while (!rest.empty()) {
        auto end = std::min(rest.find(','), rest.size());
        auto tag = trim(rest.substr(0, end));
        auto quality = quality_of(tag);
        if (starts_with_word(tag, "vi") && (tag.size() == 2 || tag[2] == '-' || tag[2] == ';'))
            vietnamese = std::max(vietnamese, quality);
        best = std::max(best, quality);
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return vietnamese > 0 && vietnamese >= best;
}

http::Response in_vietnamese(http::Response response) {
    if (response.content_type != "application/problem+json") return response;
    auto parsed = parse_json(response.body);
    if (!parsed || !parsed->is_object()) return response;
    auto& body = parsed->get_object();
    body["title"] = title_of(response.status);
    translate(body, "detail");
    if (auto* errors = body.if_contains("errors"); errors != nullptr && errors->is_array()) {
        for (auto& item : errors->get_array()) {
            if (!item.is_object()) continue;
            auto& error = item.get_object();
            translate(error, "detail");
            if (auto label = label_of(text_member(error, "pointer")); !label.empty()) error["label"] = label;
        }
    }
    response.body = json::serialize(body);
    response.with("Content-Language", "vi");
    return response;
}

}  // namespace breachd::api
