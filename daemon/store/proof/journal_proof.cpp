// The proof of the journal: every entry is what was hashed when it was written, every head is signed and is the head of
// these entries, none is missing.
#include <fmt/format.h>

#include "store/proof/proof.hpp"
#include "store/tables/heads.hpp"
#include "store/tables/journal.hpp"

namespace breachd::store {

namespace {

constexpr std::int64_t kEntriesAtOnce = 2000;  // some 50 ms
constexpr std::int64_t kHeadsAtOnce = 200;     // some 20 ms

std::string at_entry(std::int64_t seq) { return fmt::format("#{}", seq); }

}  // namespace

// The hash in the row is that of the tree, and what the tree signs; the columns are what people read.
void Proof::check_entry(Statement& row) {
    auto seq = row.integer(0);
    auto leaf = row.blob(6);
    for (; entries() + 1 < seq; edge_.append(Digest{})) found("entry_missing", at_entry(entries() + 1));
    std::string why;
    try {
        if (as_bytes(leaf_hash(leaf_bytes_in(row))) != leaf) why = "entry";
    } catch (const StoreError&) {
        why = "entry";
    }
    if (!why.empty()) found(why, at_entry(seq));
    edge_.append(digest_or_zero(leaf));
}

bool Proof::next_entries() {
    if (until_ < 0) {
        until_ = single_number(connection_, "SELECT coalesce(max(seq), 0) FROM journal");
        kept_edge_ = newest_edge(connection_);
        if (single_number(connection_, "SELECT coalesce(max(size), 0) FROM heads") > until_)
            found("entry_missing", at_entry(until_ + 1));
    }
    auto from = entries();
    {
        Statement head(connection_, "SELECT size, root, note FROM heads WHERE size > ? AND size <= ? ORDER BY size");
        head.bind(from).bind(from + kEntriesAtOnce);
        bool heads_left = head.step();
        Statement read(connection_,
                       "SELECT seq, at, incident, actor, kind, data, leaf FROM journal WHERE seq > ? AND seq <= ? "
                       "ORDER BY seq LIMIT ?");
        read.bind(from).bind(until_).bind(kEntriesAtOnce);
        while (read.step()) {
            check_entry(read);
            if (edge_.size() == kept_edge_.size && packed(edge_.peaks()) != kept_edge_.peaks && !tree_is_off_)
                found("edge", at_entry(entries()));
            for (; heads_left && head.integer(0) <= entries(); heads_left = head.step()) {
                bool fits = head.integer(0) == entries() && head.blob(1) == as_bytes(edge_.root());
                if (!fits && !tree_is_off_) found("entries_before_head", at_entry(head.integer(0)));
                tree_is_off_ |= !fits;
            }
        }
    }
    return entries() < until_ && entries() > from;
}

// Its columns are those that its note signs, and its number is its place among the heads.
void Proof::check_head(Statement& row) {
    ++heads_;
    auto size = row.integer(0);
    auto head = head_in(row, public_key_);
    if (!head) return found("head", at_entry(size));
    const auto& chains = head->chains;
    if (chains && chains->head != static_cast<std::uint64_t>(heads_)) {
        found("head_missing", at_entry(size));
        heads_ = static_cast<std::int64_t>(chains->head);
    }
}

bool Proof::next_heads() {
    Statement read(connection_,
                   "SELECT size, root, note FROM heads WHERE size > ? AND size <= ? ORDER BY size LIMIT ?");
    read.bind(last_head_).bind(until_).bind(kHeadsAtOnce);
    bool more = false;
    while (read.step()) {
        more = true;
        last_head_ = read.integer(0);
        check_head(read);
    }
    return more;
}

}  // namespace breachd::store
