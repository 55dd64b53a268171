#include <fmt/format.h>

#include <algorithm>

#include "config/sections.hpp"

namespace breachd::config {

namespace {

constexpr std::size_t kKiB = 1024, kMiB = 1024 * kKiB;
constexpr std::int64_t kConnectionsMax = 4096;

std::string_view word_of(SyslogTransport transport) {
    return transport == SyslogTransport::udp ? "udp" : transport == SyslogTransport::tls ? "tls" : "tcp";
}

// Keys that mean nothing for the transport would be believed to do something.
void refuse_keys(Map& map, const SyslogListener& out, std::initializer_list<std::string_view> keys) {
    for (auto key : keys)
        if (auto value = map.find(key))
            value->error(fmt::format("{} is not for transport {}", key, word_of(out.transport)));
}

void read_stream(Map& map, SyslogListener& out) {
    map.integer("connections_max", out.connections_max, 1, kConnectionsMax);
    map.integer("connections_per_address_max", out.connections_per_address_max, 1, kConnectionsMax);
    map.duration("idle_patience", out.idle_patience, std::chrono::minutes{1}, std::chrono::hours{24 * 30});
    map.duration("frame_patience", out.frame_patience, std::chrono::seconds{1}, std::chrono::hours{1});
}

void read_datagrams(Map& map, SyslogListener& out) {
    map.rate("rate", out.messages_per_second);
    map.size("receive_buffer", out.receive_buffer_bytes, 64 * kKiB, 256 * kMiB);
}

void read_transport(Map& map, const Context& context, SyslogListener& out) {
    map.need("transport");
    std::string transport = "tcp";
    map.choice("transport", transport, {"udp", "tcp", "tls"});
    if (transport == "udp") out.transport = SyslogTransport::udp;
    if (transport == "tls") out.transport = SyslogTransport::tls;
    if (out.transport == SyslogTransport::tls) {
        out.tls = read_tls_files(map, context);
        if (auto choice = map.find("client_certificates"))
            choice->error(
                "client_certificates is not for syslog: with a client_ca_file every sender shows a certificate; a "
                "listener of its own takes the others");
    } else
        refuse_keys(map, out, {"certificate_file", "key_file", "client_ca_file", "client_certificates"});
    if (out.transport == SyslogTransport::udp) {
        read_datagrams(map, out);
        refuse_keys(map, out, {"connections_max", "connections_per_address_max", "idle_patience", "frame_patience"});
    } else {
        read_stream(map, out);
        refuse_keys(map, out, {"rate", "receive_buffer"});
    }
}

bool same_place(const SyslogListener& a, const SyslogListener& b) {
    bool same_kind = (a.transport == SyslogTransport::udp) == (b.transport == SyslogTransport::udp);
    return same_kind && a.listen == b.listen && !a.listen.ends_with(":0");
}

// What the listener cannot prove, and a source that asks for more than the listener can show.
void check_proof(const Value& name, const SyslogListener& listener, const Source& source) {
    if (listener.tls && !listener.tls->client_ca_file.empty()) return;
    std::string over(listener.tls ? "tls without client_ca_file" : word_of(listener.transport));
    if (!source.certificate_sha256.empty() || !source.certificate_subject.empty())
        return name.error(
            fmt::format("{} asks for a client_certificate, and over {} nobody shows one", source.name, over));
    if (source.opens_unproven) return;
    name.warning(
        fmt::format("{} proves nothing of the sender: alerts of {} are kept and shown, but open no incident; use tls "
                    "with client_ca_file, or say "
                    "opens_incidents_unproven at the source",
                    over, source.name));
}

void read_source_names(Map& map, const LoadedConfig& config, SyslogListener& out) {
    std::vector<std::string> known;
    for (const auto& source : config.settings.sources) known.push_back(source.name);
    map.need("sources");
    for (const auto& item : map.list("sources")) {
        auto name = item.text();
        if (!name) continue;
        auto at = static_cast<std::size_t>(std::find(known.begin(), known.end(), *name) - known.begin());
        if (at == known.size())
            unknown_reference(item, "source", *name, known);
        else
            check_proof(item, out, config.settings.sources[at]);
        out.sources.push_back(std::move(*name));
    }
    if (auto sources = map.find("sources"); sources && sources->is_list() && sources->yaml().size() == 0)
        sources->error("names no source");
}

}  // namespace

bool named_by_syslog(Map& root, std::string_view source) {
    auto listeners = root.find("syslog");
    if (!listeners || !listeners->is_list()) return false;
    for (const auto& listener : listeners->yaml()) {
        if (!listener.IsMap()) continue;
        auto sources = listener["sources"];
        if (!sources.IsDefined() || !sources.IsSequence()) continue;
        for (const auto& name : sources)
            if (name.IsScalar() && name.Scalar() == source) return true;
    }
    return false;
}

void read_syslog(Map& root, const Context& context, LoadedConfig& out) {
    std::vector<std::string> seen;
    for (const auto& each : root.list("syslog")) {
        Map map(each);
        SyslogListener listener;
        need_name(map, "name", listener.name, seen);
        read_transport(map, context, listener);
        if (auto listen = map.need("listen")) read_address(*listen, listener.listen);
        read_source_names(map, out, listener);
        map.size("frame_bytes_max", listener.frame_bytes_max, kKiB, kMiB);
        for (const auto& other : out.server.syslog)
            if (map.ok() && same_place(listener, other)) map.error(fmt::format("listens where {} listens", other.name));
        out.server.syslog.push_back(std::move(listener));
    }
}

}  // namespace breachd::config
