#include "http/head.hpp"

#include <fmt/format.h>

#include "base/unpack.hpp"
#include "http/problem.hpp"

namespace breachd::http {

std::optional<Response> fault_of_head(const Request& request, std::string_view target, int version,
                                      const Limits& limits) {
    if (target.size() > limits.target_bytes_max) return problem(414, "the address is too long");
    if (request.count("host") > 1 || (version == 11 && request.count("host") == 0))
        return problem(400, "there must be one Host header");
    for (std::string_view once : {"content-length", "transfer-encoding", "content-encoding", "content-type",
                                  "authorization", "if-match", "idempotency-key"})
        if (request.count(once) > 1) return problem(400, fmt::format("the header {} was sent more than once", once));
    std::string_view coding = request.header("transfer-encoding");
    if (request.count("transfer-encoding") != 0) {
        if (version == 10 || request.count("content-length") != 0)
            return problem(400, "Transfer-Encoding does not go with this request");
        if (lower(coding) != "chunked") return problem(501, "only the transfer coding chunked is known");
    }
    if (request.count("expect") != 0 && lower(request.header("expect")) != "100-continue")
        return problem(417, "only Expect: 100-continue is known");
    return std::nullopt;
}

std::optional<Response> fault_of_coding(const Request& request, bool taken) {
    auto coding = coding_of(request.header("content-encoding"));
    if (!coding) return problem(415, "the Content-Encoding of a body is gzip, deflate or zstd, and only one of them");
    if (*coding != Coding::none && !taken) return problem(415, "this call takes no body with a Content-Encoding");
    return std::nullopt;
}

Result<void> split_target(std::string_view target, Request& request) {
    if (target.starts_with("http://") || target.starts_with("https://")) {
        std::size_t slash = target.find('/', target.find("://") + 3);
        target = slash == std::string_view::npos ? std::string_view("/") : target.substr(slash);
    }
    if (!target.starts_with('/')) return Error{ErrorCode::invalid, "the address must begin with /", ""};
    target = target.substr(0, target.find('#'));
    std::size_t mark = target.find('?');
    request.path = std::string(target.substr(0, mark));
    if (mark == std::string_view::npos) return {};
    auto query = parse_query(target.substr(mark + 1));
    if (!query) return query.error();
    request.query = std::move(*query);
    return {};
}

std::string client_address(const Request& request, const ServerSettings& options) {
    auto trusted = [&](std::string_view peer) {
        return peer == "unix" ? options.trust_unix_socket : contains(options.trusted_proxies, peer);
    };
    if (!trusted(request.peer)) return request.peer;
    std::string hops;
    for (const auto& field : request.headers)
        if (field.name == "x-forwarded-for") hops += (hops.empty() ? "" : ",") + field.value;
    std::string address = request.peer;
    for (std::string_view rest = hops; !rest.empty();) {
        auto comma = rest.rfind(',');
        auto hop = trim(comma == std::string_view::npos ? rest : rest.substr(comma + 1));
        rest = rest.substr(0, comma == std::string_view::npos ? 0 : comma);
        if (!parse_network(hop) || hop.find('/') != std::string_view::npos) return "unknown";
        address = std::string(hop);
        if (!trusted(hop)) break;
    }
    return address;
}

bool may_have_body(int status) { return status >= 200 && status != 204 && status != 304; }

std::string response_head(const Response& response, std::string_view date, bool close) {
    std::string head;
    head.reserve(256);
    auto field = [&](std::string_view name, std::string_view value) {
        head.append(name).append(": ").append(value).append("\r\n");
    };
    head.append("HTTP/1.1 ")
        .append(std::to_string(response.status))
        .append(" ")
        .append(reason_phrase(response.status))
        .append("\r\n");
    field("Date", date);
    if (!response.content_type.empty()) field("Content-Type", without_controls(response.content_type));
    if (!response.stream && may_have_body(response.status))
        field("Content-Length", std::to_string(response.body.size()));
    bool cache_said = false;
    for (const auto& [name, value] : response.headers) {
        field(name, without_controls(value));
        cache_said = cache_said || name == "Cache-Control";
    }
    if (!cache_said) field("Cache-Control", "no-store");
    field("X-Content-Type-Options", "nosniff");
    if (close) field("Connection", "close");
    return head.append("\r\n");
}

}  // namespace breachd::http
