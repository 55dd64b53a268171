// Commands about who sends alerts and what they name: products' own words, the register of assets.
#include <fmt/format.h>

#include <algorithm>

#include "config/config.hpp"
#include "core/triage/assets.hpp"
#include "ctl/abouts.hpp"
#include "ctl/command.hpp"
#include "ctl/places.hpp"
#include "ctl/print.hpp"
#include "ingest/learn.hpp"

namespace breachd::ctl {

namespace {

// With a configuration its own senders and assets, else what ships.
Result<LoadedConfig> config_or_shipped(const Context& context) {
    if (!context.arguments.has("config")) {
        LoadedConfig out;
        out.settings.senders = shipped_senders();
        return out;
    }
    auto options = load_options();
    options.read_secrets = false;
    auto config = load_config(context.arguments.get("config"), options);
    if (!config) return failed(config.error().message);
    return config;
}

Result<void> list_senders(const Context& context) {
    auto config = config_or_shipped(context);
    if (!config) return config.error();
    json::array items;
    Table table({"SẢN PHẨM / SENDER", "KHÓA / KEYS", "JSON", ""});
    for (const auto& sender : config->settings.senders->all()) {
        bool json = sender.json != nullptr;
        items.push_back({{"sender", sender.name},
                         {"about", sender.about},
                         {"keys", sender.keys.size()},
                         {"json", json},
                         {"vendor", to_json(sender.vendors)}});
        table.row({sender.name, std::to_string(sender.keys.size()), json ? "✓" : "", sender.about});
    }
    if (context.globals.json)
        print_json(items);
    else
        say(table.text());
    return {};
}

Result<void> learn(const Context& context) {
    auto config = config_or_shipped(context);
    if (!config) return config.error();
    auto file = context.arguments.get("FILE");
    auto bytes = read_file(file);
    if (!bytes) return bytes.error();
    auto proposed = ingest::learn_sender(*bytes, context.arguments.get("name", "learned"), *config->settings.senders);
    if (!proposed) return failed(proposed.error().text(), file);
    if (context.globals.json)
        print_json(json::object{{"file", *proposed}});
    else
        say(*proposed);
    return {};
}

// Why an asset is found, or not: by each of its patterns.
Result<void> match_asset(const Context& context) {
    auto config = config_or_shipped(context);
    if (!config) return config.error();
    Alert named;
    named.hosts = named.users = named.tables = context.arguments.all("VALUE");
    json::array items;
    Table table({"TÀI SẢN / ASSET", "MẪU / PATTERN", "VÌ / BECAUSE", "LOẠI / KINDS"});
    for (const auto& [asset, fit, pattern] : match_assets(named, config->settings.assets)) {
        std::string why = fit == AssetFit::exact         ? "đúng mẫu / fits"
                          : fit == AssetFit::first_label ? "tên ngắn và tên đầy đủ / short and full name"
                                                         : "dải địa chỉ / network";
        items.push_back({{"asset", asset->name},
                         {"pattern", pattern},
                         {"fit", boost::describe::enum_to_string(fit, "?")},
                         {"kinds", to_json(asset->kinds)}});
        table.row({asset->name, pattern, why, fmt::format("{}", fmt::join(asset->kinds, ", "))});
    }
    bool none = items.empty();
    if (context.globals.json)
        print_json(items);
    else if (!none)
        say(table.text());
    if (none) return failed("không tài sản nào khớp / no asset matches");
    return {};
}

Result<void> unmatched(const Context& context) {
    auto got = context.client.get("/api/v1/assets/unmatched" + query({{"days", context.arguments.get("days")}}));
    if (!got) return got.error();
    if (context.globals.json) return print_json(*got), Result<void>{};
    Table table({"MÁY / HOST", "CẢNH BÁO / ALERTS", "NGUỒN / SOURCES", "GẦN NHẤT / LAST"});
    for (const auto& item : got->at("items").as_array()) {
        std::string sources;
        for (const auto& source : item.at("sources").as_array())
            sources += (sources.empty() ? "" : ", ") + std::string(source.as_string());
        table.row({std::string(item.at("host").as_string()), std::to_string(item.at("alerts").as_int64()), sources,
                   std::string(item.at("last_at").as_string())});
    }
    say(table.text());
    return {};
}

constexpr const char* kWithConfig = "cả sản phẩm của cấu hình này / those of this configuration, too";

}  // namespace

void declare_senders(Command& root) {
    auto& sender = root.group("sender", "các sản phẩm gửi cảnh báo / products that send alerts");
    sender.command("list", "các sản phẩm đã biết / products whose own words are known", list_senders)
        .option("config", "FILE", kWithConfig);
    sender
        .command("learn",
                 "đề nghị tệp cho một sản phẩm mới từ các mẫu cảnh báo / proposes a product's file from samples of its "
                 "alerts",
                 learn)
        .word("FILE", "các mẫu cảnh báo / samples of its alerts")
        .option("name", "NAME", "tên sản phẩm / the product's name")
        .option("config", "FILE", kWithConfig);
    auto& asset = root.group("asset");
    asset
        .command("match",
                 "tài sản nào khớp với tên máy, địa chỉ, tài khoản, bảng này và vì sao / which assets a host, address, "
                 "account or table matches, and why",
                 match_asset)
        .words("VALUE", "tên máy, địa chỉ, tài khoản, bảng / hosts, addresses, accounts, tables")
        .needed("config", "FILE", about::kConfig);
    asset
        .command("unmatched",
                 "máy trong cảnh báo mà không tài sản nào khớp / hosts of the last days' alerts that no asset matches",
                 unmatched)
        .option("days", "NUMBER", "bao nhiêu ngày, nếu không có: 7 / how many days, without it 7");
}

}  // namespace breachd::ctl
