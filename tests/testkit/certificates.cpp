#include "testkit/certificates.hpp"

#include <cctype>

#include "testkit/catch.hpp"

namespace breachd::testkit {

namespace {

void must(std::vector<std::string> argv) {
    auto ran = run(std::move(argv));
    INFO(ran.err);
    REQUIRE(ran.code == 0);
}

std::vector<std::string> new_key(const std::string& key) {
    return {"openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key};
}

void self_signed(const std::string& subject, const std::string& certificate, const std::string& key) {
    auto argv = new_key(key);
    for (const auto* each : {"-x509", "-days", "2", "-subj", subject.c_str(), "-out", certificate.c_str()})
        argv.emplace_back(each);
    must(argv);
}

}  // namespace

Certificates::Certificates() {
    self_signed("/CN=Test CA", ca(), directory_ / "ca.key");
    make("server", "/CN=server", "subjectAltName=IP:127.0.0.1\n");
}

void Certificates::add_client(const std::string& name, const std::string& subject) {
    make(name, subject.empty() ? "/CN=" + name : subject, "extendedKeyUsage=clientAuth\n");
}

std::string Certificates::fingerprint(const std::string& name) const {
    auto out = run({"openssl", "x509", "-noout", "-fingerprint", "-sha256", "-in", certificate(name)}).out;
    std::string digits;
    for (char c : out.substr(out.find('=') + 1))
        if (c != ':' && c != '\n') digits += static_cast<char>(std::tolower(c));
    return digits;
}

std::string Certificates::subject(const std::string& name) const {
    auto out =
        run({"openssl", "x509", "-noout", "-subject", "-nameopt", "RFC2253,-esc_msb", "-in", certificate(name)}).out;
    auto text = out.substr(out.find('=') + 1);
    return text.substr(0, text.find('\n'));
}

void Certificates::add_stranger(const std::string& name) { self_signed("/CN=" + name, certificate(name), key(name)); }

void Certificates::make(const std::string& name, const std::string& subject, const std::string& extensions) {
    auto request = directory_ / (name + ".csr"), more = directory_ / (name + ".ext");
    auto argv = new_key(key(name));
    for (const auto& each : {std::string("-utf8"), std::string("-subj"), subject, std::string("-out"), request})
        argv.push_back(each);
    must(argv);
    spill(more, extensions);
    must({"openssl", "x509", "-req", "-in", request, "-CA", ca(), "-CAkey", directory_ / "ca.key", "-CAcreateserial",
          "-days", "2", "-extfile", more, "-out", certificate(name)});
}

Ran Certificates::send(int port, const std::string& bytes, const std::string& client,
                       const std::vector<std::string>& more) const {
    std::vector<std::string> argv = {"openssl",
                                     "s_client",
                                     "-connect",
                                     "127.0.0.1:" + std::to_string(port),
                                     "-CAfile",
                                     ca(),
                                     "-verify_return_error"};
    if (!client.empty())
        for (const auto& each : {std::string("-cert"), certificate(client), std::string("-key"), key(client)})
            argv.push_back(each);
    argv.insert(argv.end(), more.begin(), more.end());
    return run(std::move(argv), bytes);
}

}  // namespace breachd::testkit
