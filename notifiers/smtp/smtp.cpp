#include "notifiers/smtp/smtp.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <cstring>

#include "base/check.hpp"
#include "notifiers/smtp/message.hpp"

namespace breachd {

namespace {

struct Upload {
    std::string_view bytes;
};

std::size_t read_mail(char* buffer, std::size_t size, std::size_t count, void* user) {
    auto& upload = *static_cast<Upload*>(user);
    auto n = std::min(size * count, upload.bytes.size());
    std::memcpy(buffer, upload.bytes.data(), n);
    upload.bytes.remove_prefix(n);
    return n;
}

// Every reply line of the server arrives here; the last one with a blank after the code ends a reply.
std::size_t read_reply(char* buffer, std::size_t size, std::size_t count, void* user) {
    auto& reply = *static_cast<SmtpReply*>(user);
    std::string_view line(buffer, size * count);
    while (!line.empty() && (line.back() == '\r' || line.back() == '\n')) line.remove_suffix(1);
    reply.connected = true;
    if (line.size() >= 3 && line[0] >= '2' && line[0] <= '5') {
        int code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
        if (code >= 200 && code < 600) {
            reply.code = code;
            reply.text = line.size() > 4 ? std::string(line.substr(4, 500)) : "";
        }
    }
    return size * count;
}

// "5.1.1" at the beginning of the server's words (RFC 3463), else "".
std::string enhanced_code(std::string_view text) {
    auto end = text.find(' ');
    auto code = text.substr(0, end == std::string_view::npos ? text.size() : end);
    if (code.size() < 5 || code.size() > 10 || (code[0] != '2' && code[0] != '4' && code[0] != '5') || code[1] != '.') return "";
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

}  // namespace

Outcome classify_smtp(const SmtpReply& reply) {
    auto enhanced = enhanced_code(reply.text);
    auto code = reply.code == 0 ? std::string() : enhanced.empty() ? fmt::format("{}", reply.code) : fmt::format("{} {}", reply.code, enhanced);
    auto words = redact(reply.text.empty() ? reply.error : reply.text);
    if (reply.finished) return {SendResult::accepted, Blame::none, code, "", queue_id(reply.text), {}};
    if (!reply.connected || reply.code == 0) return {SendResult::retry, Blame::channel, code, redact(reply.error), "", {}};
    // The message went out and the line was lost before the answer: it may have been taken.
    if (reply.code == 354) return {SendResult::unknown, Blame::none, "354", redact(reply.error), "", {}};
    if (reply.code == 421 || starts_with_any(enhanced, {"4.3.", "4.4."})) return {SendResult::retry, Blame::channel, code, words, "", {}};
    if (reply.code == 530 || reply.code == 534 || reply.code == 535 || reply.code == 538) return {SendResult::retry, Blame::channel, code, words, "", {}};
    if (reply.code == 452 || enhanced == "4.7.28") return {SendResult::retry, Blame::destination, code, words, "", {}};
    if (reply.code >= 400 && reply.code < 500) return {SendResult::retry, Blame::recipient, code, words, "", {}};
    if (starts_with_any(enhanced, {"5.5.", "5.6."})) return {SendResult::rejected, Blame::content, code, words, "", {}};
    if (starts_with_any(enhanced, {"5.7."})) return {SendResult::rejected, Blame::destination, code, words, "", {}};  // policy, not a bad address
    if (reply.code >= 500) return {SendResult::rejected, Blame::recipient, code, words, "", {}};
    return {SendResult::retry, Blame::channel, code, redact(reply.error), "", {}};  // 2xx, then the line was lost before DATA
}

SmtpNotifier::SmtpNotifier(Channel channel, bool drill) : channel_(std::move(channel)), drill_(drill), curl_(curl_easy_init()) {
    BREACHD_CHECK(curl_ != nullptr);
}

SmtpNotifier::~SmtpNotifier() {
    curl_easy_cleanup(curl_);
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
    auto mail = build_mail(message, channel_.from, drill_);
    Upload upload{mail};
    SmtpReply reply;
    char words[CURL_ERROR_SIZE] = "";
    curl_easy_reset(curl_);
    auto set = [&](auto option, auto value) { BREACHD_CHECK(curl_easy_setopt(curl_, option, value) == CURLE_OK); };
    set(CURLOPT_URL, channel_.url.c_str());
    set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(channel_.timeout.count()));
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(std::min<std::int64_t>(channel_.timeout.count(), 10'000)));
    set(CURLOPT_USE_SSL, static_cast<long>(channel_.tls == "required" ? CURLUSESSL_ALL : channel_.tls == "none" ? CURLUSESSL_NONE : CURLUSESSL_TRY));
    // auto: encrypted when the relay offers it, as mail servers do among themselves; required: and the relay proves who it is.
    bool verify = channel_.tls == "required" || channel_.url.starts_with("smtps");
    set(CURLOPT_SSL_VERIFYPEER, verify ? 1L : 0L);
    set(CURLOPT_SSL_VERIFYHOST, verify ? 2L : 0L);
    if (!channel_.ca_file.empty()) set(CURLOPT_CAINFO, channel_.ca_file.c_str());
    if (!channel_.username.empty()) {
        set(CURLOPT_USERNAME, channel_.username.c_str());
        set(CURLOPT_PASSWORD, channel_.password.c_str());
    }
    auto bracketed_from = "<" + *from + ">", bracketed_to = "<" + *to + ">";
    curl_slist* recipients = curl_slist_append(nullptr, bracketed_to.c_str());
    set(CURLOPT_MAIL_FROM, bracketed_from.c_str());
    set(CURLOPT_MAIL_RCPT, recipients);
    set(CURLOPT_UPLOAD, 1L);
    set(CURLOPT_READFUNCTION, &read_mail);
    set(CURLOPT_READDATA, &upload);
    set(CURLOPT_HEADERFUNCTION, &read_reply);
    set(CURLOPT_HEADERDATA, &reply);
    set(CURLOPT_ERRORBUFFER, words);
    auto result = curl_easy_perform(curl_);
    curl_slist_free_all(recipients);
    reply.finished = result == CURLE_OK;
    reply.error = words[0] ? words : curl_easy_strerror(result);
    return classify_smtp(reply);
}

}  // namespace breachd
