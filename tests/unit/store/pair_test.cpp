#include "store/pair.hpp"

#include "store/lease.hpp"

#include "store_helpers.hpp"

namespace breachd::store {
namespace {

namespace fs = std::filesystem;

// What the StoreError says; "" without one.
template <class Work>
std::string thrown(Work work) {
    try {
        work();
    } catch (const StoreError& error) {
        return error.what();
    }
    return "";
}

struct Directory {
    ScratchDirectory scratch;
    std::string database = scratch.path() + "/breachd.db", keys = scratch.path() + "/keys.db";

    // One more incident with people, whose data key is new.
    void use(int number) {
        Store store(options_in(scratch), master_key());
        auto incident = "INC-2026-000" + std::to_string(number);
        import_all(store, sample_rows(1, 3), incident);
        committed(store, [&] { store.journal().append(kNow, incident, "system", DaemonStarted{}); });
    }
    std::string copy(const std::string& file) const {
        auto to = file + ".copy-" + std::to_string(fs::file_size(file)) + "-" + std::to_string(copies++);
        fs::copy_file(file, to);
        return to;
    }
    void put(const std::string& from, const std::string& to) const {
        gone(to);
        fs::copy_file(from, to);
    }
    static void gone(const std::string& file) {
        for (const char* part : {"", "-wal", "-shm"}) fs::remove(file + part);
    }
    std::size_t files() const {
        return static_cast<std::size_t>(std::distance(fs::directory_iterator(scratch.path()), {}));
    }
    // Looked at, and then started: both refuse, the file is named, nothing is made.
    std::string refusal() {
        auto before = files();
        auto found = check_pair(scratch.path());
        CHECK(files() == before);
        if (found) return "";
        CHECK(thrown([&] { Store store(options_in(scratch), master_key()); }) == found.error().text());
        CHECK(files() == before);
        return found.error().text();
    }
    mutable int copies = 0;
};

bool says(const std::string& text, std::string_view part) {
    UNSCOPED_INFO(text);
    return text.find(part) != std::string::npos;
}

TEST_CASE("a new pair is bound once, and a first start that was cut short goes on") {
    Directory here;
    CHECK(here.refusal().empty());
    run_and_kill([&] { Store store(options_in(here.scratch), master_key()); });
    CHECK(here.refusal().empty());
    run_and_kill([&] {
        Store store(options_in(here.scratch), master_key());
        store.vault().ensure("index");
    });
    CHECK(here.refusal().empty());
    here.use(1);
    CHECK(here.refusal().empty());
    here.use(2);
    CHECK(here.refusal().empty());
}

TEST_CASE("keys that are gone, emptied, older or of another database are refused, and so are keys alone") {
    Directory here, other;
    here.use(1);
    other.use(1);
    auto first = here.copy(here.keys);
    here.use(2);
    auto second = here.copy(here.keys), database = here.copy(here.database);

    Directory::gone(here.keys);
    auto refusal = here.refusal();
    CHECK((says(refusal, here.keys) && says(refusal, "missing or emptied")));
    std::ofstream(here.keys, std::ios::trunc).close();
    CHECK(says(here.refusal(), "missing or emptied"));
    here.put(first, here.keys);
    CHECK(says(here.refusal(), "older than the database"));
    here.put(other.keys, here.keys);
    CHECK(says(here.refusal(), "of another database"));
    std::ofstream(here.keys, std::ios::trunc) << std::string(20000, 'x');
    CHECK(says(here.refusal(), "damaged"));

    here.put(second, here.keys);
    Directory::gone(here.database);
    CHECK(says(here.refusal(), "missing or empty"));
    here.put(other.database, here.database);
    CHECK(says(here.refusal(), "of another database"));
    here.put(database, here.database);
    CHECK(here.refusal().empty());
}

TEST_CASE("a directory that lost both databases, and has a head of theirs, is not a new one") {
    Directory here;
    here.use(1);
    std::ofstream(here.scratch.path() + "/last-head") << "a head\n";
    Directory::gone(here.database);
    Directory::gone(here.keys);
    CHECK(says(here.refusal(), "last-head beside it shows that this directory was in use"));
    fs::remove(here.scratch.path() + "/last-head");
    CHECK(here.refusal().empty());
}

TEST_CASE("keys whose rows were removed are refused like none") {
    Directory here;
    here.use(1);
    {
        Connection keys(here.keys, Connection::Kind::writer);
        keys.faults().tamper("DELETE FROM data_keys; DELETE FROM signing_keys; DELETE FROM instance");
    }
    CHECK(says(here.refusal(), "missing or emptied"));
}

TEST_CASE("keys may be newer than the database: the daemon may end between the two") {
    Directory here;
    here.use(1);
    run_and_kill([&] {
        Store store(options_in(here.scratch), master_key());
        store.vault().ensure("INC-2026-0009");
    });
    CHECK(here.refusal().empty());
    here.use(2);
    CHECK(here.refusal().empty());
}

TEST_CASE("a pair of an earlier build gets its id at its next start") {
    Directory here;
    here.use(1);
    {
        Connection keys(here.keys, Connection::Kind::writer);
        keys.faults().tamper("DELETE FROM instance");
        Connection database(here.database, Connection::Kind::writer);
        database.faults().tamper("DELETE FROM meta WHERE key IN ('instance', 'keys_known')");
    }
    CHECK(here.refusal().empty());
    here.use(2);
    CHECK(here.refusal().empty());
    Directory::gone(here.keys);
    CHECK_FALSE(here.refusal().empty());
}

TEST_CASE("whoever wants a lease that is held is told who holds it") {
    Directory here;
    Lease held(here.scratch.path());
    CHECK(Lease::holder(here.scratch.path()) == ::getpid());
    CHECK(says(thrown([&] { Lease another(here.scratch.path()); }), "(pid " + std::to_string(::getpid()) + ")"));
}

}  // namespace
}  // namespace breachd::store
