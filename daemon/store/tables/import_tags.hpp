// Table import_tags: keyed hashes of the organisation's references, by which an import finds duplicates. In memory
// while imports are open. For the table of imports only.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "core/telling/subject.hpp"
#include "store/sql/fwd.hpp"
#include "store/vault/vault.hpp"

namespace breachd::store {

using SubjectTag = std::array<char, 16>;
struct SubjectTagHash {
    std::size_t operator()(const SubjectTag& tag) const;  // the tags are hashes already
};
using SubjectTags = std::unordered_set<SubjectTag, SubjectTagHash>;  // looked up, never walked

SubjectTag subject_tag(Vault& vault, std::string_view incident, const Subject& subject);

class ImportTags {
  public:
    explicit ImportTags(Connection& connection) : connection_(connection) {}

    const SubjectTags& of_finished(std::int64_t run);
    SubjectTags& of_import(std::int64_t import);
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
    std::map<std::int64_t, SubjectTags> finished_;  // by run
    std::map<std::int64_t, SubjectTags> open_;      // by import
};

}  // namespace breachd::store
