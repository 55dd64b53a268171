#include "notifiers/curl_cause.hpp"

namespace breachd {

Cause cause_of(CURLcode result) {
    switch (result) {
        case CURLE_COULDNT_RESOLVE_HOST:
        case CURLE_COULDNT_RESOLVE_PROXY:
            return Cause::name_not_found;
        case CURLE_URL_MALFORMAT:
        case CURLE_UNSUPPORTED_PROTOCOL:
        case CURLE_COULDNT_CONNECT:
        case CURLE_INTERFACE_FAILED:
        case CURLE_PROXY:
            return Cause::not_connected;
        case CURLE_SSL_CONNECT_ERROR:
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CERTPROBLEM:
        case CURLE_SSL_CIPHER:
        case CURLE_SSL_CACERT_BADFILE:
        case CURLE_SSL_ISSUER_ERROR:
        case CURLE_USE_SSL_FAILED:
            return Cause::tls_failed;
        case CURLE_LOGIN_DENIED:
            return Cause::sign_in_refused;
        case CURLE_OPERATION_TIMEDOUT:
            return Cause::timed_out;
        default:
            return Cause::connection_lost;
    }
}

}  // namespace breachd
