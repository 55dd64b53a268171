// How people sign in at the console.
#include <fmt/format.h>

#include "config/sections.hpp"

namespace breachd::config {

namespace {

using std::chrono::hours;
using std::chrono::minutes;

// A browser keeps the cookie of a session on https only, and on this machine.
bool keeps_cookies(std::string_view url) {
    if (url.starts_with("https://")) return true;
    if (!url.starts_with("http://")) return false;
    auto host = url.substr(7, url.find('/', 7) - 7);
    if (host.starts_with("[::1]")) return true;
    host = host.substr(0, host.find(':'));
    return host == "localhost" || host.ends_with(".localhost") ||
           (host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string_view::npos);
}

// Passkeys belong to a name; an address of numbers is none.
bool has_a_name(std::string_view url) {
    auto host = url.substr(url.find("://") + 3);
    host = host.substr(0, host.find('/'));
    return !host.starts_with('[') && host.substr(0, host.find(':')).find_first_not_of("0123456789.") != host.npos;
}

}  // namespace

void read_sign_in(Map& root, const Context&, LoadedConfig& out) {
    auto& sign_in = out.settings.sign_in;
    bool possible = keeps_cookies(out.settings.public_url);
    sign_in.password = possible;
    sign_in.passkey = possible && has_a_name(out.settings.public_url);
    auto value = root.find("sign_in");
    if (!value) return;
    Map map(*value);
    sign_in.password = true;
    map.boolean("password", sign_in.password);
    map.boolean("passkey", sign_in.passkey);
    map.duration("idle", sign_in.idle, minutes{5}, hours{24});
    map.duration("absolute", sign_in.absolute, minutes{15}, hours{24 * 7});
    map.duration("step_up", sign_in.step_up, minutes{1}, hours{1});
    if ((sign_in.password || sign_in.passkey) && !possible)
        map.error("people can sign in only where server.public_url begins with https://, or is localhost");
    else if (sign_in.passkey && !has_a_name(out.settings.public_url))
        map.error("passkeys belong to a name: server.public_url is an address of numbers");
}

// Two people are two, whatever each of them calls with.
void warn_of_unowned_tokens(Map& root, const LoadedConfig& out) {
    if (!root.has("sign_in")) return;
    for (const auto& token : out.settings.tokens) {
        bool decides = token.role == Role::responder || token.role == Role::dpo;
        if (decides && token.person.empty() && out.settings.person(token.name) == nullptr)
            root.self().warning(
                fmt::format("access.tokens {}: beside whoever signs in it counts as a person of its own; say whose it "
                            "is with person:",
                            token.name));
    }
}

}  // namespace breachd::config
