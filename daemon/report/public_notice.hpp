// The public notice of Điều 29.3.a as static files: accessible HTML (vi, en), notice.json, Atom feed. Pure function of
// facts; no personal data of subjects, no third-party resource, no script.
#pragma once

#include <string>
#include <vector>

#include "core/incident/incident.hpp"
#include "settings/settings.hpp"

namespace breachd::report {

struct PublicFile {
    std::string path;  // relative to the publisher's root: "<incident id>/index.html"
    std::string bytes;
};

// `base_url` is the address of the publisher without a trailing slash; `at` is the moment of this update.
struct PublicNoticeInput {
    const Incident& incident;
    const Settings& settings;
    std::string base_url;
    Instant at{};
};
std::vector<PublicFile> public_notice_files(const PublicNoticeInput& input);
// Path of the page whose read-back is the proof.
std::string public_notice_page(const Incident& incident);

}  // namespace breachd::report
