#include "credentials/token.hpp"

#include <sodium.h>

#include "base/digest.hpp"

namespace breachd::credentials {

std::string new_token() {
    std::string bytes(32, '\0');
    randombytes_buf(bytes.data(), bytes.size());
    return base64url(bytes);
}

}  // namespace breachd::credentials
