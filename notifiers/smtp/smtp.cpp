#include "notifiers/smtp/smtp.hpp"

#include <curl/curl.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <charconv>
#include <cstddef>
#include <cstring>

#include "base/check.hpp"
#include "notifiers/curl_cause.hpp"
#include "notifiers/smtp/message.hpp"
#include "notifiers/smtp/relay.hpp"

namespace breachd {

struct SmtpNotifier::Exchange {
    SmtpReply reply;
    std::string_view unsent;
    bool leaving = false;  // QUIT was sent: the farewell is no answer to anything
    Line* line = nullptr;

    static std::size_t read_mail(char* buffer, std::size_t size, std::size_t count, void* user);
    static std::size_t read_reply(char* buffer, std::size_t size, std::size_t count, void* user);
    static int watch_commands(CURL*, curl_infotype type, char* data, std::size_t size, void* user);
};

// The server has nothing to say while the message goes out: what has come by now, beyond the replies that libcurl has
// shown us, it would take for the answer to the dot. The kernel counts what came. Behind TLS or a proxy its bytes are
// not those of the replies, and nothing can be told.
bool SmtpNotifier::Line::says_too_much() const {
    if (!direct || encrypted || socket < 0) return false;
    tcp_info info{};
    socklen_t size = sizeof info;
    constexpr socklen_t kNeeded = offsetof(tcp_info, tcpi_bytes_received) + sizeof info.tcpi_bytes_received;
    if (::getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &size) != 0 || size < kNeeded) return false;
    return info.tcpi_bytes_received > shown;
}

std::size_t SmtpNotifier::Exchange::read_mail(char* buffer, std::size_t size, std::size_t count, void* user) {
    auto& exchange = *static_cast<Exchange*>(user);
    exchange.reply.early |= exchange.line->says_too_much();
    if (exchange.reply.early) return CURL_READFUNC_ABORT;
    auto& unsent = exchange.unsent;
    auto n = std::min(size * count, unsent.size());
    std::memcpy(buffer, unsent.data(), n);
    unsent.remove_prefix(n);
    return n;
}

// Every reply line of the server arrives here; the last one stands.
std::size_t SmtpNotifier::Exchange::read_reply(char* buffer, std::size_t size, std::size_t count, void* user) {
    auto& exchange = *static_cast<Exchange*>(user);
    std::string_view line(buffer, size * count);
    exchange.line->shown += line.size();
    while (!line.empty() && (line.back() == '\r' || line.back() == '\n')) line.remove_suffix(1);
    int code = 0;
    auto [end, failed] = std::from_chars(line.data(), line.data() + std::min<std::size_t>(line.size(), 3), code);
    if (exchange.leaving || failed != std::errc{} || code < 200 || code > 599) return size * count;
    exchange.reply.code = code;
    exchange.reply.text = line.size() > 4 ? std::string(line.substr(4, 500)) : "";
    return size * count;
}

int SmtpNotifier::Line::opened(void* user, int socket, int) {
    auto& line = *static_cast<Line*>(user);
    line.socket = socket;
    line.shown = 0;
    line.encrypted = false;
    return CURL_SOCKOPT_OK;
}

// The only way libcurl tells which command a reply answers.
int SmtpNotifier::Exchange::watch_commands(CURL*, curl_infotype type, char* data, std::size_t size, void* user) {
    auto& exchange = *static_cast<Exchange*>(user);
    if (type != CURLINFO_HEADER_OUT) return 0;
    std::string_view line(data, size);
    if (line.starts_with("MAIL ")) exchange.reply.stage = SmtpReply::Stage::mail;
    if (line.starts_with("RCPT ")) exchange.reply.stage = SmtpReply::Stage::rcpt;
    if (line.starts_with("DATA")) exchange.reply.stage = SmtpReply::Stage::data;
    if (line.starts_with("QUIT")) exchange.leaving = true;
    if (line.starts_with("STARTTLS")) exchange.line->encrypted = true;
    return 0;
}

