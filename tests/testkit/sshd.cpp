#include "testkit/sshd.hpp"

#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <stdexcept>

#include "testkit/sockets.hpp"

namespace breachd::testkit {

namespace {

std::vector<std::string> started(const ScratchDirectory& directory, int port, const std::string& options) {
    for (const char* name : {"host", "user", "other"})
        if (run({"ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", directory / name}).code != 0)
            throw std::runtime_error("ssh-keygen failed");
    auto host = slurp(directory / "host.pub");
    spill(directory / "known_hosts", "[127.0.0.1]:" + std::to_string(port) + " " + host);
    spill(directory / "authorized_keys", slurp(directory / "user.pub"));
    ::mkdir((directory / "www").c_str(), 0755);
    if (::geteuid() == 0) ::mkdir("/run/sshd", 0755);  // the folder that its unprivileged part is put into
    spill(directory / "config", "Port " + std::to_string(port) +
                                    "\nListenAddress 127.0.0.1\nPidFile none\nStrictModes no\nUsePAM no\n"
                                    "PasswordAuthentication no\nKbdInteractiveAuthentication no\n"
                                    "PermitRootLogin prohibit-password\nHostKey " +
                                    directory / "host" + "\nAuthorizedKeysFile " + directory / "authorized_keys" +
                                    "\nSubsystem sftp internal-sftp -u 0077\n" + options + "\n");
    return {"/usr/sbin/sshd", "-D", "-e", "-f", directory / "config"};
}

}  // namespace

Sshd::Sshd(const std::string& options)
    : port_(free_port()), process_(started(directory_, port_, options), directory_ / "log") {
    bool listens = wait_until([&] {
        int fd = dial(port_);
        if (fd >= 0) ::close(fd);
        return fd >= 0;
    });
    if (!listens) throw std::runtime_error("sshd does not listen: " + log());
}

std::string Sshd::user() const { return ::getpwuid(::geteuid())->pw_name; }

std::string Sshd::fingerprint() const {
    auto said = run({"ssh-keygen", "-l", "-E", "sha256", "-f", directory_ / "host.pub"}).out;
    auto at = said.find("SHA256:");
    return said.substr(at, said.find(' ', at) - at);
}

}  // namespace breachd::testkit
