// A thousand edits of a copied database, each of a value that means something: found and named, by the start or by the
// proof of the whole store.
#include "store/proof/proof.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include "base/rng.hpp"
#include "core/journal/evolve.hpp"
#include "core/law/obligation.hpp"
#include "store_helpers.hpp"

namespace breachd::store {
namespace {

namespace fs = std::filesystem;

std::string incident_id(int n) { return fmt::format("INC-2026-{:04}", n); }

// As the ledger does: an entry, and the projection of its incident in the same transaction.
void append(Store& store, const std::string& incident, Event event) {
    store.journal().append(kNow, incident, "token:an", std::move(event));
    if (incident.empty()) return;
    auto folded = fold(store.journal().entries_of(incident));
    store.incidents().put(folded, next_due(folded));
}

void keep(Store& store, const std::string& incident, const std::string& bytes) {
    store.documents().put({hex(sha256(bytes)), incident, "report", "mau-08", "application/pdf", kNow, bytes});
    Filing filing{"mau-08", "portal", "TN-1", kNow, hex(sha256(bytes)), "dpo", 0};
    append(store, incident, ReportFiled{filing});
}

void open_one(Store& store, const std::string& incident) {
    IncidentOpened opened;
    opened.title = "Rò rỉ " + incident;
    opened.detected_at = kNow;
    opened.kinds = {{"location", 1200, 1000}};
    append(store, incident, opened);
    append(store, incident,
           ObligationStarted{
               "authority-report", "Điều 28", Addressee::authority, kNow, kNow + std::chrono::hours(72), {}, {}});
}

constexpr int kIncidents = 6;
constexpr int kHeads = 12;
constexpr int kQuiet =
    1100;  // entries of the daemon's own after them: the start takes up an edge and does not look back

// Some hundred entries of six incidents under a dozen heads, documents, people who were told, and a witness.
void fill(const StoreOptions& options) {
    Store store(options, master_key());
    for (int n = 1; n <= kIncidents; ++n) {
        committed(store, [&] {
            open_one(store, incident_id(n));
            keep(store, incident_id(n), "%PDF-1.5 " + incident_id(n));
        });
    }
    import_all(store, sample_rows(0, 40), incident_id(1));
    for (int head = 0; head < kHeads; ++head) {
        committed(store, [&] {
            for (int i = 0; i < 10; ++i)
                append(store, incident_id(1 + (head + i) % kIncidents),
                       FactChanged{"place", json::value(nullptr), json::value(fmt::format("Hà Nội {}", i)), {}, "r"});
            append(store, "", AlertsReceived{head, 0, "hash"});
        });
        committed(store, [&] { store.heads().sign(kNow); });
    }
    committed(store, [&] {
        for (int n = 0; n < kQuiet; ++n) append(store, "", AlertsReceived{n, 0, "hash"});
    });
    committed(store, [&] { append(store, incident_id(1), Confirmed{"x"}); });
    committed(store, [&] { store.heads().sign(kNow); });
    committed(store, [&] {
        for (int n = 1; n <= 30; ++n) store.subjects().set_state(incident_id(1), n, SubjectState::told, kNow, 1);
        for (int n = 31; n <= 35; ++n)
            store.subjects().set_state(incident_id(1), n, SubjectState::unreachable, kNow, 1);
    });
    store.keep_witness();
}

// In one file, so that a copy of it is whole.
void close_up(const StoreOptions& options) {
    Store store(options, master_key());
    StoreProbe(store).checkpoint();
}

std::string public_key(const StoreOptions& options) { return Reader(options, master_key()).public_key(); }

struct Verdict {
    std::string start;  // why the start refuses; "" : it starts
    std::vector<Damage> damages;