namespace {

constexpr std::size_t kNameBytesMax = 120;

int ask_whether_to_stop(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return *static_cast<std::atomic<bool>*>(user) ? 1 : 0;
}

// The answer to NOOP would go to standard output.
std::size_t drop(char*, std::size_t size, std::size_t count, void*) { return size * count; }

std::shared_ptr<const ProviderConfig> read_keys(Keys& keys) {
    auto own = std::make_shared<SmtpConfig>();
    keys.need("url");
    keys.need("from");
    keys.url("url", own->relay, {"smtp://", "smtps://"});
    keys.email("from", own->from);
    keys.email("bounce_address", own->bounce_address);
    keys.text("from_name", own->from_name);
    keys.email("reply_to", own->reply_to);
    keys.text("dkim_selector", own->dkim_selector);
    if (own->from_name.size() > kNameBytesMax) keys.error("\"from_name\" may have 120 bytes");
    keys.text("username", own->username);
    keys.secret("password", own->password);
    keys.choice("tls", own->tls, {"auto", "required", "none"});
    keys.path("ca_file", own->ca_file);
    if (!own->password.empty() && own->username.empty()) keys.error("\"username\" is missing beside the password");
    if (!own->username.empty() && own->tls == "none") keys.error("a password does not travel with tls: none");
    return own;
}

}  // namespace

// Not idempotent: a Message-ID lets a mail program show one copy, no relay promises it.
Provider smtp_provider() {
    Traits traits;
    traits.probe = ProbeKind::smtp_sign_in;
    return {"smtp",
            bit(ContactKind::email),
            bit(ContactKind::email),
            bit(ContactKind::email),
            traits,
            read_keys,
            make_notifier<BlockingNotifier, SmtpNotifier>,
            mail_relay};
}

SmtpNotifier::SmtpNotifier(const Channel& channel, bool drill)
    : channel_(channel), own_(own_config<SmtpConfig>(channel)), drill_(drill), curl_(curl_easy_init()) {
    BREACHD_CHECK(curl_ != nullptr);
}

SmtpNotifier::~SmtpNotifier() {
    if (given_up_) hang_up();
    curl_easy_cleanup(curl_);  // says QUIT and waits for the answer
}

// Closing a connection whose server says nothing would wait two minutes for the answer to QUIT; on a closed socket it
// does not wait.
void SmtpNotifier::hang_up() {
    curl_socket_t socket = CURL_SOCKET_BAD;
    if (curl_easy_getinfo(curl_, CURLINFO_ACTIVESOCKET, &socket) == CURLE_OK && socket != CURL_SOCKET_BAD)
        ::shutdown(socket, SHUT_RDWR);
}

// libcurl keeps a connection on which the answer to the final dot did not come in time. The late answer would be taken
// for that of the next message's MAIL FROM, and every later one would be off by one: such a connection is never used
// again.
void SmtpNotifier::start_over() {
    hang_up();
    curl_easy_cleanup(curl_);
    curl_ = curl_easy_init();
    BREACHD_CHECK(curl_ != nullptr);
}

Result<void> SmtpNotifier::check(const Message& message) const {
    auto address = envelope_address(message.to.reveal());
    if (!address) return address.error();
    return {};
}

// Everything up to the sign-in, and how the replies are heard.
void SmtpNotifier::prepare(Exchange& exchange) {
    curl_easy_reset(curl_);  // keeps the connection
    auto set = [&](auto option, auto value) { BREACHD_CHECK(curl_easy_setopt(curl_, option, value) == CURLE_OK); };
    set(CURLOPT_URL, own_.relay.c_str());
    set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    set(CURLOPT_PROXY, channel_.proxy.c_str());
    set(CURLOPT_NOPROXY, "");
    set(CURLOPT_HTTPPROXYTUNNEL, 1L);  // CONNECT; without an HTTP proxy it means nothing
    set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(channel_.timeout.count()));
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(std::min<std::int64_t>(channel_.timeout.count(), 10'000)));
    set_security();
    set(CURLOPT_HEADERFUNCTION, &Exchange::read_reply);
    set(CURLOPT_HEADERDATA, &exchange);
    set(CURLOPT_VERBOSE, 1L);  // for watch_commands, which prints nothing
    set(CURLOPT_DEBUGFUNCTION, &Exchange::watch_commands);
    set(CURLOPT_DEBUGDATA, &exchange);
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_XFERINFOFUNCTION, &ask_whether_to_stop);
    set(CURLOPT_XFERINFODATA, &given_up_);
    set(CURLOPT_SOCKOPTFUNCTION, &Line::opened);
    set(CURLOPT_SOCKOPTDATA, &line_);
    exchange.line = &line_;
    line_.direct = channel_.proxy.empty() && !own_.relay.starts_with("smtps");
}

