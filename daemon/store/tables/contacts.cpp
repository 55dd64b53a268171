#include "store/tables/contacts.hpp"

#include "store/sql/connection.hpp"

namespace breachd::store {

namespace {

struct Kind {
    std::string_view word;
    Reach bit;
};

// The bits are in every row of subjects: a kind keeps its bit for ever.
std::array<Kind, 4> kinds() {
    auto kind = [](Address address) { return Kind{address_name(address), static_cast<Reach>(address)}; };
    return {kind(Address::email), kind(Address::phone), kind(Address::zalo_id), kind(Address::push_token)};
}

}  // namespace

void ReachCounts::add(Reach reach, std::int64_t rows) {
    subjects += rows;
    if (reach == 0) none += rows;
    for (const auto& [word, bit] : kinds())
        if (reach & bit) by_contact[std::string(word)] += rows;
}

void ReachCounts::add(const ReachCounts& other) {
    subjects += other.subjects;
    none += other.none;
    for (const auto& [word, count] : other.by_contact) by_contact[word] += count;
}

std::map<std::string, std::int64_t> ReachCounts::all() const {
    std::map<std::string, std::int64_t> out;
    for (const auto& kind : kinds()) out[std::string(kind.word)] = 0;
    for (const auto& [word, count] : by_contact) out[word] = count;
    return out;
}

void read_reach(Connection& connection, ReachOf of, std::int64_t number, ReachCounts& out) {
    Statement read(connection, of == ReachOf::run
                                   ? "SELECT contact, count FROM run_reach WHERE run = ? ORDER BY contact"
                                   : "SELECT contact, count FROM import_reach WHERE import = ? "
                                     "ORDER BY contact");
    read.bind(number);
    while (read.step()) out.by_contact[read.text(0)] = read.integer(1);
}

void write_reach(Connection& connection, ReachOf of, std::int64_t number, const ReachCounts& counts) {
    for (const auto& [word, count] : counts.by_contact)
        Statement(connection, of == ReachOf::run ? "INSERT INTO run_reach (run, contact, count) VALUES (?, ?, ?) "
                                                   "ON CONFLICT (run, contact) DO UPDATE SET count = excluded.count"
                                                 : "INSERT INTO import_reach (import, contact, count) VALUES (?, ?, ?) "
                                                   "ON CONFLICT (import, contact) DO UPDATE SET count = excluded.count")
            .bind(number)
            .bind(word)
            .bind(count)
            .run();
}

}  // namespace breachd::store
