// Whatever an IMAP server says, in whatever pieces: it is read the same, and nothing is kept beyond its bounds.
#include <cstdint>
#include <string>
#include <vector>

#include "base/check.hpp"
#include "bounces/imap_answer.hpp"
#include "seeds.hpp"

using namespace breachd;
using namespace breachd::bounces;

namespace {

constexpr std::size_t kKept = 64;

std::vector<std::string> read_of(std::string_view said, std::size_t piece) {
    ImapReader reader(kKept);
    std::vector<std::string> out;
    for (std::size_t at = 0; at < said.size(); at += piece) {
        bool good = reader.feed(said.substr(at, piece));
        while (auto answer = reader.next()) {
            out.push_back(answer->text);
            BREACHD_CHECK(answer->literals.size() <= kImapLiteralsMax);
            for (const auto& literal : answer->literals) {
                BREACHD_CHECK(literal.size() <= kKept);
                out.push_back(literal);
            }
            if (auto mail = fetched(*answer)) out.push_back(std::to_string(mail->id) + mail->bytes);
            auto ids = found(*answer, 3);
            BREACHD_CHECK(ids.size() <= 3);
            for (auto id : ids) out.push_back(std::to_string(id));
            if (auto good_end = ended(*answer, "b1")) out.emplace_back(*good_end ? "ok" : "failed");
        }
        if (!good) break;
    }
    return out;
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
    fuzz::Seeds seeds(argc, argv);
    for (const char* said :
         {"\4* 7 FETCH (FLAGS (\\Seen) UID 12 BODY[]<0> {9}\r\nb1 OK x\r\n)\r\nb1 OK done\r\n",
          "\1* SEARCH 4 5 4294967295\r\nb1 NO [SERVERBUG] x {3}\r\n", "\7* 1 FETCH (UID 3 BODY[] \"a \\\"b\\\"\")\r\n",
          "\2* 1 FETCH (BODY[] NIL UID 3 ENVELOPE ((\"a\" NIL {0}\r\n) NIL))\r\n* BYE\r\n"})
        seeds.add(said);
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    std::string_view said(reinterpret_cast<const char*>(data) + 1, size - 1);
    BREACHD_CHECK(read_of(said, 1 + data[0] % 16) == read_of(said, said.size() + 1));
    return 0;
}
