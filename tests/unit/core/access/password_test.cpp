#include "core/access/password.hpp"

#include "testkit/catch.hpp"

using namespace breachd;

namespace {

std::string fault_of(std::string_view password) {
    auto checked = check_new_password(password, Person{"an.nguyen", "Nguyễn Văn An", {}});
    return checked ? "" : checked.error().message;
}

}  // namespace

TEST_CASE("a password has at least twelve characters, whatever their bytes, and no rule about their kinds") {
    CHECK(fault_of("ngắn quá") == "a password has at least 12 characters");
    CHECK(fault_of("ữữữữữữữữ") == "a password has at least 12 characters");
    CHECK(fault_of("con trâu đi trước").empty());
    CHECK(fault_of("hoa sen nở muộn").empty());
    CHECK(fault_of("xkcdvfqwmplr").empty());
    CHECK(fault_of(std::string(513, 'x') + "yzabc") == "is longer than 512 bytes");
    CHECK(fault_of("\xff\xfe-not-utf8-at-all") == "must be a string");
}

TEST_CASE("a password is not made of the person's own name") {
    for (const char* own : {"Nguyễn Văn An", "nguyễn văn an 2026", "an.nguyen1234!", "ANNGUYEN123456"}) {
        INFO(own);
        CHECK(fault_of(own) == "a password may not be made of the person's own name");
    }
}

TEST_CASE("passwords that everybody tries first are refused, with signs and digits around them, too") {
    for (const char* common :
         {"password12345", "Password!2345", "passwordpassword", "matkhau123456", "123456789012", "987654321098",
          "aaaaaaaaaaaa", "qwertyuiop123", "anhyeuem12345", "Breachd@2026!!!", "121212121212", "Administrator1"}) {
        INFO(common);
        CHECK(fault_of(common) == "this is one of the passwords that are tried first; choose another");
    }
}
