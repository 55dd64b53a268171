#include "notifiers/http_provider.hpp"

#include <fmt/format.h>

namespace breachd {

void read_http_keys(Keys& keys, HttpConfig& out) {
    keys.need("url");
    read_optional_http_keys(keys, out);
}

void read_optional_http_keys(Keys& keys, HttpConfig& out) {
    keys.url("url", out.address, {"http://", "https://"});
    keys.path("ca_file", out.ca_file);
}

void need_secret(Keys& keys, std::string_view key, std::string& out) {
    if (!keys.secret(key, out)) keys.error(fmt::format("\"{0}_file\" (or \"{0}\") is missing", key));
}

HttpRequest request_to(const Channel& channel, const HttpConfig& config, std::string_view path) {
    HttpRequest out;
    out.url = config.address + std::string(path);
    out.timeout = channel.timeout;
    out.ca_file = config.ca_file;
    out.proxy = channel.proxy;
    out.headers = {{"User-Agent", "breachd"}};
    return out;
}

}  // namespace breachd
