// What only browsers send: cookies, and where a request comes from. Pure.
#pragma once

#include <string>
#include <string_view>

#include "http/http.hpp"

namespace breachd::http {

// The value of the cookie of this name. "" when there is none, and when there are two: a stranger on a neighbouring
// host may add one of his own.
std::string cookie(const Request& request, std::string_view name);

// "https://breach.vidu.test" of a URL, as a browser writes an origin; "" when it is no http URL.
std::string origin_of(std::string_view url);
// The host of a URL or of a Host header is this machine.
bool is_loopback_host(std::string_view host);

enum class SentFrom {
    here,       // by a page of ours
    elsewhere,  // by another site's
    unknown,    // without Origin: no browser does so with a request that changes something
};
// `origin`: of the daemon's public URL; on this machine its own Host counts as well. A request that only reads comes
// from here unless its browser says otherwise.
SentFrom sent_from(const Request& request, std::string_view origin);

}  // namespace breachd::http
