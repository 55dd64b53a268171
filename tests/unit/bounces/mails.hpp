// Mails that come to a return path, as mail servers and people's programs write them.
#pragma once

#include <string>

namespace breachd::bounces {

// A report of this action and status about the letter with this key, to an+<token>.
inline std::string report_mail(const std::string& action, const std::string& status,
                               const std::string& key = "INC-2026-0001-7-email-v1", const std::string& token = "",
                               const std::string& to = "khongton@hopthu.test") {
    return "From: MAILER-DAEMON@relay.test (Mail Delivery System)\nTo: tra-ve" + (token.empty() ? "" : "+" + token) +
           "@vidu.test\nSubject: Undelivered Mail Returned to Sender\nAuto-Submitted: auto-replied\n"
           "MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=\"B\"\n\n"
           "--B\nContent-Type: text/plain\n\n<" +
           to +
           ">: host mx.hopthu.test said: 550 5.1.1 User unknown\n\n"
           "--B\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; relay.test\nX-Postfix-Queue-ID: 4F00A\n"
           "\nFinal-Recipient: rfc822; " +
           to + "\nAction: " + action + "\nStatus: " + status +
           "\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\n\n"
           "--B\nContent-Type: text/rfc822-headers\n\nMessage-ID: <" +
           key + "@vidu.test>\n\n--B--\n";
}

inline const char* const kVacation =
    "From: an@hopthu.test\nTo: tra-ve+12-0123456789abcdef@vidu.test\nSubject: Vắng mặt\nAuto-Submitted: auto-replied "
    "(vacation)\nContent-Type: text/plain; charset=utf-8\n\nTôi đi vắng đến thứ hai.\n";

inline const char* const kQmail =
    "From: MAILER-DAEMON@relay.test\nTo: tra-ve+12-0123456789abcdef@vidu.test\nSubject: failure notice\n\n"
    "Hi. This is the qmail-send program at relay.test.\nI'm afraid I wasn't able to deliver your message.\n";

}  // namespace breachd::bounces
