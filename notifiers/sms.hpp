// What the providers of text messages share: numbers, texts, keys of the configuration. Pure.
#pragma once

#include "notifiers/http_provider.hpp"

namespace breachd {

// A mobile number of Vietnam in E.164.
Result<void> check_vietnamese_phone(const Message& message);
std::string sms_number(const Message& message);  // 84901000003

// One line, without what gateways refuse; with marks or in plain letters.
std::string sms_text_of(const Channel& channel, const Message& message, bool drill, const std::string& letters);

// The message's key where a provider takes only so many bytes: a longer one is known by its hash.
std::string short_key(const std::string& key, std::size_t bytes_max);

// At most 11 letters, digits and . _ - or blanks.
void read_brandname(Keys& keys, std::string_view key, std::string& out);
// `letters` and `parts_max`.
void read_sms_keys(Keys& keys, std::string& letters, std::int64_t& parts_max);

}  // namespace breachd
