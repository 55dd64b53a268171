#include "api/syslog_connection.hpp"

namespace breachd::api {

namespace {

constexpr std::size_t kInputBytes = 64 * 1024;
constexpr std::uint64_t kQuietTicks = 2;  // at a stop: nothing came for so long, the sender has said what it had to say
constexpr std::string_view kStopped = "the daemon stopped inside a syslog frame";
constexpr std::string_view kCutOff = "the connection ended inside a syslog frame";

// TLS without a client's certificate hides the messages from others; who sent them it does not prove.
SenderProof proof_of(const SyslogListener& listener) {
    bool certified = listener.tls && !listener.tls->client_ca_file.empty();
    return certified ? SenderProof::certificate : SenderProof::none;
}

}  // namespace

SyslogConnection::SyslogConnection(const Context& context, const SyslogListener& listener, SyslogCounters& counters,
                                   std::unique_ptr<Transport> transport)
    : context_(context),
      listener_(listener),
      counters_(counters),
      transport_(std::move(transport)),
      peer_(transport_->peer()),
      frames_(listener.frame_bytes_max),
      feed_(std::make_shared<SyslogFeed>(context, counters, proof_of(listener), [this] { read_more(); })),
      input_(kInputBytes) {}

void SyslogConnection::start() {
    transport_->start(shared_from_this());
}

void SyslogConnection::on_ready(bool good) {
    if (phase_ == Phase::ended) return;
    if (!good) {
        ++counters_.refused["handshake"];
        return close();
    }
    phase_ = Phase::reading;
    certificate_ = transport_->certificate();
    quiet_ticks_ = 0;
    // A stranger learns at once that nobody listens to it here, not after its first message.
    if (source(*context_.services.access()) == nullptr) return refuse();
    read_more();
}

const Source* SyslogConnection::source(const Access& access) const {
    return source_for(access, listener_.sources, peer_, certificate_.get());
}

void SyslogConnection::read_more() {
    if (reading_ || phase_ != Phase::reading) return;
    if (feed_->behind()) {
        ++counters_.pauses;
        return;
    }
    reading_ = true;
    transport_->read(input_.data(), input_.size(), shared_from_this());
}

void SyslogConnection::on_read(bool good, std::size_t bytes) {
    reading_ = false;
    if (phase_ != Phase::reading) return;
    quiet_ticks_ = 0;
    if (!good) return end(kCutOff);
    take({input_.data(), bytes});
    read_more();
}

void SyslogConnection::take(std::string_view bytes) {
    auto access = context_.services.access();
    const Source* from = source(*access);
    if (from == nullptr) return refuse();  // a reload took it away
    auto fed = frames_.feed(bytes, [&](std::string_view message) {
        feed_->add(*from, message);
        frame_ticks_ = 0;
    });
    if (frames_.unfinished().empty()) frame_ticks_ = 0;
    if (!fed) {
        feed_->add_broken(*from, frames_.unfinished(), fed.error());
        close();
    }
    feed_->flush();
}

void SyslogConnection::refuse() {
    ++counters_.refused["no_source"];
    counters_.stranger = peer_;
    close();
}

void SyslogConnection::end(std::string_view why) {
    auto access = context_.services.access();
    if (const Source* from = source(*access)) {
        auto finished = frames_.finish([&](std::string_view message) { feed_->add(*from, message); });
        if (!finished) feed_->add_broken(*from, frames_.unfinished(), {ErrorCode::unprocessable, std::string(why), finished.error().where});
    }
    close();
    feed_->flush();
}

void SyslogConnection::close() {
    phase_ = Phase::ended;
    transport_->close();
}

void SyslogConnection::wind_down() {
    if (phase_ == Phase::handshake) return close();
    winding_down_ = true;
    quiet_ticks_ = 0;
    if (phase_ == Phase::reading) transport_->end_sending();  // a sender that looks sees it, and keeps the rest
}

void SyslogConnection::give_up() {
    if (phase_ != Phase::ended) close();
    feed_->give_up();
}

bool SyslogConnection::over(std::uint64_t ticks, std::chrono::milliseconds patience) const {
    return ticks * static_cast<std::uint64_t>(context_.options.limits.tick.count()) > static_cast<std::uint64_t>(patience.count());
}

void SyslogConnection::tick() {
    feed_->tick();
    const Limits& limits = context_.options.limits;
    if (phase_ == Phase::ended) return;
    // A sender that goes on for ever is cut off in time for the engine to commit the rest; a slow engine is waited for.
    if (winding_down_ && over(++stop_ticks_, limits.stop_patience / 2)) return end(kStopped);
    if (phase_ == Phase::reading && !reading_) return;  // we keep the sender waiting, not it us
    ++quiet_ticks_;
    if (phase_ == Phase::handshake) {
        if (over(quiet_ticks_, limits.header_patience)) on_ready(false);
        return;
    }
    if (winding_down_ && quiet_ticks_ > kQuietTicks) return end(kStopped);
    if (!frames_.unfinished().empty() && over(++frame_ticks_, listener_.frame_patience))
        return end("a syslog frame did not end in time");
    if (over(quiet_ticks_, listener_.idle_patience)) end(kCutOff);
}

}  // namespace breachd::api
