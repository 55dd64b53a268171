// Plays a mail relay out of arbitrary bytes against one SmtpClient, and holds the client to its invariants
// (delivery/smtp_client.hpp) with books of its own. For the fuzzer and for a test with chance from a seed.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "base/check.hpp"
#include "delivery/smtp_client.hpp"

namespace breachd::testkit {

class SmtpPlay : delivery::SmtpClient::Line, delivery::SmtpClient::Owner {
  public:
    static void run(std::string_view moves, const MailRelay& relay) { SmtpPlay(relay).play(moves); }

  private:
    explicit SmtpPlay(const MailRelay& relay) : client_(relay, "breachd.vidu.test", *this, *this) {}

    void play(std::string_view moves) {
        static constexpr std::string_view kReplies[] = {
            "250 2.0.0 Ok\r\n",  "354 go on\r\n",       "250-relay\r\n250-PIPELINING\r\n250-STARTTLS\r\n250 DSN\r\n",
            "220 relay\r\n",     "421 4.3.2 bye\r\n",   "550 5.1.1 no such user\r\n",
            "250-relay\r\n250 ", "451 4.7.1 later\r\n", "250-relay\r\n250-PIPELINING\r\n250 AUTH PLAIN\r\n",
            "334 \r\n",          "235 welcome\r\n"};
        client_.connected();
        for (std::size_t i = 0; i < moves.size() && !ended_; ++i) {
            auto move = static_cast<unsigned char>(moves[i]);
            if (move < 96) {
                hear(kReplies[move % std::size(kReplies)]);
            } else if (move < 190) {
                write(move < 180 ? said_.size() : written_ + move % 8);
            } else if (move < 200) {
                client_.look();
            } else if (move < 210) {
                if (std::exchange(securing_, false)) client_.secured();
            } else if (move < 240) {
                auto raw = moves.substr(i + 1, move % 16);
                i += raw.size();
                hear(raw);
            } else if (move < 246) {
                for (int tick = 0; tick < 400; ++tick) client_.tick();
            } else if (move < 250) {
                client_.leave();
            } else if (move < 253) {
                client_.lost(Cause::connection_lost);
            } else {
                client_.give_up();
            }
        }
        if (!ended_) client_.lost(Cause::connection_lost);
        BREACHD_CHECK(ended_ && out_.empty());
    }
    void hear(std::string_view bytes) {
        if (!ended_ && !securing_) client_.received(bytes);
    }
    void write(std::size_t to) {
        to = std::min(to, said_.size());
        auto more = to - written_;
        written_ = to;
        if (more > 0 && !ended_) client_.written(more);
    }

    // --- the line ---
    void say(std::string bytes) override {
        BREACHD_CHECK(!hung_up_ && !securing_);
        said_ += bytes;
    }
    void start_tls() override {
        BREACHD_CHECK(!hung_up_ && !securing_);
        securing_ = true;
    }
    void hang_up() override { hung_up_ = true; }

    // --- the owner ---
    std::optional<delivery::SmtpJob> next() override {
        if (given_ == 20) return {};
        delivery::SmtpJob job;
        job.delivery_id = ++given_;
        job.mail.from = "thongbao@vidu.test";
        job.mail.to = "an@hopthu.test";
        job.mail.wire = "Message-ID: <" + std::to_string(given_) + ">\r\n.\r\n";
        job.mail.size = job.mail.wire.size();
        out_.insert(given_);
        BREACHD_CHECK(out_.size() <= 2);
        return job;
    }
    // Whether the mail's dot has left us.
    bool dot_is_out(std::int64_t id) const {
        auto wire = "Message-ID: <" + std::to_string(id) + ">\r\n.\r\n";
        auto at = said_.find(wire);
        return at != said_.npos && written_ >= at + wire.size();
    }
    void answered(delivery::SmtpJob&& job, Outcome outcome) override {
        BREACHD_CHECK(out_.erase(job.delivery_id) == 1);
        if (outcome.result == SendResult::accepted || outcome.result == SendResult::unknown)
            BREACHD_CHECK(dot_is_out(job.delivery_id));
        BREACHD_CHECK(outcome.result != SendResult::delivered);
    }
    void comes_back(delivery::SmtpJob&& job) override {
        BREACHD_CHECK(out_.erase(job.delivery_id) == 1);
        BREACHD_CHECK(!dot_is_out(job.delivery_id));
        // What was given back is sent again from its bytes: all of them, if any may go out again.
        BREACHD_CHECK(client_.gave_up() || !job.mail.wire.empty());
    }
    void opened() override { BREACHD_CHECK(!ended_); }
    void ended(const std::optional<Outcome>& failed) override {
        BREACHD_CHECK(!ended_ && hung_up_);
        BREACHD_CHECK(!failed || failed->result == SendResult::retry);
        ended_ = true;
    }

    std::string said_;
    std::size_t written_ = 0;
    std::int64_t given_ = 0;
    std::set<std::int64_t> out_;
    bool ended_ = false, hung_up_ = false, securing_ = false;
    delivery::SmtpClient client_;
};

}  // namespace breachd::testkit
