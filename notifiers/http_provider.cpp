#include "notifiers/http_provider.hpp"

namespace breachd {

void read_http_keys(Keys& keys, HttpConfig& out) {
    keys.need("url");
    keys.url("url", out.address, {"http://", "https://"});
    keys.path("ca_file", out.ca_file);
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
