#include "config/kept_files.hpp"

#include <fmt/format.h>

#include "config/channel_keys.hpp"
#include "notifiers/provider.hpp"
#include "scratch.hpp"
#include "testkit/catch.hpp"

using namespace breachd;
using namespace breachd::config;
using namespace breachd::test;

namespace {

// The text that is kept of one file with these secrets.
std::string kept(const std::string& bytes, const std::vector<Document::Secret>& secrets) {
    KeptFiles files;
    Document document("/etc/breachd/breachd.yaml");
    files.add(document.file(), bytes);
    for (const auto& secret : secrets) document.hide(secret.place, secret.text, secret.after);
    files.mask(document);
    return files.text();
}

}  // namespace

TEST_CASE("files are kept as they were read, each under its name") {
    KeptFiles files;
    files.add("/etc/breachd/breachd.yaml", "mode: live\n");
    files.add("/usr/share/breachd/law/vn.yaml", "id: vn");
    CHECK(files.text() == "--- breachd/breachd.yaml\nmode: live\n--- law/vn.yaml\nid: vn\n");
}

TEST_CASE("a secret in the file is masked where it stands, plain or in quotes, and what stands beside it stays") {
    CHECK(kept("a: {token: abcdefgh12345678, role: dpo}\n", {{{1, 12}, "abcdefgh12345678"}}) ==
          "--- breachd/breachd.yaml\na: {token: (secret), role: dpo}\n");
    CHECK(kept("x: 1\nsecret: \"pw\"\npw: y\n", {{{2, 9}, "pw"}}) ==
          "--- breachd/breachd.yaml\nx: 1\nsecret: \"(secret)\"\npw: y\n");
}

TEST_CASE("several secrets are masked, and a long one also where a comment repeats it") {
    CHECK(kept("a: first-secret\nb: second-secret # not first-secret\n",
               {{{1, 4}, "first-secret"}, {{2, 4}, "second-secret"}}) ==
          "--- breachd/breachd.yaml\na: (secret)\nb: (secret) # not (secret)\n");
}

TEST_CASE("a secret that does not stand in the file letter by letter takes the file with it") {
    auto text = kept("a: \"ab\\x41defgh\"\nb: 1\n", {{{1, 4}, "abAdefgh"}});
    CHECK(text.find("def") == std::string::npos);
    CHECK(text.find("not kept") != std::string::npos);
}

TEST_CASE("a secret that was read twice is masked once") {
    CHECK(kept("a: first-secret\nb: x\n", {{{1, 4}, "first-secret"}, {{1, 4}, "first-secret"}}) ==
          "--- breachd/breachd.yaml\na: (secret)\nb: x\n");
}

TEST_CASE("of a secret that is a part of a value, only the part is masked, and only where it stands") {
    CHECK(kept("url: \"https://x/hook/1\" # on /hook/1\n", {{{1, 6}, "/hook/1", 9}}) ==
          "--- breachd/breachd.yaml\nurl: \"https://x(secret)\" # on /hook/1\n");
    CHECK(kept("url: https://x/hook/1\n", {{{1, 6}, "/hook/1", 9}}) ==
          "--- breachd/breachd.yaml\nurl: https://x(secret)\n");
}

TEST_CASE("no secret of any section is kept") {
    int number = 0;
    auto secret = [&] { return fmt::format("bi-mat-{:02}-0123456789", ++number); };
    auto yaml =
        kHead + "access: {tokens: [{name: an, role: dpo, token: " + secret() +
        "}]}\nsources:\n  - {name: a, format: generic, token: " + secret() + ", previous_token: " + secret() +
        "}\n  - {name: b, format: generic, signature: {style: github, secret: " + secret() +
        ", previous_secret: " + secret() + "}}\n  - {name: c, format: sentinel, client_state: " + secret() +
        "}\nhooks:\n  - {name: h, type: bearer, secret: " + secret() + ", previous_secret: " + secret() +
        "}\nchannels:\n  w: {type: webhook, secret: " + secret() + ", url: \"https://gw.vidu.test/h/" + secret() +
        "\",\n      proxy: \"http://breachd:" + secret() + "@proxy.vidu.test:3128\"}\n  q: {type: webhook, secret: '" +
        secret() + "', url: 'https://gw.vidu.test?key=" + secret() +
        "'}\n  e: {type: smtp, url: \"smtp://x\", from: a@vidu.test, username: a, password: " + secret() +
        "}\n  n: {type: ntfy, url: \"https://ntfy.vidu.test\", token: " + secret() +
        "}\npublic_notice:\n  publishers:\n    - {type: webdav, url: \"https://vidu.test\", to: \"https://d\", " +
        "token: " + secret() + ", proxy: \"http://breachd:" + secret() + "@proxy.vidu.test:3128\"}\n";
    auto report = read_of(yaml, false);
    REQUIRE(all(report.errors).empty());
    const auto& text = report.config.settings.as_read;
    CHECK(text.find("bi-mat") == std::string::npos);
    // An anchor stands before the value: such a file is not kept at all.
    auto shared = read_of(
        "channels: {w: {type: webhook, url: \"http://x/\", secret: &s bi-mat-0123456789},\n"
        "  v: {type: webhook, url: \"http://x/\", secret: *s}}\n");
    CHECK(shared.config.settings.as_read.find("bi-mat") == std::string::npos);
    for (const char* stays : {"https://gw.vidu.test(secret)", "name: an, role: dpo", "smtp://x"}) has(text, stays);
}

TEST_CASE("no secret of a channel is kept, whatever type reads the key") {
    AskedKeys every;
    for (const auto& provider : providers()) provider.read(every);
    std::string yaml = "channels:\n";
    for (const auto& provider : providers())
        for (const auto& key : every.guarded())
            yaml += fmt::format("  c-{}-{}: {{type: {}, {}: \"https://x/bi-mat-0123456789\"}}\n", provider.type, key,
                                provider.type, key);
    auto text = read_of(yaml).config.settings.as_read;
    has(text, "c-file-secret: {type: file, secret: \"(secret)");
    CHECK(text.find("bi-mat") == std::string::npos);
}
