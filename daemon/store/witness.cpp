#include "store/witness.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>

#include "core/journal/merkle.hpp"
#include "store/sql/connection.hpp"
#include "store/tables/journal.hpp"
#include "store/vault/signer.hpp"

namespace breachd::store {

namespace {

constexpr std::size_t kNoteBytesMax = 4096;  // a head has some 300

class File {
  public:
    File(const std::string& path, int flags) : file_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
    ~File() {
        if (file_ >= 0) ::close(file_);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    operator int() const { return file_; }

  private:
    int file_;
};

bool write_synced(const std::string& path, std::string_view bytes) {
    File file(path, O_WRONLY | O_CREAT | O_TRUNC);
    return file >= 0 && ::write(file, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()) &&
           ::fsync(file) == 0;
}

}  // namespace

std::optional<std::string> Witness::read() const {
    if (directory_.empty()) return std::nullopt;
    File file(path(), O_RDONLY);
    if (file < 0 && errno == ENOENT) return std::nullopt;
    std::array<char, kNoteBytesMax> buffer{};
    auto got = file < 0 ? -1 : ::read(file, buffer.data(), buffer.size());
    if (got < 0) throw StoreError(StoreError::Cause::io, "witness: cannot read " + path());
    return std::string(buffer.data(), static_cast<std::size_t>(got));
}

bool Witness::write(std::string_view note) const {
    if (directory_.empty()) return true;
    auto fresh = path() + ".new";
    if (!write_synced(fresh, note) || std::rename(fresh.c_str(), path().c_str()) != 0) return false;
    File directory(directory_, O_RDONLY | O_DIRECTORY);
    return directory >= 0 && ::fsync(directory) == 0;
}

WitnessSays Witness::compare(Connection& connection, std::string_view public_key) const {
    auto note = read();
    if (!note) return WitnessSays::nothing;
    auto kept = parse_signed_note(*note);
    if (!kept || kept->key_id != note_key_id(kept->key_name, public_key) ||
        !verify_signature(public_key, kept->body, kept->signature))
        return WitnessSays::foreign;
    auto size = static_cast<std::int64_t>(kept->checkpoint.size);
    Statement head(connection, "SELECT root FROM heads WHERE size = ?");
    if (head.bind(size).step())
        return digest_from(head.blob(0)) == kept->checkpoint.root ? WitnessSays::agrees : WitnessSays::foreign;
    return single_number(connection, "SELECT coalesce(max(size), 0) FROM heads") < size ? WitnessSays::newer
                                                                                        : WitnessSays::foreign;
}

}  // namespace breachd::store
