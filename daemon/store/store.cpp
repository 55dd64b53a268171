#include "store/store.hpp"

#include <array>

#include "store/lease.hpp"
#include "store/pair.hpp"
#include "store/sql/connection.hpp"

namespace breachd::store {

namespace {

// Some 20 ms.
constexpr std::size_t kSubjectsAtRest = 2'000;

std::string file_in(const std::string& directory, const char* name) {
    return directory.empty() ? ":memory:" : directory + "/" + name;
}

}  // namespace

struct Store::Parts {
    Parts(const StoreOptions& options, MasterKey master)
        : lease(options.directory),
          checked(is_pair(options)),
          connection(file_in(options.directory, "breachd.db"), Connection::Kind::writer),
          keys(file_in(options.directory, "keys.db"), Connection::Kind::writer),
          instance(paired(options)),
          signer(open_signer(keys, master)),
          vault(keys, std::move(master)),
          tables(connection, vault, *signer, options.origin),
          witness(options.directory),
          witness_says(witness.compare(connection, signer->public_key())),
          home(options.directory, tables.meta, witness, witness_says) {
        if (home.accepted()) witness_says = WitnessSays::agrees;  // the next head takes its place
        check_newest_head(connection, signer->public_key());
    }

    // Nothing is made in a directory whose files do not belong together.
    static bool is_pair(const StoreOptions& options) {
        if (options.directory.empty()) return true;
        auto pair = check_pair(options.directory);
        if (pair) return true;
        bool damaged = pair.error().code == ErrorCode::failed;
        throw StoreError(damaged ? StoreError::Cause::corrupt : StoreError::Cause::not_ours, pair.error().text());
    }
    std::string paired(const StoreOptions& options) {
        prepare_main(connection, options.mode);
        keys.migrate(Database::keys);
        return bind_pair(connection, keys);
    }

    struct Tables {
        Tables(Connection& connection, Vault& vault, Signer& signer, const std::string& origin)
            : meta(connection),
              journal(connection),
              heads(connection, journal, signer, origin),
              incidents(connection, meta),
              alerts(connection, vault),
              quarantine(connection, vault),
              senders(connection),
              pages(connection),
              runs(connection),
              imports(connection, vault, runs),
              subjects(connection, vault, runs),
              deliveries(connection, runs),
              documents(connection),
              requests(connection),
              watch(connection),
              groups(connection),
              accounts(connection, vault),
              tokens(connection, vault),
              polls(connection, vault),
              repeats(connection),
              replies(connection, vault),
              postal(connection) {}

        Meta meta;
        Journal journal;
        Heads heads;
        Incidents incidents;
        Alerts alerts;
        Quarantine quarantine;
        Senders senders;
        Pages pages;
        Runs runs;
        Imports imports;
        Subjects subjects;
        Deliveries deliveries;
        Documents documents;
        Requests requests;
        Watch watch;
        Groups groups;
        Accounts accounts;
        Tokens tokens;
        Polls polls;
        Repeats repeats;
        Replies replies;
        Postal postal;

        // Those that keep something in memory.
        std::array<Kept*, 7> kept() { return {&journal, &heads, &alerts, &quarantine, &pages, &runs, &imports}; }
    };

    Lease lease;
    bool checked;  // before anything is opened that would make a file
    Connection connection;
    Connection keys;
    std::string instance;
    std::unique_ptr<Signer> signer;
    Vault vault;
    Tables tables;
    Witness witness;
    WitnessSays witness_says;
    Home home;
    std::string witnessed;        // the note that was written to it last
    std::int64_t keys_known = 0;  // as the database has it
};

Store::Store(const StoreOptions& options, MasterKey master)
    : parts_(std::make_unique<Parts>(options, std::move(master))) {}

Store::~Store() = default;

void Store::begin() {
    parts_->connection.begin();
    for (Kept* table : parts_->tables.kept()) table->on_begin();
}

// With what a key sealed, the database learns that there is this key.
void Store::commit() {
    auto newest = vault().newest_key();
    if (newest != parts_->keys_known) meta().set(kKeysKnown, std::to_string(newest));
    if (!parts_->witnessed.empty()) home().witnessed();
    for (Kept* table : parts_->tables.kept()) table->before_commit();
    parts_->connection.commit();
    parts_->keys_known = newest;
    for (Kept* table : parts_->tables.kept()) table->on_commit();
}

// A disk that is full or a lock that is held puts it off; nothing depends on it.
bool Store::rest() {
    keep_witness();
    parts_->connection.checkpoint_when_due();
    if (!imports().has_aborted()) return false;
    try {
        begin();
        imports().clear_aborted(kSubjectsAtRest);
        commit();
    } catch (const StoreError& failed) {
        rollback();
        if (failed.cause != StoreError::Cause::full && failed.cause != StoreError::Cause::busy) throw;
        return false;
    }
    return imports().has_aborted();
}

// A head is signed once a minute at most; a disk that will not have it is asked again after the next step.
void Store::keep_witness() {
    bool agrees = witness() == WitnessSays::agrees || witness() == WitnessSays::nothing;
    const auto& note = heads().committed();
    if (agrees && note != parts_->witnessed && parts_->witness.write(note)) parts_->witnessed = note;
}

Home& Store::home() { return parts_->home; }
WitnessSays Store::witness() const { return parts_->witness_says; }
void Store::accept_witness() { parts_->witness_says = WitnessSays::agrees; }

void Store::make_room() { parts_->connection.make_room(); }

void Store::rollback() noexcept {
    if (!parts_->connection.in_transaction()) return;
    parts_->connection.rollback();
    for (Kept* table : parts_->tables.kept()) table->on_rollback();
}

Vault& Store::vault() { return parts_->vault; }
Signer& Store::signer() { return *parts_->signer; }
Connection& Store::connection() { return parts_->connection; }
Meta& Store::meta() { return parts_->tables.meta; }
Journal& Store::journal() { return parts_->tables.journal; }
Heads& Store::heads() { return parts_->tables.heads; }
Incidents& Store::incidents() { return parts_->tables.incidents; }
Alerts& Store::alerts() { return parts_->tables.alerts; }
Quarantine& Store::quarantine() { return parts_->tables.quarantine; }
Senders& Store::senders() { return parts_->tables.senders; }
Pages& Store::pages() { return parts_->tables.pages; }
Imports& Store::imports() { return parts_->tables.imports; }
Subjects& Store::subjects() { return parts_->tables.subjects; }
Deliveries& Store::deliveries() { return parts_->tables.deliveries; }
Documents& Store::documents() { return parts_->tables.documents; }
Requests& Store::requests() { return parts_->tables.requests; }
Watch& Store::watch() { return parts_->tables.watch; }
Groups& Store::groups() { return parts_->tables.groups; }
Accounts& Store::accounts() { return parts_->tables.accounts; }
Tokens& Store::tokens() { return parts_->tables.tokens; }
Polls& Store::polls() { return parts_->tables.polls; }
Repeats& Store::repeats() { return parts_->tables.repeats; }
Replies& Store::replies() { return parts_->tables.replies; }
Postal& Store::postal() { return parts_->tables.postal; }

}  // namespace breachd::store
