// Tables imports, import_reach and import_tags: lists of subjects on their way in. The telling desk stages a list chunk
// by chunk and then finishes or aborts it.
//
//   begin ──▶ staged ──finish──▶ finished
//               └─────abort────▶ aborted ──clear_aborted──▶ (gone)
//
// Invariants
//  1. Rows of an import that is not finished are seen by nobody: one word is the whole commit of a million rows.
//  2. Beginning, finishing and aborting cost the same for ten rows and for ten million (but see drop_known_rows).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/telling/subject.hpp"
#include "store/sql/fwd.hpp"
#include "store/tables/contacts.hpp"
#include "store/tables/import_tags.hpp"
#include "store/tables/kept.hpp"
#include "store/tables/runs.hpp"
#include "store/vault/vault.hpp"

namespace breachd::store {

struct ImportRow {
    Subject subject;
    Reach reach = 0;
    std::string destinations;  // as in Subjects::Way; "": none is known
};
struct ImportCounts {
    std::int64_t rows = 0, duplicates = 0, unreachable = 0;
    std::map<std::string, std::int64_t> reachable;  // kind of contact -> subjects
    std::map<std::string, std::int64_t> groups;     // own kinds -> subjects who have only these
};

class Imports final : public Kept {
  public:
    Imports(Connection& connection, Vault& vault, Runs& runs)
        : connection_(connection), vault_(vault), runs_(runs), tags_(connection) {}

    std::string begin(std::string_view incident);  // import id
    // True between begin and finish or abort. Staging into another import, or finishing it, is a bug of the caller.
    bool is_open(std::string_view import_id, std::string_view incident);
    void stage(std::string_view import_id, std::string_view incident, const std::vector<ImportRow>& rows);
    // What finishing would count, as far as this import was staged; changes nothing.
    ImportCounts staged(std::string_view import_id);
    // Somebody who was removed, or is impossible to tell, and stands on this list is brought back: a new subject, and
    // whoever was impossible is removed.
    ImportCounts finish(std::string_view import_id, std::string_view incident, Instant at);
    void abort(std::string_view import_id);
    void abort_all();  // at start: what a crash left staged
    // Takes away rows of aborted imports, at most so many in one call. True while there are more.
    bool clear_aborted(std::size_t most);
    bool has_aborted() const { return aborted_; }

    void on_rollback() noexcept override {
        tags_.forget();
        brought_back_.clear();
        aborted_ = true;
    }

  private:
    struct Head;
    std::optional<Head> head_of(std::string_view import_id);
    void save(const Head& head, const char* state);
    void count_kinds(const Head& head, const std::string& kinds, std::int64_t by);
    std::map<std::string, std::int64_t> kinds_of(const Head& head);
    std::int64_t count_finished(std::int64_t run);
    void drop_known_rows(const Run& run, Head& head);
    using RowsByTag = std::map<SubjectTag, std::int64_t>;
    RowsByTag set_aside(const Run& run);

    Connection& connection_;
    Vault& vault_;
    Runs& runs_;
    ImportTags tags_;
    bool aborted_ = true;                                          // there may be aborted imports
    std::map<std::int64_t, std::set<std::int64_t>> brought_back_;  // open import -> rows that it takes the place of
};

}  // namespace breachd::store
