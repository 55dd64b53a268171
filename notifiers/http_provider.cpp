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

std::string query_encoded(std::string_view text) {
    std::string out;
    for (unsigned char c : text) {
        bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
                     c == '.' || c == '_' || c == '~';
        out += plain ? std::string(1, static_cast<char>(c)) : fmt::format("%{:02X}", c);
    }
    return out;
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
