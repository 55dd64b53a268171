// Where the public notice goes: what each type of publisher needs, and what is not let through.
#include "config/config.hpp"
#include "scratch.hpp"
#include "testkit/catch.hpp"

using namespace breachd;
using namespace breachd::test;

namespace {

std::string one(const std::string& keys) { return "public_notice: {publishers: [{" + keys + "}]}\n"; }

const std::string kUrl = "url: \"https://vidu.vn/tb\"";
const std::string kDav = "type: webdav, " + kUrl + ", to: \"https://dav.vidu.vn/tb\"";
const std::string kSftp = "type: sftp, " + kUrl + ", host: web.vidu.vn, folder: /srv/www, username: breachd";
const std::string kS3 =
    "type: s3, " + kUrl + ", endpoint: \"https://s3.vidu.vn\", bucket: tb, region: hn, access_key: a";
const std::string kPrint = "host_sha256: \"SHA256:uNiVztksCsDhcc0u9e8BrrJXVGDPqEQm7SQIiXKuiCg\"";

}  // namespace

TEST_CASE("publishers: every type is taken when it has what it needs") {
    for (const auto& keys : {"type: directory, path: public, " + kUrl, kDav + ", username: breachd, password: kho-doan",
                             kDav + ", token: the-bai", kSftp + ", key_file: id, known_hosts_file: known_hosts",
                             kSftp + ", password: kho-doan, " + kPrint, kS3 + ", secret_key: kho-doan",
                             kS3 + ", secret_key: kho-doan, style: virtual_host, prefix: tb/2026",
                             "type: wordpress, " + kUrl + ", username: breachd, password: kho-doan"}) {
        INFO(keys);
        CHECK(errors_of(one(keys)) == "");
    }
    CHECK(errors_of("public_notice: {publishers: [{" + kDav +
                    ", token: t}, {type: webhook, to: \"https://app.vidu.vn/b\"," + " secret: kho-doan}]}\n") == "");
}

TEST_CASE("publishers: every type may have a proxy, with the form of a channel's, its password may lie in a file") {
    const std::string proxy = ", proxy: \"http://breachd:mat-khau@proxy.vidu.test:3128\"";
    const auto dav = "type: webdav, " + kUrl + ", token: t, to: \"https://dav.vidu.vn\"";
    for (const auto& keys :
         {"type: directory, path: public, " + kUrl, dav, kSftp + ", password: kho-doan, " + kPrint,
          kS3 + ", secret_key: kho-doan", "type: wordpress, " + kUrl + ", username: breachd, password: kho-doan"}) {
        INFO(keys);
        auto read = read_of(one(keys + proxy));
        CHECK(all(read.errors) == "");
        CHECK(read.warnings.size() == read_of(one(keys)).warnings.size());
        CHECK(read.config.settings.public_notice.publishers.at(0).proxy ==
              "http://breachd:mat-khau@proxy.vidu.test:3128");
    }
    const std::string app = "{type: webhook, to: \"https://app.vidu.vn/b\", secret: kho-doan";
    auto with_banner = "public_notice: {publishers: [{" + dav + "}, " + app + proxy + "}]}\n";
    CHECK(errors_of(with_banner) == "");
    Scratch scratch;
    scratch.write("proxy", "socks5h://proxy.vidu.test:1080\n");
    auto loaded = load_config(scratch.write("b.yaml", kHead + one(dav + ", proxy_file: proxy")), scratch.options());
    REQUIRE(loaded);
    CHECK(loaded->settings.public_notice.publishers.at(0).proxy == "socks5h://proxy.vidu.test:1080");
}

