#include "base/text.hpp"

#include "base/in_quotes.hpp"
#include "testkit/catch.hpp"

namespace breachd {

TEST_CASE("blanks at both ends go, those within stay") {
    CHECK(trim(" \t\r\n\v\fa b\f\v\n\r\t ") == "a b");
    CHECK(trim("a") == "a");
    CHECK(trim(" \t ").empty());
    CHECK(trim("").empty());
    CHECK(trim("\xc2\xa0"
               "a") ==
          "\xc2\xa0"
          "a");  // UTF-8 is left alone
}

TEST_CASE("a quoted text ends where it ended: quotes and backslashes in it stand behind a backslash") {
    CHECK(in_quotes("") == "\"\"");
    CHECK(in_quotes("Hộp thư") == "\"Hộp thư\"");
    CHECK(in_quotes("a\"b\\") == "\"a\\\"b\\\\\"");
}

}  // namespace breachd
