// How kinds of contact are kept: a word in rows that count, a bit in `subjects.reach`. This is the only place of store/
// that reads the list of kinds from core, so a new kind is no change of the schema.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "core/telling/subject.hpp"
#include "store/sql/fwd.hpp"

namespace breachd::store {

// Subjects by usable contact.
struct ReachCounts {
    std::int64_t subjects = 0;
    std::int64_t none = 0;                                        // those without any
    std::map<std::string, std::int64_t, std::less<>> by_contact;  // word -> subjects; a kind that nobody has is absent

    void add(Reach reach, std::int64_t rows = 1);
    void add(const ReachCounts& other);
    // Every kind that core knows, those with 0 too.
    std::map<std::string, std::int64_t> all() const;
};

// Rows of run_reach (of one run) and import_reach (of one import).
enum class ReachOf { run, import };
void read_reach(Connection& connection, ReachOf of, std::int64_t number, ReachCounts& out);
void write_reach(Connection& connection, ReachOf of, std::int64_t number, const ReachCounts& counts);

}  // namespace breachd::store
