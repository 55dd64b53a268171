// store verify: the proof of a whole store that the daemon makes daily, of any directory: a running daemon's, a backup,
// a copy that somebody brings.
#include <fmt/format.h>

#include "base/check.hpp"
#include "base/digest.hpp"
#include "core/words/damage.hpp"
#include "ctl/abouts.hpp"
#include "ctl/command.hpp"
#include "ctl/places.hpp"
#include "ctl/print.hpp"
#include "store/proof/proof.hpp"
#include "store/vault/signer.hpp"

namespace breachd::ctl {

namespace {

// The key that the caller trusts, or the one beside the database: the verdict says which.
Result<std::string> key_of_heads(const Context& context, const std::string& directory) {
    if (auto given = context.arguments.get("public-key"); !given.empty()) {
        auto bytes = from_hex(given);
        BREACHD_CHECK(bytes.has_value());  // checked when the command line was read
        return *bytes;
    }
    store::Connection keys(directory + "/keys.db", store::Connection::Kind::reader);
    return store::public_key_in(keys);
}

json::array damages_json(const store::Proof& proof) {
    json::array out;
    for (const auto& damage : proof.damages()) out.push_back({{"what", damage.what}, {"where", damage.where}});
    return out;
}

void print(const Context& context, const store::Proof& proof, const std::string& key) {
    if (context.globals.json) {
        print_json(json::object{{"good", proof.damages_found() == 0},
                                {"public_key", hex(key)},
                                {"entries", proof.entries()},
                                {"heads", proof.heads()},
                                {"incidents", proof.incidents()},
                                {"documents", proof.documents()},
                                {"damaged_places", proof.damages_found()},
                                {"damages", damages_json(proof)}});
        return;
    }
    for (const auto& damage : proof.damages())
        say(fmt::format("FAILED: {} / {}", damage_text(damage.what, damage.where, "vi"),
                        damage_text(damage.what, damage.where, "en")));
    say(fmt::format("{} mục / entries, {} đầu nhật ký / heads, {} hồ sơ / incidents, {} tài liệu / documents",
                    proof.entries(), proof.heads(), proof.incidents(), proof.documents()));
    if (context.arguments.get("public-key").empty())
        say(
            fmt::format("khóa lấy từ keys.db; hãy đối chiếu với khóa đã công bố / the key is that of keys.db; compare "
                        "it with the published one: {}",
                        hex(key)));
    say(proof.damages_found() == 0 ? "TOÀN VẸN / GOOD" : "KHÔNG TOÀN VẸN / NOT GOOD");
}

Result<void> verify(const Context& context) {
    auto places = places_of(context.arguments);
    if (!places) return places.error();
    return prove_store(context, places->directory);
}

}  // namespace

Result<void> prove_store(const Context& context, const std::string& directory) {
    try {
        auto key = key_of_heads(context, directory);
        if (!key) return key.error();
        store::Proof proof({directory, ""}, *key);
        while (proof.slice()) {
        }
        print(context, proof, *key);
        if (proof.damages_found() != 0)
            return failed("dữ liệu bị hỏng hoặc bị sửa / the store is damaged or was altered", directory);
    } catch (const store::StoreError& error) {
        return store_failed(error.what(), directory);
    }
    return {};
}

void declare_store(Command& root) {
    root.group("store", "dữ liệu trên đĩa / the data on disk")
        .command("verify",
                 "kiểm chứng toàn bộ dữ liệu, kể cả khi đang chạy / verifies the whole store, even while running",
                 verify)
        .exactly_one({{"config", "FILE", about::kConfig}, {"data", "DIRECTORY", about::kData}})
        .option("public-key", "HEX64", "khóa đã công bố / the published key");
}

}  // namespace breachd::ctl
