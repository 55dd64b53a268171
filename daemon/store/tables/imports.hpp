// Tables imports, import_reach, import_tags, import_updates and import_rejected: lists of subjects on their way in. The
// telling desk stages a list chunk by chunk and then finishes or aborts it.
//
//   begin ──▶ staged ──finish──▶ finished
//               └─────abort────▶ aborted ──clear_aborted──▶ (gone)
//
// Invariants
//  1. Rows of an import that is not finished are seen by nobody: one word is the whole commit of a million rows.
//  2. Beginning, finishing and aborting cost the same for ten new people and for ten million; finishing costs what
//     changes of people who are known (and see merge_known_rows).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/telling/subject.hpp"
#include "store/imports/import_tags.hpp"
#include "store/imports/import_updates.hpp"
#include "store/imports/listed_rows.hpp"
#include "store/sql/fwd.hpp"
#include "store/tables/contacts.hpp"
#include "store/tables/kept.hpp"
#include "store/tables/runs.hpp"
#include "store/vault/vault.hpp"

namespace breachd::store {

struct ImportCounts {
    std::int64_t rows = 0, duplicates = 0, unreachable = 0;  // of new people; rows that bring nothing new
    std::map<std::string, std::int64_t> reachable;           // kind of contact -> new people
    std::map<std::string, std::int64_t> groups;              // own kinds -> more people who have only these
    std::int64_t known = 0, updated = 0, reopened = 0;       // people who were listed: all, changed, to be told anew
    std::int64_t reached = 0;                                // of those who had no usable contact before
    std::vector<std::int64_t> pointed;                       // of the reopened, whose next message may wait already
};
// What a row does to a person who is listed: a later list puts them right; an incident that is merged adds what they
// lack, and where the row may be another person's, also within itself, it is named in Staged::others.
enum class OfKnown { correct, complete };
// Of one call of stage(): rows by their place in it.
struct Staged {
    std::vector<std::size_t> differing;  // of the same person another row has another address, or one child too many
    std::vector<std::size_t> others;     // the reference is of somebody with another name: nothing was taken, nor of
                                         // any further row of that reference
    std::vector<std::size_t> told;       // kinds of data that a letter which told the person does not name
};

std::string rejected_place(std::int64_t import, std::int64_t piece);  // associated data

class Imports final : public Kept {
  public:
    Imports(Connection& connection, Vault& vault, Runs& runs)
        : connection_(connection), vault_(vault), runs_(runs), tags_(connection), updates_(connection, vault) {}

    std::string begin(std::string_view incident);  // import id
    // True between begin and finish or abort. Staging into another import, or finishing it, is a bug of the caller.
    bool is_open(std::string_view import_id, std::string_view incident);
    // Who is on the list already, this one or a finished one, is put right by the later row.
    Staged stage(std::string_view import_id, std::string_view incident, const ListedRows& rows,
                 OfKnown how = OfKnown::correct);
    // In pieces of a bounded size, cut between lines.
    void keep_rejected(std::string_view import_id, std::string_view incident, std::string_view text);
    // What finishing would count, as far as this import was staged; changes nothing.
    ImportCounts staged(std::string_view import_id);
    // Another import of the incident was finished since this one began: whom both hold is put right, as stage() would
    // have. How many it holds under another name: of them nothing is left.
    std::int64_t catch_up(std::string_view import_id);
    // Another import that was finished meanwhile changed people whom this one changes, too: what was staged of them is
    // made of what they were, and would undo that.
    bool is_overtaken(std::string_view import_id);
    // Whom it changes while a letter on paper to them waits to be posted.
    std::vector<std::int64_t> letters_outdated(std::string_view import_id, std::string_view incident);
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
        set_aside_.clear();
        aborted_ = true;
    }

  private:
    struct Head;
    std::optional<Head> head_of(std::string_view import_id);
    void save(const Head& head, const char* state);
    void count_kinds(const Head& head, const std::string& kinds, std::int64_t by);
    std::map<std::string, std::int64_t> kinds_of(const Head& head);
    std::int64_t count_finished(std::int64_t run);
    std::int64_t merge_known_rows(const Run& run, Head& head);
    bool merge_known_row(const Run& run, Head& head, std::int64_t number, std::int64_t listed);
    using RowsByTag = std::map<SubjectTag, std::int64_t>;
    RowsByTag set_aside(const Run& run);
    const RowsByTag& set_aside_before(const Run& run, std::int64_t import);
    void bring_back(Run& run, const Head& head, Instant at);
    enum class Merged { nothing_new, changed, differing, another, told };
    Merged merge_staged(Head& head, const Run& run, std::int64_t number, const ImportRow& given, OfKnown how);
    Merged merge_known(const Head& head, const Run& run, std::int64_t number, const ImportRow& given, bool again,
                       OfKnown how);
    void overtake_others(const Head& head);
    void insert(const Head& head, const Run& run, const ListedRow& row, std::int64_t number);

    Connection& connection_;
    Vault& vault_;
    Runs& runs_;
    ImportTags tags_;
    ImportUpdates updates_;
    bool aborted_ = true;                          // there may be aborted imports
    std::string sealed_;                           // memory of insert(), used again
    std::map<std::int64_t, RowsByTag> set_aside_;  // by open import: what it found when its first rows came
    // By open import: references of which nothing more is taken. A rollback leaves them: to take too little is listed.
    std::map<std::int64_t, TagTable> refused_;
};

}  // namespace breachd::store
