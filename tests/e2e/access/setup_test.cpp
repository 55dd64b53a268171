// breachctl setup: six questions, then a daemon that starts.
#include <sys/stat.h>

#include <csignal>
#include <filesystem>

#include "e2e/daemon.hpp"

using namespace breachd;
using namespace breachd::e2e;

namespace {

const std::string kSixAnswers =
    "Công ty Cổ phần \"Ví Dụ\"\n"
    "Lê Thị Dung, dpo@vidu.test, 0900000009\n"
    "Nguyễn An, an@vidu.test, 0900000001; Trần Bình, binh@vidu.test\n"
    "smtp://127.0.0.1:25 suco@vidu.test\n"
    "\n"
    "wazuh\n";

}  // namespace

TEST_CASE("six answers leave a configuration that passes its check, with key and tokens for their owner only") {
    testkit::ScratchDirectory scratch;
    auto set_up = [&](const std::string& answers) {
        return testkit::run({breachctl_program(), "setup", "--directory", scratch / "etc"}, answers);
    };
    auto made = set_up(kSixAnswers);
    INFO(made.err << made.out);
    REQUIRE(made.code == 0);
    CHECK(made.out.find("channel test email --to dpo\n") != std::string::npos);
    auto checked = testkit::run({breachctl_program(), "check-config", scratch / "etc/breachd.yaml", "--file-only"});
    INFO(checked.err);
    CHECK(checked.code == 0);
    for (const char* name : {"master.key", "tokens/an.token", "tokens/binh.token", "tokens/dpo.token",
                             "tokens/quantri.token", "tokens/wazuh.token"}) {
        struct stat facts {};
        REQUIRE(::stat((scratch / ("etc/" + std::string(name))).c_str(), &facts) == 0);
        CHECK((facts.st_mode & 0027) == 0);
    }
    CHECK(set_up(kSixAnswers).code == 1);  // never over another configuration

    auto config = testkit::slurp(scratch / "etc/breachd.yaml");
    config.replace(config.find("127.0.0.1:8472"), 14, "127.0.0.1:0");
    testkit::spill(scratch / "etc/breachd.yaml", config);
    testkit::Process daemon({breachd_program(), "--config", scratch / "etc/breachd.yaml"}, scratch / "log");
    CHECK(testkit::wait_until([&] { return std::filesystem::exists(scratch / "etc/data/last-head"); },
                              std::chrono::seconds(30)));
    INFO(testkit::slurp(scratch / "log"));
    CHECK(daemon.alive());
    daemon.signal(SIGTERM);
    CHECK(daemon.wait() == 0);
}

TEST_CASE("an answer that cannot be used is named with its question, and nothing is set up") {
    testkit::ScratchDirectory scratch;
    const std::string good[] = {"Ví Dụ", "Dung, dpo@vidu.test", "An, an@vidu.test", "", "", "wazuh"};
    const std::string bad[] = {
        "", "Dung", "An, an@vidu.test; Ân, an@khac.test", "mail.vidu.test", "http://a.test", "nonesuch"};
    for (int question = 0; question < 6; ++question) {
        std::string lines;
        for (int i = 0; i < 6; ++i) lines += (i == question ? bad[i] : good[i]) + "\n";
        auto ran = testkit::run({breachctl_program(), "setup", "--directory", scratch / "etc"}, lines);
        INFO(ran.err);
        CHECK(ran.code == 1);
        CHECK(ran.err.find("question " + std::to_string(question + 1) + ":") != std::string::npos);
        CHECK_FALSE(std::filesystem::exists(scratch / "etc"));
    }
}
