#include "syslog/sender.hpp"

#include <algorithm>

#include "intake/sender.hpp"

namespace breachd::api {

const Source* source_for(const Access& access, const std::vector<std::string>& names, std::string_view peer,
                         const PeerCertificate* certificate) {
    for (const auto& name : names)
        if (const Source* source = access.source(name);
            source != nullptr && may_send_from(*source, peer) && certificate_fits(*source, certificate))
            return source;
    return nullptr;
}

bool may_come_from(const Access& access, const std::vector<std::string>& names, std::string_view peer) {
    return std::any_of(names.begin(), names.end(), [&](const auto& name) {
        const Source* source = access.source(name);
        return source != nullptr && may_send_from(*source, peer);
    });
}

}  // namespace breachd::api
