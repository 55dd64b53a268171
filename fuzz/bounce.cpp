// Feeds any bytes to the reader of returned mails: what it keeps of them has the closed forms that it promises.
#include <cstdint>

#include "base/check.hpp"
#include "base/utf8.hpp"
#include "bounces/reply.hpp"
#include "bounces/report.hpp"
#include "core/telling/reply.hpp"
#include "seeds.hpp"
#include "unit/bounces/mails.hpp"

using namespace breachd;
using namespace breachd::bounces;

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
    fuzz::Seeds seeds(argc, argv);
    for (const auto& mail :
         {report_mail("failed", "5.1.1"), report_mail("delayed", "4.4.1", "x", "12-0123456789abcdef"),
          std::string(kVacation), std::string(kQmail)})
        seeds.add(mail);
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view bytes(reinterpret_cast<const char*>(data), size);
    auto report = read_bounce(bytes);
    auto code = report.code;
    auto blank = code.find(' ');
    BREACHD_CHECK(code.empty() || !provider_code(code.substr(0, blank)).empty());
    BREACHD_CHECK(report.token.empty() || token_of("+" + report.token + "@") == report.token);
    auto key = key_in(report.message_id);
    BREACHD_CHECK(key.find_first_of(" \r\n<>@'\"") == key.npos);
    auto mail = read_persons_mail(bytes, report);
    if (!mail) return 0;
    const auto& words = mail->words.reveal();
    BREACHD_CHECK(words.size() <= kReplyBytesMax && is_utf8(words));
    BREACHD_CHECK(!mail->sender.reveal().empty());
    return 0;
}
