#include "ctl/people/import_progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <thread>
#include <utility>

#include "ctl/print.hpp"

namespace breachd::ctl {

namespace {

constexpr std::size_t kEventBytesMax = 1 << 20;  // an entry of the journal is far shorter
constexpr int kBarLetters = 20;
constexpr int kLineEvery = 10;  // percent

}  // namespace

void ProgressReader::feed(std::string_view bytes) {
    waiting_ += bytes;
    if (waiting_.size() > kEventBytesMax && waiting_.find("\n\n") == std::string::npos) waiting_.clear();
}

json::value ProgressReader::next() {
    constexpr std::string_view kHead = "event: import_progress\ndata: ";
    for (auto end = waiting_.find("\n\n"); end != std::string::npos; end = waiting_.find("\n\n")) {
        auto block = waiting_.substr(0, end);
        waiting_.erase(0, end + 2);
        if (!block.starts_with(kHead)) continue;
        if (auto said = parse_json(std::string_view(block).substr(kHead.size())); said && said->is_object())
            return *said;
    }
    return nullptr;
}

int progress_percent(const json::value& event) {
    auto total = number_at(event, "bytes_total");
    if (total <= 0) return 0;
    return static_cast<int>(std::clamp<std::int64_t>(number_at(event, "bytes") * 100 / total, 0, 100));
}

std::string progress_bar(const json::value& event) {
    auto percent = progress_percent(event);
    auto full = static_cast<std::size_t>(percent * kBarLetters / 100);
    return fmt::format("[{}{}] {:3} %  {} dòng / rows, {} không dùng được / unusable", std::string(full, '#'),
                       std::string(kBarLetters - full, '.'), percent, number_at(event, "rows"),
                       number_at(event, "rejected"));
}

struct ImportProgress::Impl {
    Client client;
    std::string incident;
    std::int64_t bytes;
    bool terminal = ::isatty(STDERR_FILENO) != 0;
    bool shown = false;
    int said = 0;  // the last line's percent
    std::thread thread;

    void hear() {
        ProgressReader reader;
        (void)client.stream("/api/v1/events", [&](std::string_view part) {
            reader.feed(part);
            for (auto event = reader.next(); !event.is_null(); event = reader.next()) show(event);
        });
    }

    // Somebody else may be importing, too: the length is our own list's.
    void show(const json::value& event) {
        if (text_at(event, "incident_id") != incident || number_at(event, "bytes_total") != bytes) return;
        if (terminal) {
            std::fputs(("\r" + progress_bar(event) + "\033[K").c_str(), stderr);
            std::fflush(stderr);
        } else if (progress_percent(event) >= said + kLineEvery || !shown) {
            said = progress_percent(event);
            complain(progress_bar(event));
        }
        shown = true;
    }
};

ImportProgress::ImportProgress(const Client& client, std::string incident, std::size_t bytes)
    : impl_(new Impl{client.another(), std::move(incident), static_cast<std::int64_t>(bytes)}) {
    impl_->thread = std::thread([impl = impl_.get()] { impl->hear(); });
}

ImportProgress::~ImportProgress() {
    impl_->client.end_stream();
    impl_->thread.join();
    if (impl_->terminal && impl_->shown) std::fputs("\r\033[K", stderr);
}

}  // namespace breachd::ctl
