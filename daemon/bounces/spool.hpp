// A directory into which a mail server puts what comes to our return path: one file a mail, or a Maildir. A file is
// read when it has not changed between two looks (in Maildir's new/ at once), and moved when its fate is known:
//
//   done/     the engine has it, or it says nothing
//   failed/   no report about a letter of ours, or one that could not be read (that is in quarantine, too)
//
// A file is never removed, and none is overwritten. Owned by the thread of bounces.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "bounces/mailroom.hpp"

namespace breachd::bounces {

class Spool {
  public:
    // `post` runs a function on the owner's thread, from any.
    using Post = std::function<void(std::function<void()>)>;
    Spool(std::filesystem::path directory, MailServices services, Post post);

    void look();

  private:
    struct Seen {
        std::uintmax_t bytes = 0;
        std::filesystem::file_time_type changed{};
        bool operator==(const Seen&) const = default;
    };
    void look_into(const std::filesystem::path& folder, bool complete);
    void take(const std::filesystem::path& file);
    void settle(const std::filesystem::path& file, Fate fate);
    bool move_into(const std::filesystem::path& file, const char* folder);
    void warn_once(const std::string& what);

    std::filesystem::path directory_;
    MailServices services_;
    Post post_;
    std::shared_ptr<Spool*> alive_;  // what was posted after the end finds nobody
    std::map<std::string, Seen> seen_;
    std::set<std::string> out_;     // with the engine
    std::set<std::string> warned_;  // said once each

  public:
    ~Spool() { *alive_ = nullptr; }
    Spool(const Spool&) = delete;
    Spool& operator=(const Spool&) = delete;
};

}  // namespace breachd::bounces
