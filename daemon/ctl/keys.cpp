// keys …: the master key that seals all data keys. Made once, kept in two places, exchanged by re-wrapping.
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "base/digest.hpp"
#include "ctl/abouts.hpp"
#include "ctl/command.hpp"
#include "ctl/places.hpp"
#include "ctl/print.hpp"
#include "store/lease.hpp"
#include "store/pair.hpp"
#include "store/sql/connection.hpp"
#include "store/vault/vault.hpp"

namespace breachd::ctl {

namespace {

constexpr const char* kEscrow =
    "Giữ một bản sao ở nơi khác máy này (két, kho khóa), ai mở được phải hai người: mất khóa là mất mọi dữ liệu đã "
    "niêm phong.\n"
    "Keep a copy away from this machine (a safe, a key store), opened by two people: without the key everything sealed "
    "is lost.";

Result<void> init(const Context& context) {
    auto path = context.arguments.get("FILE");
    if (std::filesystem::exists(path)) return failed("tệp đã có, không ghi đè / exists already, not overwritten", path);
    auto key = store::MasterKey::generate();
    if (auto ok = write_file(path, hex(key.bytes) + "\n", 0600); !ok) return ok;
    if (context.globals.json)
        print_json(json::object{{"file", path}});
    else
        say(fmt::format("đã tạo khóa chủ / master key made: {}\n{}", path, kEscrow));
    return {};
}

Result<void> rotate(const Context& context) {
    auto next_file = context.arguments.get("new");
    auto places = places_in(context.arguments.get("config"));
    if (!places) return places.error();
    auto present = store::MasterKey::load(places->master_key_file);
    auto next = store::MasterKey::load(next_file);
    if (!present) return failed(present.error().message, present.error().where);
    if (!next) return failed(next.error().message, next.error().where);
    if (next->bytes == present->bytes)
        return failed(
            "khóa mới chính là khóa đang dùng, không đổi gì / the new key is the one in use: nothing is exchanged",
            next_file);
    int count = 0;
    try {
        // A daemon keeps the data keys in memory: what it seals next would be lost with the old master key.
        store::Lease lease(places->directory);
        if (auto pair = store::check_pair(places->directory); !pair) return failed(pair.error().text());
        store::Connection keys(places->directory + "/keys.db", store::Connection::Kind::writer);
        store::Vault vault(keys, *present);
        count = vault.rotate(*next);
    } catch (const store::StoreError& error) {
        return store_failed(error.what(), places->directory + "/keys.db");
    }
    if (context.globals.json)
        print_json(json::object{{"rewrapped", count}});
    else
        say(fmt::format(
            "đã bọc lại {} khóa / re-wrapped {} keys\nđặt {} vào keys.master_key_file rồi khởi động lại; cất khóa cũ "
            "cho các bản sao lưu cũ\nput {} into keys.master_key_file and start again; keep the old key for old "
            "backups",
            count, count, next_file, next_file));
    return {};
}

}  // namespace

void declare_keys(Command& root) {
    auto& keys = root.group("keys", "khóa chủ niêm phong mọi dữ liệu / the master key that seals everything");
    keys.command("init", "tạo khóa chủ, không ghi đè / makes a master key, never overwrites", init)
        .word("FILE", "tệp khóa sẽ tạo / the file to make");
    keys.command("rotate", "đổi khóa chủ khi máy chủ đã dừng / exchanges the master key of a stopped daemon", rotate)
        .needed("config", "FILE", about::kConfig)
        .needed("new", "FILE", "khóa mới, do keys init tạo / the new key, which keys init made");
}

}  // namespace breachd::ctl
