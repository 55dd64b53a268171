// Table heads: signed heads of the journal, by size. Filing signs them; witnesses and evidence read them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/journal/merkle.hpp"
#include "store/sql/fwd.hpp"
#include "store/tables/journal.hpp"
#include "store/tables/kept.hpp"
#include "store/vault/signer.hpp"

namespace breachd::store {

class Heads final : public Kept {
  public:
    // `origin`: the journal's name in its heads.
    Heads(Connection& connection, Journal& journal, Signer& signer, std::string origin)
        : connection_(connection), journal_(journal), signer_(signer), origin_(std::move(origin)) {}

    // Signs the journal and the chains of its incidents as they are now, keeps the head and returns the note. While
    // the journal has not grown, that is the note before.
    std::string sign(Instant at);
    // The newest note that this run signed and committed; "" before.
    const std::string& committed() const { return committed_; }

    void on_begin() override { signed_ = committed_; }
    void on_commit() noexcept override { std::swap(committed_, signed_); }

  private:
    Connection& connection_;
    Journal& journal_;
    Signer& signer_;
    std::string origin_;
    std::string signed_, committed_;
};

// Throws StoreError(corrupt) when the newest head is not signed by this key, or its columns are not those it signs:
// then nothing is left that proves the journal.
void check_newest_head(Connection& connection, std::string_view public_key);
// The note of this row (size, root, note) is signed by this key, and says what its columns say; none: it is not.
std::optional<Checkpoint> head_in(Statement& row, std::string_view public_key);
std::string newest_head(Connection& connection);  // the newest note; "" when there is none

}  // namespace breachd::store
