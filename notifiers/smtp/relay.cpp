#include "notifiers/smtp/relay.hpp"

#include <algorithm>
#include <string_view>

#include "notifiers/smtp/smtp.hpp"

namespace breachd {

namespace {

bool is_hello_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view(".-[]:").find(c) != std::string_view::npos;
}

// scheme://[user@]host[:port][/name that we greet with], as libcurl reads it.
void read_url(std::string_view url, MailRelay& out) {
    out.tls_at_once = url.starts_with("smtps://");
    url.remove_prefix(std::min(url.size(), url.find("://") + 3));
    auto end = url.find_first_of("/?#");
    auto host = url.substr(0, end);
    if (end != url.npos && url[end] == '/') out.hello = url.substr(end + 1);
    if (!std::all_of(out.hello.begin(), out.hello.end(), is_hello_character)) out.hello.clear();
    host.remove_prefix(host.rfind('@') == host.npos ? 0 : host.rfind('@') + 1);
    auto colon = host.rfind(':');
    bool has_port = colon != host.npos && host.find(']', colon) == host.npos;
    out.port = has_port ? host.substr(colon + 1) : out.tls_at_once ? "465" : "25";
    host = host.substr(0, has_port ? colon : host.npos);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    out.host = host;
}

}  // namespace

LineGuard guard_of(const SmtpConfig& own) {
    if (own.tls == "none") return LineGuard::none;
    bool proven =
        own.tls == "required" || own.relay.starts_with("smtps") || !own.username.empty() || !own.ca_file.empty();
    return proven ? LineGuard::proven : LineGuard::offered;
}

std::shared_ptr<const MailRelay> mail_relay(const Channel& channel, bool drill) {
    if (!channel.proxy.empty()) return nullptr;
    const auto& own = own_config<SmtpConfig>(channel);
    auto out = std::make_shared<MailRelay>();
    read_url(own.relay, *out);
    out->guard = guard_of(own);
    out->username = own.username;
    out->password = own.password;
    out->ca_file = own.ca_file;
    out->from = own.from;
    out->bounce_address = own.bounce_address;
    out->from_name = own.from_name;
    out->reply_to = own.reply_to;
    out->timeout = channel.timeout;
    out->connections = std::max(1, channel.connections);
    out->drill = drill;
    return out;
}

}  // namespace breachd
