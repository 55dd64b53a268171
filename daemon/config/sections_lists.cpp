#include "config/sections.hpp"

namespace breachd::config {

namespace {

constexpr std::size_t kMiB = std::size_t{1} << 20;

// "/data/next" of JSON (RFC 6901).
void pointer(Map& map, std::string_view key, std::string& out) {
    auto value = map.find(key);
    if (!value) return;
    auto text = value->text();
    if (!text) return;
    if (text->front() != '/') return value->error("must be a JSON pointer, such as /data/next");
    out = *text;
}

void read_list(const Value& value, const Context& context, std::vector<std::string>& names, LoadedConfig& out) {
    Map map(value);
    if (!map.ok()) return;
    ListSource list;
    need_name(map, "name", list.name, names);
    if (auto url = map.need("url")) {
        list.url = url->text().value_or("");
        check_url(map, "url", list.url, {"https://", "http://"});
        if (list.url.starts_with("http:") && !is_url_of_this_machine(list.url))
            url->error("people's data come over https only; http is for this machine");
        if (list.url.find('#') != std::string::npos) url->error("must have no fragment");
    }
    list.bearer = secret(map, "bearer", context, false);
    path(map, "ca_file", list.ca_file, context);
    map.choice("format", list.format);
    pointer(map, "items", list.items);
    pointer(map, "next", list.next);
    if (list.format != ListFormat::json && (map.has("items") || map.has("next")))
        map.error("items and next are of format json; elsewhere the Link header names the next page");
    map.texts("parameters", list.parameters);
    map.integer("pages_max", list.pages_max, 1, 1'000'000);
    map.size("bytes_max", list.bytes_max, 1, std::size_t{16} << 30);
    map.size("page_bytes_max", list.page_bytes_max, 1, 256 * kMiB);
    map.duration("timeout", list.timeout, std::chrono::seconds{1}, std::chrono::minutes{10});
    map.duration("patience", list.patience, std::chrono::seconds{1}, std::chrono::hours{24});
    out.server.list_sources.push_back(std::move(list));
}

}  // namespace

void read_lists(Map& root, const Context& context, LoadedConfig& out) {
    std::vector<std::string> names;
    for (const auto& value : root.list("lists")) read_list(value, context, names, out);
}

}  // namespace breachd::config
