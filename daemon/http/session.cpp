#include "http/session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/beast/http/basic_parser.hpp>
#include <cstring>
#include <utility>

#include "http/head.hpp"
#include "http/problem.hpp"

namespace breachd::api {

namespace beast = boost::beast;
using beast::http::error;

namespace {

constexpr std::size_t kInputBytes = 16 * 1024 + 512;  // a head of the largest size and a little of its body
constexpr std::size_t kDrainBytesMax = 1 << 20;
constexpr std::size_t kWriteBytesPerSecond = 8 * 1024;

std::string_view view(beast::string_view text) { return {text.data(), text.size()}; }

Response too_large(std::size_t bytes_max) { return problem(413, fmt::format("the body may have {} bytes", bytes_max)); }

}  // namespace

// Beast's parser writes straight into the Request: no second copy of the fields, no body container of its own.
struct Session::Parser : beast::http::basic_parser<true> {
    Request request;
    std::string target;
    std::string body;  // read since it was last taken
    std::uint64_t body_bytes = 0;
    std::size_t head_bytes = 0;
    std::size_t fields_max;
    int version = 11;
    bool many_fields = false;
    bool head_done = false;

    explicit Parser(const Limits& limits) : fields_max(limits.header_fields_max) {
        header_limit(static_cast<std::uint32_t>(limits.header_bytes_max));
        body_limit(boost::none);  // limits depend on the route, which is known after the head
    }

    void on_request_impl(beast::http::verb, beast::string_view method, beast::string_view sent, int number,
                         beast::error_code&) override {
        version = number;
        request.method = view(method);
        target = view(sent);
    }
    void on_response_impl(int, beast::string_view, int, beast::error_code&) override {}
    void on_field_impl(beast::http::field, beast::string_view name, beast::string_view value,
                       beast::error_code& failed) override {
        if (head_done) return;  // trailers say nothing we would act on
        if (request.headers.size() >= fields_max) {
            many_fields = true;
            failed = error::header_limit;
            return;
        }
        request.headers.push_back({lower(view(name)), std::string(view(value))});
    }
    void on_header_impl(beast::error_code&) override { head_done = true; }
    void on_body_init_impl(const boost::optional<std::uint64_t>&, beast::error_code&) override {}
    std::size_t on_body_impl(beast::string_view piece, beast::error_code&) override { return take(piece); }
    void on_chunk_header_impl(std::uint64_t, beast::string_view, beast::error_code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view piece, beast::error_code&) override {
        return take(piece);
    }
    void on_finish_impl(beast::error_code&) override {}

  private:
    std::size_t take(beast::string_view piece) {
        body.append(piece.data(), piece.size());
        body_bytes += piece.size();
        return piece.size();
    }
};

namespace {

Response parse_fault(const beast::error_code& failed, bool many_fields) {
    if (many_fields) return problem(431, "too many header fields");
    if (failed == error::header_limit) return problem(431, "the head of the request is too large");
    if (failed == error::bad_version) return problem(505, "only HTTP/1.0 and HTTP/1.1 are known");
    return problem(400, "not a valid HTTP request: " + failed.message());
}

}  // namespace

Session::Session(Site& site, Loop& loop, const Limits& limits, BodyBytes& bodies, std::unique_ptr<Transport> transport)
    : site_(site),
      loop_(loop),
      limits_(limits),
      body_part_(bodies),
      transport_(std::move(transport)),
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
}

void Session::wind_down() {
    wind_down_ = true;
    bool idle = phase_ == Phase::head && begin_ == end_ && !(parser_ && parser_->got_some());
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
    parser_ = std::make_unique<Parser>(limits_);
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
        if (phase_ == Phase::head || phase_ == Phase::body || phase_ == Phase::draining) close();
        return;
    }
    if (phase_ == Phase::draining) {
        drained_ += bytes;
        return drain();
    }
    end_ += bytes;
    silent_ticks_ = 0;
    if (phase_ == Phase::head && !(parser_ && parser_->got_some()))
        ticks_ = 0;  // the clock of a head starts with its first byte
    if (phase_ == Phase::head || phase_ == Phase::body) advance();
}

void Session::advance() {
    if (phase_ == Phase::head) advance_head();
    if (phase_ == Phase::body) advance_body();
}

