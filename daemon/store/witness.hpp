// The witness: the newest signed head, kept in the file last-head beside the databases and not in them. It is written
// after the commit of each head, so it is never newer than the journal it speaks of. A database whose journal ends
// before that head, or does not have it, was put back from an older copy, cut, or is another one.
//
//   nothing  no file: a new directory, or one from before there was a witness
//   agrees   the head is one of the database's, by size, root and signature
//   newer    the head is larger than the newest one of the database: entries are gone
//   foreign  there is a file that is no head of this journal, or is not signed by this key
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "store/sql/fwd.hpp"

namespace breachd::store {

enum class WitnessSays { nothing, agrees, newer, foreign };

class Witness {
  public:
    explicit Witness(std::string directory) : directory_(std::move(directory)) {}  // "" : keeps nothing

    std::string path() const { return directory_ + "/last-head"; }
    std::optional<std::string> read() const;  // the note; none: there is no file
    // Whole or not at all, also when the power goes. False when the disk would not have it: try again later.
    bool write(std::string_view note) const;
    // What the kept head says about a database, whose heads this key signs. A look at one row.
    WitnessSays compare(Connection& connection, std::string_view public_key) const;

  private:
    std::string directory_;
};

}  // namespace breachd::store
