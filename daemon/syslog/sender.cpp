#include "syslog/sender.hpp"

#include <algorithm>

#include "intake/sender.hpp"

namespace breachd::syslog {

const Source* source_for(const Access& access, const std::vector<std::string>& names, std::string_view peer,
                         const net::PeerCertificate* certificate) {
    for (const auto& name : names)
        if (const Source* source = access.source(name);
            source != nullptr && intake::may_send_from(*source, peer) && intake::certificate_fits(*source, certificate))
            return source;
    return nullptr;
}

bool may_come_from(const Access& access, const std::vector<std::string>& names, std::string_view peer) {
    return std::any_of(names.begin(), names.end(), [&](const auto& name) {
        const Source* source = access.source(name);
        return source != nullptr && intake::may_send_from(*source, peer);
    });
}

}  // namespace breachd::syslog