void Session::advance_head() {
    if (begin_ == end_) return read_more();
    beast::error_code failed;
    std::size_t used = parser_->put(boost::asio::const_buffer(input_.data() + begin_, end_ - begin_), failed);
    begin_ += used;
    parser_->head_bytes +=
        used;  // Beast's own limit holds for the first line and for the fields, not for both together
    std::size_t waiting = failed == error::need_more ? end_ - begin_ : 0;
    if (parser_->head_bytes + waiting > limits_.header_bytes_max) failed = error::header_limit;
    if (failed == error::need_more) return read_more();
    if (failed) return refuse(parse_fault(failed, parser_->many_fields));
    after_head();
}

void Session::after_head() {
    first_ = false;
    call_ = std::make_shared<Call>();
    call_->request = std::move(parser_->request);
    call_->request.peer = peer_;
    call_->request.certificate = certificate_;
    call_->respond = [self = weak_from_this(), serial = serial_](Response response) {
        if (auto session = self.lock()) session->respond(serial, std::move(response));
    };
    Request& request = call_->request;
    if (auto fault = fault_of_head(request, parser_->target, parser_->version, limits_))
        return refuse(std::move(*fault));
    if (auto split = split_target(parser_->target, request); !split) return refuse(problem(split.error()));

    Site::Admission admission = site_.admit(call_);
    bool has_body = !parser_->is_done();
    if (admission.refusal) {
        if (has_body) return refuse(std::move(*admission.refusal));
        return send(std::move(*admission.refusal));
    }
    body_bytes_max_ = admission.body_bytes_max;
    sink_ = std::move(admission.sink);
    if (!has_body) return body_complete();
    auto length = parser_->content_length();
    if (length && *length > body_bytes_max_) return refuse(too_large(body_bytes_max_));
    if (length && !expect_body(*length)) return refuse(site_.overload(*call_));
    parser_->eager(true);
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
    beast::error_code failed;
    begin_ += parser_->put(boost::asio::const_buffer(input_.data() + begin_, end_ - begin_), failed);
    if (failed && failed != error::need_more) return refuse(parse_fault(failed, false));
    if (parser_->body_bytes > body_bytes_max_) return refuse(too_large(body_bytes_max_));
    auto came = static_cast<std::size_t>(parser_->body_bytes);
    if (!sink_ && !body_part_.reach(came, call_->body_proves)) return refuse(site_.overload(*call_));
    if (sink_ && !parser_->body.empty()) {
        enter(Phase::piece);
        auto more = [self = weak_from_this(), serial = serial_, &loop = loop_] {
            loop.post([self, serial] {
                auto session = self.lock();
                if (!session || session->serial_ != serial || session->phase_ != Phase::piece) return;
                session->enter(Phase::body);
                if (session->parser_->is_done()) return session->body_complete();
                session->advance();
            });
        };
        auto sink = sink_;  // an answer from within piece() lets go of sink_
        return sink->piece(std::exchange(parser_->body, {}), std::move(more));
    }
    if (parser_->is_done()) return body_complete();
    read_more();
}

bool Session::expect_body(std::uint64_t length) {
    if (sink_ || call_->body_proves) return true;  // what nobody has proven takes memory only as it comes
    if (!body_part_.reach(static_cast<std::size_t>(length), false)) return false;
    parser_->body.reserve(static_cast<std::size_t>(length));
    return true;
}

void Session::body_complete() {
    enter(Phase::handling);
    if (sink_) return std::exchange(sink_, nullptr)->finish();
    call_->request.body = std::move(parser_->body);
    site_.handle(call_);
}

void Session::refuse(Response response) {
    response.close = true;
    drain_after_ = true;
    if (sink_) std::exchange(sink_, nullptr)->abandon();
    (void)std::exchange(parser_->body, {});  // an assignment alone would keep its memory
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
    site_.answered(call_.get(), response.status);
    close_after_ =
        response.close || response.stream || wind_down_ || !parser_->is_header_done() || !parser_->keep_alive();
    head_out_ = response_head(response, site_.date(), close_after_);
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
        return std::exchange(stream_, nullptr)(std::static_pointer_cast<Session>(shared_from_this()));
    }
    if (close_after_ && drain_after_) {
        transport_->end_sending();
        enter(Phase::draining);
        return drain();
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

// A refusal that is followed at once by a reset never reaches the client: its bytes are read on for a moment.
void Session::drain() {
    if (drained_ > kDrainBytesMax) return close();
    if (reading_) return;
    reading_ = true;
    transport_->read(input_.data(), input_.size(), shared_from_this());
}

void Session::tick_head() {
    bool begun = begin_ != end_ || (parser_ && parser_->got_some());
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
    if (static_cast<double>(parser_->body_bytes) < seconds * static_cast<double>(limits_.body_bytes_per_second))
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

}  // namespace breachd::api
