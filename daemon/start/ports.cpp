#include "start/ports.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "net/listener.hpp"
#include "store/lease.hpp"

namespace breachd {

namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;
using boost::system::error_code;

Error refused(const std::string& address, std::string_view why) {
    return Error{ErrorCode::failed,
                 fmt::format("không mở được cổng ({0}); hãy tắt chương trình đang giữ cổng, hoặc sửa địa chỉ / cannot "
                             "listen there ({0}); stop the program that has it, or change the address",
                             why),
                 address};
}

template <class Protocol>
error_code bind(const asio::ip::address& address, std::uint16_t port, bool reuse) {
    asio::io_context io;
    typename Protocol::socket socket(io);
    typename Protocol::endpoint endpoint(address, port);
    error_code failed;
    socket.open(endpoint.protocol(), failed);
    if (!failed && reuse) socket.set_option(asio::socket_base::reuse_address(true), failed);
    if (!failed) socket.bind(endpoint, failed);
    // Two sockets may be bound to one port while none of them listens.
    if constexpr (std::is_same_v<Protocol, asio::ip::tcp>)
        if (!failed && ::listen(socket.native_handle(), 1) != 0)
            failed = error_code(errno, asio::error::get_system_category());
    return failed;
}

// The kernel's numbers of the sockets on this port: column 2 of its tables is "ADDRESS:PORT", column 10 the number.
std::set<std::string> sockets_on(std::uint16_t port) {
    std::set<std::string> out;
    auto wanted = fmt::format(":{:04X}", port);
    for (const char* table : {"/proc/net/tcp", "/proc/net/tcp6", "/proc/net/udp", "/proc/net/udp6"}) {
        std::ifstream in(table);
        for (std::string line; std::getline(in, line);) {
            std::istringstream columns(line);
            std::vector<std::string> all{std::istream_iterator<std::string>(columns), {}};
            if (all.size() > 9 && all[1].ends_with(wanted)) out.insert(fmt::format("socket:[{}]", all[9]));
        }
    }
    return out;
}

// True when it cannot be told: a process of another user.
bool may_have(int process, std::uint16_t port) {
    auto sockets = sockets_on(port);
    std::error_code failed;
    fs::directory_iterator files(fmt::format("/proc/{}/fd", process), failed);
    if (failed) return true;
    for (const auto& file : files) {  // in another user namespace the folder may be read, its links may not
        auto link = fs::read_symlink(file.path(), failed);
        if (failed || sockets.contains(link.string())) return true;
    }
    return false;
}

std::optional<Error> cannot_make(const std::string& address, const fs::path& path) {
    auto parent = path.has_parent_path() ? path.parent_path() : fs::path(".");
    // systemd makes the unit's RuntimeDirectory with the unit.
    std::error_code ignored;
    if (path.string().starts_with("/run/") && !fs::exists(parent, ignored)) return std::nullopt;
    if (::access(parent.c_str(), W_OK | X_OK) == 0) return std::nullopt;
    return refused(address, std::strerror(errno));
}

}  // namespace

std::optional<Error> cannot_listen(const Port& port, const std::string& data_directory) {
    constexpr std::string_view kUnix = "unix:";
    if (port.address.starts_with(kUnix)) return cannot_make(port.address, port.address.substr(kUnix.size()));
    auto address = net::ip_address(port.address);
    if (!address) return address.error();
    auto failed = port.udp ? bind<asio::ip::udp>(address->first, address->second, false)
                           : bind<asio::ip::tcp>(address->first, address->second, true);
    if (!failed) return std::nullopt;
    auto holder = store::Lease::holder(data_directory);
    bool ours = failed == asio::error::address_in_use && holder && may_have(*holder, address->second);
    return ours ? std::nullopt : std::optional(refused(port.address, failed.message()));
}

}  // namespace breachd
