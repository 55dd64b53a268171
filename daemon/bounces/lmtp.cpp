#include "bounces/lmtp.hpp"

#include <fmt/format.h>
#include <re2/re2.h>
#include <sys/stat.h>

#include <algorithm>
#include <boost/asio/post.hpp>

#include "base/text.hpp"
#include "bounces/report.hpp"

namespace breachd::bounces {

namespace {

constexpr std::size_t kConnectionsMax = 16;
constexpr std::size_t kLineBytesMax = 2000;
constexpr std::size_t kRecipientsMax = 100;
constexpr std::size_t kTakenBytesMax = std::size_t{100} << 20;  // of a mail; only its beginning is kept
constexpr std::size_t kPieceBytesMin = 16 * 1024;               // of a line whose end has not come
constexpr int kSilenceSecondsMax = 60;

// "MAIL FROM:<> SIZE=500" (RFC 1870)
bool is_too_large(std::string_view line) {
    static const RE2 kSize(R"((?i)\sSIZE=(\d{1,18})\b)");
    std::uint64_t bytes = 0;
    return RE2::PartialMatch(re2::StringPiece(line.data(), line.size()), kSize, &bytes) && bytes > kTakenBytesMax;
}

// "RCPT TO:<a@b> X=1" -> "a@b"
std::string path_in(std::string_view line) {
    auto from = line.find('<'), to = line.find('>');
    return from == line.npos || to == line.npos || to < from ? "" : std::string(line.substr(from + 1, to - from - 1));
}

const char* reply_to(Fate fate) {
    switch (fate) {
        case Fate::done:
        case Fate::kept:
            return "250 2.0.0 taken\r\n";
        case Fate::later:
            return "451 4.3.0 try again\r\n";
        case Fate::foreign:
            break;
    }
    return "550 5.7.1 this is no report about a letter of ours\r\n";
}

}  // namespace

class Lmtp::Session : public net::TransportUser, public std::enable_shared_from_this<Lmtp::Session> {
  public:
    Session(boost::asio::io_context& io, MailServices services, std::unique_ptr<net::Transport> transport)
        : io_(io), services_(std::move(services)), transport_(std::move(transport)) {}

    void start() { transport_->start(shared_from_this()); }
    void tick() {
        if (phase_ != Phase::waiting && ++silent_ > kSilenceSecondsMax) end();
    }
    void end() {
        if (std::exchange(phase_, Phase::ended) != Phase::ended) transport_->close();
    }

    void on_ready(bool good) override {
        if (!good) return end();
        say("220 breachd LMTP\r\n");
        go_on();
    }
    void on_read(bool good, std::size_t bytes) override {
        if (!good) return end();
        silent_ = 0;
        input_.append(buffer_.data(), bytes);
        go_on();
    }
    void on_written(bool good) override {
        writing_ = false;
        if (!good || leaving_) return end();
        go_on();
    }

  private:
    enum class Phase { command, data, waiting, ended };

    void say(std::string_view reply) { answer_ += reply; }

