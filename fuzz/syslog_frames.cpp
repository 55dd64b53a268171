// Any TCP stream, cut into any pieces, gives the same frames as in one piece, none over the limit.
#include <cstdint>
#include <string>
#include <vector>

#include "base/check.hpp"
#include "ingest/syslog_frames.hpp"

using namespace breachd::ingest;

namespace {

constexpr std::size_t kFrameMax = 256;

std::vector<std::string> frames_of(std::string_view stream, std::size_t piece) {
    SyslogFrames frames(kFrameMax);
    std::vector<std::string> out;
    auto keep = [&](const SyslogFrame& frame) {
        BREACHD_CHECK(frame.bytes.size() <= kFrameMax);
        out.emplace_back(frame.bytes);
        return true;
    };
    for (std::size_t at = 0; at < stream.size(); at += piece)
        if (!frames.feed(stream.substr(at, piece), keep)) return out;
    (void)frames.finish(keep);
    return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    std::string_view stream(reinterpret_cast<const char*>(data) + 1, size - 1);
    BREACHD_CHECK(frames_of(stream, 1 + data[0] % 16) == frames_of(stream, stream.size() + 1));
    return 0;
}
