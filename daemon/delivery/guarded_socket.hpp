// The sockets of every libcurl handle that sends where the configuration says.
#pragma once

#include <curl/curl.h>

namespace breachd::delivery {

// For CURLOPT_OPENSOCKETFUNCTION. Link-local addresses (cloud metadata among them) are never a relay. Here the address
// is the resolved one, so that no spelling and no rebinding gets around it.
curl_socket_t guarded_socket(void*, curlsocktype, curl_sockaddr* address);

}  // namespace breachd::delivery
