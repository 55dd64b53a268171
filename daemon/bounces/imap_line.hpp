// One connection to a mailbox. libcurl connects, proves the server, secures the line and signs in; the five commands
// after that are said here, because libcurl's own FETCH marks a mail as read before anybody has it (docs/adr/0038).
// Blocking, within bounds: 30 s without a byte, the bounds of imap_answer.hpp. Owned by one thread.
#pragma once

#include <curl/curl.h>

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bounces/imap_answer.hpp"
#include "core/telling/cause.hpp"
#include "settings/server.hpp"

namespace breachd::bounces {

// Why it went no further; without a word of the server's.
struct Trouble {
    Cause cause = Cause::none;  // none: there is none
    const char* what = "";      // beside the cause
    explicit operator bool() const { return cause != Cause::none; }
};

class ImapLine {
  public:
    using Stopping = std::function<bool()>;
    ImapLine(const MailboxSettings& settings, Stopping stopping);
    ~ImapLine();
    ImapLine(const ImapLine&) = delete;
    ImapLine& operator=(const ImapLine&) = delete;

    Trouble open();  // signs in and opens the folder
    // UIDs of mails that are not marked as read, the first `most`.
    Trouble unread(std::vector<std::uint32_t>& ids, std::size_t most);
    // Each mail, cut off at the bound, in any order; the marks stay as they are. A mail that the server does not give
    // is left out. `at`: beside trouble, the first that was not answered.
    Trouble fetch(const std::vector<std::uint32_t>& ids, const std::function<void(ImapMail&&)>& take,
                  std::uint32_t& at);
    Trouble mark_read(const std::vector<std::uint32_t>& ids);

  private:
    std::string next_tag();
    Trouble say(std::string_view bytes);
    Trouble hear(ImapAnswer& answer);
    // One command up to its end; `refused` is what it means when that is not OK.
    Trouble ask(const std::string& command, const char* refused, const std::function<void(const ImapAnswer&)>& each);
    Trouble wait_for(short events);

    const MailboxSettings& settings_;
    Stopping stopping_;
    std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl_;
    ImapReader reader_;
    std::array<char, 16 * 1024> buffer_{};
    int commands_ = 0;
};

}  // namespace breachd::bounces
