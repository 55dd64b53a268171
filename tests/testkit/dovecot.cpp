#include "testkit/dovecot.hpp"

#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <stdexcept>

#include "testkit/sockets.hpp"

namespace breachd::testkit {

namespace fs = std::filesystem;

namespace {

constexpr const char* kProgram = "/usr/sbin/dovecot";
constexpr uid_t kNobody = 65534;

constexpr std::string_view kCommon = R"(base_dir = @DIR@/run
state_dir = @DIR@/state
log_path = @DIR@/log
protocols = imap
listen = 127.0.0.1
ssl = yes
mail_uid = 65534
mail_gid = 65534
first_valid_gid = 1
auth_failure_delay = 0
service imap-login {
  inet_listener imap {
    port = @PORT@
  }
  inet_listener imaps {
    port = @TLS_PORT@
  }
}
service anvil {
  chroot =
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
namespace inbox {
  inbox = yes
}
)";

// Debian 12, Ubuntu 24.04.
constexpr std::string_view kOf23 = R"(disable_plaintext_auth = no
mail_location = maildir:@DIR@/mail/%u
ssl_cert = <@CERTIFICATE@
ssl_key = <@KEY@
passdb {
  driver = static
  args = password=@PASSWORD@
}
userdb {
  driver = static
  args = home=@DIR@/mail
}
)";

// Debian 13.
constexpr std::string_view kVersionOf24 = "dovecot_config_version = 2.4.0\ndovecot_storage_version = 2.4.0\n";
constexpr std::string_view kOf24 = R"(auth_allow_cleartext = yes
mail_driver = maildir
mail_path = @DIR@/mail/%{user}
mail_home = @DIR@/mail
ssl_server_cert_file = @CERTIFICATE@
ssl_server_key_file = @KEY@
passdb static {
  password = @PASSWORD@
}
userdb static {
}
)";

std::string filled(std::string text, const std::vector<std::pair<std::string, std::string>>& values) {
    for (const auto& [name, value] : values)
        for (auto at = text.find(name); at != text.npos; at = text.find(name, at + value.size()))
            text.replace(at, name.size(), value);
    return text;
}

}  // namespace

bool Dovecot::possible() {
    return ::geteuid() == 0 && fs::exists(kProgram) && fs::exists("/usr/lib/dovecot/imap") &&
           ::getpwnam("dovenull") != nullptr;
}

Dovecot::Dovecot() : port_(free_port()), tls_port_(free_port()) {
    const auto& base = directory_.path();
    ::chmod(base.c_str(), 0755);
    for (const char* name : {"run", "state", "mail/tra-ve/tmp", "mail/tra-ve/new", "mail/tra-ve/cur"})
        fs::create_directories(directory_ / name);
    for (const char* name : {"mail", "mail/tra-ve", "mail/tra-ve/tmp", "mail/tra-ve/new", "mail/tra-ve/cur"})
        if (::chown((directory_ / name).c_str(), kNobody, kNobody) != 0) throw std::runtime_error("chown failed");
    bool old = run({kProgram, "--version"}).out.starts_with("2.3");
    auto text = old ? std::string(kCommon) + std::string(kOf23)
                    : std::string(kVersionOf24) + std::string(kCommon) + std::string(kOf24);
    spill(directory_ / "dovecot.conf", filled(text, {{"@DIR@", base},
                                                     {"@PORT@", std::to_string(port_)},
                                                     {"@TLS_PORT@", std::to_string(tls_port_)},
                                                     {"@CERTIFICATE@", certificates_.server_certificate()},
                                                     {"@KEY@", certificates_.server_key()},
                                                     {"@PASSWORD@", password()}}));
}

void Dovecot::start() {
    auto started = run({kProgram, "-c", directory_ / "dovecot.conf"}, "", std::chrono::seconds(30));
    runs_ = true;
    bool listens = started.code == 0 && wait_until([&] {
                       int fd = dial(port_);
                       if (fd >= 0) ::close(fd);
                       return fd >= 0;
                   });
    if (!listens) throw std::runtime_error("Dovecot did not start: " + started.err + log());
}

void Dovecot::stop() {
    if (std::exchange(runs_, false)) run({"/usr/bin/doveadm", "-c", directory_ / "dovecot.conf", "stop"});
}

void Dovecot::put(const std::string& name, const std::string& mail) const {
    auto box = directory_ / "mail/tra-ve/";
    spill(box + "tmp/" + name, mail);
    if (::chown((box + "tmp/" + name).c_str(), kNobody, kNobody) != 0) throw std::runtime_error("chown failed");
    fs::rename(box + "tmp/" + name, box + "new/" + name);
}

// Maildir writes marks into a file's name: "name:2,S".
std::size_t Dovecot::read() const {
    std::size_t out = 0;
    for (const auto& file : files_below(directory_ / "mail/tra-ve/cur")) {
        auto marks = file.rfind(":2,");
        out += marks != file.npos && file.find('S', marks) != file.npos ? 1 : 0;
    }
    return out;
}

}  // namespace breachd::testkit
