// Whatever a mail server says, in whatever pieces and at whatever moment: replies are read the same in one piece and in
// many, and the client ends every mail once, and takes none for sent whose final dot is not out.
#include <cstdint>
#include <string>
#include <vector>

#include "base/check.hpp"
#include "notifiers/smtp/reply_reader.hpp"
#include "testkit/smtp_play.hpp"

using namespace breachd;

namespace {

std::vector<std::string> replies_of(std::string_view said, std::size_t piece) {
    ReplyReader reader;
    std::vector<std::string> out;
    for (std::size_t at = 0; at < said.size(); at += piece) {
        reader.feed(said.substr(at, piece));
        while (auto reply = reader.next()) {
            out.push_back(std::to_string(reply->code));
            BREACHD_CHECK(reply->code >= 200 && reply->code <= 599 && reply->lines.size() <= kReplyLinesMax);
            for (const auto& line : reply->lines) {
                BREACHD_CHECK(line.size() <= kReplyLineKept);
                out.push_back(line);
            }
        }
    }
    out.emplace_back(reader.broken() ? "broken" : "whole");
    return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    std::string_view said(reinterpret_cast<const char*>(data) + 1, size - 1);
    BREACHD_CHECK(replies_of(said, 1 + data[0] % 16) == replies_of(said, said.size() + 1));
    MailRelay relay;
    relay.timeout = std::chrono::seconds{1};
    relay.guard = data[0] % 2 ? LineGuard::offered : LineGuard::none;
    testkit::SmtpPlay::run(said, relay);
    return 0;
}
