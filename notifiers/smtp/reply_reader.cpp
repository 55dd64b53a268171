#include "notifiers/smtp/reply_reader.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace breachd {

void ReplyReader::feed(std::string_view bytes) {
    if (!broken_) buffer_ += bytes;
}

// Takes what the buffer has of the present line; true when it has come whole.
bool ReplyReader::take_line() {
    auto rest = std::string_view(buffer_).substr(at_);
    auto end = rest.find('\n');
    auto part = rest.substr(0, end);
    inside_line_ |= !rest.empty();
    line_bytes_ += part.size();
    if (line_bytes_ > kReplyLineMax) broken_ = true;
    line_ += part.substr(0, kReplyLineKept - std::min(kReplyLineKept, line_.size()));
    at_ += end == rest.npos ? part.size() : part.size() + 1;
    if (at_ == buffer_.size()) {
        buffer_.clear();
        at_ = 0;
    }
    return end != rest.npos;
}

// What the line says: "250-text" goes on, "250 text" and "250" end the reply.
bool ReplyReader::end_line() {
    auto line = std::exchange(line_, "");
    line_bytes_ = 0;
    inside_line_ = false;
    if (line.ends_with('\r')) line.pop_back();
    int code = 0;
    const auto* digits_end = line.data() + std::min<std::size_t>(line.size(), 3);
    auto [end, failed] = std::from_chars(line.data(), digits_end, code);
    bool reads = failed == std::errc{} && end == line.data() + 3 && code >= 200 && code <= 599;
    char mark = line.size() > 3 ? line[3] : ' ';
    if (!reads || (mark != ' ' && mark != '-') || (!reply_.lines.empty() && code != reply_.code)) return false;
    if (reply_.lines.size() >= kReplyLinesMax) return false;
    reply_.code = code;
    reply_.lines.push_back(line.size() > 4 ? line.substr(4) : "");
    whole_ = mark == ' ';
    return true;
}

std::optional<ServerReply> ReplyReader::next() {
    while (!broken_ && !buffer_.empty()) {
        if (!take_line() || broken_) break;
        if (!end_line()) broken_ = true;
        if (!broken_ && std::exchange(whole_, false)) return std::exchange(reply_, {});
    }
    return {};
}

}  // namespace breachd