void SmtpNotifier::perform(Exchange& exchange) {
    auto result = curl_easy_perform(curl_);
    exchange.reply.finished = result == CURLE_OK;
    exchange.reply.body_sent = exchange.unsent.empty();
    if (result != CURLE_OK) exchange.reply.failure = cause_of(result);
    if (exchange.reply.early || (result != CURLE_OK && exchange.reply.code < 400)) start_over();
}

Outcome SmtpNotifier::send(const Message& message) {
    auto to = envelope_address(message.to.reveal());
    auto from = envelope_address(own_.from);
    if (!to) return {SendResult::rejected, Blame::recipient, "", Cause::address_malformed, "", {}};
    if (!from) return {SendResult::retry, Blame::channel, "", Cause::sender_refused, "", {}};
    auto mail = build_mail(message, *from, *to, drill_, {own_.from_name, own_.reply_to});
    Exchange exchange;
    exchange.unsent = mail;
    prepare(exchange);
    auto set = [&](auto option, auto value) { BREACHD_CHECK(curl_easy_setopt(curl_, option, value) == CURLE_OK); };
    auto bracketed_from = "<" + return_path(own_.bounce_address, *from, message.return_token) + ">",
         bracketed_to = "<" + *to + ">";
    curl_slist* recipients = curl_slist_append(nullptr, bracketed_to.c_str());
    set(CURLOPT_MAIL_FROM, bracketed_from.c_str());
    set(CURLOPT_MAIL_RCPT, recipients);
    set(CURLOPT_UPLOAD, 1L);
    set(CURLOPT_READFUNCTION, &Exchange::read_mail);
    set(CURLOPT_READDATA, &exchange);
    perform(exchange);
    curl_slist_free_all(recipients);
    return classify_smtp(exchange.reply);
}

ProbeResult SmtpNotifier::probe() {
    if (!envelope_address(own_.from)) return {false, "", Cause::sender_refused};
    Exchange exchange;
    prepare(exchange);
    BREACHD_CHECK(curl_easy_setopt(curl_, CURLOPT_CUSTOMREQUEST, "NOOP") == CURLE_OK);
    BREACHD_CHECK(curl_easy_setopt(curl_, CURLOPT_WRITEFUNCTION, &drop) == CURLE_OK);
    perform(exchange);
    auto outcome = classify_smtp(exchange.reply);
    return {exchange.reply.finished, outcome.code, outcome.cause};
}

void SmtpNotifier::set_security() {
    auto set = [&](auto option, auto value) { BREACHD_CHECK(curl_easy_setopt(curl_, option, value) == CURLE_OK); };
    auto guard = guard_of(own_);
    bool proven = guard == LineGuard::proven;
    set(CURLOPT_USE_SSL, static_cast<long>(guard == LineGuard::none ? CURLUSESSL_NONE
                                           : proven                 ? CURLUSESSL_ALL
                                                                    : CURLUSESSL_TRY));
    set(CURLOPT_SSL_VERIFYPEER, proven ? 1L : 0L);
    set(CURLOPT_SSL_VERIFYHOST, proven ? 2L : 0L);
    if (!own_.ca_file.empty()) set(CURLOPT_CAINFO, own_.ca_file.c_str());
    if (own_.username.empty()) return;
    set(CURLOPT_USERNAME, own_.username.c_str());
    set(CURLOPT_PASSWORD, own_.password.c_str());
}

}  // namespace breachd
