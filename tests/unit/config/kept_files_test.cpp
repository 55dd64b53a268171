#include "config/kept_files.hpp"

#include "testkit/catch.hpp"

using namespace breachd::config;

namespace {

// The text that is kept of one file with these secrets.
std::string kept(const std::string& bytes, const std::vector<Document::Secret>& secrets) {
    KeptFiles files;
    Document document("/etc/breachd/breachd.yaml");
    files.add(document.file(), bytes);
    for (const auto& secret : secrets) document.hide(secret.place, secret.text);
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
