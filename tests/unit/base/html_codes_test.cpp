#include "base/html_codes.hpp"

#include "testkit/catch.hpp"

namespace breachd {

TEST_CASE("a code of HTML is read by its number, in either base, and by its name") {
    struct Row {
        const char* text;
        std::uint32_t character;
        std::size_t bytes;
    };
    for (const auto& row :
         {Row{"&#7877;n", 0x1ec5, 7}, Row{"&#x1EC5;n", 0x1ec5, 8}, Row{"&#X1ec5;", 0x1ec5, 8}, Row{"&ecirc;", 0xea, 7},
          Row{"&uuml;ller", 0xfc, 6}, Row{"&amp;#7877;", '&', 5}, Row{"&rsquo;", 0x2019, 7}, Row{"&lt;", '<', 4}}) {
        INFO(row.text);
        CHECK(html_code_at(row.text).character == row.character);
        CHECK(html_code_at(row.text).bytes == row.bytes);
    }
}

TEST_CASE("a number that no character has is a code of nothing, other words are no code") {
    for (const char* text : {"&#0;", "&#xd800;", "&#x110000;", "&#12a;", "&#x;"}) {
        INFO(text);
        CHECK(html_code_at(text).character == 0);
        CHECK(html_code_at(text).bytes > 0);
    }
    for (const char* text : {"", "&", "&;", "&a", "Lan &amp;", "&Hoa; Mai", "&ECIRC;", "&amp", "&#99999999999;"}) {
        INFO(text);
        CHECK(html_code_at(text).bytes == 0);
    }
}

}  // namespace breachd
