#include "bounces/spool.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "bounces/report.hpp"

namespace breachd::bounces {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kFilesMax = 200;  // with the engine at once
constexpr int kNamesMax = 1000;         // of files that came under one name

// Up to the limit; none when it is no plain file or cannot be read. A symbolic link is followed by nobody.
std::optional<std::string> bytes_of(const fs::path& file) {
    int opened = ::open(file.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (opened < 0) return {};
    struct stat about {};
    std::optional<std::string> out;
    if (::fstat(opened, &about) == 0 && S_ISREG(about.st_mode)) {
        out.emplace(kMailBytesMax, '\0');
        std::size_t have = 0;
        for (ssize_t got = 1; got > 0 && have < out->size();
             have += static_cast<std::size_t>(std::max<ssize_t>(got, 0)))
            if (got = ::read(opened, out->data() + have, out->size() - have); got < 0) break;
        out->resize(have);
    }
    ::close(opened);
    return out;
}

}  // namespace

Spool::Spool(fs::path directory, MailServices services, Post post)
    : directory_(std::move(directory)),
      services_(std::move(services)),
      post_(std::move(post)),
      alive_(std::make_shared<Spool*>(this)) {}

void Spool::warn_once(const std::string& what) {
    if (warned_.insert(what).second) services_.warn(what);
}

void Spool::look() {
    std::error_code failed;
    for (const char* folder : {"done", "failed"}) fs::create_directories(directory_ / folder, failed);
    if (failed) warn_once(fmt::format("bounces: {}: cannot be written", directory_.string()));
    look_into(directory_, false);
    if (fs::is_directory(directory_ / "new", failed)) look_into(directory_ / "new", true);
}

// `complete`: what is there is whole, as Maildir promises.
void Spool::look_into(const fs::path& folder, bool complete) {
    std::error_code failed;
    std::vector<fs::path> files;
    for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
        std::error_code ignored;
        bool plain = at->symlink_status(ignored).type() == fs::file_type::regular;
        if (plain && !at->path().filename().string().starts_with('.')) files.push_back(at->path());
    }
    if (failed) warn_once(fmt::format("bounces: {}: cannot be read", folder.string()));
    std::sort(files.begin(), files.end());
    for (const auto& file : files) {
        if (out_.size() >= kFilesMax) return;
        if (out_.contains(file.string())) continue;
        std::error_code gone;
        Seen now{fs::file_size(file, gone), fs::last_write_time(file, gone)};
        if (gone) continue;
        auto known = seen_.find(file.string());
        if (!complete && (known == seen_.end() || known->second != now)) {
            seen_.insert_or_assign(file.string(), now);
            continue;
        }
        take(file);
    }
}

void Spool::take(const fs::path& file) {
    auto mail = bytes_of(file);
    if (!mail) return warn_once(fmt::format("bounces: a file of {} cannot be read", file.parent_path().string()));
    out_.insert(file.string());
    deliver(services_, *mail, {}, [alive = alive_, post = post_, file](Fate fate) {
        post([alive, file, fate] {
            if (*alive != nullptr) (*alive)->settle(file, fate);
        });
    });
}

void Spool::settle(const fs::path& file, Fate fate) {
    // One that cannot be moved away stays taken: it would come to the engine again every second.
    if (fate != Fate::later && !move_into(file, fate == Fate::done ? "done" : "failed")) return;
    out_.erase(file.string());
    if (fate != Fate::later) seen_.erase(file.string());
}

// Under a name that is free there.
bool Spool::move_into(const fs::path& file, const char* folder) {
    for (int i = 0; i < kNamesMax; ++i) {
        auto name = i == 0 ? file.filename().string() : fmt::format("{}.{}", file.filename().string(), i);
        auto to = directory_ / folder / name;
        if (::renameat2(AT_FDCWD, file.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return true;
        if (errno != EEXIST) break;
    }
    warn_once(fmt::format("bounces: a file cannot be moved into {}", (directory_ / folder).string()));
    return false;
}

}  // namespace breachd::bounces
