#include "intake/sender.hpp"

#include "base/json.hpp"
#include "net/transport.hpp"

namespace breachd::intake {

namespace {

bool proves_something(const Source& source) {
    return source.needs_token() || source.needs_certificate() || source.signature || source.needs_client_state();
}

// Every notification of the body carries the secret.
bool client_state_holds(std::string_view notifications, const Source& source) {
    auto body = parse_json(notifications);
    const auto* object = body ? body->if_object() : nullptr;
    const auto* value = object == nullptr ? nullptr : object->if_contains("value");
    const auto* list = value == nullptr ? nullptr : value->if_array();
    if (list == nullptr || list->empty()) return false;
    bool good = true;
    for (const auto& item : *list) {
        const auto* notification = item.if_object();
        const auto* state = notification == nullptr ? nullptr : notification->if_contains("clientState");
        const auto* text = state == nullptr ? nullptr : state->if_string();
        auto digest = sha256(text == nullptr ? std::string_view() : std::string_view(*text));
        good = equal_constant_time(as_bytes(digest), as_bytes(source.client_state_sha256)) && good;
    }
    return good;
}

}  // namespace

Error sender_not_proven() {
    return {ErrorCode::unauthorized, "what this source asks of its sender is missing or wrong", ""};
}

bool proven_by_head(const Source& source) { return source.needs_token() || source.needs_certificate(); }

bool certificate_fits(const Source& source, const net::PeerCertificate* shown) {
    if (!source.needs_certificate()) return true;
    return shown != nullptr && (source.certificate_sha256.empty() || shown->sha256 == source.certificate_sha256) &&
           (source.certificate_subject.empty() || shown->subject == source.certificate_subject);
}

bool may_send_from(const Source& source, std::string_view peer) {
    if (source.allow.empty() && !source.allow_unix) return true;
    return peer == "unix" ? source.allow_unix : contains(source.allow, peer);
}

Result<http::Caller> admit_sender(const http::Request& request, const Access& access, const Source& source,
                                  Refusal& why) {
    auto refuse = [&](RefusalCause cause) {
        why = {cause, 0};
        return sender_not_proven();
    };
    http::Caller sender{source.name, Role::source, source.name};
    if (!proves_something(source)) return refuse(RefusalCause::nothing_shown);
    if (!certificate_fits(source, request.certificate.get()))
        return refuse(request.certificate ? RefusalCause::certificate : RefusalCause::nothing_shown);
    auto header = [&](std::string_view name) { return request.header(name); };
    if (source.signature && header_of(*source.signature, header, source.signature->header).empty())
        return refuse(RefusalCause::nothing_shown);
    if (!source.needs_token()) return sender;
    auto token = http::presented_token(request, {source.token_header, source.token_in_url});
    if (!token) return refuse(RefusalCause::nothing_shown);
    auto caller = http::caller_of(*token, access);
    if (!caller) return refuse(RefusalCause::token_unknown);
    why = {RefusalCause::token_of_another, 0};
    if (caller->role != Role::source)
        return Error{ErrorCode::forbidden, "alerts are sent with the token of their source", ""};
    if (caller->source != source.name) return Error{ErrorCode::forbidden, "this token belongs to another source", ""};
    return sender;
}

Result<Proven> prove_sender(const http::Request& request, std::string_view plain, const Source& source, Instant wall,
                            Refusal& why) {
    Proven out;
    if (source.needs_client_state() && !client_state_holds(plain, source)) {
        why = {RefusalCause::state_wrong, 0};
        return sender_not_proven();
    }
    if (source.needs_token() || source.needs_client_state()) out.proof = SenderProof::token;
    if (source.signature) {
        auto header = [&](std::string_view name) { return request.header(name); };
        SignatureFault fault;
        auto verified =
            verify_signature(*source.signature, source.signature_secrets, header, request.body, wall, &fault);
        if (!verified) {
            why = refusal_of(fault);
            return sender_not_proven();
        }
        if (source.signature->signs_time()) out.replay_key = hex(sha256({source.name, "\n", as_bytes(*verified)}));
        out.proof = SenderProof::signature;
    }
    if (source.needs_certificate()) out.proof = SenderProof::certificate;
    return out;
}

}  // namespace breachd::intake
