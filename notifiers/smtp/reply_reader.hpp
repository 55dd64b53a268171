// Cuts what a mail server says into replies (RFC 5321, 4.2): pure, whatever the pieces it comes in.
//
// Guarantees
//  1. Memory is bounded: of a line kReplyLineKept bytes are kept, a reply has at most kReplyLinesMax lines and a line
//     at most kReplyLineMax bytes. More is not SMTP.
//  2. A reply is given out only when its last line has come whole, and all its lines bear the same code.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace breachd {

inline constexpr std::size_t kReplyLineKept = 512;  // RFC 5321, 4.5.3.1.5
inline constexpr std::size_t kReplyLineMax = 64 * 1024;
inline constexpr std::size_t kReplyLinesMax = 128;

struct ServerReply {
    int code = 0;
    std::vector<std::string> lines;  // without the code
    const std::string& text() const { return lines.back(); }
};

class ReplyReader {
  public:
    void feed(std::string_view bytes);
    // The next whole reply, none while it is still to come.
    std::optional<ServerReply> next();
    // This is no SMTP, and nothing that follows can be believed.
    bool broken() const { return broken_; }
    // Nothing is left over: no half line, and no half reply.
    bool empty() const { return buffer_.empty() && !inside_line_ && reply_.lines.empty(); }

  private:
    bool take_line();
    bool end_line();

    std::string buffer_;
    std::size_t at_ = 0;  // of the buffer, what was read
    std::string line_;
    std::size_t line_bytes_ = 0;
    bool inside_line_ = false;
    bool broken_ = false;
    ServerReply reply_;
    bool whole_ = false;
};

}  // namespace breachd
