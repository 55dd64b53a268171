// What the publishers over HTTP share: the address and its check, the sign-in, what an answer means.
#pragma once

#include "notifiers/publishing/publishing.hpp"

namespace breachd {

// Plain http only to this machine, and through no proxy: the page is public, but the sign-in is not.
void check_safe_url(Keys& keys, std::string_view key, const std::string& url, const Publisher& publisher);
void read_safe_url(Keys& keys, std::string_view key, std::string& out, const Publisher& publisher);
// A secret that there must be, as `key` or `key_file`.
void need_publisher_secret(Keys& keys, std::string_view key, std::string& out);

std::string basic_auth(std::string_view username, std::string_view password);
HttpRequest publisher_request(std::string method, std::string url, const std::string& ca_file);
// By the ending of its name: the files are ours.
std::string_view content_type_of_file(std::string_view path);
bool took_it(const HttpAnswer& answer);  // 2xx
// Why it did not take it, in our words.
Reason not_taken(std::string_view type, std::string_view place, const HttpAnswer& answer);
// scheme://host of a URL.
std::string_view origin_of(std::string_view url);

}  // namespace breachd
