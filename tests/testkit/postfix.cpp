#include "testkit/postfix.hpp"

#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <stdexcept>

namespace breachd::testkit {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kMain = R"(compatibility_level = 3.6
queue_directory = @/spool
data_directory = @/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
myhostname = mail.hopthu.test
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
maillog_file = @/log
maillog_file_prefixes = @
virtual_mailbox_domains = hopthu.test
virtual_mailbox_base = @/mail
virtual_mailbox_maps = texthash:@/etc/mailboxes
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
smtpd_relay_restrictions = reject_unauth_destination
smtpd_recipient_restrictions =
relay_domains = bat-ve.test de-lai.test tra-ve.test
transport_maps = texthash:@/etc/transport
recipient_delimiter = +
)";

constexpr std::string_view kServices = R"(postlog unix-dgram n - n - 1 postlogd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
proxymap unix - - n - - proxymap
anvil unix - - n - 1 anvil
virtual unix - n n - - virtual
error unix - - n - - error
retry unix - - n - - error
lmtp unix - - n - - lmtp
)";

std::string with_directory(std::string_view text, const std::string& directory) {
    std::string out;
    for (char c : text) out += c == '@' ? directory : std::string(1, c);
    return out;
}

}  // namespace

bool Postfix::possible() {
    return ::geteuid() == 0 && fs::exists("/usr/sbin/postfix") && ::getpwnam("postfix") != nullptr;
}

Postfix::Postfix(const std::vector<std::string>& mailboxes, int lmtp_port) : port_(free_port()) {
    const auto& base = directory_.path();
    ::chmod(base.c_str(), 0755);
    for (const char* name : {"/etc", "/spool", "/data", "/mail"}) fs::create_directories(base + name);
    if (::chown((base + "/data").c_str(), ::getpwnam("postfix")->pw_uid, static_cast<gid_t>(-1)) != 0 ||
        ::chown((base + "/mail").c_str(), 65534, 65534) != 0)
        throw std::runtime_error("chown failed");
    spill(base + "/etc/main.cf", with_directory(kMain, base), 0644);
    spill(base + "/etc/master.cf",
          "127.0.0.1:" + std::to_string(port_) + " inet n - n - - smtpd\n" + std::string(kServices), 0644);
    std::string table;
    for (const auto& name : mailboxes) table += name + "@hopthu.test " + name + "\n";
    spill(base + "/etc/mailboxes", table, 0644);
    auto lmtp = "lmtp:inet:127.0.0.1:" + std::to_string(lmtp_port);
    spill(base + "/etc/transport",
          "bat-ve.test error:5.1.1 mailbox gone\nde-lai.test retry:4.4.1 try later\ntra-ve.test " +
              (lmtp_port == 0 ? "error:5.1.1 nobody" : lmtp) + "\n",
          0644);
    auto started = run({"/usr/sbin/postfix", "-c", base + "/etc", "start"}, "", std::chrono::seconds(30));
    if (started.code != 0 || !wait_until([this] { return log().find("daemon started") != std::string::npos; }))
        throw std::runtime_error("Postfix did not start: " + started.err + log());
}

Postfix::~Postfix() { run({"/usr/sbin/postfix", "-c", directory_ / "etc", "stop"}, "", std::chrono::seconds(30)); }

std::string Postfix::mailbox(const std::string& name) const { return slurp(directory_ / ("mail/" + name)); }
std::string Postfix::log() const { return slurp(directory_ / "log"); }

}  // namespace breachd::testkit
