// A mailbox that is read by IMAP, on a thread of its own: a slow server holds up nobody else.
//
// A pass reads every mail that is not marked as read, a bounded number a round, each round over a connection of its
// own, one after the other; then it waits. A mail is marked as read when its fate is known and not `later`: what a
// crash leaves unmarked comes again. A mail that the server does not give, or whose fate is `later`, is set aside until
// the next pass: it keeps none of the others. Nothing is removed or moved.
//
//   round ──some are left──▶ round ──none──▶ wait `every` ──▶ next pass
//     └──trouble──▶ wait, each time twice as long, up to 15 minutes ──▶ round
#pragma once

#include <atomic>
#include <optional>
#include <set>
#include <thread>
#include <vector>

#include "base/bounded_queue.hpp"
#include "bounces/imap_line.hpp"
#include "bounces/mailroom.hpp"

namespace breachd::bounces {

class Mailbox {
  public:
    Mailbox(MailboxSettings settings, MailServices services);
    ~Mailbox() { stop(); }
    Mailbox(const Mailbox&) = delete;
    Mailbox& operator=(const Mailbox&) = delete;

    void start();
    void stop();
    // How the last round ended; none before the first. Any thread.
    std::optional<Cause> state() const;

  private:
    struct Settled {
        std::uint32_t id = 0;
        Fate fate = Fate::later;
    };
    using Fates = BoundedQueue<Settled>;

    void run();
    Trouble round(bool& more);
    std::vector<std::uint32_t> wanted(std::vector<std::uint32_t> unread, bool& more) const;
    Trouble take_in(ImapLine& line, const std::vector<std::uint32_t>& ids);
    Trouble settle(ImapLine& line, Fates& fates, std::size_t given);
    void tell(const Trouble& trouble);

    MailboxSettings settings_;
    MailServices services_;
    std::set<std::uint32_t> aside_;     // of this pass
    std::set<std::uint32_t> suspects_;  // a connection ended at them: asked for last, and alone
    bool later_ = false;                // in this pass: some must come again soon,
    bool engine_full_ = false;          // or all of some fifty
    bool ungiven_told_ = false;
    std::optional<Trouble> told_;
    std::atomic<int> state_{-1};
    BoundedQueue<int> stopping_{1};
    std::thread thread_;
};

}  // namespace breachd::bounces
