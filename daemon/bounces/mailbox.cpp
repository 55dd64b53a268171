#include "bounces/mailbox.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "core/words/causes.hpp"

namespace breachd::bounces {

namespace {

constexpr std::size_t kMailsARound = 1000;
constexpr std::size_t kMailsAtOnce = 50;  // with the engine, each of up to 256 KiB
constexpr std::chrono::milliseconds kLater = std::chrono::seconds{5};
constexpr std::chrono::milliseconds kPauseMax = std::chrono::minutes{15};
constexpr std::chrono::milliseconds kSlice{250};
constexpr int kSilentSlicesMax = 240;

}  // namespace

Mailbox::Mailbox(MailboxSettings settings, MailServices services)
    : settings_(std::move(settings)), services_(std::move(services)) {}

void Mailbox::start() {
    thread_ = std::thread([this] { run(); });
}

void Mailbox::stop() {
    stopping_.close();
    if (thread_.joinable()) thread_.join();
}

std::optional<Cause> Mailbox::state() const {
    auto now = state_.load();
    return now < 0 ? std::nullopt : std::optional(static_cast<Cause>(now));
}

void Mailbox::run() {
    auto pause = settings_.every;
    while (!stopping_.closed()) {
        bool more = false;
        auto trouble = round(more);
        if (stopping_.closed()) return;
        tell(trouble);
        if (trouble) {
            (void)stopping_.take(1, pause);
            pause = std::min(pause * 2, std::max(kPauseMax, settings_.every));
            continue;
        }
        pause = settings_.every;
        if (more) continue;
        (void)stopping_.take(1, later_ ? std::min(kLater, settings_.every) : settings_.every);
        aside_.clear();
        later_ = engine_full_ = false;
    }
}

Trouble Mailbox::round(bool& more) {
    ImapLine line(settings_, [this] { return stopping_.closed(); });
    if (auto trouble = line.open()) return trouble;
    std::vector<std::uint32_t> ids;
    if (auto trouble = line.unread(ids, kMailsARound + aside_.size() + 1)) return trouble;
    ids = wanted(std::move(ids), more);
    while (!ids.empty() && !engine_full_) {
        // A suspect that ends its connection, too, is at fault, and not the server.
        bool alone = suspects_.contains(ids.front());
        auto end = ids.begin() + static_cast<std::ptrdiff_t>(alone ? 1 : std::min(ids.size(), kMailsAtOnce));
        end = alone ? end : std::find_if(ids.begin(), end, [this](auto id) { return suspects_.contains(id); });
        std::vector<std::uint32_t> some(ids.begin(), end);
        ids.erase(ids.begin(), end);
        auto trouble = take_in(line, some);
        if (!trouble) continue;
        if (!suspects_.contains(some.front())) return trouble;
        more = true;
        return {};
    }
    more &= !engine_full_;
    return {};
}

std::vector<std::uint32_t> Mailbox::wanted(std::vector<std::uint32_t> unread, bool& more) const {
    std::erase_if(unread, [this](auto id) { return aside_.contains(id); });
    more = unread.size() > kMailsARound;
    unread.resize(std::min(unread.size(), kMailsARound));
    std::stable_partition(unread.begin(), unread.end(), [this](auto id) { return !suspects_.contains(id); });
    return unread;
}

// All that were answered are set aside; those that are marked come back from there.
Trouble Mailbox::take_in(ImapLine& line, const std::vector<std::uint32_t>& ids) {
    auto fates = std::make_shared<Fates>(ids.size());
    std::set<std::uint32_t> given;
    auto give = [&](ImapMail&& mail) {
        given.insert(mail.id);
        suspects_.erase(mail.id);
        deliver(services_, mail.bytes, {}, [fates, id = mail.id](Fate fate) { (void)fates->try_push({id, fate}); });
    };
    auto at = ids.back();
    auto trouble = line.fetch(ids, give, at);
    if (trouble && ids.size() > 1) suspects_.insert(at);
    aside_.insert(given.begin(), given.end());
    if (!trouble || ids.size() == 1) {
        aside_.insert(ids.begin(), ids.end());
        if (given.size() < ids.size() && !std::exchange(ungiven_told_, true))
            services_.warn(fmt::format("bounces: {}: a mail of the folder is not given", settings_.server));
    }
    return trouble ? trouble : settle(line, *fates, given.size());
}

// Waits for the fates, and marks.
Trouble Mailbox::settle(ImapLine& line, Fates& fates, std::size_t given) {
    std::vector<std::uint32_t> ids;
    std::size_t heard = 0;
    for (int silent = 0; heard < given && silent < kSilentSlicesMax && !stopping_.closed(); ++silent)
        for (const auto& each : fates.take(given, kSlice)) {
            ++heard;
            silent = 0;
            if (each.fate != Fate::later) ids.push_back(each.id);
        }
    later_ |= ids.size() < given;
    engine_full_ |= given > 0 && ids.empty();
    if (ids.empty()) return {};
    auto trouble = line.mark_read(ids);
    if (!trouble)
        for (auto id : ids) aside_.erase(id);
    return trouble;
}

// Once for each change: a server that is down for a night is one line.
void Mailbox::tell(const Trouble& trouble) {
    state_ = static_cast<int>(trouble.cause);
    bool same = told_ ? told_->cause == trouble.cause && std::string_view(told_->what) == trouble.what : !trouble;
    told_ = trouble;
    if (same) return;
    if (!trouble) return services_.warn(fmt::format("bounces: {}: is read again", settings_.server));
    std::string_view what = trouble.what;
    services_.warn(fmt::format("bounces: {}: cannot be read: {}{}{}", settings_.server,
                               words::cause(trouble.cause, "en"), what.empty() ? "" : "; ", what));
}

}  // namespace breachd::bounces
