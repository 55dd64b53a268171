#include "syslog/connection.hpp"

namespace breachd::syslog {

namespace {

constexpr std::size_t kInputBytes = 64 * 1024;
constexpr std::uint64_t kQuietTicks = 2;  // at a stop: nothing came for so long, the sender has said what it had to say
constexpr std::string_view kStopped = "the daemon stopped inside a syslog frame";
constexpr std::string_view kCutOff = "the connection ended inside a syslog frame";
constexpr std::string_view kReplaced =
    "the connection was silent inside a syslog frame, and a new one needed its place";

}  // namespace

Connection::Connection(const Services& services, const SyslogListener& listener, Counters& counters,
                       std::unique_ptr<net::Transport> transport)
    : services_(services),
      listener_(listener),
      counters_(counters),
      transport_(std::move(transport)),
      peer_(transport_->peer()),
      frames_(listener.frame_bytes_max),
      feed_(std::make_shared<Feed>(services, counters, [this] { read_more(); })),
      input_(kInputBytes) {}

void Connection::start() { transport_->start(shared_from_this()); }

void Connection::on_ready(bool good) {
    if (phase_ == Phase::ended) return;
    if (!good) {
        ++counters_.refused["handshake"];
        return close();
    }
    phase_ = Phase::reading;
    certificate_ = transport_->certificate();
    // TLS without a client's certificate hides the messages from others; it proves no sender.
    feed_->set_proof(certificate_ ? SenderProof::certificate : SenderProof::none);
    quiet_ticks_ = 0;
    // A stranger is refused at once, not after its first message.
    if (source(*services_.settings()) == nullptr) return refuse();
    read_more();
}

const Source* Connection::source(const Access& access) const {
    return source_for(access, listener_.sources, peer_, certificate_.get());
}

void Connection::read_more() {
    while (phase_ == Phase::reading && !reading_ && frames_.stopped() && feed_->may_read()) take({});
    if (reading_ || phase_ != Phase::reading) return;
    if (!feed_->may_read()) {
        ++counters_.pauses;
        return;
    }
    reading_ = true;
    transport_->read(input_.data(), input_.size(), shared_from_this());
}

void Connection::on_read(bool good, std::size_t bytes) {
    reading_ = false;
    if (phase_ != Phase::reading) return;
    quiet_ticks_ = 0;
    if (!good) return end(kCutOff);
    take({input_.data(), bytes});
    read_more();
}

bool Connection::take_frame(const Settings& settings, const Source& from, const ingest::SyslogFrame& frame) {
    if (frame.fault)
        feed_->add_broken(from, frame.bytes, *frame.fault);
    else
        feed_->add(settings, from, frame.bytes);
    frame_ticks_ = 0;
    return !feed_->full();
}

void Connection::take(std::string_view bytes) {
    auto settings = services_.settings();
    const Source* from = source(*settings);
    if (from == nullptr) {  // a reload took it away
        count_unowned(bytes);
        return refuse();
    }
    auto fed =
        frames_.feed(bytes, [&](const ingest::SyslogFrame& frame) { return take_frame(*settings, *from, frame); });
    if (!frames_.inside()) frame_ticks_ = 0;
    if (!fed) {
        feed_->add_broken(*from, frames_.unfinished(), fed.error());
        close();
    }
    feed_->flush();
}

// Counts whole messages and a begun one as dropped: no source owns them.
void Connection::count_unowned(std::string_view bytes) {
    auto& count = counters_.dropped["no_source"];
    auto one = [&](const ingest::SyslogFrame&) { return ++count, true; };
    auto fed = frames_.feed(bytes, one);
    if (fed) fed = frames_.finish(one);
    if (!fed) ++count;
}

void Connection::refuse() {
    ++counters_.refused["no_source"];
    counters_.stranger = peer_;
    close();
}

void Connection::end(std::string_view why) {
    auto settings = services_.settings();
    if (const Source* from = source(*settings)) {
        auto finished =
            frames_.finish([&](const ingest::SyslogFrame& frame) { return take_frame(*settings, *from, frame); });
        if (!finished)
            feed_->add_broken(*from, frames_.unfinished(),
                              {ErrorCode::unprocessable, std::string(why), finished.error().where});
    } else {
        count_unowned({});
    }
    close();
    feed_->flush();
}

std::chrono::milliseconds Connection::silent_for() const {
    bool waits = phase_ == Phase::reading && reading_ && feed_->empty() && !winding_down_;
    return waits ? services_.limits.time_of(quiet_ticks_) : std::chrono::milliseconds{};
}

void Connection::replace() {
    ++counters_.refused["replaced"];
    end(kReplaced);
}

void Connection::close() {
    phase_ = Phase::ended;
    transport_->close();
}

void Connection::wind_down() {
    if (phase_ == Phase::handshake) return close();
    winding_down_ = true;
    feed_->wind_down();
    quiet_ticks_ = 0;
    if (phase_ != Phase::reading) return;
    transport_->end_sending();  // a sender that looks sees it, and keeps the rest
    read_more();                // what waited for the source's rate
}

void Connection::give_up() {
    if (phase_ == Phase::reading) end(kStopped);  // what was read and begun waits too, and is counted with the rest
    if (phase_ != Phase::ended) close();
    feed_->give_up();
}

void Connection::tick() {
    feed_->tick();
    const Limits& limits = services_.limits;
    if (phase_ == Phase::ended) return;
    if (phase_ == Phase::reading && !reading_) return;  // the sender waits; the daemon does not
    // A sender that goes on for ever is cut off in time for the engine to commit the rest; a slow engine is waited for.
    if (winding_down_ && limits.over(++stop_ticks_, limits.stop_patience / 2)) return end(kStopped);
    ++quiet_ticks_;
    if (phase_ == Phase::handshake) {
        if (limits.over(quiet_ticks_, limits.header_patience)) on_ready(false);
        return;
    }
    if (winding_down_ && quiet_ticks_ > kQuietTicks) return end(kStopped);
    if (frames_.inside() && limits.over(++frame_ticks_, listener_.frame_patience))
        return end("a syslog frame did not end in time");
    if (limits.over(quiet_ticks_, listener_.idle_patience)) end(kCutOff);
}

}  // namespace breachd::syslog
