#include "base/utf8.hpp"

#include "testkit/catch.hpp"

namespace breachd {

TEST_CASE("letters and their marks are composed, and what is composed stays") {
    CHECK(nfc("Ha\u0300 No\u0323\u0302i") == "Hà Nội");
    CHECK(nfc("Hà Nội") == "Hà Nội");
    CHECK(nfc("plain") == "plain");
    CHECK(nfc("").empty());
    CHECK(nfc(std::string_view("e\u0302\0e\u0302", 7)) == std::string("ê\0ê", 5));  // a NUL ends nothing
    CHECK(nfc("a\xff") == "a\ufffd");
}

TEST_CASE("what nothing can print becomes a visible sign and is counted") {
    auto noncharacter = printable("đã \ufffe khóa\ufdd0");
    CHECK(noncharacter.text == "đã \ufffd khóa\ufffd");
    CHECK(noncharacter.replaced == 2);
    CHECK(printable("a\x01"
                    "b\x7f"
                    "c\u0086")
              .text == "a\ufffdb\ufffdc\ufffd");
    CHECK(printable("a\xff").replaced == 1);
    CHECK(printable("\U000f0001\U0010ffff").text == "\ufffd\ufffd");
    CHECK(printable("Ha\u0300").text == "Hà");
    CHECK(printable("Ha\u0300").replaced == 0);
}

TEST_CASE("Word's private-use bullets become bullets, its soft line breaks become line ends") {
    auto pasted = printable("\uf0b7 một\v\uf0a7 hai\f ba\r\nbốn\rnăm\u2028sáu\u0085");
    CHECK(pasted.text == "• một\n• hai\n ba\nbốn\nnăm\nsáu\n");
    CHECK(pasted.replaced == 2);
    CHECK(printable("a\tb").text == "a b");
}

TEST_CASE("marks that turn the reading around are shown, those that print nothing go without a word") {
    CHECK(printable("a\u202e b").text == "a\ufffd b");
    CHECK(printable("a\u200b\ufeff\u2060"
                    "b\u200e")
              .text == "ab");
    CHECK(printable("a\u200b").replaced == 0);
    CHECK(printable("👩\u200d💻 組織 שלום").text == "👩\u200d💻 組織 שלום");
}

}  // namespace breachd
