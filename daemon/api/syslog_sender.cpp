#include "api/syslog_sender.hpp"

#include "api/sender.hpp"

namespace breachd::api {

const Source* source_for(const Access& access, const std::vector<std::string>& names, std::string_view peer,
                         const PeerCertificate* certificate) {
    for (const auto& name : names)
        if (const Source* source = access.source(name); source != nullptr && may_send_from(*source, peer) && certificate_fits(*source, certificate))
            return source;
    return nullptr;
}

}  // namespace breachd::api
