// Senders' own words (playbooks/senders/*.yaml) and mappings of JSON: YAML -> values of ingest/. Inner header of
// daemon/config.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "config/document.hpp"
#include "config/kept_files.hpp"
#include "ingest/mapped.hpp"
#include "ingest/sender_table.hpp"

namespace breachd::config {

// JSON Pointers into a sender's JSON; reports what is wrong and gives nullptr then.
std::shared_ptr<const ingest::MappedFields> read_mapped_fields(const Value& value);

bool is_sender(const Value& value);  // has `sender`
ingest::Sender read_sender(const Value& value);

// Those that are part of the program, and those of a directory ("" or absent: none), which replace them by name.
std::shared_ptr<const ingest::Senders> read_senders(const std::string& directory, std::vector<Document>& documents,
                                                    KeptFiles& kept);

}  // namespace breachd::config