TEST_CASE("publishers: a proxy that is none is an error with its file and line, and its password is not repeated") {
    const std::string dav = "public_notice:\n  publishers:\n    - {" + kDav + ", token: t,\n       ";
    for (const char* wrong : {"proxy.vidu.test:3128", "http://proxy.vidu.test", "ftp://p:21", "http://:3128",
                              "http://p:99999", "http://breachd:mat khau@p:3128"}) {
        auto errors = errors_of(dav + "proxy: \"" + wrong + "\"}\n");
        has(errors, "b.yaml:5:");
        has(errors, "a proxy is http://[user:password@]host:port; also https://, socks5:// and socks5h://");
        CHECK(errors.find("mat khau") == errors.npos);
    }
    has(errors_of(dav + "proxy: \"http://p:1\", proxy_file: x}\n"), "exclude each other");
    auto errors = errors_of(one("type: ftp, " + kUrl + ", proxy: \"http://p:1\""));
    CHECK(std::count(errors.begin(), errors.end(), '\n') == 1);  // one slip, one error
    const std::string proxy = ", proxy: \"http://127.0.0.1:3128\"", here = "\"http://127.0.0.1:8080/tb\"";
    has(errors_of(one("type: webdav, token: t, " + kUrl + ", to: " + here + proxy)),
        "\"to\" must begin with https://: a proxy reads plain http");
    has(errors_of(one("type: wordpress, username: a, password: p, url: " + here + proxy)), "a proxy reads plain http");
    CHECK(errors_of(one("type: directory, path: public, url: " + here + proxy)) == "");
}

TEST_CASE("publishers: what is missing, unknown or unsafe is an error with its place") {
    has(errors_of(one("type: ftp, " + kUrl)), "\"ftp\" is not one of directory, webdav, sftp, s3, wordpress, webhook");
    has(errors_of(one("type: webdav, to: \"https://x\", token: t")), "\"url\" is missing");
    has(errors_of(one("type: webdav, token: t, " + kUrl)), "\"to\" is missing");
    has(errors_of(one(kDav + ", token: t, colour: red")), "colour");
    has(errors_of(one(kDav)), "webdav signs in with username and password_file, or with token_file");
    has(errors_of(one(kDav + ", username: a, token: t")), "webdav signs in with");
    has(errors_of(one(kDav + ", username: a, password: p, token: t")), "webdav signs in with");
    has(errors_of(one("type: webdav, to: \"http://dav.vidu.vn\", token: t, " + kUrl)),
        "\"to\" must begin with https://: plain http only to this machine");
    has(errors_of(one("type: webdav, to: \"http://127.0.0.1.vidu.vn\", token: t, " + kUrl)),
        "must begin with https://");
    CHECK(errors_of(one("type: webdav, to: \"http://127.0.0.1:8080/tb\", token: t, " + kUrl)) == "");
    has(errors_of(one(kDav + ", token_file: there-is-none")), "there-is-none");
    has(errors_of(one(kSftp + ", key_file: id")), "nothing is sent to a host that is not proven");
    has(errors_of(one(kSftp + ", " + kPrint)), "sftp signs in with key_file or with password_file");
    has(errors_of(one(kSftp + ", key_file: id, host_sha256: \"MD5:aa:bb\"")), "is what ssh-keygen -l prints");
    has(errors_of(one("type: sftp, " + kUrl + ", host: web, folder: srv, username: a, key_file: i, " + kPrint)),
        "\"folder\" is a path on the host that begins with /");
    has(errors_of(one(kS3)), "\"secret_key_file\" (or \"secret_key\") is missing");
    has(errors_of(one("type: s3, " + kUrl + ", endpoint: \"https://s3\", bucket: \"a b\", region: hn, access_key: a," +
                      " secret_key: s")),
        "\"bucket\" has letters, digits, - _ and . only");
    has(errors_of(one("type: wordpress, url: \"http://vidu.vn\", username: a, password: p")),
        "must begin with https://");
    has(errors_of(one("type: webhook, to: \"https://app/\", secret: s")),
        "a banner shows the page of a publisher before");
    has(errors_of("server: {serve_notices: true}\n" + one(kDav + ", token: t")),
        "server.serve_notices needs a publisher of type directory");
}
