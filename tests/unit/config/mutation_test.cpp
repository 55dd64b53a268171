// A configuration is written by tired people: whatever the bytes, the reader answers with errors and places.
#include "base/rng.hpp"
#include "config/config.hpp"
#include "scratch.hpp"
#include "testkit/catch.hpp"

using namespace breachd;
using namespace breachd::test;

namespace {

std::string mutated(std::string text, Rng& rng) {
    static const std::string kBytes = "{}[]:,-#&*!|>'\"%@`\n \t?~<=0a\xc3\xff";
    for (std::uint64_t n = 1 + rng.below(4); n > 0; --n) {
        auto at = rng.below(text.size());
        switch (rng.below(4)) {
            case 0:
                text[at] = kBytes[rng.below(kBytes.size())];
                break;
            case 1:
                text.erase(at, 1 + rng.below(20));
                break;
            case 2:
                text.insert(at, 1, kBytes[rng.below(kBytes.size())]);
                break;
            default:
                text.insert(at, text.substr(rng.below(text.size()), rng.below(40)));
                break;
        }
    }
    return text;
}

}  // namespace

TEST_CASE("no mutation of a configuration stops the reader, and every error has a place") {
    Scratch scratch;
    const auto good = read(std::string(BREACHD_SOURCE_DIR) + "/config/demo.yaml");
    Rng rng(20260101);
    int refused = 0;
    for (int i = 0; i < 200; ++i) {
        auto report = read_config(scratch.write("b.yaml", mutated(good, rng)), scratch.options());
        for (const auto& error : report.errors) {
            CHECK(error.where.find("b.yaml") != std::string::npos);
            CHECK_FALSE(error.message.empty());
        }
        refused += !report.errors.empty();
    }
    CHECK(refused > 50);
}

TEST_CASE("no mutation of an edition or a playbook stops the reader") {
    Scratch scratch;
    Rng rng(29);
    for (auto name : {"law/vn-356-2025.yaml", "response/location.yaml"}) {
        const auto good = read(std::string(BREACHD_SOURCE_DIR) + "/playbooks/" + name);
        for (int i = 0; i < 150; ++i) {
            auto checked = check_playbook(scratch.write("p.yaml", mutated(good, rng)), scratch.options());
            if (!checked) CHECK_FALSE(checked.error().message.empty());
        }
    }
}

TEST_CASE("deep, cyclic and odd YAML is refused in words") {
    Scratch scratch;
    for (const auto& text : {std::string(100000, '['), std::string("a: &a [*a]\n"), std::string("assets: &a [*a]\n"),
                             std::string("? [x]\n: y\n"), std::string("!!binary x: y\n"), std::string("- a\n- b\n"),
                             std::string("just words\n"), std::string("\xff\xfe\x00\x01", 4),
                             std::string("a: \"\\x\"\n"), std::string("%YAML 9.9\n---\na: b\n")}) {
        auto report = read_config(scratch.write("b.yaml", text), scratch.options());
        INFO(text.substr(0, 40));
        CHECK_FALSE(report.errors.empty());
    }
}
