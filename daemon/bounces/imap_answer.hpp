// What an IMAP server says (RFC 3501), as far as a mailbox is asked: bytes in, values out. The server is believed in
// nothing: a line, a mail and their number have bounds, and what is not understood is passed over.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace breachd::bounces {

inline constexpr std::size_t kImapLineBytesMax = std::size_t{16} << 20;  // the answer to SEARCH names every unread mail
inline constexpr std::size_t kImapLiteralBytesMax = std::size_t{64} << 20;
inline constexpr std::size_t kImapLiteralsMax = 8;

// One answer. A literal ({n}, then n bytes) stands apart; its {n} stays in the text.
struct ImapAnswer {
    std::string text;  // without its line ends
    std::vector<std::string> literals;
};

class ImapReader {
  public:
    // Of a literal only the first `kept_max` bytes are kept.
    explicit ImapReader(std::size_t kept_max) : kept_max_(kept_max) {}

    // Any piece of what came. False: beyond a bound; nothing more can be understood.
    [[nodiscard]] bool feed(std::string_view bytes);
    std::optional<ImapAnswer> next();

  private:
    bool end_line();

    std::size_t kept_max_;
    std::size_t literal_left_ = 0;
    std::size_t line_from_ = 0;  // of the text: where its last line begins
    ImapAnswer current_;
    std::deque<ImapAnswer> answers_;
};

// How the command with this tag ended: OK or not. None: the answer is not its end.
std::optional<bool> ended(const ImapAnswer& answer, std::string_view tag);

// The first `most` numbers of a SEARCH answer; of any other none.
std::vector<std::uint32_t> found(const ImapAnswer& answer, std::size_t most);

struct ImapMail {
    std::uint32_t id = 0;  // UID
    std::string bytes;
};
// Of a FETCH answer that holds both UID and BODY[]; "" when the server says NIL.
std::optional<ImapMail> fetched(const ImapAnswer& answer);

}  // namespace breachd::bounces
