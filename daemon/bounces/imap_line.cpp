#include "bounces/imap_line.hpp"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/check.hpp"
#include "base/in_quotes.hpp"
#include "bounces/report.hpp"
#include "notifiers/curl_cause.hpp"

namespace breachd::bounces {

namespace {

constexpr long kConnectMs = 10'000;
constexpr long kSignInMs = 30'000;
constexpr int kSliceMs = 250;  // so soon a stop is seen
constexpr int kSilentSlicesMax = 120;

int ask_whether_to_stop(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return (*static_cast<ImapLine::Stopping*>(user))() ? 1 : 0;
}

}  // namespace

ImapLine::ImapLine(const MailboxSettings& settings, Stopping stopping)
    : settings_(settings),
      stopping_(std::move(stopping)),
      curl_(curl_easy_init(), &curl_easy_cleanup),
      reader_(kMailBytesMax) {
    BREACHD_CHECK(curl_ != nullptr);
}

// Of a connection that only connects, libcurl takes no leave.
ImapLine::~ImapLine() {
    if (commands_ > 0) (void)say(next_tag() + " LOGOUT\r\n");
}

Trouble ImapLine::open() {
    auto set = [&](auto option, auto value) {
        BREACHD_CHECK(curl_easy_setopt(curl_.get(), option, value) == CURLE_OK);
    };
    set(CURLOPT_URL, settings_.server.c_str());
    set(CURLOPT_PROTOCOLS_STR, "imap,imaps");
    set(CURLOPT_CONNECT_ONLY, 1L);
    set(CURLOPT_PROXY, "");
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_CONNECTTIMEOUT_MS, kConnectMs);
    set(CURLOPT_TIMEOUT_MS, kSignInMs);
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_XFERINFOFUNCTION, &ask_whether_to_stop);
    set(CURLOPT_XFERINFODATA, &stopping_);
    set(CURLOPT_USE_SSL, static_cast<long>(settings_.tls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
    if (!settings_.ca_file.empty()) set(CURLOPT_CAINFO, settings_.ca_file.c_str());
    set(CURLOPT_USERNAME, settings_.user.c_str());
    set(CURLOPT_PASSWORD, settings_.password.c_str());
    if (auto result = curl_easy_perform(curl_.get()); result != CURLE_OK) return {cause_of(result)};
    bool read_only = false;
    auto trouble = ask("SELECT " + in_quotes(settings_.folder), "the folder cannot be opened", [&](const auto& answer) {
        read_only |= !answer.text.starts_with("*") && answer.text.find("[READ-ONLY]") != std::string::npos;
    });
    if (trouble || !read_only) return trouble;
    return {Cause::refused, "the folder is read-only, and no mail in it can be marked"};
}

Trouble ImapLine::unread(std::vector<std::uint32_t>& ids, std::size_t most) {
    return ask("UID SEARCH UNSEEN", "the folder cannot be searched", [&](const auto& answer) {
        auto more = found(answer, most - ids.size());
        ids.insert(ids.end(), more.begin(), more.end());
    });
}

// All are asked for at once: a round trip for each would be hours for a large run. The server may answer in any order.
Trouble ImapLine::fetch(const std::vector<std::uint32_t>& ids, const std::function<void(ImapMail&&)>& take,
                        std::uint32_t& at) {
    std::string commands;
    std::map<std::string, std::uint32_t, std::less<>> open;
    std::set<std::uint32_t> wanted(ids.begin(), ids.end());
    for (auto id : ids) {
        auto tag = next_tag();
        commands += fmt::format("{} UID FETCH {} (UID BODY.PEEK[]<0.{}>)\r\n", tag, id, kMailBytesMax);
        open.emplace(std::move(tag), id);
    }
    auto trouble = say(commands);
    while (!trouble && !open.empty()) {
        ImapAnswer answer;
        if ((trouble = hear(answer))) break;
        if (auto one = open.find(std::string_view(answer.text).substr(0, answer.text.find(' '))); one != open.end())
            open.erase(one);
        else if (auto mail = fetched(answer); mail && wanted.erase(mail->id) > 0)
            take(std::move(*mail));
    }
    for (const auto& [tag, id] : open) at = std::min(at, id);
    return trouble;
}

Trouble ImapLine::mark_read(const std::vector<std::uint32_t>& ids) {
    return ask(fmt::format("UID STORE {} +FLAGS.SILENT (\\Seen)", fmt::join(ids, ",")), "mails cannot be marked", {});
}

std::string ImapLine::next_tag() { return fmt::format("b{}", ++commands_); }

Trouble ImapLine::ask(const std::string& command, const char* refused,
                      const std::function<void(const ImapAnswer&)>& each) {
    auto tag = next_tag();
    if (auto trouble = say(tag + " " + command + "\r\n")) return trouble;
    for (;;) {
        ImapAnswer answer;
        if (auto trouble = hear(answer)) return trouble;
        if (each) each(answer);
        if (auto good = ended(answer, tag)) return *good ? Trouble{} : Trouble{Cause::refused, refused};
    }
}

Trouble ImapLine::say(std::string_view bytes) {
    while (!bytes.empty()) {
        std::size_t sent = 0;
        auto result = curl_easy_send(curl_.get(), bytes.data(), bytes.size(), &sent);
        bytes.remove_prefix(sent);
        if (result == CURLE_AGAIN) {
            if (auto trouble = wait_for(POLLOUT)) return trouble;
        } else if (result != CURLE_OK) {
            return {Cause::connection_lost};
        }
    }
    return {};
}

Trouble ImapLine::hear(ImapAnswer& answer) {
    for (;;) {
        if (auto next = reader_.next()) {
            answer = std::move(*next);
            return {};
        }
        std::size_t got = 0;
        auto result = curl_easy_recv(curl_.get(), buffer_.data(), buffer_.size(), &got);
        if (result == CURLE_AGAIN) {
            if (auto trouble = wait_for(POLLIN)) return trouble;
        } else if (result != CURLE_OK || got == 0) {
            return {Cause::connection_lost};
        } else if (!reader_.feed({buffer_.data(), got})) {
            return {Cause::connection_lost, "the server's answer is too long"};
        }
    }
}

Trouble ImapLine::wait_for(short events) {
    curl_socket_t socket = CURL_SOCKET_BAD;
    if (curl_easy_getinfo(curl_.get(), CURLINFO_ACTIVESOCKET, &socket) != CURLE_OK || socket == CURL_SOCKET_BAD)
        return {Cause::connection_lost};
    for (int i = 0; i < kSilentSlicesMax; ++i) {
        if (stopping_()) return {Cause::stopped};
        pollfd one{socket, events, 0};
        if (::poll(&one, 1, kSliceMs) > 0) return {};
    }
    return {Cause::timed_out};
}

}  // namespace breachd::bounces
