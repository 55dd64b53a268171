#include "http/parser.hpp"

#include <boost/beast/http/basic_parser.hpp>
#include <utility>

#include "http/problem.hpp"

namespace breachd::http {

namespace beast = boost::beast;
using beast::http::error;

namespace {

std::string_view view(beast::string_view text) { return {text.data(), text.size()}; }

Response parse_fault(const beast::error_code& failed, bool many_fields) {
    if (many_fields) return problem(431, "too many header fields");
    if (failed == error::header_limit) return problem(431, "the head of the request is too large");
    if (failed == error::bad_version) return problem(505, "only HTTP/1.0 and HTTP/1.1 are known");
    return problem(400, "not a valid HTTP request: " + failed.message());
}

}  // namespace

struct RequestParser::Impl : beast::http::basic_parser<true> {
    Head head;
    std::string body;  // read since it was last taken
    std::uint64_t body_bytes = 0;
    std::size_t head_bytes = 0;
    std::size_t head_bytes_max, fields_max;
    bool many_fields = false;
    bool fields_done = false;

    explicit Impl(const Limits& limits)
        : head_bytes_max(limits.header_bytes_max), fields_max(limits.header_fields_max) {
        header_limit(static_cast<std::uint32_t>(head_bytes_max));
        body_limit(boost::none);  // limits depend on the route, which is known after the head
    }

    void on_request_impl(beast::http::verb, beast::string_view method, beast::string_view sent, int number,
                         beast::error_code&) override {
        head.version = number;
        head.request.method = view(method);
        head.target = view(sent);
    }
    void on_response_impl(int, beast::string_view, int, beast::error_code&) override {}
    void on_field_impl(beast::http::field, beast::string_view name, beast::string_view value,
                       beast::error_code& failed) override {
        if (fields_done) return;  // trailers are ignored
        if (head.request.headers.size() >= fields_max) {
            many_fields = true;
            failed = error::header_limit;
            return;
        }
        head.request.headers.push_back({lower(view(name)), std::string(view(value))});
    }
    void on_header_impl(beast::error_code&) override { fields_done = true; }
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

RequestParser::RequestParser(const Limits& limits) : impl_(std::make_unique<Impl>(limits)) {}
RequestParser::~RequestParser() = default;

RequestParser::Fed RequestParser::feed(std::string_view bytes) {
    Fed out;
    bool in_head = !impl_->is_header_done();
    beast::error_code failed;
    out.used = impl_->put(boost::asio::const_buffer(bytes.data(), bytes.size()), failed);
    if (in_head) {
        // Beast's own limit holds for the first line and for the fields, not for both together.
        impl_->head_bytes += out.used;
        std::size_t waiting = failed == error::need_more ? bytes.size() - out.used : 0;
        if (impl_->head_bytes + waiting > impl_->head_bytes_max) failed = error::header_limit;
    }
    out.more = failed == error::need_more;
    if (failed && !out.more) out.fault = parse_fault(failed, impl_->many_fields);
    return out;
}

void RequestParser::read_body() { impl_->eager(true); }
void RequestParser::reserve_body(std::size_t bytes) { impl_->body.reserve(bytes); }

bool RequestParser::begun() const { return impl_->got_some(); }
bool RequestParser::head_done() const { return impl_->is_header_done(); }
bool RequestParser::done() const { return impl_->is_done(); }
bool RequestParser::keep_alive() const { return impl_->keep_alive(); }

std::optional<std::uint64_t> RequestParser::content_length() const {
    auto length = impl_->content_length();
    return length ? std::optional<std::uint64_t>(*length) : std::nullopt;
}

std::uint64_t RequestParser::body_bytes() const { return impl_->body_bytes; }
RequestParser::Head RequestParser::take_head() { return std::move(impl_->head); }
std::string RequestParser::take_body() { return std::exchange(impl_->body, {}); }
bool RequestParser::has_body_bytes() const { return !impl_->body.empty(); }

}  // namespace breachd::http
