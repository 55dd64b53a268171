// Editions and packs of the law, and response playbooks: YAML -> values, checked against themselves.
// Inner header of daemon/config.
#pragma once

#include "config/document.hpp"
#include "config/kept_files.hpp"
#include "settings/law.hpp"
#include "settings/settings.hpp"

namespace breachd::config {

// A pack adds duties to whichever edition applies; its rules are marked secondary.
struct Pack {
    std::string id, name;
    std::vector<ObligationRule> obligations;
};

Edition read_edition(const Value& value);
Pack read_pack(const Value& value);
bool is_pack(const Value& value);  // `secondary: true`
bool is_law(const Value& value);   // has obligations

// Adds the pack's duties to every edition; a duty with the id of another is reported at `at`.
void add_pack(const Pack& pack, std::vector<Edition>& editions, const Value& at);

// Editions of one directory (*.yaml), in order of their files. Two in force at the same moment are reported.
std::vector<Edition> read_editions(const std::string& directory, std::vector<Document>& documents, KeptFiles& kept);

Playbook read_playbook(const Value& value, const std::vector<Edition>& editions);
std::vector<Playbook> read_playbooks(const std::string& directory, const std::vector<Edition>& editions,
                                     std::vector<Document>& documents, KeptFiles& kept);

// Ids of all kinds of these editions, each once.
std::vector<std::string> kind_ids(const std::vector<Edition>& editions);
std::vector<std::string> act_ids(const std::vector<Edition>& editions);
inline const std::vector<std::string> kRoles = {"controller", "controller_processor", "processor", "third_party"};

}  // namespace breachd::config
