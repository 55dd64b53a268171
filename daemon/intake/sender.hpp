// Proves the sender of an alert. Every proof that the source's configuration names must hold: before the body is read,
// the client certificate, the token and the address; then, over the raw bytes of the body and before they are parsed,
// the signature and Graph's clientState. A missing or wrong proof and an unknown source get the same 401; a wrong
// address is 403, and only for a sender whose head proved the rest. A source that names no proof is never proven. Pure.
#pragma once

#include <string>
#include <string_view>

#include "http/auth.hpp"
#include "intake/refusals.hpp"
#include "net/transport.hpp"
#include "settings/access.hpp"

namespace breachd::intake {

bool may_send_from(const Source& source, std::string_view peer);
// True as well when the source asks for no certificate. `shown` may be nullptr.
bool certificate_fits(const Source& source, const net::PeerCertificate* shown);

// The one answer for every missing or wrong proof.
Error sender_not_proven();
// True when the head proves the sender (token or certificate); otherwise only the whole body does.
bool proven_by_head(const Source& source);

// By the head. 401, or 403 for a token that is known but not this source's; `why` is for the people of the daemon.
Result<http::Caller> admit_sender(const http::Request& request, const Access& access, const Source& source,
                                  Refusal& why);

struct Proven {
    SenderProof proof = SenderProof::none;  // the strongest of those that held
    std::string replay_key;  // hex digest of the source and the signed text, when the text has a moment in it
};
// By the whole body: a signature is over the bytes as they came, Graph's clientState stands in `plain`, the body as it
// was before it was compressed. `wall`: the machine's time, for the window of signatures.
Result<Proven> prove_sender(const http::Request& request, std::string_view plain, const Source& source, Instant wall,
                            Refusal& why);

}  // namespace breachd::intake
