#include "api/syslog_sender.hpp"

namespace breachd::api {

namespace {

bool fits(const Source& source, std::string_view peer, const PeerCertificate*) {
    return source.allow.empty() || contains(source.allow, peer);
}

}  // namespace

const Source* source_for(const Access& access, const std::vector<std::string>& names, std::string_view peer,
                         const PeerCertificate* certificate) {
    for (const auto& name : names)
        if (const Source* source = access.source(name); source != nullptr && fits(*source, peer, certificate)) return source;
    return nullptr;
}

}  // namespace breachd::api
