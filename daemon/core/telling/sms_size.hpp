// How much room a text message takes: which alphabet it needs, and in how many parts it is sent and charged. Pure.
//
// GSM 03.38 has of the Vietnamese letters with marks only à è é ì ò ù and É: any real Vietnamese text is UCS-2.
//   GSM-7   160 units alone, 153 a part; ^ { } \ [ ~ ] | and the euro sign take two, which no part may divide
//   UCS-2   70 units alone, 67 a part; a character beyond the basic plane takes two
#pragma once

#include <boost/describe/enum.hpp>
#include <cstddef>
#include <string_view>

namespace breachd {

enum class SmsAlphabet { gsm7, ucs2 };
BOOST_DESCRIBE_ENUM(SmsAlphabet, gsm7, ucs2)

struct SmsSize {
    SmsAlphabet alphabet = SmsAlphabet::gsm7;
    std::size_t units = 0;
    std::size_t parts = 1;
};

SmsSize sms_size(std::string_view text);

}  // namespace breachd
