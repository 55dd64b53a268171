// Certificates for tests, made with the openssl program: a CA of the test's own, a server's certificate for 127.0.0.1,
// and clients' certificates of this CA or of no one's.
#pragma once

#include <string>
#include <vector>

#include "testkit/process.hpp"

namespace breachd::testkit {

class Certificates {
  public:
    Certificates();

    std::string ca() const { return directory_ / "ca.crt"; }
    std::string server_certificate() const { return directory_ / "server.crt"; }
    std::string server_key() const { return directory_ / "server.key"; }
    // Makes <name>.crt and <name>.key, signed by the CA. `subject` as openssl takes it; "": /CN=<name>.
    void add_client(const std::string& name, const std::string& subject = "");
    // The same, signed by itself.
    void add_stranger(const std::string& name);
    std::string certificate(const std::string& name) const { return directory_ / (name + ".crt"); }
    std::string key(const std::string& name) const { return directory_ / (name + ".key"); }
    // As a configuration names them: SHA-256 in lower-case hex, and RFC 2253.
    std::string fingerprint(const std::string& name) const;
    std::string subject(const std::string& name) const;
    std::string path(const std::string& file) const { return directory_ / file; }

    // Sends bytes over TLS as that client ("" without a certificate) and ends the connection; `more`: openssl's
    // options.
    Ran send(int port, const std::string& bytes, const std::string& client,
             const std::vector<std::string>& more = {}) const;

  private:
    void make(const std::string& name, const std::string& subject, const std::string& extensions);
    ScratchDirectory directory_;
};

}  // namespace breachd::testkit
