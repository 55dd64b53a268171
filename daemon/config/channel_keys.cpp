#include "config/channel_keys.hpp"

namespace breachd::config {

namespace {

// Gateways put tokens into the path and the query of the addresses they give out.
void hide_in_url(Map& map, std::string_view key, std::string_view url) {
    auto host = url.find("://");
    auto rest = host == url.npos ? url.npos : url.find_first_of("/?#", host + 3);
    if (rest == url.npos || rest + 1 == url.size()) return;
    if (auto value = map.find(key)) value->document().hide(value->place(), std::string(url.substr(rest)), rest);
}

}  // namespace

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
    hide_in_url(map_, key, out);
}

void MapKeys::pairs(std::string_view key, Pairs& out) {
    auto value = map_.find(key);
    if (!value) return;
    Map map(*value);
    for (const auto& [name, each] : map.entries())
        if (auto text = each.text()) {
            each.document().hide(each.place(), *text);
            out.emplace_back(name, std::move(*text));
        }
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
    guarded_.emplace(key);
    return true;
}

}  // namespace breachd::config
