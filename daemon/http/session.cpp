#include "http/session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "http/head.hpp"
#include "http/problem.hpp"

namespace breachd::http {

namespace {

constexpr std::size_t kInputBytes = 16 * 1024 + 512;  // a head of the largest size and a little of its body
constexpr std::size_t kDrainBytesMax = 1 << 20;
constexpr std::size_t kWriteBytesPerSecond = 8 * 1024;

Response too_large(std::size_t bytes_max) { return problem(413, fmt::format("the body may have {} bytes", bytes_max)); }

}  // namespace

Session::Session(Application& application, net::Loop& loop, const Limits& limits, BodyBytes& bodies,
                 std::unique_ptr<net::Transport> transport, std::function<void()> on_closed)
    : application_(application),
      loop_(loop),
      limits_(limits),
      body_part_(bodies),
      transport_(std::move(transport)),
      on_closed_(std::move(on_closed)),
      peer_(transport_->peer()) {
    input_.resize(std::max(kInputBytes, limits_.header_bytes_max + 512));
}

Session::~Session() = default;

void Session::start() { transport_->start(shared_from_this()); }

void Session::enter(Phase phase) {
    if (phase_ == Phase::closed) return;
    phase_ = phase;
    ticks_ = 0;
}

void Session::close() {
    if (phase_ == Phase::closed) return;
    phase_ = Phase::closed;
    ++serial_;
    body_part_.release();
    transport_->close();
    if (sink_) std::exchange(sink_, nullptr)->abandon();
    if (stream_done_) std::exchange(stream_done_, nullptr)(false);
    call_.reset();
    if (on_closed_) std::exchange(on_closed_, nullptr)();
}

void Session::wind_down() {
    wind_down_ = true;
    bool idle = phase_ == Phase::head && begin_ == end_ && !(parser_ && parser_->begun());
    if (idle || phase_ == Phase::handshake || phase_ == Phase::streaming || phase_ == Phase::draining) close();
}

void Session::on_ready(bool good) {
    if (phase_ == Phase::closed) return;
    if (!good) return close();
    certificate_ = transport_->certificate();
    next_request();
}

void Session::next_request() {
    if (wind_down_) return close();
    ++serial_;
    body_part_.release();
    parser_ = std::make_unique<RequestParser>(limits_);
    call_.reset();
    body_ticks_ = silent_ticks_ = 0;
    enter(Phase::head);
    advance();
}

void Session::read_more() {
    if (reading_ || phase_ == Phase::closed) return;
    if (begin_ == end_) {
        begin_ = end_ = 0;
    } else if (end_ == input_.size() && begin_ > 0) {
        std::memmove(input_.data(), input_.data() + begin_, end_ - begin_);
        end_ -= begin_;
        begin_ = 0;
    }
    if (end_ == input_.size()) {  // full, and still no whole head or chunk line
        refuse(problem(phase_ == Phase::head ? 431 : 400, "the head of the request is too large"));
        return;
    }
    reading_ = true;
    transport_->read(input_.data() + end_, input_.size() - end_, shared_from_this());
}

void Session::on_read(bool good, std::size_t bytes) {
    reading_ = false;
    if (phase_ == Phase::closed) return;
    if (!good) {
        // The other side ended the connection. An answer that is being written still goes out.
        bool answered = phase_ == Phase::streaming || phase_ == Phase::draining;
        if (answered || phase_ == Phase::head || phase_ == Phase::body) close();
        return;
    }
    if (phase_ == Phase::streaming || phase_ == Phase::draining) {
        drained_ += bytes;
        return discard();
    }
    end_ += bytes;
    silent_ticks_ = 0;
    if (phase_ == Phase::head && !(parser_ && parser_->begun()))
        ticks_ = 0;  // the clock of a head starts with its first byte
    if (phase_ == Phase::head || phase_ == Phase::body) advance();
}

void Session::advance() {
    if (phase_ == Phase::head) advance_head();
    if (phase_ == Phase::body) advance_body();
}

void Session::advance_head() {
    if (begin_ == end_) return read_more();
    auto fed = parser_->feed({input_.data() + begin_, end_ - begin_});
    begin_ += fed.used;
    if (fed.fault) return refuse(std::move(*fed.fault));
    if (fed.more) return read_more();
    after_head();
}

void Session::after_head() {
    first_ = false;
    call_ = std::make_shared<Call>();
    auto head = parser_->take_head();
    call_->request = std::move(head.request);
    call_->request.peer = peer_;
    call_->request.certificate = certificate_;
    call_->respond = [self = weak_from_this(), serial = serial_](Response response) {
        if (auto session = self.lock()) session->respond(serial, std::move(response));
    };
    call_->make_room = [self = weak_from_this(), serial = serial_](std::size_t bytes) {
        auto session = self.lock();
        return session != nullptr && serial == session->serial_ &&
               session->body_part_.reach(bytes, session->call_->body_proves);
    };
    Request& request = call_->request;
    if (auto fault = fault_of_head(request, head.target, head.version, limits_)) return refuse(std::move(*fault));
    if (auto split = split_target(head.target, request); !split) return refuse(problem(split.error()));

    Application::Admission admission = application_.admit(call_);
    bool has_body = !parser_->done();
    if (admission.refusal) {
        if (has_body) return refuse(std::move(*admission.refusal));
        return send(std::move(*admission.refusal));
    }
    if (auto fault = fault_of_coding(request, admission.packed)) return refuse(std::move(*fault));
    body_bytes_max_ = admission.body_bytes_max;
    sink_ = std::move(admission.sink);
    if (!has_body) return body_complete();
    auto length = parser_->content_length();
    if (length && *length > body_bytes_max_) return refuse(too_large(body_bytes_max_));
    if (length && !expect_body(*length)) return refuse(application_.overload(*call_));
    parser_->read_body();
    enter(Phase::body);
    if (request.count("expect") != 0 && begin_ == end_) {
        continue_due_ = true;
        head_out_ = "HTTP/1.1 100 Continue\r\n\r\n";
        transport_->write(head_out_, {}, shared_from_this());
    }
}

void Session::advance_body() {
    if (continue_due_) return;
    if (begin_ == end_) return read_more();
    auto fed = parser_->feed({input_.data() + begin_, end_ - begin_});
    begin_ += fed.used;
    if (fed.fault) return refuse(std::move(*fed.fault));
    if (parser_->body_bytes() > body_bytes_max_) return refuse(too_large(body_bytes_max_));
    auto came = static_cast<std::size_t>(parser_->body_bytes());
    if (!sink_ && !body_part_.reach(came, call_->body_proves)) return refuse(application_.overload(*call_));
    if (sink_ && parser_->has_body_bytes()) {
        enter(Phase::piece);
        auto more = [self = weak_from_this(), serial = serial_, &loop = loop_] {
            loop.post([self, serial] {
                auto session = self.lock();
                if (!session || session->serial_ != serial || session->phase_ != Phase::piece) return;
                session->enter(Phase::body);
                if (session->parser_->done()) return session->body_complete();
                session->advance();
            });
        };
        auto sink = sink_;  // an answer from within piece() lets go of sink_
        return sink->piece(parser_->take_body(), std::move(more));
    }
    if (parser_->done()) return body_complete();
    read_more();
}

bool Session::expect_body(std::uint64_t length) {
    if (sink_ || call_->body_proves) return true;  // what nobody has proven takes memory only as it comes
    if (!body_part_.reach(static_cast<std::size_t>(length), false)) return false;
    parser_->reserve_body(static_cast<std::size_t>(length));
    return true;
}

void Session::body_complete() {
    enter(Phase::handling);
    if (sink_) return std::exchange(sink_, nullptr)->finish();
    call_->request.body = parser_->take_body();
    application_.handle(call_);
}

void Session::refuse(Response response) {
    response.close = true;
    drain_after_ = true;
    if (sink_) std::exchange(sink_, nullptr)->abandon();
    (void)parser_->take_body();  // its memory is free from here on
    body_part_.release();
    send(std::move(response));
}

void Session::respond(std::uint64_t serial, Response response) {
    if (serial != serial_) return;
    if (phase_ == Phase::piece || phase_ == Phase::body)
        return refuse(std::move(response));  // the rest of the body goes unread
    if (phase_ != Phase::handling) return;
    send(std::move(response));
}

void Session::send(Response response) {
    if (phase_ == Phase::closed) return;
    ++serial_;  // whatever else answers this request meets nobody
    bool head_only = call_ && call_->request.method == "HEAD";
    application_.answered(call_.get(), response.status);
    close_after_ = response.close || response.stream || wind_down_ || !parser_->head_done() || !parser_->keep_alive();
    head_out_ = response_head(response, application_.date(), close_after_);
    body_out_ = head_only || !may_have_body(response.status) ? std::string() : std::move(response.body);
    stream_ = head_only ? nullptr : std::move(response.stream);
    enter(Phase::writing);
    transport_->write(head_out_, body_out_, shared_from_this());
}

void Session::on_written(bool good) {
    if (phase_ == Phase::closed) return;
    if (!good) return close();
    if (continue_due_) {
        continue_due_ = false;
        if (phase_ == Phase::body) advance();
        return;
    }
    if (phase_ == Phase::streaming) {
        ticks_ = 0;
        if (stream_done_) std::exchange(stream_done_, nullptr)(true);
        return;
    }
    if (stream_) {
        enter(Phase::streaming);
        discard();
        return std::exchange(stream_, nullptr)(std::static_pointer_cast<Session>(shared_from_this()));
    }
    if (close_after_ && drain_after_) {
        transport_->end_sending();
        enter(Phase::draining);
        return discard();
    }
    if (close_after_) return close();
    next_request();
}

void Session::write(std::string bytes, std::function<void(bool)> done) {
    if (phase_ != Phase::streaming || stream_done_) return done(false);
    stream_done_ = std::move(done);
    ticks_ = 0;
    body_out_ = std::move(bytes);
    transport_->write(body_out_, {}, shared_from_this());
}

void Session::end() {
    if (phase_ == Phase::streaming) close();
}

// After a refusal for a moment, because one that is followed at once by a reset never reaches the client; of a stream
// until the client is gone.
void Session::discard() {
    if (drained_ > kDrainBytesMax) return close();
    if (reading_) return;
    reading_ = true;
    transport_->read(input_.data(), input_.size(), shared_from_this());
}

void Session::tick_head() {
    bool begun = begin_ != end_ || (parser_ && parser_->begun());
    if (!begun && over(first_ ? limits_.header_patience : limits_.idle_patience)) return close();
    if (begun && over(limits_.header_patience)) refuse(problem(408, "the head of the request came too slowly"));
}

void Session::tick_body() {
    if (continue_due_) {
        if (over(limits_.write_patience)) close();
        return;
    }
    ++body_ticks_;
    if (limits_.over(++silent_ticks_, limits_.body_silence_patience))
        return refuse(problem(408, "nothing more of the request's body came"));
    auto waited = limits_.time_of(body_ticks_);
    if (waited <= limits_.body_grace) return;
    auto seconds = std::chrono::duration<double>(waited - limits_.body_grace).count();
    if (static_cast<double>(parser_->body_bytes()) < seconds * static_cast<double>(limits_.body_bytes_per_second))
        refuse(problem(408, "the body of the request came too slowly"));
}

void Session::tick() {
    ++ticks_;
    switch (phase_) {
        case Phase::handshake:
            if (over(limits_.header_patience)) close();
            break;
        case Phase::head:
            return tick_head();
        case Phase::body:
            return tick_body();
        case Phase::writing:
            if (over(limits_.write_patience + std::chrono::seconds(body_out_.size() / kWriteBytesPerSecond))) close();
            break;
        case Phase::streaming:
            if (stream_done_ && over(limits_.write_patience)) close();
            break;
        case Phase::draining:
            if (over(limits_.drain_patience)) close();
            break;
        case Phase::piece:
        case Phase::handling:
        case Phase::closed:
            break;
    }
}

}  // namespace breachd::http
