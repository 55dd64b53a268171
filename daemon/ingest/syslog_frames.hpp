// Cuts a TCP stream into syslog messages (RFC 6587): octet counting ("LEN SP MSG") and LF-terminated messages, told
// apart frame by frame. Pure and incremental: bytes may arrive in any pieces and the frames are the same.
//
// Guarantees: a message is at most `frame_bytes_max`; of a longer one the beginning is given out with its fault, the
// rest is passed over (as many bytes as it said, or up to its line feed), and the messages behind it are read. No more
// than one unfinished frame is held, and what the caller has not taken yet. A line feed inside an octet-counted message
// is text. After an error the stream has lost its place: the connection is to be closed, and every further call gives
// the same error.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace breachd::ingest {

struct SyslogFrame {
    std::string_view bytes;
    std::optional<Error> fault;  // too long: `bytes` is its beginning
};

class SyslogFrames {
  public:
    // False: enough for now. What came behind this frame waits for the next call.
    using OnFrame = std::function<bool(const SyslogFrame& frame)>;

    explicit SyslogFrames(std::size_t frame_bytes_max = 64 * 1024) : frame_bytes_max_(frame_bytes_max) {}

    // Hands over every message that is complete with these bytes, in order. Without bytes it goes on where it was
    // stopped.
    Result<void> feed(std::string_view bytes, const OnFrame& on_frame);
    // The stream has ended; the caller cannot say "enough". An LF message that lacks only its end is handed over,
    // because its sender will not repeat it; an error when the stream ended inside a counted frame.
    Result<void> finish(const OnFrame& on_frame);
    // What has come and is in no message: the begun frame, or after an error the bytes from the place it names on.
    std::string_view unfinished() const { return held_; }
    // The caller said "enough", and whole messages may wait.
    bool stopped() const { return stopped_; }
    // A frame has begun, or a too long one is being passed over.
    bool inside() const { return !held_.empty() || skip_bytes_ > 0 || skip_line_; }

  private:
    // One frame off the front of held_; false when more bytes are needed or the caller has enough.
    bool take_frame(const OnFrame& on_frame);
    bool take_counted(std::size_t length, std::size_t at, const OnFrame& on_frame);
    bool take_line(const OnFrame& on_frame);
    // Passes over the rest of a message that was too long; false when it has not all come.
    bool skip();
    bool give(std::string_view bytes, const OnFrame& on_frame);
    bool give_beginning(std::string_view bytes, std::string fault, const OnFrame& on_frame);
    bool fail(ErrorCode code, std::string message);
    std::string place() const;

    std::size_t frame_bytes_max_;
    std::string held_;
    std::size_t start_ = 0;       // of the unread part of held_
    std::size_t searched_ = 0;    // no line ends before it
    std::size_t consumed_ = 0;    // bytes of the stream before held_, for the error's place
    std::size_t skip_bytes_ = 0;  // of a counted frame that was too long
    bool skip_line_ = false;      // a line that was too long has not ended yet
    bool counting_ = false;       // the last frame was counted
    bool stopped_ = false;
    std::optional<Error> failed_;
};

}  // namespace breachd::ingest
