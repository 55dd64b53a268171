// Whether a sender of alerts is who its source says. All that the source's configuration names must hold: the address it
// comes from (403 otherwise), the client certificate and the token on the head of the request, before its body is read;
// then, over the raw bytes of the body and before they are parsed, the signature and Graph's clientState. What was wrong
// among these is one and the same 401. A source that names nothing is never proven. Pure but for the values handed in.
#pragma once

#include <string>

#include "api/auth.hpp"
#include "api/transport.hpp"
#include "core/alert.hpp"

namespace breachd::api {

bool may_send_from(const Source& source, std::string_view peer);
// True as well when the source asks for none. `shown` may be nullptr.
bool certificate_fits(const Source& source, const PeerCertificate* shown);

// On the head. 401, or 403 for a token that is known but not this source's.
Result<Caller> admit_sender(const Request& request, const Access& access, const Source& source);

struct Proven {
    SenderProof proof = SenderProof::none;  // the strongest of those that held
    std::string replay_key;  // hex digest of the source and what was signed, when a moment was signed with it
};
// With the body whole. `wall`: real time, for the window of signatures.
Result<Proven> prove_sender(const Request& request, const Source& source, Instant wall);

}  // namespace breachd::api
