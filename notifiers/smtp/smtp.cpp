#include "notifiers/smtp/smtp.hpp"

#include <curl/curl.h>
#include <fmt/format.h>
#include <sys/socket.h>

#include <charconv>
#include <cstring>

#include "base/check.hpp"
#include "notifiers/smtp/message.hpp"

namespace breachd {

namespace {

struct Exchange {
    SmtpReply reply;
    std::string_view unsent;
    bool leaving = false;  // QUIT was sent: the farewell is no answer to anything
};

std::size_t read_mail(char* buffer, std::size_t size, std::size_t count, void* user) {
    auto& unsent = static_cast<Exchange*>(user)->unsent;
    auto n = std::min(size * count, unsent.size());
    std::memcpy(buffer, unsent.data(), n);
    unsent.remove_prefix(n);
    return n;
}

// Every reply line of the server arrives here; the last one stands.
std::size_t read_reply(char* buffer, std::size_t size, std::size_t count, void* user) {
    auto& exchange = *static_cast<Exchange*>(user);
    std::string_view line(buffer, size * count);
    while (!line.empty() && (line.back() == '\r' || line.back() == '\n')) line.remove_suffix(1);
    int code = 0;
    auto [end, failed] = std::from_chars(line.data(), line.data() + std::min<std::size_t>(line.size(), 3), code);
    if (exchange.leaving || failed != std::errc{} || code < 200 || code > 599) return size * count;
    exchange.reply.code = code;
    exchange.reply.text = line.size() > 4 ? std::string(line.substr(4, 500)) : "";
    return size * count;
}

// The only way libcurl tells which command a reply answers.
int watch_commands(CURL*, curl_infotype type, char* data, std::size_t size, void* user) {
    auto& exchange = *static_cast<Exchange*>(user);
    if (type != CURLINFO_HEADER_OUT) return 0;
    std::string_view line(data, size);
    if (line.starts_with("MAIL ")) exchange.reply.stage = SmtpReply::Stage::mail;
    if (line.starts_with("RCPT ")) exchange.reply.stage = SmtpReply::Stage::rcpt;
    if (line.starts_with("DATA")) exchange.reply.stage = SmtpReply::Stage::data;
    if (line.starts_with("QUIT")) exchange.leaving = true;
    return 0;
}

int ask_whether_to_stop(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return *static_cast<std::atomic<bool>*>(user) ? 1 : 0;
}

// "5.1.1" at the beginning of the server's words (RFC 3463), else "".
std::string enhanced_code(std::string_view text) {
    auto end = text.find(' ');
    auto code = text.substr(0, end == std::string_view::npos ? text.size() : end);
    if (code.size() < 5 || code.size() > 10 || (code[0] != '2' && code[0] != '4' && code[0] != '5') || code[1] != '.')
        return "";
    if (code.find_first_not_of("0123456789.") != std::string_view::npos) return "";
    return std::string(code);
}

std::string queue_id(std::string_view text) {
    constexpr std::string_view kMark = "queued as ";
    auto at = text.find(kMark);
    if (at == std::string_view::npos) return "";
    auto rest = text.substr(at + kMark.size());
    return std::string(rest.substr(0, std::min<std::size_t>(rest.find_first_of(" \r\n"), 64)));
}

bool starts_with_any(std::string_view text, std::initializer_list<std::string_view> beginnings) {
    for (auto beginning : beginnings)
        if (text.starts_with(beginning)) return true;
    return false;
}

struct Judgement {
    SendResult result;
    Blame blame;
};

constexpr Judgement kRelayIsDown{SendResult::retry, Blame::channel};

// RFC 5321 codes, RFC 3463 enhanced codes; the enhanced code is asked first, for it says more.
Judgement judge_temporary(int code, std::string_view enhanced) {
    if (code == 421 || starts_with_any(enhanced, {"4.3.", "4.4."})) return kRelayIsDown;
    if (starts_with_any(enhanced, {"4.1.", "4.2."})) return {SendResult::retry, Blame::recipient};
    // too fast
    if (code == 452 || enhanced == "4.5.3" || enhanced == "4.7.28") return {SendResult::retry, Blame::destination};
    return {SendResult::retry, Blame::recipient};
}

Judgement judge_permanent(const SmtpReply& reply, std::string_view enhanced) {
    if (reply.code == 530 || reply.code == 534 || reply.code == 535 || reply.code == 538 || enhanced == "5.7.8")
        return kRelayIsDown;                                                 // our credentials
    if (enhanced == "5.1.7" || enhanced == "5.1.8") return kRelayIsDown;     // our sender address
    if (enhanced == "5.3.4") return {SendResult::rejected, Blame::content};  // too big for the relay
    if (starts_with_any(enhanced, {"5.3."})) return kRelayIsDown;
    // policy, not a bad address
    if (starts_with_any(enhanced, {"5.7."})) return {SendResult::rejected, Blame::destination};
    // Also a full mailbox (5.2.2): the next channel now is better than this one in some days.
    if (reply.stage == SmtpReply::Stage::rcpt || starts_with_any(enhanced, {"5.1.", "5.2.", "5.4."}))
        return {SendResult::rejected, Blame::recipient};
    if (reply.code == 555 || starts_with_any(enhanced, {"5.5.", "5.6."})) return {SendResult::rejected, Blame::content};
    return {SendResult::rejected, Blame::destination};  // refused after reading it, no reason given
}

Judgement judge(const SmtpReply& reply, std::string_view enhanced) {
    if (reply.finished) return {SendResult::accepted, Blame::none};
    // Lost before the answer: the message may have been taken, but only if it had gone out whole.
    if (reply.code == 354) return reply.body_sent ? Judgement{SendResult::unknown, Blame::none} : kRelayIsDown;
    if (reply.code < 400) return kRelayIsDown;
    if (reply.stage == SmtpReply::Stage::opening) return kRelayIsDown;
    if (reply.code < 500)
        return reply.stage == SmtpReply::Stage::mail && reply.code != 452 ? kRelayIsDown
                                                                          : judge_temporary(reply.code, enhanced);
    if (reply.stage == SmtpReply::Stage::mail && enhanced != "5.3.4") return kRelayIsDown;
    return judge_permanent(reply, enhanced);
}

}  // namespace

Outcome classify_smtp(const SmtpReply& reply) {
    auto enhanced = enhanced_code(reply.text);
    auto [result, blame] = judge(reply, enhanced);
    Outcome outcome{result, blame, "", "", "", {}};
    if (reply.code != 0)
        outcome.code = enhanced.empty() ? fmt::format("{}", reply.code) : fmt::format("{} {}", reply.code, enhanced);
    if (reply.finished) {
        outcome.provider_id = queue_id(reply.text);
    } else {
        outcome.words = redact(reply.code >= 400 && !reply.text.empty() ? reply.text : reply.error);
    }
    return outcome;
}

SmtpNotifier::SmtpNotifier(Channel channel, bool drill)
    : channel_(std::move(channel)), drill_(drill), curl_(curl_easy_init()) {
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

Outcome SmtpNotifier::send(const Message& message) {
    auto to = envelope_address(message.to.reveal());
    auto from = envelope_address(channel_.from);
    if (!to) return {SendResult::rejected, Blame::recipient, "", to.error().message, "", {}};
    if (!from) return {SendResult::retry, Blame::channel, "", "the channel's sender address is not valid", "", {}};
    auto mail = build_mail(message, *from, *to, drill_);
    Exchange exchange;
    exchange.unsent = mail;
    char words[CURL_ERROR_SIZE] = "";
    curl_easy_reset(curl_);  // keeps the connection
    auto set = [&](auto option, auto value) { BREACHD_CHECK(curl_easy_setopt(curl_, option, value) == CURLE_OK); };
    set(CURLOPT_URL, channel_.url.c_str());
    set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    set(CURLOPT_PROXY, "");
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(channel_.timeout.count()));
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(std::min<std::int64_t>(channel_.timeout.count(), 10'000)));
    set_security();
    auto bracketed_from = "<" + *from + ">", bracketed_to = "<" + *to + ">";
    curl_slist* recipients = curl_slist_append(nullptr, bracketed_to.c_str());
    set(CURLOPT_MAIL_FROM, bracketed_from.c_str());
    set(CURLOPT_MAIL_RCPT, recipients);
    set(CURLOPT_UPLOAD, 1L);
    set(CURLOPT_READFUNCTION, &read_mail);
    set(CURLOPT_READDATA, &exchange);
    set(CURLOPT_HEADERFUNCTION, &read_reply);
    set(CURLOPT_HEADERDATA, &exchange);
    set(CURLOPT_VERBOSE, 1L);  // for watch_commands, which prints nothing
    set(CURLOPT_DEBUGFUNCTION, &watch_commands);
    set(CURLOPT_DEBUGDATA, &exchange);
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_XFERINFOFUNCTION, &ask_whether_to_stop);
    set(CURLOPT_XFERINFODATA, &given_up_);
    set(CURLOPT_ERRORBUFFER, words);
    auto result = curl_easy_perform(curl_);
    curl_slist_free_all(recipients);
    exchange.reply.finished = result == CURLE_OK;
    exchange.reply.body_sent = exchange.unsent.empty();
    exchange.reply.error = words[0] ? words : curl_easy_strerror(result);
    if (result != CURLE_OK && exchange.reply.code < 400) start_over();
    return classify_smtp(exchange.reply);
}

// auto: encrypted when the relay offers it, as mail servers do among themselves, its name not proven. required:
// encrypted and proven. A password is only sent over a line that is both.
void SmtpNotifier::set_security() {
    auto set = [&](auto option, auto value) { BREACHD_CHECK(curl_easy_setopt(curl_, option, value) == CURLE_OK); };
    bool clear = channel_.tls == "none";
    bool proven = !clear && (channel_.tls == "required" || channel_.url.starts_with("smtps") ||
                             !channel_.username.empty() || !channel_.ca_file.empty());
    set(CURLOPT_USE_SSL, static_cast<long>(clear ? CURLUSESSL_NONE : proven ? CURLUSESSL_ALL : CURLUSESSL_TRY));
    set(CURLOPT_SSL_VERIFYPEER, proven ? 1L : 0L);
    set(CURLOPT_SSL_VERIFYHOST, proven ? 2L : 0L);
    if (!channel_.ca_file.empty()) set(CURLOPT_CAINFO, channel_.ca_file.c_str());
    if (channel_.username.empty()) return;
    set(CURLOPT_USERNAME, channel_.username.c_str());
    set(CURLOPT_PASSWORD, channel_.password.c_str());
}

}  // namespace breachd
