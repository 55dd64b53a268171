// One TCP or TLS connection of a syslog sender: bytes → frames (RFC 6587, RFC 5425) → Feed. Nothing is ever sent
// back. Net thread only.
//
//   handshake ─▶ reading ⇄ (paused: the engine is behind, or the source's rate is used up) ─▶ ended ─▶ done, when the
//                                                                                   engine has everything
//
// Invariants
//  1. Nothing is read while the feed is behind: TCP makes the sender wait. The bytes of one read are cut into messages
//     a batch at a time.
//  2. The connection ends at the end of the stream, at a framing error, when a frame does not end in time, when its
//     sender fits no source any more, when it was silent long and a new one needs its place, or at a stop. Whole
//     messages before the end are handed over first; an LF message that lacks only its end is whole; the rest is
//     quarantined.
//  3. An ended connection lives on until the engine has committed its messages.
//  4. Only the client's certificate of this connection proves a message.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "ingest/syslog_frames.hpp"
#include "net/transport.hpp"
#include "syslog/feed.hpp"
#include "syslog/sender.hpp"

namespace breachd::syslog {

class Connection : public net::TransportUser, public std::enable_shared_from_this<Connection> {
  public:
    Connection(const Services& services, const SyslogListener& listener, Counters& counters,
               std::unique_ptr<net::Transport> transport);

    void start();
    void tick();
    // At a stop: reads on until the sender is quiet, for half the patience of the stop at most, not counting the time
    // that the engine kept the sender waiting.
    void wind_down();
    // The patience of a stop is over.
    void give_up();
    bool done() const { return phase_ == Phase::ended && feed_->empty(); }
    const std::string& peer() const { return peer_; }
    // Time since the last byte came, when every message is committed; 0 while the connection does not wait for its
    // sender.
    std::chrono::milliseconds silent_for() const;
    // Ends, because a new connection needs its place.
    void replace();

    void on_ready(bool good) override;
    void on_read(bool good, std::size_t bytes) override;
    void on_written(bool) override {}

  private:
    enum class Phase { handshake, reading, ended };

    const Source* source(const Access& access) const;
    void read_more();
    void take(std::string_view bytes);
    bool take_frame(const Settings& settings, const Source& from, const ingest::SyslogFrame& frame);
    // `why` is the reason that is kept with a frame that was begun.
    void end(std::string_view why);
    void refuse();
    void count_unowned(std::string_view bytes);
    void close();

    const Services& services_;
    const SyslogListener& listener_;
    Counters& counters_;
    std::unique_ptr<net::Transport> transport_;
    std::string peer_;
    std::shared_ptr<const net::PeerCertificate> certificate_;
    ingest::SyslogFrames frames_;
    std::shared_ptr<Feed> feed_;
    std::vector<char> input_;
    Phase phase_ = Phase::handshake;
    bool reading_ = false;
    bool winding_down_ = false;
    std::uint64_t quiet_ticks_ = 0;  // since something came; not counted while nothing is read
    std::uint64_t frame_ticks_ = 0;  // since the unfinished frame began
    std::uint64_t stop_ticks_ = 0;
};

}  // namespace breachd::syslog
