#include "notifiers/file/file.hpp"

#include <sys/stat.h>

#include "notifiers/durable_file.hpp"
#include "testkit/catch.hpp"
#include "testkit/process.hpp"

namespace breachd {

namespace {

Message message(std::string key) {
    Message m;
    m.key = std::move(key);
    m.kind = "notice";
    m.incident = "INC-2026-0001";
    m.to = Pii<std::string>("an@hopthu.test");
    m.to_name = Pii<std::string>("Nguyễn An\nBcc: x");
    m.subject = "Thông báo";
    m.text = Pii<std::string>("Kính gửi\n");
    m.at = instant_from_ms(1'700'000'000'000);
    return m;
}

Channel channel(const std::string& directory) {
    Channel c;
    c.name = "file";
    c.type = "file";
    auto own = std::make_shared<FileConfig>();
    own->directory = directory;
    c.own = own;
    return c;
}

}  // namespace

TEST_CASE("one readable file a message, the same key writes the same file again") {
    testkit::ScratchDirectory scratch;
    FileNotifier notifier(channel(scratch / "sent/deep"), false);
    CHECK(notifier.send(message("INC-2026-0001-1-file-v1")).result == SendResult::delivered);
    CHECK(notifier.send(message("INC-2026-0001-1-file-v1")).result == SendResult::delivered);
    CHECK(notifier.send(message("INC-2026-0001-2-file-v1")).result == SendResult::delivered);
    auto files = testkit::files_below(scratch.path());
    REQUIRE(files.size() == 2);
    auto path = scratch / "sent/deep/INC-2026-0001/INC-2026-0001-1-file-v1.txt";
    CHECK(testkit::slurp(path) ==
          "To: Nguyễn An Bcc: x <an@hopthu.test>\nSubject: Thông báo\nDate: 2023-11-14T22:13:20Z\nMessage-ID: "
          "<INC-2026-0001-1-file-v1@breachd>\n"
          "Content-Language: vi\n\nKính gửi\n\n");
    struct stat info {};
    REQUIRE(::stat(path.c_str(), &info) == 0);
    CHECK((info.st_mode & 0777) == 0600);
}

TEST_CASE("no key or incident leads out of the directory") {
    testkit::ScratchDirectory scratch;
    auto m = message("../../etc/passwd");
    m.incident = "../..";
    CHECK(FileNotifier(channel(scratch / "sent"), false).send(m).result == SendResult::delivered);
    auto files = testkit::files_below(scratch / "sent");
    REQUIRE(files.size() == 1);
    CHECK_FALSE(FileNotifier(channel(scratch / "sent"), false).check(message("")));
}

TEST_CASE("the file of a letter also has the text that a telephone would show") {
    testkit::ScratchDirectory scratch;
    auto letter = message("k");
    letter.kind = "notice";
    letter.short_text = Pii<std::string>("Tin ngắn: gọi 1900 0000");
    FileNotifier(channel(scratch.path()), false).send(letter);
    CHECK(testkit::slurp(scratch / "INC-2026-0001/k.txt").find("Tin ngắn: gọi 1900 0000\n") != std::string::npos);
}

TEST_CASE("a drill's file is marked") {
    testkit::ScratchDirectory scratch;
    FileNotifier(channel(scratch.path()), true).send(message("k"));
    auto text = testkit::slurp(scratch / "INC-2026-0001/k.txt");
    CHECK(text.find("Subject: [DIỄN TẬP / DRILL] Thông báo\n") != std::string::npos);
    CHECK(text.find("\n\n[DIỄN TẬP / DRILL]\n\nKính gửi") != std::string::npos);
}

TEST_CASE("a directory that cannot be written is the channel's fault and tried again") {
    testkit::ScratchDirectory scratch;
    testkit::spill(scratch / "blocked", "a file where the directory should be");
    auto outcome = FileNotifier(channel(scratch / "blocked"), false).send(message("k"));
    CHECK(outcome.result == SendResult::retry);
    CHECK(outcome.blame == Blame::channel);
}

TEST_CASE("a durable file replaces the old one whole and leaves nothing beside it") {
    testkit::ScratchDirectory scratch;
    REQUIRE(write_file_durably(scratch / "a/b/page.html", "one", 0644));
    REQUIRE(write_file_durably(scratch / "a/b/page.html", "two", 0644));
    CHECK(testkit::slurp(scratch / "a/b/page.html") == "two");
    CHECK(testkit::files_below(scratch.path()).size() == 1);
}

}  // namespace breachd