    std::string text() const {
        auto out = start;
        for (const auto& damage : damages) out += fmt::format("\n{} {}", damage.what, damage.where);
        return out;
    }
};

Verdict verdict_on(const StoreOptions& options, const std::string& key) {
    Verdict out;
    try {
        Store store(options, master_key());
    } catch (const StoreError& refused) {
        out.start = refused.what();
        return out;
    }
    Proof proof(options, key);
    while (proof.slice()) {
    }
    out.damages = proof.damages();
    return out;
}

void edit(const std::string& directory, const std::string& sql) {
    sqlite3* database = nullptr;
    REQUIRE(sqlite3_open((directory + "/breachd.db").c_str(), &database) == SQLITE_OK);
    char* error = nullptr;
    int code = sqlite3_exec(database, sql.c_str(), nullptr, nullptr, &error);
    INFO(sql << ": " << (error ? error : ""));
    CHECK(code == SQLITE_OK);
    CHECK(sqlite3_total_changes(database) > 0);
    sqlite3_free(error);
    sqlite3_close(database);
}

// An edit, and the words one of which must stand in what is said of it.
struct Edit {
    std::string sql;
    std::vector<std::string> named;
};

std::string in_hex(Rng& rng) {
    std::string out;
    for (int i = 0; i < 32; ++i) out += fmt::format("{:02x}", rng.below(256));
    return out;
}

Edit edit_entry(Rng& rng, std::int64_t size) {
    auto seq = 1 + std::int64_t(rng.below(std::uint64_t(rng.below(2) ? size : size - kQuiet)));
    auto own = 1 + std::int64_t(rng.below(std::uint64_t(size) - 1));
    std::string named = fmt::format("#{}", seq), one = fmt::format("WHERE seq = {}", seq);
    auto refused = fmt::format("entry {} ", seq);  // by the start, of the newest entries
    std::vector<std::string> both{named, refused};
    auto swap = [&](const char* column) {
        return fmt::format(
            "CREATE TEMP TABLE a AS SELECT {0} x FROM journal WHERE seq = {1}; "
            "UPDATE journal SET {0} = (SELECT {0} FROM journal WHERE seq = {2}) || ' ' WHERE seq = {1}; "
            "UPDATE journal SET {0} = (SELECT x FROM a) || ' ' WHERE seq = {2}",
            column, own, own + 1);
    };
    switch (rng.below(8)) {
        case 0:
            return {"UPDATE journal SET actor = actor || 'x' " + one, both};
        case 1:
            return {fmt::format("UPDATE journal SET at = at + {} ", 1 + rng.below(100000)) + one, both};
        case 2:
            return {"UPDATE journal SET data = replace(data, '}', ',\"x\":1}') " + one, both};
        case 3:
            return {"UPDATE journal SET incident = 'INC-2026-0009' " + one, both};
        case 4:
            return {"UPDATE journal SET kind = 'closed' " + one, both};
        case 5:
            return {"UPDATE journal SET leaf = x'" + in_hex(rng) + "' " + one, {named, refused, "head"}};
        case 6:
            return {swap("actor"),
                    {fmt::format("#{}", own), fmt::format("#{}", own + 1), fmt::format("entry {} ", own)}};
        default:
            return {"DELETE FROM journal " + one, {named, refused, "head"}};
    }
}

Edit edit_head(Rng& rng, const std::vector<std::int64_t>& heads) {
    auto which = rng.below(heads.size());
    auto size = heads[which];
    auto named = fmt::format("{}", size);
    // One that was taken out is missed by the next one, or by the witness.
    std::vector<std::string> missed{which + 1 < heads.size() ? fmt::format("#{}", heads[which + 1]) : "last-head"};
    auto one = fmt::format("WHERE size = {}", size);
    switch (rng.below(4)) {
        case 0:
            return {"DELETE FROM heads " + one, missed};
        case 1:
            return {"UPDATE heads SET root = x'" + in_hex(rng) + "' " + one, {named}};
        case 2:
            return {"UPDATE heads SET note = replace(note, 'breachd', 'breachx') " + one, {named}};
        default:
            return {fmt::format("UPDATE heads SET note = substr(note, 1, {}) ", 10 + rng.below(100)) + one, {named}};
    }
}

Edit edit_projection(Rng& rng) {
    auto id = incident_id(1 + int(rng.below(kIncidents)));
    auto one = fmt::format("WHERE id = '{}'", id);
    auto of_it = fmt::format("WHERE incident = '{}'", id);
    switch (rng.below(9)) {
        case 0:
            return {"UPDATE incidents SET state = 'closed' " + one, {id}};
        case 1:
            return {"UPDATE incidents SET severity = severity + 1 " + one, {id}};
        case 2:
            return {"UPDATE incidents SET doc = replace(doc, 'Rò', 'Ro') " + one, {id}};
        case 3:
            return {"UPDATE incidents SET doc = replace(doc, '1200', '12') " + one, {id}};
        case 4:
            return {fmt::format("UPDATE incidents SET earliest_due = earliest_due + {} ", 1 + rng.below(99999)) + one,
                    {id}};
        case 5:
            return {"DELETE FROM incidents " + one, {id}};
        case 6:
            return {"DELETE FROM clocks " + of_it, {id}};
        case 7:
            return {fmt::format("UPDATE clocks SET due_at = due_at + {} ", 1 + rng.below(99999)) + of_it, {id}};
        default:
            return {"UPDATE incident_kinds SET kind = 'health' " + of_it, {id}};
    }
}

Edit edit_chain(Rng& rng) {
    auto id = incident_id(1 + int(rng.below(kIncidents)));
    auto one = fmt::format(" WHERE incident = '{}'", id);
    switch (rng.below(4)) {
        case 0:
            return {"UPDATE journal_chains SET count = count - 1" + one, {id}};
        case 1:
            return {"UPDATE journal_chains SET root = x'" + in_hex(rng) + "'" + one, {id}};
        case 2:
            return {"UPDATE journal_chains SET signed_root = x'" + in_hex(rng) + "'" + one, {id}};
        default:
            return {"DELETE FROM journal_chains" + one, {id}};
    }
}

Edit edit_document(Rng& rng) {
    auto id = incident_id(1 + int(rng.below(kIncidents)));
    auto one = fmt::format(" WHERE incident = '{}'", id);
    switch (rng.below(4)) {
        case 0:
            return {fmt::format("UPDATE documents SET bytes = CAST(bytes || '{}' AS BLOB)", rng.below(10)) + one, {id}};
        case 1:
            return {"UPDATE documents SET incident = 'INC-2026-0007'" + one, {id}};
        case 2:
            return {"UPDATE documents SET sha256 = '" + in_hex(rng) + "'" + one, {id}};
        default:
            return {"DELETE FROM documents" + one, {id}};
    }
}

Edit edit_counts(Rng& rng) {
    auto n = 1 + rng.below(30);
    switch (rng.below(4)) {
        case 0:
            return {fmt::format("UPDATE subject_counts SET count = count + {} WHERE state = 'told'", n), {"counts"}};
        case 1:
            return {fmt::format("UPDATE subjects SET state = 'pending', told_version = 0 WHERE (id & 255) = {}", n),
                    {"counts"}};
        case 2:
            return {fmt::format("DELETE FROM subjects WHERE (id & 255) = {}", n), {"counts"}};
        default:
            return {fmt::format("UPDATE runs SET subjects = subjects - {}", n), {"counts"}};
    }
}

Edit cut_tail(const std::vector<std::int64_t>& heads, Rng& rng) {
    auto to = heads[rng.below(heads.size() - 1)];
    auto sql = fmt::format("DELETE FROM heads WHERE size > {0}; DELETE FROM journal WHERE seq > {0}", to);
    if (rng.below(2)) return {sql, {"it ends before its signed head"}};  // the kept edge knows better
    return {sql + "; DELETE FROM journal_edges", {"last-head"}};
}

bool names_one_of(const std::string& text, const std::vector<std::string>& words) {
    return std::any_of(words.begin(), words.end(),
                       [&](const auto& word) { return text.find(word) != std::string::npos; });
}

struct Scene {
    ScratchDirectory original, copy;
    StoreOptions options = options_in(copy);
    std::string key;
    std::int64_t size = 0;
    std::vector<std::int64_t> heads;

