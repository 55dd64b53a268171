// What a new password must be: long, not the person's own name, none of those that everybody tries first. No rule about
// kinds of characters, and no end by date (NIST SP 800-63B, ASVS 6.2). Pure.
#pragma once

#include <string_view>

#include "base/result.hpp"
#include "settings/oncall.hpp"

namespace breachd {

inline constexpr std::size_t kPasswordCharactersMin = 12;
inline constexpr std::size_t kPasswordBytesMax = 512;

Result<void> check_new_password(std::string_view password, const Person& person);

}  // namespace breachd