    // Takes from the input what can be taken, then writes what there is to say, else reads on.
    void go_on() {
        while (phase_ == Phase::command || phase_ == Phase::data)
            if (!(phase_ == Phase::command ? take_line() : take_data())) break;
        if (phase_ == Phase::ended || writing_) return;
        if (!answer_.empty()) {
            writing_ = true;
            saying_ = std::exchange(answer_, "");
            transport_->write(saying_, "", shared_from_this());
        } else if (phase_ != Phase::waiting) {
            transport_->read(buffer_.data(), buffer_.size(), shared_from_this());
        }
    }
    bool take_line() {
        auto end_of_line = input_.find('\n');
        if (end_of_line == input_.npos) {
            if (input_.size() > kLineBytesMax) end();
            return false;
        }
        auto line = input_.substr(0, end_of_line);
        input_.erase(0, end_of_line + 1);
        if (!line.empty() && line.back() == '\r') line.pop_back();
        if (line.size() > kLineBytesMax) return end(), false;
        command(line);
        return !leaving_;
    }
    void command(const std::string& line) {
        if (starts_with_word(line, "LHLO")) {
            forget();
            say(
                fmt::format("250-breachd\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-SIZE {}\r\n"
                            "250 ENHANCEDSTATUSCODES\r\n",
                            kTakenBytesMax));
        } else if (starts_with_word(line, "MAIL FROM:")) {
            forget();
            if (is_too_large(line)) return say("552 5.3.4 too large\r\n");
            mail_begun_ = true;
            say("250 2.1.0 ok\r\n");
        } else if (starts_with_word(line, "RCPT TO:")) {
            if (!mail_begun_) return say("503 5.5.1 MAIL first\r\n");
            if (recipients_.size() >= kRecipientsMax) return say("452 4.5.3 too many recipients\r\n");
            recipients_.push_back(path_in(line));
            say("250 2.1.5 ok\r\n");
        } else if (starts_with_word(line, "DATA")) {
            if (recipients_.empty()) return say("503 5.5.1 RCPT first\r\n");
            phase_ = Phase::data;
            line_begins_ = true;
            say("354 go on\r\n");
        } else if (starts_with_word(line, "RSET")) {
            forget();
            say("250 2.0.0 ok\r\n");
        } else if (starts_with_word(line, "NOOP")) {
            say("250 2.0.0 ok\r\n");
        } else if (starts_with_word(line, "QUIT")) {
            leaving_ = true;
            say("221 2.0.0 bye\r\n");
        } else {
            say("500 5.5.2 not known here\r\n");
        }
    }
    // A line, or the front of a long one but for a last CR; 0: more must come.
    std::size_t piece_at(std::size_t at) const {
        auto end_of_line = input_.find("\r\n", at);
        if (end_of_line != input_.npos) return end_of_line + 2 - at;
        return input_.size() - at > kPieceBytesMin ? input_.size() - at - 1 : 0;
    }
    // Only a dot alone between two CRLF ends a mail: what else looks like one is part of it.
    bool take_data() {
        for (std::size_t at = 0;;) {
            auto length = piece_at(at);
            if (length == 0) return input_.erase(0, at), false;
            auto line = std::string_view(input_).substr(at, length);
            at += length;
            bool begins = std::exchange(line_begins_, line.ends_with("\r\n"));
            bool ended = begins && line == ".\r\n";
            if (begins && !ended && line.front() == '.') line.remove_prefix(1);
            taken_ += line.size();
            if (!ended) mail_.append(line.substr(0, kMailBytesMax - mail_.size()));
            if (taken_ > kTakenBytesMax) return end(), false;
            if (!ended) continue;
            input_.erase(0, at);
            return judge(), false;
        }
    }
    void judge() {
        phase_ = Phase::waiting;
        auto waiting = std::make_shared<Waiting>(Waiting{{}, recipients_.size()});
        waiting->fates.resize(recipients_.size());
        auto mail = std::exchange(mail_, "");
        for (std::size_t i = 0; i < recipients_.size(); ++i)
            deliver(services_, mail, {recipients_[i]}, [self = shared_from_this(), waiting, i](Fate fate) {
                boost::asio::post(self->io_, [self, waiting, i, fate] { self->heard(*waiting, i, fate); });
            });
    }
    struct Waiting {
        std::vector<Fate> fates;
        std::size_t left = 0;
    };
    void heard(Waiting& waiting, std::size_t i, Fate fate) {
        waiting.fates[i] = fate;
        if (--waiting.left > 0 || phase_ != Phase::waiting) return;
        for (auto each : waiting.fates) say(reply_to(each));
        forget();
        silent_ = 0;
        phase_ = Phase::command;
        go_on();
    }
    void forget() {
        mail_begun_ = false;
        recipients_.clear();
        mail_.clear();
        taken_ = 0;
    }

    boost::asio::io_context& io_;
    MailServices services_;
    std::unique_ptr<net::Transport> transport_;
    Phase phase_ = Phase::command;
    std::array<char, 16 * 1024> buffer_{};
    std::string input_, answer_, saying_, mail_;
    std::vector<std::string> recipients_;
    std::size_t taken_ = 0;
    int silent_ = 0;
    bool mail_begun_ = false, line_begins_ = true, writing_ = false, leaving_ = false;
};

Lmtp::Lmtp(boost::asio::io_context& io, std::string listen, MailServices services)
    : io_(io), listen_(std::move(listen)), services_(std::move(services)), listeners_(io) {}

Lmtp::~Lmtp() = default;

// On a unix socket the mail server is let in by the group of the daemon, and nobody else.
Result<void> Lmtp::open() {
    constexpr std::string_view kUnix = "unix:";
    auto opened = listeners_.open({listen_}, std::nullopt);
    if (opened && listen_.starts_with(kUnix) && ::chmod(listen_.c_str() + kUnix.size(), 0660) != 0)
        return Error{ErrorCode::failed, "the socket's mode cannot be set", listen_};
    return opened;
}
std::vector<std::uint16_t> Lmtp::ports() const { return listeners_.ports(); }

void Lmtp::start() {
    listeners_.accept([this](std::unique_ptr<net::Transport> transport) {
        std::erase_if(sessions_, [](const auto& each) { return each.expired(); });
        if (sessions_.size() >= kConnectionsMax) return transport->refuse("421 4.3.2 too many connections\r\n");
        auto session = std::make_shared<Session>(io_, services_, std::move(transport));
        sessions_.push_back(session);
        session->start();
    });
}

void Lmtp::tick() {
    listeners_.retry();
    for (const auto& each : sessions_)
        if (auto session = each.lock()) session->tick();
}

void Lmtp::close() {
    listeners_.close();
    for (const auto& each : sessions_)
        if (auto session = each.lock()) session->end();
}

}  // namespace breachd::bounces
