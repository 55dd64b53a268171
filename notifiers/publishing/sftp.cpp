// Files on a host over SFTP, at a host whose key is known beforehand.
#include <fmt/format.h>

#include "base/digest.hpp"
#include "core/journal/because.hpp"
#include "notifiers/publishing/over_http.hpp"

namespace breachd {

namespace {

struct SftpConfig : PublisherConfig {
    SftpTarget target;
};

class SftpPlace : public Place {
  public:
    explicit SftpPlace(const Publisher& publisher) : own_(own_config<SftpConfig>(publisher)), url_(publisher.url) {}

    PutUp put(const PublicMatter& matter, Wire& wire) const override {
        auto answer = wire.upload(own_.target, matter.files);
        if (!answer.done)
            return because::publisher_refused(
                "sftp", fmt::format("{}{}", own_.target.host_and_port, own_.target.folder), "", answer.cause);
        const auto& page = matter.files.front();
        return Shown{url_ + "/" + page.path, page.bytes, ""};
    }

  private:
    SftpConfig own_;
    std::string url_;
};

// As `ssh-keygen -l` prints it: SHA256: and 43 letters of base64 without padding.
bool is_fingerprint(const std::string& text) {
    auto bytes = from_base64(text.substr(0, text.find('=')) + "=");
    return bytes && bytes->size() == 32;
}

void read_keys(Keys& keys, Publisher& out) {
    auto own = std::make_shared<SftpConfig>();
    auto& target = own->target;
    keys.need("host");
    keys.text("host", target.host_and_port);
    if (target.host_and_port.find_first_of("/@ \t\r\n") != std::string::npos)
        keys.error("\"host\" is a name or an address, with :port where it is not 22");
    keys.need("folder");
    keys.text("folder", target.folder);
    if (!target.folder.empty() &&
        (target.folder.front() != '/' || target.folder.find_first_of("\"\\\r\n") != std::string::npos))
        keys.error("\"folder\" is a path on the host that begins with /");
    while (target.folder.ends_with('/')) target.folder.pop_back();
    keys.need("username");
    keys.text("username", target.username);
    keys.path("key_file", target.key_file);
    keys.secret("key_passphrase", target.key_passphrase);
    bool password = keys.secret("password", target.password);
    if (password != target.key_file.empty()) keys.error("sftp signs in with key_file or with password_file");
    keys.path("known_hosts_file", target.known_hosts_file);
    keys.text("host_sha256", target.host_sha256);
    if (target.host_sha256.starts_with("SHA256:")) target.host_sha256.erase(0, 7);
    if (target.known_hosts_file.empty() == target.host_sha256.empty())
        keys.error("sftp wants known_hosts_file or host_sha256: nothing is sent to a host that is not proven");
    if (!target.host_sha256.empty() && !is_fingerprint(target.host_sha256))
        keys.error("\"host_sha256\" is what ssh-keygen -l prints: SHA256: and 43 letters");
    out.own = std::move(own);
}

std::unique_ptr<Place> make(const Publisher& publisher) { return std::make_unique<SftpPlace>(publisher); }

}  // namespace

PublisherKind sftp_publisher() { return {"sftp", PublisherCarries::files, read_keys, make}; }

}  // namespace breachd
