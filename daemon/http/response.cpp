#include "http/response.hpp"

namespace breachd::http {

Response text_response(int status, std::string text) {
    Response out;
    out.status = status;
    out.content_type = "text/plain; charset=utf-8";
    out.body = std::move(text);
    return out;
}

Response json_response(const json::value& body, int status) {
    Response out;
    out.status = status;
    out.content_type = "application/json";
    out.body = json::serialize(body);
    return out;
}

std::string quoted_etag(std::string_view tag) { return "\"" + std::string(tag) + "\""; }

}  // namespace breachd::http
