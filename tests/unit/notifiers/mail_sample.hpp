// One notice in Vietnamese, for the tests of the mail and of the SMTP client: the same bytes at each call.
#pragma once

#include <string>

#include "notifiers/smtp/message.hpp"

namespace breachd {

inline Message message(std::string to = "an@hopthu.test") {
    Message m;
    m.key = "INC-2026-0001-1-email-v1";
    m.kind = "notice";
    m.to = Pii<std::string>(std::move(to));
    m.subject = "Thông báo về việc dữ liệu cá nhân của ông/bà bị lộ, mất";
    m.text = Pii<std::string>("Kính gửi ông/bà An,\n.\nmột dòng chỉ có dấu chấm ở trên\n");
    m.html = Pii<std::string>("<p>Kính gửi</p>");
    m.at = instant_from_ms(1'700'000'000'000);
    return m;
}

}  // namespace breachd
