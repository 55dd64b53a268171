// Whether a sender of alerts is who its source says. All that the source's configuration names must hold: the client
// certificate and the token on the head of the request, and the address it comes from, before its body is read; then,
// over the raw bytes of the body and before they are parsed, the signature and Graph's clientState. What was wrong
// among these is one and the same 401, and so is a source that is not there; only a wrong address is 403, and only to
// who proved the rest on the head. A source that names nothing is never proven. Pure but for the values handed in.
#pragma once

#include <string>

#include "core/triage/alert.hpp"
#include "http/auth.hpp"
#include "net/transport.hpp"

namespace breachd::intake {

bool may_send_from(const Source& source, std::string_view peer);
// True as well when the source asks for none. `shown` may be nullptr.
bool certificate_fits(const Source& source, const net::PeerCertificate* shown);

// One answer for all that is missing or wrong.
Error sender_not_proven();
// The head says who sends: a token or a certificate is asked for. Otherwise only the whole body does.
bool proven_by_head(const Source& source);

// On the head. 401, or 403 for a token that is known but not this source's.
Result<http::Caller> admit_sender(const http::Request& request, const Access& access, const Source& source);

struct Proven {
    SenderProof proof = SenderProof::none;  // the strongest of those that held
    std::string replay_key;  // hex digest of the source and what was signed, when a moment was signed with it
};
// With the body whole. `wall`: real time, for the window of signatures.
Result<Proven> prove_sender(const http::Request& request, const Source& source, Instant wall);

}  // namespace breachd::intake
