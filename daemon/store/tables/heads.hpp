// Table heads: signed heads of the journal, by size. Filing signs them; witnesses and evidence read them.
#pragma once

#include <string>
#include <string_view>

#include "core/journal/merkle.hpp"
#include "store/sql/fwd.hpp"
#include "store/tables/journal.hpp"
#include "store/vault/signer.hpp"

namespace breachd::store {

class Heads {
  public:
    // `origin`: the journal's name in its heads.
    Heads(Connection& connection, const Journal& journal, Signer& signer, std::string origin)
        : connection_(connection), journal_(journal), signer_(signer), origin_(std::move(origin)) {}

    // Signs the journal as it is now, keeps the head and returns the note.
    std::string sign(Instant at);

  private:
    Connection& connection_;
    const Journal& journal_;
    Signer& signer_;
    std::string origin_;
};

std::string newest_head(Connection& connection);  // the newest note; "" when there is none

}  // namespace breachd::store
