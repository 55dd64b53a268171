// The inside of Reader, shared by the files of store/readers; nobody else includes it.
#pragma once

#include <string>
#include <vector>

#include "store/readers/reader.hpp"
#include "store/sql/snapshot.hpp"
#include "store/vault/signer.hpp"
#include "store/vault/vault.hpp"

namespace breachd::store {

struct Reader::Impl {
    Impl(const StoreOptions& options, MasterKey master);

    Connection connection;
    Connection keys;
    std::unique_ptr<Signer> signer;
    Vault vault;
};

// A cursor is the last row's key, in base64url so that nobody builds on what is inside. A cursor that is not ours gives
// no parts; its list is then bad_cursor().
std::string cursor_of(const std::vector<std::string>& parts);
std::optional<std::vector<std::string>> cursor_parts(std::string_view cursor, std::size_t count);
std::optional<std::int64_t> cursor_number(const std::string& part);
inline Error bad_cursor() { return {ErrorCode::invalid, "is not a cursor that this list gave", "cursor"}; }

// Lists ask for one row more than the slice holds, to know whether there is a next one.
inline std::int64_t rows_wanted(std::size_t limit) { return static_cast<std::int64_t>(limit) + 1; }

// Fills a slice from a statement that asked for one row more than `limit`. `cursor` is asked before `item`.
template <class Item, class Cursor>
Slice slice_of(Statement& read, std::size_t limit, Item item, Cursor cursor) {
    Slice slice;
    std::string last;
    while (read.step()) {
        if (slice.items.size() == limit) {
            slice.next = last;
            break;
        }
        last = cursor(read);
        slice.items.push_back(item(read));
    }
    return slice;
}

// What stands in a column; a text that is no JSON object is a damaged row, and throws.
json::object object_in(const std::string& text);
json::value text_or_null(const std::string& text);
json::value moment_or_null(std::optional<Instant> at);

}  // namespace breachd::store
