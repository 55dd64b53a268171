// All that breachd keeps, owned by the engine's thread: the database, its keys and the right to write them. Every write
// between begin() and commit() is one transaction and one sync for all tables. Nothing here decides anything. Readers
// on other threads use store/readers/reader.hpp.
//
// Invariants
//  1. A row that an answer depends on is committed before the answer leaves (commit() returned).
//  2. What tables keep in memory goes back with a rollback (tables/kept.hpp).
//  3. Personal data is sealed (vault/vault.hpp) before it reaches a statement.
#pragma once

#include <memory>
#include <string>

#include "store/access/accounts.hpp"
#include "store/channels/polls.hpp"
#include "store/channels/tokens.hpp"
#include "store/desk/repeats.hpp"
#include "store/desk/replies.hpp"
#include "store/home.hpp"
#include "store/options.hpp"
#include "store/post/postal.hpp"
#include "store/sql/error.hpp"
#include "store/tables/alerts.hpp"
#include "store/tables/deliveries.hpp"
#include "store/tables/documents.hpp"
#include "store/tables/groups.hpp"
#include "store/tables/heads.hpp"
#include "store/tables/imports.hpp"
#include "store/tables/incidents.hpp"
#include "store/tables/journal.hpp"
#include "store/tables/meta.hpp"
#include "store/tables/pages.hpp"
#include "store/tables/quarantine.hpp"
#include "store/tables/requests.hpp"
#include "store/tables/senders.hpp"
#include "store/tables/subjects.hpp"
#include "store/tables/watch.hpp"
#include "store/vault/signer.hpp"
#include "store/vault/vault.hpp"
#include "store/witness.hpp"

namespace breachd::store {

class Store {
  public:
    // Opens or creates; migrates forward (each step one transaction); refuses a newer schema and the other mode. Throws
    // StoreError.
    Store(const StoreOptions& options, MasterKey master);
    ~Store();

    void begin();
    void commit();
    void rollback() noexcept;
    // Between transactions, when nobody waits for an answer: the database's housekeeping, the witness, and a slice of
    // what aborted imports left. True while there is more of that.
    bool rest();
    // The newest committed head into the witness beside the database; rest() does so, too.
    void keep_witness();
    // What the witness said of the database when it was opened. A witness that does not agree stays as it is, until a
    // person said that this database is the right one.
    WitnessSays witness() const;
    // Whether it was put back from a copy, as told from outside of it.
    Home& home();
    void accept_witness();
    // After a write found the disk full: the log gives back what the database can take. Between transactions.
    void make_room();

    Vault& vault();
    Signer& signer();

    Meta& meta();
    Journal& journal();
    Heads& heads();
    Incidents& incidents();
    Alerts& alerts();
    Quarantine& quarantine();
    Senders& senders();
    Pages& pages();
    Imports& imports();
    Subjects& subjects();
    Deliveries& deliveries();
    Documents& documents();
    Requests& requests();
    Watch& watch();
    Groups& groups();
    Accounts& accounts();
    Tokens& tokens();
    Polls& polls();
    Repeats& repeats();
    Replies& replies();
    Postal& postal();

  private:
    friend class StoreProbe;  // tests (testkit/store_probe.hpp)
    Connection& connection();

    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace breachd::store
