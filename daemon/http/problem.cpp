#include "http/problem.hpp"

#include "base/json.hpp"

namespace breachd::http {

int status_of(ErrorCode code) {
    switch (code) {
        case ErrorCode::invalid:
            return 400;
        case ErrorCode::unauthorized:
            return 401;
        case ErrorCode::forbidden:
            return 403;
        case ErrorCode::not_found:
            return 404;
        case ErrorCode::conflict:
            return 409;
        case ErrorCode::stale:
            return 412;
        case ErrorCode::too_large:
            return 413;
        case ErrorCode::unsupported:
            return 415;
        case ErrorCode::unprocessable:
            return 422;
        case ErrorCode::overloaded:
            return 429;
        case ErrorCode::unavailable:
            return 503;
        case ErrorCode::failed:
            return 502;
    }
    return 500;
}

Response problem(int status, std::string_view detail, const std::vector<Fault>& faults, std::string_view type) {
    json::object body{
        {"title", std::string(reason_phrase(status))}, {"status", status}, {"detail", std::string(detail)}};
    if (!type.empty()) body["type"] = std::string(type);
    if (!faults.empty()) {
        json::array errors;
        for (const auto& fault : faults)
            errors.push_back(json::object{{"pointer", fault.pointer}, {"detail", fault.detail}});
        body["errors"] = std::move(errors);
    }
    Response out;
    out.status = status;
    out.content_type = "application/problem+json";
    out.body = json::serialize(body);
    if (status == 401) out.with("WWW-Authenticate", "Bearer realm=\"breachd\"");
    if (status == 429 || status == 503) out.with("Retry-After", "1");
    return out;
}

Response problem(const Error& error) {
    std::vector<Fault> faults;
    bool about_input = error.code == ErrorCode::invalid || error.code == ErrorCode::unprocessable;
    if (!error.where.empty() && about_input) faults.push_back({error.where, error.message});
    return problem(status_of(error.code), about_input ? error.message : error.text(), faults);
}

}  // namespace breachd::http
