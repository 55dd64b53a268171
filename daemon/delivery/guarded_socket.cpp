#include "delivery/guarded_socket.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>

#include <cstring>

namespace breachd::delivery {

curl_socket_t guarded_socket(void*, curlsocktype, curl_sockaddr* address) {
    const auto* bytes = reinterpret_cast<const unsigned char*>(&address->addr);
    if (address->family == AF_INET) {
        const auto* v4 = reinterpret_cast<const unsigned char*>(&reinterpret_cast<const sockaddr_in*>(bytes)->sin_addr);
        if (v4[0] == 169 && v4[1] == 254) return CURL_SOCKET_BAD;
    } else if (address->family == AF_INET6) {
        const auto* v6 = reinterpret_cast<const sockaddr_in6*>(bytes)->sin6_addr.s6_addr;
        bool mapped = std::memcmp(v6, "\0\0\0\0\0\0\0\0\0\0\xff\xff", 12) == 0;
        if ((v6[0] == 0xfe && (v6[1] & 0xc0) == 0x80) || (mapped && v6[12] == 169 && v6[13] == 254))
            return CURL_SOCKET_BAD;
    }
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

}  // namespace breachd::delivery
