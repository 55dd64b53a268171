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
