// backup, restore: whole copies of the two database files. SQLite's backup API copies from a running daemon too; the
// keys are copied after the data, so every key a copied row needs is there, and a key destroyed in between stays
// destroyed.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "base/digest.hpp"
#include "core/words/reasons.hpp"
#include "ctl/abouts.hpp"
#include "ctl/command.hpp"
#include "ctl/places.hpp"
#include "ctl/print.hpp"
#include "store/home.hpp"
#include "store/lease.hpp"
#include "store/pair.hpp"
#include "store/sql/error.hpp"
#include "store/sql/sqlite/backup.hpp"

namespace breachd::ctl {

namespace {

namespace fs = std::filesystem;
using store::sqlite::check_integrity;
using store::sqlite::copy_database;

constexpr std::array kDatabases = {"breachd.db", "keys.db"};

Result<std::string> sha256_of(const std::string& path) {
    auto bytes = read_file(path);
    if (!bytes) return bytes.error();
    return hex(sha256(*bytes));
}

Result<void> must_be_empty(const std::string& directory) {
    std::error_code error;
    bool there = fs::exists(directory, error), empty = true;
    if (there && fs::is_directory(directory, error))
        for (const auto& entry : fs::directory_iterator(directory, error))
            empty = empty && entry.path().filename() == "breachd.lock";  // of a restore that was refused
    if ((there && !fs::is_directory(directory, error)) || !empty)
        return failed("thư mục đích phải trống / the target must be an empty directory", directory);
    fs::create_directories(directory, error);
    if (error) return failed(error.message(), directory);
    fs::permissions(directory, fs::perms::owner_all, error);
    return {};
}

Result<void> write_manifest(const std::string& directory) {
    std::string manifest;
    for (const char* name : kDatabases) {
        auto digest = sha256_of(directory + "/" + name);
        if (!digest) return digest.error();
        manifest += fmt::format("{}  {}\n", *digest, name);
    }
    return write_file(directory + "/manifest.sha256", manifest, 0600);
}

Result<void> check_manifest(const std::string& directory) {
    auto manifest = read_file(directory + "/manifest.sha256");
    if (!manifest) return manifest.error();
    for (const char* name : kDatabases) {
        auto path = directory + "/" + name;
        auto digest = sha256_of(path);
        if (!digest) return digest.error();
        if (manifest->find(fmt::format("{}  {}\n", *digest, name)) == std::string::npos)
            return failed("SHA-256 không khớp manifest.sha256 / does not match the manifest", path);
        if (auto ok = check_integrity(path); !ok) return ok;
    }
    return {};
}

void say_done(const Context& context, std::string_view what, const std::string& directory) {
    if (context.globals.json)
        print_json(json::object{{"directory", directory}});
    else
        say(fmt::format("{}: {}\n{}", what, directory,
                        "khóa chủ (master.key) không nằm trong này / the master key is not in it"));
}

Result<void> backup(const Context& context) {
    auto target = context.arguments.get("DIRECTORY");
    auto places = places_of(context.arguments);
    if (!places) return places.error();
    if (auto ok = must_be_empty(target); !ok) return ok;
    for (const char* name : kDatabases)
        if (auto ok = copy_database(places->directory + "/" + name, target + "/" + name); !ok) return ok;
    if (auto pair = store::check_pair(target); !pair) return failed(pair.error().text());
    if (auto ok = write_manifest(target); !ok) return ok;
    say_done(context, "đã sao lưu / backed up", target);
    return {};
}

// That the files are those that were written, belong together, and hold what the daemon once committed.
Result<void> verify_backup(const Context& context) {
    auto directory = context.arguments.get("DIRECTORY");
    if (auto ok = check_manifest(directory); !ok) return ok;
    if (auto pair = store::check_pair(directory); !pair) return failed(pair.error().text());
    return prove_store(context, directory);
}

Result<void> copy_into(const std::string& source, const std::string& directory) {
    for (const char* name : kDatabases) {
        auto bytes = read_file(source + "/" + name);
        if (!bytes) return bytes.error();
        if (auto ok = write_file(directory + "/" + name, *bytes, 0600); !ok) return ok;
    }
    for (const char* name : kDatabases)
        if (auto ok = check_integrity(directory + "/" + name); !ok) return ok;
    return {};
}

Result<void> restore(const Context& context) {
    auto source = context.arguments.get("DIRECTORY");
    auto places = places_of(context.arguments);
    if (!places) return places.error();
    if (auto ok = check_manifest(source); !ok) return ok;
    if (auto pair = store::check_pair(source); !pair) return failed(pair.error().text());
    if (auto ok = must_be_empty(places->directory); !ok) return ok;
    try {
        store::Lease lease(places->directory);  // no daemon starts on half of it
        if (!store::mark_restored(places->directory))
            return failed("không ghi được / cannot be written", places->directory);
        if (auto ok = copy_into(source, places->directory); !ok) return ok;
    } catch (const store::StoreError& error) {
        return failed(error.what());
    }
    say_done(context, "đã phục hồi / restored", places->directory);
    if (!context.globals.json)
        say("khi khởi động, thông báo và công bố tạm giữ: xem restore status, đối chiếu, rồi restore continue\n"
            "after the start notices and publication wait: see restore status, compare, then restore continue");
    return {};
}

std::string status_text(const json::value& answer) {
    if (text_at(answer, "state") != "restored") return "cơ sở dữ liệu bình thường / the store is as it was";
    const auto& restored = answer.at("restored");
    std::string out = fmt::format(
        "{}; thông báo và công bố TẠM GIỮ\n"
        "{}; notices and publication WAIT\n"
        "  phát hiện lúc / found at: {}\n  bản sao hoạt động lần cuối / the copy was last seen at: {}\n"
        "  mục nhật ký / entries: {} (bên ngoài biết / known outside: {})\n  tin gọi chờ / pages waiting: {}\n",
        restored_words(text_at(restored, "cause"), "vi"), restored_words(text_at(restored, "cause"), "en"),
        local_at(restored, "found_at"), local_at(restored, "last_seen"), text_at(restored, "entries"),
        text_at(restored, "entries_known"), text_at(restored, "pages"));
    for (const auto& run : array_at(restored, "runs"))
        out += fmt::format("  {}: đã báo / told {}/{}, chờ / waiting {}, đang gửi / in flight {}\n",
                           text_at(run, "incident"), text_at(run, "told"), text_at(run, "subjects"),
                           text_at(run, "waiting"), text_at(run, "in_flight"));
    for (const auto& id : array_at(restored, "publishing"))
        out += fmt::format("  {}: đang công bố / being published\n", std::string(id.as_string()));
    return out + "  những gì đã gửi sau đó không có ở đây / what was sent after that is not known here";
}

Result<void> restore_status(const Context& context) {
    return show_answer(context, context.client.get("/api/v1/store"), status_text);
}

std::string continued_text(const json::value&) { return "chạy tiếp / work goes on"; }

Result<void> restore_continue(const Context& context) {
    return show_answer(
        context,
        context.client.post("/api/v1/store/continue", json::object{{"reason", context.arguments.get("reason")}}),
        continued_text);
}

}  // namespace

void declare_backup(Command& root) {
    auto& back_up = root.command("backup", "sao lưu, kể cả khi đang chạy / backs up, even while running", backup)
                        .word_or_command("DIRECTORY", "thư mục mới hoặc trống / a new or empty directory")
                        .exactly_one({{"config", "FILE", about::kConfig}, {"data", "DIRECTORY", about::kData}});
    back_up
        .command("verify",
                 "bản sao lưu còn nguyên, đúng cặp, và đúng những gì máy chủ đã ghi / the backup is whole, its files "
                 "belong together, and hold what the daemon wrote",
                 verify_backup)
        .word("DIRECTORY", "bản sao lưu / the backup")
        .option("public-key", "HEX64", "khóa đã công bố / the published key");
    auto& restore_command =
        root.command("restore", "phục hồi vào thư mục trống / restores into an empty directory", restore)
            .word_or_command("DIRECTORY", "bản sao lưu / the backup")
            .exactly_one({{"config", "FILE", about::kConfig}, {"data", "DIRECTORY", about::kData}});
    restore_command.command("status", "sau khi phục hồi: những gì có thể đã gửi / what may have been sent since",
                            restore_status);
    restore_command
        .command("continue", "cho gửi và công bố tiếp / lets notices and publication go on", restore_continue)
        .needed("reason", "", about::kReason);
}

}  // namespace breachd::ctl
