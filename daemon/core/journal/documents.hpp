// Which documents the journal names: bytes that an entry freezes by their SHA-256, and that lie in the incident's
// evidence. Other digests in entries are of what no bundle holds: imported lists, drafts, rows of the delivery log.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/journal/event.hpp"

namespace breachd {

struct NamedDocument {
    std::string sha256;
    std::string kind;  // report | notice | public-notice | content-page
    std::string what;  // of the kind: the form, the version
};
std::vector<NamedDocument> documents_named(const Event& event);

// The name of its file in the evidence, which people and programs open by its end: report-0123456789ab-mau-08.pdf. The
// journal and the bytes decide it, nothing else.
std::string file_name(const NamedDocument& document, std::string_view bytes);

}  // namespace breachd
