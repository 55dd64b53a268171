// The world outside during a drill: a pager, an SMS provider and a mail server on the loopback addresses that the
// drill's configuration names. It takes what the daemon sends, refuses the addresses that the sample data mark as bad,
// and keeps everything in files. Loopback only, for the length of a drill only.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "settings/settings.hpp"

namespace breachd::ctl {

// Mail to these, and text messages to numbers that end so, are refused for good.
inline constexpr std::string_view kBadMailbox = "khong-ton-tai";
inline constexpr std::string_view kBadNumberEnd = "000";

class World {
  public:
    // `directory` gets pager.jsonl, sms.jsonl, … and mail/*.eml.
    explicit World(std::string directory);
    ~World();
    World(const World&) = delete;
    World& operator=(const World&) = delete;

    // Plays every channel of the settings whose address is on loopback; with `keep_webhooks` mail only.
    Result<void> play(const Settings& settings, bool keep_webhooks);

  private:
    struct Mail;
    struct Web;
    std::string directory_;
    std::vector<std::unique_ptr<Mail>> mail_;
    std::vector<std::unique_ptr<Web>> web_;
};

}  // namespace breachd::ctl
