// The chain of each incident, and the tree over all chains that a head signs.
#include <map>

#include "core/journal/chain.hpp"
#include "store_helpers.hpp"

namespace breachd::store {
namespace {

std::string id(int n) { return n == 0 ? "" : "INC-2026-" + std::to_string(n); }

Entry append(Store& store, const std::string& incident) {
    return store.journal().append(kNow, incident, "system", Confirmed{"x"});
}

// What the chains must be, made anew from all entries in the order of the journal.
struct Expected {
    std::vector<std::string> order;
    std::map<std::string, Chain> chains;

    explicit Expected(Store& store) {
        store.journal().each_entry([&](const Entry& entry) {
            if (!chains.contains(entry.incident_id)) order.push_back(entry.incident_id);
            chains[entry.incident_id].append(leaf_hash(leaf_bytes(entry)));
        });
    }
    Digest root() const {
        return merkle_root(0, order.size(), [&](std::uint64_t i) { return chain_leaf(order[i], chains.at(order[i])); });
    }
};

TEST_CASE("a head signs the chains of all incidents, and each has its proof under it") {
    int incidents = GENERATE(1, 2, 255, 256, 257, 700);
    Store store({"", "live"}, master_key());
    committed(store, [&] {
        for (int n = 0; n < incidents; ++n) append(store, id(n));
    });
    committed(store, [&] { store.heads().sign(kNow); });
    committed(store, [&] {
        append(store, id(incidents / 2));
        append(store, id(0));
    });
    auto note = parse_signed_note(committed(store, [&] { return store.heads().sign(kNow); }));
    REQUIRE(note.has_value());
    REQUIRE(note->checkpoint.chains.has_value());
    Expected expected(store);
    auto chains = *note->checkpoint.chains;
    CHECK(chains.head == 2);
    CHECK(chains.size == static_cast<std::uint64_t>(incidents));
    CHECK(chains.root == expected.root());
    // Entries after the head change nothing of what is proven under it.
    committed(store, [&] {
        append(store, id(0));
        append(store, id(incidents));
    });
    for (int n = 0; n < incidents; n += incidents / 7 + 1) {
        auto proven = read_proven_chain(StoreProbe(store).connection(), id(n));
        REQUIRE(proven.has_value());
        CHECK(proven->chain == expected.chains.at(id(n)));
        CHECK(
            verify_inclusion(chain_leaf(id(n), proven->chain), proven->place, chains.size, proven->proof, chains.root));
    }
    CHECK_FALSE(read_proven_chain(StoreProbe(store).connection(), id(incidents)).has_value());
}

TEST_CASE("what is rolled back is in no chain, and a transaction may sign in its middle") {
    Store store({"", "live"}, master_key());
    committed(store, [&] { append(store, id(1)); });
    store.begin();
    append(store, id(1));
    append(store, id(2));
    store.heads().sign(kNow);
    store.rollback();
    auto note = committed(store, [&] {
        append(store, id(3));
        auto head = store.heads().sign(kNow);
        append(store, id(3));
        return head;
    });
    CHECK(parse_signed_note(note)->checkpoint.chains->size == 2);
    CHECK(read_proven_chain(StoreProbe(store).connection(), id(3))->chain.count == 1);
    CHECK(read_chain(StoreProbe(store).connection(), id(3)).count == 2);
    Expected expected(store);
    CHECK(parse_signed_note(committed(store, [&] { return store.heads().sign(kNow); }))->checkpoint.chains->root ==
          expected.root());
    CHECK(StoreProbe(store).number("SELECT sum(count) FROM journal_chains") == store.journal().size());
}

TEST_CASE("a journal from before there were chains gets them at its next start, and heads go on counting") {
    ScratchDirectory scratch;
    {
        Store store(options_in(scratch), master_key());
        committed(store, [&] {
            for (int n = 0; n < 600; ++n) append(store, id(n % 300));
            store.heads().sign(kNow);
        });
        Checkpoint head{"breachd.example.test", 600, store.journal().root()};
        auto note = signed_note(head, head.origin, store.signer().public_key(),
                                [&](std::string_view body) { return store.signer().sign(body); });
        auto script =
            "UPDATE heads SET note = '" + note + "'; DELETE FROM journal_chains; DELETE FROM journal_chain_blocks";
        StoreProbe(store).faults().tamper(script.c_str());
    }
    Store store(options_in(scratch), master_key());
    committed(store, [&] { append(store, id(1)); });
    auto note = parse_signed_note(committed(store, [&] { return store.heads().sign(kNow); }));
    CHECK(note->checkpoint.chains->head == 2);
    CHECK(note->checkpoint.chains->root == Expected(store).root());
}

TEST_CASE("while the journal has not grown, the head is the head before") {
    Store store({"", "live"}, master_key());
    committed(store, [&] { append(store, id(1)); });
    auto first = committed(store, [&] { return store.heads().sign(kNow); });
    CHECK(committed(store, [&] { return store.heads().sign(kNow + std::chrono::hours(1)); }) == first);
    CHECK(StoreProbe(store).number("SELECT count(*) FROM heads") == 1);
}

}  // namespace
}  // namespace breachd::store
