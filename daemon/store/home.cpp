#include "store/home.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "base/digest.hpp"
#include "core/journal/merkle.hpp"

namespace breachd::store {

namespace {

namespace fs = std::filesystem;

constexpr const char* kHome = "home";
constexpr const char* kAccepted = "witness_accepted";
constexpr const char* kWitnessed = "witnessed";
constexpr const char* kMachine = "/etc/machine-id";
constexpr const char* kYes = "1";

std::string machine() {
    std::ifstream in(kMachine);
    std::string id;
    std::getline(in, id);
    return id;
}

}  // namespace

Home::Home(std::string directory, Meta& meta, const Witness& witness, WitnessSays says)
    : directory_(std::move(directory)), meta_(meta), agrees_(says == WitnessSays::agrees) {
    if (directory_.empty()) return;
    kept_note_ = witness.read().value_or("");
    if (auto note = parse_signed_note(kept_note_)) entries_known_ = static_cast<std::int64_t>(note->checkpoint.size);
    witnessed_ = meta_.get(kWitnessed) == kYes;
    found_ = look(says);
}

// The birth tells a copy that got the number of the file it takes the place of. Not every file system knows it.
std::string Home::fingerprint() const {
    struct statx about {};
    auto file = directory_ + "/breachd.db";
    if (::statx(AT_FDCWD, file.c_str(), 0, STATX_INO | STATX_BTIME, &about) != 0) return "";
    bool born = (about.stx_mask & STATX_BTIME) != 0;
    return hex(sha256(fmt::format("{}|{}|{}.{}", machine(), about.stx_ino, born ? about.stx_btime.tv_sec : 0,
                                  born ? about.stx_btime.tv_nsec : 0)));
}

std::optional<RestoredBy> Home::look(WitnessSays says) const {
    if (fs::exists(mark())) return RestoredBy::by_command;
    auto home = meta_.get(kHome), here = std::optional(fingerprint());
    if (home && !here->empty() && home != here) return RestoredBy::moved;
    if (says == WitnessSays::newer && !accepted()) return RestoredBy::older;
    if (says == WitnessSays::foreign && !accepted()) return RestoredBy::foreign;
    if (says == WitnessSays::nothing && witnessed_) return RestoredBy::unwitnessed;
    return std::nullopt;
}

bool Home::accepted() const { return !kept_note_.empty() && meta_.get(kAccepted) == hex(sha256(kept_note_)); }

void Home::settle() {
    if (directory_.empty()) return;
    if (auto here = fingerprint(); !here.empty()) meta_.set(kHome, here);
    if (agrees_) witnessed();
}

void Home::settled() {
    std::error_code ignored;
    found_.reset();
    if (!directory_.empty()) fs::remove(mark(), ignored);
}

void Home::accept() {
    meta_.set(kAccepted, kept_note_.empty() ? "" : hex(sha256(kept_note_)));
    meta_.set(kWitnessed, "");
    witnessed_ = false;
}

void Home::witnessed() {
    if (std::exchange(witnessed_, true)) return;
    meta_.set(kWitnessed, kYes);
}

bool mark_restored(const std::string& directory) {
    std::ofstream out(directory + "/restored", std::ios::trunc);
    out << "breachctl restore\n";
    out.close();
    std::error_code ignored;
    fs::permissions(directory + "/restored", fs::perms::owner_read | fs::perms::owner_write, ignored);
    return static_cast<bool>(out);
}

}  // namespace breachd::store
