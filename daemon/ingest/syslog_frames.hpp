// Cuts a TCP stream into syslog messages (RFC 6587): octet counting ("LEN SP MSG") and LF-terminated messages, told
// apart frame by frame. Pure and incremental: bytes may arrive in any pieces and the frames are the same.
//
// Guarantees: a frame is at most `frame_bytes_max`; nothing more than one unfinished frame is held; a line feed inside
// an octet-counted message is text. After an error the stream has lost its place: the connection is to be closed, and
// every further call gives the same error.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace breachd::ingest {

class SyslogFrames {
  public:
    using OnFrame = std::function<void(std::string_view message)>;

    explicit SyslogFrames(std::size_t frame_bytes_max = 64 * 1024) : frame_bytes_max_(frame_bytes_max) {}

    // Hands over every message that is complete with these bytes, in order.
    Result<void> feed(std::string_view bytes, const OnFrame& on_frame);
    // The stream has ended. An LF message that lacks only its end is handed over, because its sender will not repeat
    // it; an error when the stream ended inside a counted frame.
    Result<void> finish(const OnFrame& on_frame);
    // What has come and is in no message: the begun frame, or after an error the bytes from the place it names on.
    std::string_view unfinished() const { return held_; }

  private:
    // One frame off the front of held_; false when more bytes are needed.
    bool take_frame(const OnFrame& on_frame);
    bool take_counted(const OnFrame& on_frame);
    bool take_line(const OnFrame& on_frame);
    bool fail(ErrorCode code, std::string message);

    std::size_t frame_bytes_max_;
    std::string held_;
    std::size_t start_ = 0;     // of the unread part of held_
    std::size_t searched_ = 0;  // no line ends before it
    std::size_t consumed_ = 0;  // bytes of the stream before held_, for the error's place
    bool counting_ = false;     // the last frame was counted
    std::optional<Error> failed_;
};

}  // namespace breachd::ingest
