#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/check.hpp"
#include "store/vault/vault.hpp"

namespace breachd::store {

namespace {

constexpr std::size_t kMasterBytes = 32;
constexpr std::size_t kFileBytesMax = 256;

Error bad_file(const std::string& path, const std::string& why) {
    return Error{ErrorCode::invalid, "master key: " + why, path};
}

std::string cannot_open(int code) {
    std::string why = std::strerror(code);
    if (code == ENOENT)
        return fmt::format(
            "không có tệp này ({0}): đặt lại khóa từ bản cất giữ, hoặc tạo khóa cho hệ thống mới bằng "
            "breachctl keys init / there is no such file ({0}): put the key back from where it is "
            "kept, or make one for a new installation with breachctl keys init",
            why);
    return fmt::format(
        "không mở được ({0}): tệp phải thuộc về người dùng chạy dịch vụ (chown breachd:) / cannot be "
        "opened ({0}): it must belong to the user the service runs as (chown breachd:)",
        why);
}

// The file's bytes; the mode is read from the open file, so that nobody can swap it in between.
Result<std::string> read_private(const std::string& path) {
    int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return bad_file(path, cannot_open(errno));
    struct stat about {};
    std::string bytes(kFileBytesMax, '\0');
    bool known = ::fstat(file, &about) == 0;
    ssize_t got = ::read(file, bytes.data(), bytes.size());
    ::close(file);
    if (!known || got < 0) return bad_file(path, "không đọc được / cannot be read");
    if (about.st_mode & (S_IRWXG | S_IRWXO))
        return bad_file(path,
                        "nhóm hoặc người khác đọc hay ghi được tệp; chạy chmod 600 / group or others may read or write "
                        "it; chmod 600 it");
    bytes.resize(static_cast<std::size_t>(got));
    return bytes;
}

std::string_view without_line_end(std::string_view text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' ')) text.remove_suffix(1);
    return text;
}

}  // namespace

// Raw bytes come first: 32 of them may well end in a line end.
Result<MasterKey> MasterKey::load(const std::string& path) {
    auto bytes = read_private(path);
    if (!bytes) return bytes.error();
    if (bytes->size() == kMasterBytes) return MasterKey::of(*bytes);
    std::string_view text = without_line_end(*bytes);
    auto decoded = text.size() == 2 * kMasterBytes ? from_hex(text) : from_base64(text);
    if (!decoded || decoded->size() != kMasterBytes)
        return bad_file(
            path,
            "phải là 32 byte thô, 64 chữ số hex hoặc 44 ký tự base64 / must hold 32 raw bytes, 64 hex digits or 44 "
            "base64 characters");
    return MasterKey::of(*decoded);
}

MasterKey MasterKey::generate() {
    BREACHD_CHECK(sodium_init() >= 0);
    MasterKey out{std::string(kMasterBytes, '\0')};
    randombytes_buf(out.bytes.data(), out.bytes.size());
    return out;
}

MasterKey MasterKey::of(std::string_view bytes) {
    BREACHD_CHECK(bytes.size() == kMasterBytes);
    return MasterKey{std::string(bytes)};
}

}  // namespace breachd::store
