#include "notifiers/publishing/over_http.hpp"

#include <fmt/format.h>

#include "base/digest.hpp"
#include "core/journal/because.hpp"
#include "notifiers/http_answer.hpp"

namespace breachd {

namespace {

constexpr std::string_view kPlain = "http://";

bool is_this_machine(std::string_view url) {
    auto host = url.substr(kPlain.size());
    host = host.substr(0, host.find_first_of("/?#"));
    if (host.starts_with("[::1]")) return host.size() == 5 || host[5] == ':';
    host = host.substr(0, host.find(':'));
    return host == "127.0.0.1" || host == "localhost";
}

}  // namespace

void check_safe_url(Keys& keys, std::string_view key, const std::string& url, const Publisher& publisher) {
    if (!url.starts_with(kPlain)) return;
    if (!is_this_machine(url))
        keys.error(fmt::format("\"{}\" must begin with https://: plain http only to this machine", key));
    else if (!publisher.proxy.empty())
        keys.error(fmt::format("\"{}\" must begin with https://: a proxy reads plain http", key));
}

void read_safe_url(Keys& keys, std::string_view key, std::string& out, const Publisher& publisher) {
    keys.need(key);
    keys.url(key, out, {"http://", "https://"});
    check_safe_url(keys, key, out, publisher);
    while (out.ends_with('/')) out.pop_back();
}

void need_publisher_secret(Keys& keys, std::string_view key, std::string& out) {
    if (!keys.secret(key, out)) keys.error(fmt::format("\"{0}_file\" (or \"{0}\") is missing", key));
}

std::string basic_auth(std::string_view username, std::string_view password) {
    return "Basic " + base64(fmt::format("{}:{}", username, password));
}

HttpRequest publisher_request(std::string method, std::string url, const std::string& ca_file) {
    HttpRequest out;
    out.method = std::move(method);
    out.url = std::move(url);
    out.ca_file = ca_file;
    out.headers = {{"User-Agent", "breachd"}};
    return out;
}

std::string_view content_type_of_file(std::string_view path) {
    if (path.ends_with(".html")) return "text/html; charset=utf-8";
    if (path.ends_with(".json")) return "application/json; charset=utf-8";
    if (path.ends_with(".sig")) return "application/octet-stream";
    if (path.ends_with(".atom")) return "application/atom+xml; charset=utf-8";
    return "text/plain; charset=utf-8";
}

bool took_it(const HttpAnswer& answer) {
    return answer.transport == Transport::answered && answer.status >= 200 && answer.status < 300;
}

Reason not_taken(std::string_view type, std::string_view place, const HttpAnswer& answer) {
    auto outcome = outcome_of_failure(answer);
    return because::publisher_refused(type, place, outcome.code, outcome.cause);
}

std::string_view origin_of(std::string_view url) {
    auto scheme = url.find("://");
    return scheme == url.npos ? url : url.substr(0, url.find_first_of("/?#", scheme + 3));
}

}  // namespace breachd
