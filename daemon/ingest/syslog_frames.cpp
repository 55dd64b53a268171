#include "ingest/syslog_frames.hpp"
#include "ingest/time_words.hpp"  // is_digit

#include <fmt/format.h>

#include <algorithm>

namespace breachd::ingest {

namespace {

// A longer message is no message: the number is a moment since 1970 at the beginning of a line, or the place is lost.
constexpr std::size_t kLengthMax = 64 * 1024 * 1024;
constexpr std::size_t kLengthDigitsMax = 8;

bool is_trailer(char c) { return c == '\n' || c == '\r' || c == '\0'; }

// "123 …", as far as it has come.
struct Count {
    bool open = false;  // it may yet become a length: nothing but digits has come
    bool found = false;
    std::size_t length = 0, bytes = 0;  // bytes: with the blank
};

Count count_of(std::string_view text) {
    std::size_t digits = 0, length = 0;
    for (; digits < text.size() && digits <= kLengthDigitsMax && is_digit(text[digits]); ++digits)
        length = length * 10 + static_cast<std::size_t>(text[digits] - '0');
    if (digits == 0 || digits > kLengthDigitsMax || text.front() == '0' || length > kLengthMax) return {};
    if (digits == text.size()) return {.open = true};
    return {.found = text[digits] == ' ', .length = length, .bytes = digits + 1};
}

}  // namespace

Result<void> SyslogFrames::feed(std::string_view bytes, const OnFrame& on_frame) {
    if (failed_) return *failed_;
    held_ += bytes;
    stopped_ = false;
    while (take_frame(on_frame)) {
    }
    held_.erase(0, start_);
    searched_ -= std::min(searched_, start_);
    consumed_ += start_;
    start_ = 0;
    stopped_ = stopped_ && !held_.empty();
    return failed_ ? Result<void>(*failed_) : Result<void>{};
}

Result<void> SyslogFrames::finish(const OnFrame& on_frame) {
    auto take = [&](const SyslogFrame& frame) { return on_frame(frame), true; };
    if (auto fed = feed({}, take); !fed) return fed;
    if (held_.empty()) return {};
    if (count_of(held_).found || (counting_ && held_.front() != '<')) {
        fail(ErrorCode::unprocessable, "the stream ended inside a syslog frame");
        return *failed_;
    }
    std::string_view line = held_;
    if (line.back() == '\r') line.remove_suffix(1);
    if (!line.empty()) give(line, take);
    held_.clear();
    return {};
}

std::string SyslogFrames::place() const { return fmt::format("byte {} of the stream", consumed_ + start_); }

bool SyslogFrames::fail(ErrorCode code, std::string message) {
    failed_ = Error{code, std::move(message), place()};
    return false;
}

bool SyslogFrames::give(std::string_view bytes, const OnFrame& on_frame) {
    stopped_ = !on_frame({bytes, std::nullopt});
    return !stopped_;
}

bool SyslogFrames::give_beginning(std::string_view bytes, std::string fault, const OnFrame& on_frame) {
    stopped_ = !on_frame({bytes.substr(0, frame_bytes_max_), Error{ErrorCode::too_large, std::move(fault), place()}});
    return !stopped_;
}

bool SyslogFrames::skip() {
    auto rest = std::string_view(held_).substr(start_);
    if (skip_line_) {
        auto end = rest.find_first_of(std::string_view("\n\0", 2));
        skip_line_ = end == std::string_view::npos;
        start_ += skip_line_ ? rest.size() : end + 1;
        return !skip_line_;
    }
    auto here = std::min(skip_bytes_, rest.size());
    start_ += here;
    skip_bytes_ -= here;
    return skip_bytes_ == 0;
}

bool SyslogFrames::take_frame(const OnFrame& on_frame) {
    if (failed_ || !skip()) return false;
    while (start_ < held_.size() && is_trailer(held_[start_])) ++start_;  // between frames, also behind counted ones
    if (start_ == held_.size()) return false;
    char first = held_[start_];
    if (is_digit(first)) {
        auto count = count_of(std::string_view(held_).substr(start_));
        if (count.open) return false;
        if (count.found) return take_counted(count.length, start_ + count.bytes, on_frame);
    }
    if (counting_ && first != '<')
        return fail(ErrorCode::unprocessable, is_digit(first) ? "a frame's number is no length with a blank behind it"
                                                              : "a frame starts with its length or with <");
    return take_line(on_frame);  // digits: a message without priority that begins with a date
}

bool SyslogFrames::take_counted(std::size_t length, std::size_t at, const OnFrame& on_frame) {
    auto here = std::min(length, frame_bytes_max_);
    if (held_.size() - at < here) return false;
    counting_ = true;
    auto message = std::string_view(held_).substr(at, here);
    bool more = here == length
                    ? give(message, on_frame)
                    : give_beginning(message, fmt::format("a syslog frame is longer than {} bytes", frame_bytes_max_),
                                     on_frame);
    start_ = at + here;
    skip_bytes_ = length - here;
    return more;
}

bool SyslogFrames::take_line(const OnFrame& on_frame) {
    std::size_t end = std::max(start_, searched_);  // bytes that trickle in are looked at once
    while (end < held_.size() && held_[end] != '\n' && held_[end] != '\0') ++end;
    searched_ = end;
    bool ended = end < held_.size();
    auto line = std::string_view(held_).substr(start_, end - start_);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    bool too_long = line.size() > frame_bytes_max_;
    if (!ended && !too_long) return false;
    counting_ = false;
    bool more = too_long ? give_beginning(line, fmt::format("a syslog line is longer than {} bytes", frame_bytes_max_),
                                          on_frame)
                         : give(line, on_frame);
    start_ = ended ? end + 1 : end;
    skip_line_ = !ended;
    return more;
}

}  // namespace breachd::ingest