    Scene() {
        fill(options_in(original));
        close_up(options_in(original));
        key = public_key(options_in(original));
        Store store(options_in(original), master_key());
        size = store.journal().size();
        auto read = StoreProbe(store).read("SELECT size FROM heads ORDER BY size");
        while (read.step()) heads.push_back(read.integer(0));
    }
    void renew() {
        for (const auto& file : fs::directory_iterator(copy.path())) fs::remove_all(file);
        for (const char* name : {"breachd.db", "keys.db", "last-head"})
            fs::copy(original.path() + "/" + name, copy.path() + "/" + name);
    }
};

}  // namespace

TEST_CASE("a sound store is proven whole, and what was looked at is counted") {
    Scene scene;
    Proof proof(options_in(scene.original), scene.key);
    while (proof.slice()) {
    }
    for (const auto& damage : proof.damages()) FAIL_CHECK(damage.what << " " << damage.where);
    CHECK(proof.entries() == scene.size);
    CHECK(proof.heads() == kHeads + 1);
    CHECK(proof.incidents() == kIncidents);
    CHECK(proof.documents() == kIncidents);
    CHECK_FALSE(proof.slice());
}

TEST_CASE("a row of an earlier build, whose incidents had a member less that says nothing, is no damage") {
    Scene scene;
    scene.renew();
    store::edit(scene.copy.path(), "UPDATE incidents SET doc = replace(doc, ',\"list_complete\":null', '')");
    store::edit(scene.copy.path(), "UPDATE incidents SET doc = replace(doc, ',\"sharing_partners\":[]', '')");
    auto verdict = verdict_on(scene.options, scene.key);
    INFO(verdict.text());
    CHECK(verdict.text().empty());
}

TEST_CASE("the proof goes on while the journal grows, and says nothing of what came after it began") {
    Scene scene;
    scene.renew();
    Store store(scene.options, master_key());
    Proof proof(scene.options, scene.key);
    for (int n = 0; proof.slice(); ++n) {
        committed(store, [&] { append(store, incident_id(1 + n % kIncidents), Confirmed{"x"}); });
        if (n % 3 == 0) committed(store, [&] { store.heads().sign(kNow); });
        store.keep_witness();
    }
    for (const auto& damage : proof.damages()) FAIL_CHECK(damage.what << " " << damage.where);
    CHECK(proof.entries() >= scene.size);
}

TEST_CASE("a thousand edits of a copied database are found and named, by the start or by the proof", "[soak]") {
    Scene scene;
    Rng rng(20261129);
    int refused = 0, proven = 0;
    for (int round = 0; round < 1000; ++round) {
        scene.renew();
        Edit edit;
        switch (rng.below(8)) {
            case 0:
            case 1:
                edit = edit_entry(rng, scene.size);
                break;
            case 2:
                edit = edit_head(rng, scene.heads);
                break;
            case 3:
                edit = edit_projection(rng);
                break;
            case 4:
                edit = edit_chain(rng);
                break;
            case 5:
                edit = edit_document(rng);
                break;
            case 6:
                edit = edit_counts(rng);
                break;
            default:
                edit = cut_tail(scene.heads, rng);
                break;
        }
        store::edit(scene.copy.path(), edit.sql);
        auto verdict = verdict_on(scene.options, scene.key);
        (verdict.start.empty() ? proven : refused) += 1;
        if (!names_one_of(verdict.text(), edit.named))
            FAIL_CHECK("round " << round << ": " << edit.sql << "\n" << verdict.text());
    }
    CHECK(refused > 50);
    CHECK(proven > 500);
    testkit::figure("database_edits", fmt::format("{} found by the start, {} by the proof", refused, proven));
}

TEST_CASE("a page that cannot be read is named, and the rest is looked at all the same") {
    Scene scene;
    Rng rng(3);
    constexpr std::size_t kPage = 8192;
    int found = 0, refused = 0;
    const auto bytes = file_bytes(scene.original.path() + "/breachd.db");
    for (std::size_t page = 2; page <= bytes.size() / kPage; ++page) {
        scene.renew();
        auto damaged = bytes;
        for (std::size_t i = 0; i < kPage; ++i) damaged[(page - 1) * kPage + i] = char(rng.next());
        std::ofstream(scene.copy.path() + "/breachd.db", std::ios::binary) << damaged;
        auto verdict = verdict_on(scene.options, scene.key);
        refused += !verdict.start.empty();
        found += !verdict.start.empty() || !verdict.damages.empty();
        if (verdict.text().empty()) FAIL_CHECK("page " << page);
    }
    CHECK(found > refused);
}

}  // namespace breachd::store
