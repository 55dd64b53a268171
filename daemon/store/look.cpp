#include "store/look.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "store/failure.hpp"
#include "store/options.hpp"
#include "store/pair.hpp"
#include "store/sql/connection.hpp"
#include "store/vault/cipher.hpp"

namespace breachd::store {

namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kReadWhole = 64 << 20;  // some 0.2 s

bool is_there(const std::string& file) {
    std::error_code ignored;
    return fs::exists(file, ignored) && fs::file_size(file, ignored) > 0;
}

Result<void> not_damaged(Connection& connection, const std::string& file) {
    auto damage = connection.damage();
    if (damage.empty()) return {};
    return Error{ErrorCode::failed,
                 fmt::format("tệp bị hỏng ({0}); sao chép cả thư mục sang nơi khác, rồi phục hồi từ bản sao lưu mới "
                             "nhất (breachctl restore) / the file is damaged ({0}); copy the whole directory "
                             "elsewhere, then restore the newest backup (breachctl restore)",
                             damage),
                 file};
}

Result<void> look_into_keys(const std::string& file, const MasterKey& master) {
    Connection keys(file, Access::onlooker);
    if (auto sound = not_damaged(keys, file); !sound) return sound;
    keys.migrate(Database::keys);
    if (keys.has_table("signing_keys")) Master proves_itself(keys, master);
    return {};
}

Result<void> look_into_database(const std::string& directory, const std::string& file, const std::string& mode) {
    Connection database(file, Access::onlooker);
    database.migrate(Database::main);
    if (database.has_table("meta")) check_mode(database, mode);
    std::error_code ignored;
    if (fs::file_size(file, ignored) > kReadWhole && !FailureNote(directory).unchecked()) return {};
    return not_damaged(database, file);
}

}  // namespace

Result<void> look_into(const std::string& directory, const std::string& mode, const MasterKey& master) {
    if (auto pair = check_pair(directory); !pair) return pair;
    auto keys = directory + "/keys.db", database = directory + "/breachd.db";
    auto at = keys;
    try {
        if (is_there(keys))
            if (auto sound = look_into_keys(keys, master); !sound) return sound;
        at = database;
        if (is_there(database)) return look_into_database(directory, database, mode);
        return {};
    } catch (const StoreError& broken) {
        return Error{ErrorCode::failed, broken.what(), at};
    }
}

}  // namespace breachd::store
