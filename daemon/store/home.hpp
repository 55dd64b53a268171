// Whether a database is where it was and what it was: told by what stands outside of it. A copy that was put back looks
// like the original from inside, and would send again what the original has sent since.
//
//   by_command   breachctl restore says so: the file `restored` beside the database
//   moved        the file is another one (its number and birth), or the machine is: a copy, wherever it was put
//   older        the witness (last-head) has a head that the database does not have yet
//   foreign      the witness is of another journal
//   unwitnessed  the database had a witness, and it is gone
//
// Found once, it is noted in the database with the start's transaction and holds until a person says that work goes on.
// What this cannot see: a whole disk or volume that was set back, with all of its files.
#pragma once

#include <optional>
#include <string>

#include "core/journal/daemon_events.hpp"
#include "store/sql/fwd.hpp"
#include "store/tables/meta.hpp"
#include "store/witness.hpp"

namespace breachd::store {

class Home {
  public:
    // The database's own file; "" : in memory, where it always is.
    Home(std::string directory, Meta& meta, const Witness& witness, WitnessSays says);

    // None: it is at home, as far as can be seen from outside.
    const std::optional<RestoredBy>& found() const { return found_; }
    // The number of entries that the witness knows of; 0: it says nothing.
    std::int64_t entries_known() const { return entries_known_; }

    // A person let work go on although the witness, as it still stands, speaks against the database.
    bool accepted() const;

    // Within the start's transaction: from now on it is at home here.
    void settle();
    // The start is committed: the command's file has said what it had to say.
    void settled();
    // Within a transaction: the witness as it stands is not asked any more.
    void accept();
    // Within a transaction, after a witness was written.
    void witnessed();

  private:
    std::optional<RestoredBy> look(WitnessSays says) const;
    std::string fingerprint() const;
    std::string mark() const { return directory_ + "/restored"; }

    std::string directory_;
    Meta& meta_;
    std::string kept_note_;  // the witness's
    std::int64_t entries_known_ = 0;
    std::optional<RestoredBy> found_;
    bool agrees_, witnessed_ = false;
};

// For breachctl restore, before a daemon can start: whoever starts on this directory starts on a copy.
bool mark_restored(const std::string& directory);

}  // namespace breachd::store
