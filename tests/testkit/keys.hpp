// Private keys in PEM for tests, made once a process.
#pragma once

#include <string>

namespace breachd::testkit {

const std::string& rsa_key();  // 2048 bits
const std::string& ec_key();   // P-256

}  // namespace breachd::testkit
