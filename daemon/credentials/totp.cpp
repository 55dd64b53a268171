#include "credentials/totp.hpp"

#include <liboath/oath.h>

#include <cstdlib>
#include <memory>

#include "base/check.hpp"
#include "base/digest.hpp"

namespace breachd::credentials {

namespace {

constexpr unsigned kDigits = 6;
constexpr std::int64_t kStepSeconds = OATH_TOTP_DEFAULT_TIME_STEP_SIZE;

std::string code_of(std::string_view secret, std::int64_t step) {
    char code[kDigits + 1] = {};
    int made = oath_totp_generate(secret.data(), secret.size(), static_cast<time_t>(step * kStepSeconds),
                                  OATH_TOTP_DEFAULT_TIME_STEP_SIZE, OATH_TOTP_DEFAULT_START_TIME, kDigits, code);
    BREACHD_CHECK(made == OATH_OK);
    return code;
}

std::int64_t step_at(Instant at) { return to_ms(at) / 1000 / kStepSeconds; }

std::string base32(std::string_view bytes) {
    char* text = nullptr;
    std::size_t length = 0;
    BREACHD_CHECK(oath_base32_encode(bytes.data(), bytes.size(), &text, &length) == OATH_OK);
    std::unique_ptr<char, decltype(&std::free)> owned(text, &std::free);
    std::string out(text, length);
    while (!out.empty() && out.back() == '=') out.pop_back();
    return out;
}

std::string percent_encoded(std::string_view text) {
    std::string out;
    for (unsigned char c : text) {
        bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.';
        if (plain)
            out += static_cast<char>(c);
        else
            out += "%" + hex({reinterpret_cast<const char*>(&c), 1});
    }
    return out;
}

}  // namespace

std::optional<std::int64_t> totp_step(std::string_view secret, std::string_view code, Instant now) {
    static const std::string nobodys(kTotpSecretBytes, '\0');
    const auto against = secret.empty() ? std::string_view(nobodys) : secret;
    std::optional<std::int64_t> found;
    for (std::int64_t step = step_at(now) - 1; step <= step_at(now) + 1; ++step)
        if (equal_constant_time(code_of(against, step), code)) found = step;
    return secret.empty() ? std::nullopt : found;
}

std::string totp_code(std::string_view secret, Instant at) { return code_of(secret, step_at(at)); }

std::string totp_text(std::string_view secret) { return base32(secret); }

std::string totp_uri(std::string_view secret, std::string_view issuer, std::string_view person) {
    auto from = percent_encoded(issuer);
    return "otpauth://totp/" + from + ":" + percent_encoded(person) + "?secret=" + base32(secret) + "&issuer=" + from +
           "&algorithm=SHA1&digits=6&period=30";
}

}  // namespace breachd::credentials
