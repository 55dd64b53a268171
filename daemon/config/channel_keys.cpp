#include "config/channel_keys.hpp"

namespace breachd::config {

void MapKeys::text(std::string_view key, std::string& out) { map_.text(key, out); }

void MapKeys::choice(std::string_view key, std::string& out, std::initializer_list<std::string_view> words) {
    map_.choice(key, out, words);
}

void MapKeys::integer(std::string_view key, std::int64_t& out, std::int64_t least, std::int64_t most) {
    map_.integer(key, out, least, most);
}

void MapKeys::path(std::string_view key, std::string& out) { config::path(map_, key, out, context_); }

bool MapKeys::secret(std::string_view key, std::string& out) {
    out = config::secret(map_, key, context_, false);
    return map_.has(key) || map_.has(std::string(key) + "_file");
}

void MapKeys::url(std::string_view key, std::string& out, std::initializer_list<std::string_view> schemes) {
    map_.text(key, out);
    check_url(map_, key, out, schemes);
}

void MapKeys::email(std::string_view key, std::string& out) {
    map_.text(key, out);
    check_email(map_, key, out);
}

void MapKeys::need(std::string_view key) { map_.need(key); }

void MapKeys::error(std::string message) { map_.error(std::move(message)); }

void MapKeys::warning(std::string message) { map_.self().warning(std::move(message)); }

bool AskedKeys::secret(std::string_view key, std::string&) {
    asked_.emplace(key);
    asked_.emplace(std::string(key) + "_file");
    return true;
}

}  // namespace breachd::config
