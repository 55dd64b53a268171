// The publisher over SFTP against OpenSSH's own server, which runs with a umask that shows nothing to anybody else.
#include <sys/stat.h>

#include "core/journal/because.hpp"
#include "core/words/reasons.hpp"
#include "publish_scene.hpp"
#include "testkit/proxy.hpp"
#include "testkit/sshd.hpp"

namespace breachd::delivery {

namespace {

std::map<std::string, std::string> keys_for(const testkit::Sshd& sshd) {
    return {{"host", sshd.address()},
            {"folder", sshd.folder() + "/thông báo"},
            {"username", sshd.user()},
            {"key_file", sshd.key_file()}};
}

mode_t mode_of(const std::string& path) {
    struct stat facts {};
    CHECK(::stat(path.c_str(), &facts) == 0);
    return facts.st_mode & 0777;
}

// The site shows what lies in the folder.
struct Web {
    explicit Web(const testkit::Sshd& sshd, const std::string& below = "/thông báo")
        : site([folder = sshd.folder() + below](const Asked& one) -> Said {
              auto bytes = testkit::slurp(folder + one.target);
              return bytes.empty() ? Said{404} : Said{200, bytes};
          }) {}
    PublicSite site;
};

}  // namespace

TEST_CASE("sftp: files go up whole under their name, readable by a web server, again and again") {
    testkit::Sshd sshd;
    Web web(sshd);
    REQUIRE(::mkdir((sshd.folder() + "/thông báo").c_str(), 0750) == 0);
    auto keys = keys_for(sshd);
    keys["known_hosts_file"] = sshd.known_hosts();
    auto publisher = publisher_of("sftp", web.site.url(), keys);
    for (int round = 0; round < 2; ++round) {
        auto done = outcome_of(order_for({publisher}));
        INFO(reason_sentence(done.why, "en") << sshd.log());
        CHECK(done.published);
        CHECK(done.url == web.site.url() + "/INC-2026-0001/index.html");
    }
    auto files = testkit::files_below(sshd.folder());
    CHECK(files.size() == 2);  // nothing half is left
    CHECK(mode_of(sshd.folder() + "/thông báo/INC-2026-0001/index.html") == 0644);
    CHECK(mode_of(sshd.folder() + "/thông báo/INC-2026-0001") == 0755);
    CHECK(mode_of(sshd.folder() + "/thông báo") == 0750);  // the folder itself is the host's business
}

TEST_CASE("sftp: the fingerprint proves the host as well as known_hosts does") {
    testkit::Sshd sshd;
    Web web(sshd);
    auto keys = keys_for(sshd);
    keys["host_sha256"] = sshd.fingerprint();
    auto done = outcome_of(order_for({publisher_of("sftp", web.site.url(), keys)}));
    INFO(reason_sentence(done.why, "en") << sshd.log());
    CHECK(done.published);
}

TEST_CASE("sftp: nothing is sent to a host whose key is another one") {
    testkit::Sshd sshd, other;
    Web web(sshd);
    auto place = sshd.address() + sshd.folder() + "/thông báo";
    auto by_file = keys_for(sshd), by_print = keys_for(sshd), unknown = keys_for(sshd);
    by_file["known_hosts_file"] = other.known_hosts();
    by_print["host_sha256"] = other.fingerprint();
    unknown["known_hosts_file"] = sshd.folder() + "/there-is-none";
    for (const auto& keys : {by_file, by_print, unknown}) {
        auto done = outcome_of(order_for({publisher_of("sftp", web.site.url(), keys)}));
        CHECK(done.why == because::publisher_refused("sftp", place, "", Cause::host_key_wrong));
    }
    CHECK(testkit::files_below(sshd.folder()).empty());
}

TEST_CASE("sftp: a key that may not sign in, and a folder that may not be written, say so") {
    testkit::Sshd sshd;
    Web web(sshd);
    auto keys = keys_for(sshd);
    keys["known_hosts_file"] = sshd.known_hosts();
    auto place = sshd.address() + sshd.folder() + "/thông báo";
    auto wrong_key = keys;
    wrong_key["key_file"] = sshd.other_key_file();
    CHECK(outcome_of(order_for({publisher_of("sftp", web.site.url(), wrong_key)})).why ==
          because::publisher_refused("sftp", place, "", Cause::sign_in_refused));
    testkit::spill(sshd.folder() + "/thông báo", "a file where the folder should be");
    CHECK(outcome_of(order_for({publisher_of("sftp", web.site.url(), keys)})).why ==
          because::publisher_refused("sftp", place, "", Cause::file_not_written));
}

TEST_CASE("sftp: a publisher with a proxy reaches its host by CONNECT, and its page is read back that way") {
    testkit::Sshd sshd;
    Web web(sshd, "");
    testkit::Proxy proxy("breachd:mat-khau", true);
    auto keys = keys_for(sshd);
    keys["folder"] = sshd.folder();
    keys["known_hosts_file"] = sshd.known_hosts();
    auto publisher = publisher_of("sftp", web.site.url(), keys);
    publisher.proxy = "http://breachd:mat-khau@" + proxy.address();
    auto done = outcome_of(order_for({publisher}));
    INFO(reason_sentence(done.why, "en") << sshd.log());
    CHECK(done.published);
    CHECK(proxy.requests() ==
          std::vector<std::string>{"CONNECT " + sshd.address() + " HTTP/1.1", "GET " + done.url + " HTTP/1.1"});
    publisher.proxy = proxy.url();  // it wants a password
    CHECK(outcome_of(order_for({publisher})).why.code == ReasonCode::publisher_refused);
}

}  // namespace breachd::delivery
