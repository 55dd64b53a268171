// Table import_tags: keyed hashes of the organisation's references, by which an import finds who is listed
// already. In memory while imports are open. For the table of imports only.
#pragma once

#include <cstdint>
#include <map>
#include <string_view>
#include <vector>

#include "core/telling/subject.hpp"
#include "store/imports/tag_table.hpp"
#include "store/sql/fwd.hpp"
#include "store/vault/vault.hpp"

namespace breachd::store {

// Of the reference alone, for look-ups.
SubjectTag reference_tag(const Opener& opener, std::string_view reference);
// `text`: the subject serialised.
SubjectTag subject_tag(const Opener& opener, const Subject& subject, std::string_view text);

class ImportTags {
  public:
    explicit ImportTags(Connection& connection) : connection_(connection) {}

    const TagTable& of_finished(std::int64_t run);
    TagTable& of_import(std::int64_t import);
    // Tag i belongs to number first_number + i.
    void add(std::int64_t import, std::int64_t first_number, const std::vector<SubjectTag>& tags);
    struct Chunk {
        std::int64_t first_number;
        std::vector<SubjectTag> tags;
    };
    std::vector<Chunk> chunks_of(std::int64_t import);
    void remove(std::int64_t import);
    void forget();  // what is in memory

  private:
    Connection& connection_;
    std::map<std::int64_t, TagTable> finished_;  // by run
    std::map<std::int64_t, TagTable> open_;      // by import
};

}  // namespace breachd::store
