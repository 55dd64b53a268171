// The part of class Imports that takes away what aborted imports leave.
#include "base/check.hpp"
#include "store/sql/connection.hpp"
#include "store/tables/ids.hpp"
#include "store/tables/imports.hpp"

namespace breachd::store {

void Imports::abort_all() {
    BREACHD_CHECK(connection_.in_transaction());
    Statement(connection_, "UPDATE imports SET state = 'aborted' WHERE state = 'staged'").run();
    aborted_ = true;
}

// Rows of another import may lie between those of an aborted one, so that `most` also bounds how many numbers a call
// looks at.
bool Imports::clear_aborted(std::size_t most) {
    BREACHD_CHECK(connection_.in_transaction());
    aborted_ = false;
    Statement read(
        connection_,
        "SELECT import, run, first_n, subjects FROM imports WHERE state = 'aborted' ORDER BY import LIMIT 1");
    if (!read.step()) return false;
    std::int64_t import = read.integer(0);
    Run& run = runs_.of(read.integer(1));
    std::int64_t end = subject_row(run.number() + 1, 0);
    if (!read.is_null(2)) {
        std::int64_t from = subject_row(run.number(), read.integer(2));
        std::int64_t to = from + static_cast<std::int64_t>(most);
        Statement(connection_, "DELETE FROM subjects WHERE id >= ? AND id < ? AND import = ?")
            .bind(from)
            .bind(to)
            .bind(import)
            .run();
        if (to < end && subject_number(to) <= run.last_number()) {
            Statement(connection_, "UPDATE imports SET first_n = ? WHERE import = ?")
                .bind(subject_number(to))
                .bind(import)
                .run();
            return aborted_ = true;
        }
    }
    tags_.remove(import);
    updates_.remove(import);
    Statement(connection_, "DELETE FROM import_rejected WHERE import = ?").bind(import).run();
    Statement(connection_, "DELETE FROM import_reach WHERE import = ?").bind(import).run();
    Statement(connection_, "DELETE FROM import_kinds WHERE import = ?").bind(import).run();
    Statement(connection_, "DELETE FROM imports WHERE import = ?").bind(import).run();
    runs_.read_last_number(run);
    Statement more(connection_, "SELECT 1 FROM imports WHERE state = 'aborted' LIMIT 1");
    return aborted_ = more.step();
}

}  // namespace breachd::store
