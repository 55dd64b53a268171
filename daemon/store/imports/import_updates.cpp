#include "store/imports/import_updates.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "store/sql/connection.hpp"
#include "store/tables/ids.hpp"
#include "store/tables/subjects.hpp"

namespace breachd::store {

std::string destinations_of(const Subject& made, const ImportRow& given, std::string_view known) {
    std::string out;
    for (const auto& row : contact_kinds()) {
        if (!row.imported) continue;
        auto at = static_cast<std::size_t>(row.kind) * kDestinationLetters;
        const auto& address = made.address(row.kind);
        bool own = !address.reveal().empty() && address == given.subject.address(row.kind);
        std::string_view from = own ? std::string_view(given.destinations) : known;
        auto word = at < from.size() && !address.reveal().empty() ? from.substr(at, kDestinationLetters) : "";
        out += word.empty() ? std::string(kDestinationLetters, ' ') : std::string(word);
    }
    return out;
}

std::optional<ImportUpdates::Known> ImportUpdates::person(std::string_view incident, std::int64_t import,
                                                          std::int64_t row) {
    Statement read(connection_,
                   "SELECT coalesce(u.sealed, s.sealed), coalesce(u.reach, s.reach), "
                   "coalesce(u.destinations, s.destinations), s.told_version FROM subjects s "
                   "LEFT JOIN import_updates u ON u.import = ? AND u.subject = s.id WHERE s.id = ?");
    if (!read.bind(import).bind(row).step()) return std::nullopt;
    auto plain = vault_.open(incident, read.blob(0), subject_place(incident, subject_number(row)));
    auto subject = plain ? deserialise_subject(*plain) : plain.error();
    if (!subject) return std::nullopt;
    return Known{{std::move(*subject), static_cast<Reach>(read.integer(1)), read.text(2)},
                 static_cast<int>(read.integer(3))};
}

void ImportUpdates::put(std::string_view incident, std::int64_t import, std::int64_t row, const ImportRow& person,
                        Reach readdressed) {
    auto sealed = vault_.seal(incident, serialise(person.subject), subject_place(incident, subject_number(row)));
    auto kinds = group_of(person.subject.kinds);
    Statement(connection_,
              "INSERT INTO import_updates (import, subject, reach, destinations, kinds, sealed, corrected_kinds) "
              "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (import, subject) DO UPDATE SET reach = excluded.reach, "
              "destinations = excluded.destinations, kinds = excluded.kinds, sealed = excluded.sealed, "
              "corrected_kinds = import_updates.corrected_kinds | excluded.corrected_kinds")
        .bind(import)
        .bind(row)
        .bind(static_cast<std::int64_t>(person.reach))
        .bind(person.destinations)
        .bind(kinds)
        .bind_blob(sealed)
        .bind(static_cast<std::int64_t>(readdressed))
        .run();
}

std::vector<std::int64_t> ImportUpdates::pointed_in(std::int64_t import) {
    Statement read(connection_,
                   "SELECT s.id FROM import_updates u JOIN subjects s ON s.id = u.subject "
                   "WHERE u.import = ? AND s.state = 'pointed' ORDER BY s.id");
    read.bind(import);
    std::vector<std::int64_t> out;
    while (read.step()) out.push_back(read.integer(0));
    return out;
}

// In sets, but for those whose standing moves: a list of a million corrections is one statement and few rows.
ImportUpdates::Applied ImportUpdates::apply(Run& run, std::int64_t import, Instant at) {
    BREACHD_CHECK(connection_.in_transaction());
    Applied out;
    Statement reach(connection_,
                    "SELECT s.reach, u.reach, count(*) FROM import_updates u JOIN subjects s ON s.id = u.subject "
                    "WHERE u.import = ? AND s.state <> 'removed' GROUP BY s.reach, u.reach "
                    "ORDER BY s.reach, u.reach");
    reach.bind(import);
    ReachCounts change;
    while (reach.step()) {
        auto before = static_cast<Reach>(reach.integer(0)), now = static_cast<Reach>(reach.integer(1));
        change.add(before, -reach.integer(2));
        change.add(now, reach.integer(2));
        out.updated += reach.integer(2);
        if (before == 0 && now != 0) out.reached += reach.integer(2);
    }
    if (out.updated == 0) return out;
    run.add_reach(change);
    std::vector<std::int64_t> moved, lost;
    {
        Statement read(
            connection_,
            "SELECT s.id, s.kinds <> u.kinds FROM import_updates u JOIN subjects s ON s.id = u.subject "
            "WHERE u.import = ? AND s.state <> 'removed' AND (s.kinds <> u.kinds OR s.state IN ('unreachable', "
            "'pointed')) ORDER BY s.id");
        read.bind(import);
        while (read.step()) (read.integer(1) != 0 ? moved : lost).push_back(read.integer(0));
    }
    for (auto row : moved) {
        Statement kinds(connection_,
                        "SELECT s.kinds, u.kinds, s.state IN ('unreachable', 'pointed') FROM import_updates u "
                        "JOIN subjects s ON s.id = u.subject WHERE u.import = ? AND u.subject = ?");
        BREACHD_CHECK(kinds.bind(import).bind(row).step());
        auto now = kinds.text(1);
        --out.groups[kinds.text(0)];
        ++out.groups[now];
        if (kinds.integer(2) != 0) lost.push_back(row);
        move_to_kinds(connection_, run, row, now);
    }
    Statement(connection_,
              "UPDATE subjects SET reach = u.reach, destinations = u.destinations, sealed = u.sealed "
              "FROM import_updates u WHERE u.subject = subjects.id AND u.import = ?")
        .bind(import)
        .run();
    Statement(connection_,
              "UPDATE subjects SET corrected_kinds = subjects.corrected_kinds | u.corrected_kinds, "
              "corrected_after = (SELECT coalesce(max(d.id), 0) FROM deliveries d WHERE d.subject = subjects.id) "
              "FROM import_updates u WHERE u.subject = subjects.id AND u.import = ? AND u.corrected_kinds <> 0")
        .bind(import)
        .run();
    // Whose next message is out or waits already is not reopened: that message stays.
    auto pointed = pointed_in(import);
    for (auto row : lost) {
        if (!tell_anew(connection_, run, row, at)) continue;
        ++out.reopened;
        if (std::binary_search(pointed.begin(), pointed.end(), row)) out.pointed.push_back(subject_number(row));
    }
    remove(import);
    return out;
}

std::int64_t ImportUpdates::count(std::int64_t import) {
    Statement read(connection_, "SELECT count(*) FROM import_updates WHERE import = ?");
    read.bind(import).step();
    return read.integer(0);
}

void ImportUpdates::remove(std::int64_t import) {
    Statement(connection_, "DELETE FROM import_updates WHERE import = ?").bind(import).run();
}

}  // namespace breachd::store
