#include "delivery/public_wire.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include "base/check.hpp"
#include "delivery/guarded_socket.hpp"
#include "delivery/http_loop.hpp"
#include "notifiers/curl_cause.hpp"

namespace breachd::delivery {

namespace {

constexpr long kConnectMs = 10'000;
constexpr long kFileMode = 0644, kFolderMode = 0755;

std::size_t read_rest(char* buffer, std::size_t size, std::size_t count, void* user) {
    auto& rest = *static_cast<std::string_view*>(user);
    auto n = rest.copy(buffer, size * count);
    rest.remove_prefix(n);
    return n;
}

std::size_t drop(char*, std::size_t size, std::size_t count, void*) { return size * count; }

int is_cancelled(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return (*static_cast<const std::function<bool()>*>(user))() ? 1 : 0;
}

Cause cause_of_sftp(CURLcode result) {
    switch (result) {
        case CURLE_PEER_FAILED_VERIFICATION:
            return Cause::host_key_wrong;
        case CURLE_LOGIN_DENIED:
            return Cause::sign_in_refused;
        case CURLE_REMOTE_ACCESS_DENIED:
        case CURLE_REMOTE_FILE_NOT_FOUND:
        case CURLE_UPLOAD_FAILED:
        case CURLE_QUOTE_ERROR:
        case CURLE_REMOTE_DISK_FULL:
        case CURLE_SSH:
            return Cause::file_not_written;
        default:
            return cause_of(result);
    }
}

// One connection for all the files of a publication.
class Sftp {
  public:
    Sftp(const SftpTarget& target, const std::string& proxy, const std::function<bool()>& cancelled)
        : target_(target), curl_(curl_easy_init()) {
        BREACHD_CHECK(curl_ != nullptr);
        set(CURLOPT_PROTOCOLS_STR, "sftp");
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_PROXY, proxy.c_str());
        set(CURLOPT_NOPROXY, "");
        set(CURLOPT_HTTPPROXYTUNNEL, 1L);  // CONNECT; without an HTTP proxy it means nothing
        set(CURLOPT_UPLOAD, 1L);
        set(CURLOPT_CONNECTTIMEOUT_MS, kConnectMs);
        set(CURLOPT_TIMEOUT_MS, static_cast<long>(target.timeout.count()));
        set(CURLOPT_FTP_CREATE_MISSING_DIRS, static_cast<long>(CURLFTP_CREATE_DIR_RETRY));
        set(CURLOPT_NEW_FILE_PERMS, kFileMode);
        set(CURLOPT_NEW_DIRECTORY_PERMS, kFolderMode);
        set(CURLOPT_OPENSOCKETFUNCTION, &guarded_socket);
        set(CURLOPT_READFUNCTION, &read_rest);
        set(CURLOPT_WRITEFUNCTION, &drop);
        set(CURLOPT_NOPROGRESS, 0L);
        set(CURLOPT_XFERINFOFUNCTION, &is_cancelled);
        set(CURLOPT_XFERINFODATA, &cancelled);
        sign_in();
        prove_host();
    }
    ~Sftp() { curl_easy_cleanup(curl_); }
    Sftp(const Sftp&) = delete;
    Sftp& operator=(const Sftp&) = delete;

    // Under a name of its own first, so that nobody reads half a page. SFTP 3 renames over nothing that exists: the old
    // page goes first.
    CURLcode put(const PublicFile& file) {
        if (!usable_) return CURLE_NOT_BUILT_IN;
        const auto whole = target_.folder + "/" + file.path, half = whole + ".new";
        curl_slist* then = nullptr;
        auto add = [&](const std::string& command) { then = curl_slist_append(then, command.c_str()); };
        // Modes that were asked for are less by the host's umask. Commands after a * may fail.
        for (auto slash = file.path.find('/'); slash != file.path.npos; slash = file.path.find('/', slash + 1))
            add(fmt::format("*chmod 755 \"{}/{}\"", target_.folder, file.path.substr(0, slash)));
        add(fmt::format("*chmod 644 \"{}\"", half));
        add(fmt::format("*rm \"{}\"", whole));
        add(fmt::format("rename \"{}\" \"{}\"", half, whole));
        std::string_view rest = file.bytes;
        set(CURLOPT_URL, url_of(half).c_str());
        set(CURLOPT_READDATA, &rest);
        set(CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(file.bytes.size()));
        set(CURLOPT_POSTQUOTE, then);
        auto result = curl_easy_perform(curl_);
        set(CURLOPT_POSTQUOTE, nullptr);
        curl_slist_free_all(then);
        return result;
    }

  private:
    template <class Option, class Of>
    void set(Option option, Of value) {
        BREACHD_CHECK(curl_easy_setopt(curl_, option, value) == CURLE_OK);
    }

    void sign_in() {
        set(CURLOPT_USERNAME, target_.username.c_str());
        set(CURLOPT_SSH_AUTH_TYPES,
            static_cast<long>(target_.key_file.empty() ? CURLSSH_AUTH_PASSWORD : CURLSSH_AUTH_PUBLICKEY));
        if (target_.key_file.empty()) return set(CURLOPT_PASSWORD, target_.password.c_str());
        set(CURLOPT_SSH_PRIVATE_KEYFILE, target_.key_file.c_str());
        if (!target_.key_passphrase.empty()) set(CURLOPT_KEYPASSWD, target_.key_passphrase.c_str());
    }

    // A libcurl over libssh (Ubuntu) knows no fingerprint: then nothing is sent, rather than to a host unproven.
    void prove_host() {
        if (!target_.known_hosts_file.empty())
            set(CURLOPT_SSH_KNOWNHOSTS, target_.known_hosts_file.c_str());
        else
            usable_ =
                curl_easy_setopt(curl_, CURLOPT_SSH_HOST_PUBLIC_KEY_SHA256, target_.host_sha256.c_str()) == CURLE_OK;
    }

    std::string url_of(const std::string& path) const {
        std::string out = "sftp://" + target_.host_and_port;
        for (std::size_t at = 0; at < path.size();) {
            auto end = std::min(path.find('/', at + 1), path.size());
            char* step = curl_easy_escape(curl_, path.data() + at + 1, static_cast<int>(end - at - 1));
            BREACHD_CHECK(step != nullptr);
            out.append("/").append(step);
            curl_free(step);
            at = end;
        }
        return out;
    }

    const SftpTarget& target_;
    CURL* curl_;
    bool usable_ = true;
};

}  // namespace

HttpAnswer PublicWire::http(HttpRequest request) {
    request.proxy = proxy_;
    return HttpLoop::fetch(std::move(request), kAnswerBytesMax, cancelled_);
}

SftpAnswer PublicWire::upload(const SftpTarget& target, std::span<const PublicFile> files) {
    Sftp sftp(target, proxy_, cancelled_);
    for (const auto& file : files)
        if (auto result = sftp.put(file); result != CURLE_OK) return {false, cause_of_sftp(result)};
    return {true, Cause::none};
}

}  // namespace breachd::delivery
