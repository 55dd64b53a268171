#include "store/pair.hpp"

#include <fmt/format.h>
#include <sodium.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>

#include "base/digest.hpp"
#include "store/sql/connection.hpp"
#include "store/tables/meta.hpp"
#include "store/witness.hpp"

namespace breachd::store {

namespace {

constexpr std::size_t kInstanceBytes = 16;

struct Seen {
    bool entries = false;  // the database's journal has one
    std::string instance, keys_instance;
    std::int64_t keys_known = 0;
    bool any_key = false;
    std::int64_t newest_key = 0;
};

std::int64_t number(Connection& connection, std::string_view sql) {
    Statement read(connection, sql);
    return read.step() ? read.integer(0) : 0;
}

std::string keys_instance_of(Connection& keys) {
    Statement read(keys, "SELECT id FROM instance");
    return read.step() ? read.text(0) : "";
}

void see_database(Connection& database, Seen& seen) {
    if (database.has_table("journal"))
        seen.entries = number(database, "SELECT EXISTS (SELECT 1 FROM journal LIMIT 1)") == 1;
    if (!database.has_table("meta")) return;
    Meta meta(database);
    seen.instance = meta.get(kInstance).value_or("");
    if (auto known = meta.get(kKeysKnown)) seen.keys_known = std::strtoll(known->c_str(), nullptr, 10);
}

void see_keys(Connection& keys, Seen& seen) {
    if (keys.has_table("instance")) seen.keys_instance = keys_instance_of(keys);
    if (keys.has_table("signing_keys")) seen.any_key = number(keys, "SELECT count(*) FROM signing_keys") > 0;
    if (keys.has_table("data_keys")) seen.newest_key = number(keys, "SELECT coalesce(max(number), 0) FROM data_keys");
    seen.any_key = seen.any_key || seen.newest_key > 0;
}

Error refused(const std::string& file, std::string_view vi, std::string_view en, ErrorCode code = ErrorCode::conflict) {
    return Error{code, fmt::format("{} / {}", vi, en), file};
}

Result<void> judge(const Seen& seen, const std::string& database, const std::string& keys) {
    if (!seen.entries) {
        bool cut_short = !seen.instance.empty() && seen.instance == seen.keys_instance;
        if (cut_short || (seen.newest_key == 0 && seen.keys_instance.empty())) return {};
        return refused(database,
                       fmt::format("cơ sở dữ liệu bị thiếu hoặc trống, trong khi {} giữ khóa của một cơ sở dữ liệu đã "
                                   "dùng; đặt lại breachd.db từ bản sao lưu mới nhất (breachctl restore), hoặc bắt đầu "
                                   "hệ thống mới trong một storage.directory trống",
                                   keys),
                       fmt::format("the database is missing or empty, but {} holds the keys of one that was in use; "
                                   "put breachd.db back from the newest backup (breachctl restore), or begin anew in "
                                   "an empty storage.directory",
                                   keys));
    }
    if (!seen.any_key)
        return refused(keys,
                       fmt::format("tệp khóa bị thiếu hoặc trống, trong khi {} có dữ liệu niêm phong bằng các khóa đó; "
                                   "đặt lại keys.db từ bản sao lưu mới nhất của chính cơ sở dữ liệu này",
                                   database),
                       fmt::format("the keys are missing or emptied, but {} holds what they sealed; put keys.db back "
                                   "from the newest backup of this very database",
                                   database));
    if (!seen.instance.empty() && !seen.keys_instance.empty() && seen.instance != seen.keys_instance)
        return refused(
            keys,
            fmt::format("đây là khóa của cơ sở dữ liệu khác ({:.8}), không phải của {} ({:.8}); đặt lại "
                        "keys.db từ bản sao lưu của chính cơ sở dữ liệu này",
                        seen.keys_instance, database, seen.instance),
            fmt::format("these are the keys of another database ({:.8}), not of {} ({:.8}); put keys.db back "
                        "from a backup of this very database",
                        seen.keys_instance, database, seen.instance));
    bool before_pairs = !seen.instance.empty() && seen.keys_instance.empty();
    if (seen.newest_key < seen.keys_known || before_pairs)
        return refused(keys,
                       fmt::format("tệp khóa cũ hơn cơ sở dữ liệu: có khóa đến số {}, {} cần đến số {}; đặt lại "
                                   "keys.db từ một bản sao lưu không cũ hơn breachd.db",
                                   seen.newest_key, database, seen.keys_known),
                       fmt::format("the keys are older than the database: they go up to no. {}, {} needs no. {}; put "
                                   "keys.db back from a backup that is not older than breachd.db",
                                   seen.newest_key, database, seen.keys_known));
    return {};
}

// No file at all counts as an empty one; the error says why another one cannot be looked at.
Result<void> look(const std::string& file, Seen& seen, void (*see)(Connection&, Seen&)) {
    if (::access(file.c_str(), F_OK) != 0 && errno == ENOENT) return {};
    if (::access(file.c_str(), R_OK) != 0) {
        std::string why = std::strerror(errno);
        return refused(file, "không đọc được: " + why, "cannot be read: " + why);
    }
    try {
        Connection connection(file, Access::onlooker);
        see(connection, seen);
        return {};
    } catch (const StoreError& broken) {
        auto code = broken.cause == StoreError::Cause::corrupt ? ErrorCode::failed : ErrorCode::conflict;
        return refused(file,
                       fmt::format("tệp bị hỏng hoặc không đọc được ({}); sao chép cả thư mục sang nơi khác, rồi phục "
                                   "hồi từ bản sao lưu mới nhất (breachctl restore)",
                                   broken.what()),
                       "the file is damaged or cannot be read; copy the whole directory elsewhere, then restore the "
                       "newest backup (breachctl restore)",
                       code);
    }
}

std::string fresh_id() {
    std::string bytes(kInstanceBytes, '\0');
    randombytes_buf(bytes.data(), bytes.size());
    return hex(bytes);
}

void note_in_keys(Connection& keys, const std::string& id) {
    Statement(keys, "INSERT INTO instance (id) VALUES (?) ON CONFLICT (id) DO NOTHING").bind(id).run();
}

}  // namespace

Result<void> check_pair(const std::string& directory) {
    auto database = directory + "/breachd.db", keys = directory + "/keys.db";
    Seen seen;
    if (auto ok = look(database, seen, see_database); !ok) return ok;
    if (auto ok = look(keys, seen, see_keys); !ok) return ok;
    if (!seen.entries && Witness(directory).read())
        return refused(
            database,
            "cơ sở dữ liệu bị thiếu hoặc trống, trong khi tệp last-head bên cạnh cho thấy thư mục này đã được "
            "dùng; phục hồi từ bản sao lưu mới nhất (breachctl restore) vào một thư mục trống",
            "the database is missing or empty, but last-head beside it shows that this directory was in "
            "use; restore the newest backup (breachctl restore) into an empty directory");
    return judge(seen, database, keys);
}

// A new pair: the database first, because keys with an id and a database without one are refused. A pair of an earlier
// build: the keys first, because a database with an id and keys without one are refused.
std::string bind_pair(Connection& database, Connection& keys) {
    Meta meta(database);
    auto mine = meta.get(kInstance).value_or(""), theirs = keys_instance_of(keys);
    auto id = !mine.empty() ? mine : !theirs.empty() ? theirs : fresh_id();
    bool used = number(database, "SELECT EXISTS (SELECT 1 FROM journal LIMIT 1)") == 1;
    if (theirs.empty() && used) note_in_keys(keys, id);
    if (mine.empty()) meta.set(kInstance, id);
    if (theirs.empty() && !used) note_in_keys(keys, id);
    return id;
}

}  // namespace breachd::store
