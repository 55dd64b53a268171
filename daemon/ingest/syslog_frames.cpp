#include "ingest/syslog_frames.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace breachd::ingest {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_trailer(char c) { return c == '\n' || c == '\r' || c == '\0'; }

// "123 …": a length and what follows it, as far as it has come.
bool begins_counted(std::string_view text) {
    std::size_t digits = 0;
    while (digits < text.size() && is_digit(text[digits])) ++digits;
    return digits > 0 && text.front() != '0' && digits < text.size() && text[digits] == ' ';
}

}  // namespace

Result<void> SyslogFrames::feed(std::string_view bytes, const OnFrame& on_frame) {
    if (failed_) return *failed_;
    held_ += bytes;
    while (take_frame(on_frame)) {
    }
    held_.erase(0, start_);
    searched_ -= std::min(searched_, start_);
    consumed_ += start_;
    start_ = 0;
    return failed_ ? Result<void>(*failed_) : Result<void>{};
}

Result<void> SyslogFrames::finish(const OnFrame& on_frame) {
    if (failed_) return *failed_;
    if (held_.empty()) return {};
    if (begins_counted(held_) || (counting_ && held_.front() != '<')) {
        fail(ErrorCode::unprocessable, "the stream ended inside a syslog frame");
        return *failed_;
    }
    std::string_view line = held_;
    if (line.back() == '\r') line.remove_suffix(1);
    if (!line.empty()) on_frame(line);
    held_.clear();
    return {};
}

bool SyslogFrames::fail(ErrorCode code, std::string message) {
    failed_ = Error{code, std::move(message), fmt::format("byte {} of the stream", consumed_ + start_)};
    return false;
}

bool SyslogFrames::take_frame(const OnFrame& on_frame) {
    while (start_ < held_.size() && is_trailer(held_[start_])) ++start_;  // between frames, also behind counted ones
    if (failed_ || start_ == held_.size()) return false;
    char first = held_[start_];
    if (is_digit(first) && first != '0') return take_counted(on_frame);
    if (counting_ && first != '<') return fail(ErrorCode::unprocessable, "a frame starts with its length or with <");
    return take_line(on_frame);
}

bool SyslogFrames::take_counted(const OnFrame& on_frame) {
    std::size_t at = start_, length = 0;
    while (at < held_.size() && is_digit(held_[at])) {
        length = length * 10 + static_cast<std::size_t>(held_[at++] - '0');
        if (length > frame_bytes_max_)
            return fail(ErrorCode::too_large, fmt::format("a syslog frame is longer than {} bytes", frame_bytes_max_));
    }
    if (at == held_.size()) return false;
    if (held_[at] != ' ') {
        if (counting_) return fail(ErrorCode::unprocessable, "expected a blank behind the frame's length");
        return take_line(on_frame);  // a message without priority that begins with a date
    }
    ++at;
    if (held_.size() - at < length) return false;
    counting_ = true;
    on_frame(std::string_view(held_).substr(at, length));
    start_ = at + length;
    return true;
}

bool SyslogFrames::take_line(const OnFrame& on_frame) {
    std::size_t end = std::max(start_, searched_);  // bytes that trickle in are looked at once
    while (end < held_.size() && held_[end] != '\n' && held_[end] != '\0') ++end;
    searched_ = end;
    auto line = std::string_view(held_).substr(start_, end - start_);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (line.size() > frame_bytes_max_)
        return fail(ErrorCode::too_large, fmt::format("a syslog line is longer than {} bytes", frame_bytes_max_));
    if (end == held_.size()) return false;
    counting_ = false;
    on_frame(line);
    start_ = end + 1;
    return true;
}

}  // namespace breachd::ingest
