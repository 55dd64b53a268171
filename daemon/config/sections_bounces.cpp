#include <algorithm>

#include "config/sections.hpp"

namespace breachd::config {

namespace {

bool on_this_machine(const std::string& listen) {
    for (const char* place : {"unix:/", "127.", "[::1]:", "localhost:"})
        if (listen.starts_with(place)) return true;
    return false;
}

// What stands after the host is the folder, as the server writes it (outside ASCII: in modified UTF-7); a URL has no
// blanks.
void read_folder(const Value& url, MailboxSettings& out) {
    auto end = out.server.find('/', out.server.find("//") + 2);
    if (end == out.server.npos) return;
    auto folder = out.server.substr(end + 1);
    out.server.resize(end);
    for (std::size_t at = 0; (at = folder.find("%20", at)) != folder.npos; ++at) folder.replace(at, 3, " ");
    if (std::any_of(folder.begin(), folder.end(), [](unsigned char c) { return c >= 0x7f || c == '%'; }))
        url.error("the folder stands as the server writes it: in ASCII, a blank as %20");
    if (!folder.empty()) out.folder = folder;
}

void read_mailbox(const Value& value, const Context& context, BounceSettings& bounces) {
    Map map(value);
    if (!map.ok()) return;
    MailboxSettings out;
    if (auto url = map.need("url")) {
        out.server = url->text().value_or("");
        check_url(map, "url", out.server, {"imaps://", "imap://"});
        read_folder(*url, out);
    }
    map.need_text("user", out.user);
    if (std::any_of(out.user.begin(), out.user.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; }))
        map.error("\"user\" has control characters");
    out.password = secret(map, "password", context, true);
    path(map, "ca_file", out.ca_file, context);
    map.duration("every", out.every, std::chrono::seconds{1}, std::chrono::hours{24});
    out.tls = !out.server.starts_with("imap:") || !out.ca_file.empty() || !is_url_of_this_machine(out.server);
    bounces.imap = std::move(out);
}

}  // namespace

void read_bounces(Map& root, const Context& context, LoadedConfig& out) {
    auto value = root.find("bounces");
    if (!value) return;
    Map map(*value);
    auto& bounces = out.server.bounces;
    path(map, "directory", bounces.directory, context);
    if (auto section = map.find("lmtp")) {
        Map lmtp(*section);
        if (auto listen = lmtp.need("listen")) {
            auto text = listen->text().value_or("");
            if (text.starts_with("unix:"))
                bounces.lmtp_listen = text;
            else
                read_address(*listen, bounces.lmtp_listen, "unix:/path");
            if (lmtp.ok() && !on_this_machine(text))
                listen->error("what comes in by LMTP is not proven: listen on unix:/path or on the loopback");
        }
    }
    if (auto section = map.find("imap")) read_mailbox(*section, context, bounces);
    if (map.ok() && bounces.directory.empty() && bounces.lmtp_listen.empty() && !bounces.imap)
        map.error("bounces needs lmtp, directory or imap");
}

}  // namespace breachd::config
