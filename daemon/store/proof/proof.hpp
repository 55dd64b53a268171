// The proof of a whole store: that what it holds is what was signed, and that its rows say what its entries say. It
// runs beside the daemon, on a thread of its own and a read-only connection, or offline (breachctl store verify).
//
//   pages ─▶ entries and heads ─▶ incidents: chain, projection, documents ─▶ documents ─▶ counts ─▶ witness
//
// Guarantees
//  1. One slice reads one snapshot and holds it for a bounded time: the writer never waits, and its log can begin anew.
//  2. Memory does not grow with the store: the edge of the tree, one incident, one document.
//  3. What is proven of the journal is the journal as it was at the first slice; it may grow meanwhile.
//  4. Damage does not end it: everything is looked at, and the first kDamagesMax places are named.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/journal/merkle.hpp"
#include "store/options.hpp"
#include "store/sql/connection.hpp"
#include "store/tables/journal.hpp"
#include "store/witness.hpp"

namespace breachd::store {

inline constexpr std::size_t kDamagesMax = 20;

// `what` is a word of core/words (store_altered); `where` is for people: an entry's number, an incident, a table.
struct Damage {
    std::string what;
    std::string where;
};

class Proof {
  public:
    // `public_key`: of the heads. Throws StoreError when the database cannot be opened.
    Proof(const StoreOptions& options, std::string public_key);
    ~Proof();

    // True while there is more. Throws StoreError(busy), and what stop() brings about.
    bool slice();
    // From any thread: a slice that is under way ends soon, with an error that says nothing about the store, and there
    // is no more.
    void stop() noexcept;

    const std::vector<Damage>& damages() const { return damages_; }
    std::int64_t damages_found() const { return found_; }  // those that are not named as well
    std::int64_t entries() const { return static_cast<std::int64_t>(edge_.size()); }
    std::int64_t heads() const { return heads_; }
    std::int64_t incidents() const { return incidents_; }
    std::int64_t documents() const { return documents_; }

  private:
    enum class Phase { pages, entries, heads, incidents, documents, counts, witness, done };

    void found(std::string what, std::string where);
    bool look(Phase phase);
    // proof.cpp; each gives true while its phase has more
    bool next_page();
    bool next_documents();
    bool check_witness();
    // journal_proof.cpp
    bool next_entries();
    void check_entry(Statement& row);
    void check_head(Statement& row);
    bool next_heads();
    // incident_proof.cpp
    bool next_incident();
    bool check_chains();
    bool next_counts();

    Witness witness_;
    std::string public_key_;
    Connection connection_;
    std::atomic<bool> stopped_{false};
    Phase phase_ = Phase::pages;

    std::vector<Damage> damages_;
    std::int64_t found_ = 0;
    std::int64_t heads_ = 0, incidents_ = 0, documents_ = 0;

    std::vector<std::string> pages_;  // tables that are still to be checked
    bool pages_listed_ = false;
    MerkleFrontier edge_;
    KeptEdge kept_edge_;           // of the file at the first slice
    std::int64_t until_ = -1;      // the journal's size at the first slice
    std::int64_t last_head_ = -1;  // the size of the head that was compared last
    bool tree_is_off_ = false;     // a head does not fit: those after it do not either
    std::string last_incident_;
    bool incidents_began_ = false;
    std::string last_document_, last_document_of_;
    std::int64_t last_run_ = 0;
};

}  // namespace breachd::store
