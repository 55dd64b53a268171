#include "store/run_counters.hpp"

#include <cstring>

namespace breachd::store {

namespace {

constexpr std::string_view kAcceptedTold = "accepted_told";
constexpr std::int64_t kSlotMs = 15 * 60 * 1000;

std::int64_t slot_of(Instant at) { return to_ms(at) / kSlotMs * kSlotMs; }

void add_tags(std::string_view packed, SubjectTags& out) {
    for (std::size_t at = 0; at + sizeof(SubjectTag) <= packed.size(); at += sizeof(SubjectTag)) {
        SubjectTag tag;
        std::memcpy(tag.data(), packed.data() + at, tag.size());
        out.insert(tag);
    }
}

}  // namespace

std::size_t SubjectTagHash::operator()(const SubjectTag& tag) const {
    std::size_t out;
    std::memcpy(&out, tag.data(), sizeof out);
    return out;
}

void ReachCounts::add(Reach mask, std::int64_t rows) {
    subjects += rows;
    for (std::size_t i = 0; i < kAddresses.size(); ++i)
        if (has(mask, kAddresses[i])) by_address[i] += rows;
    if (mask == 0) none += rows;
}

void ReachCounts::add(const ReachCounts& other) {
    subjects += other.subjects;
    for (std::size_t i = 0; i < kAddresses.size(); ++i) by_address[i] += other.by_address[i];
    none += other.none;
}

void Run::count(int version, std::string_view channel, SendState state, std::int64_t by) {
    deliveries[{version, std::string(channel), std::string(state_name(state))}].add(by);
}

void Run::count_told(int version, std::string_view channel, std::int64_t by) {
    deliveries[{version, std::string(channel), std::string(kAcceptedTold)}].add(by);
}

void Run::count_accepted(Instant at, std::string_view channel) { accepted[{slot_of(at), std::string(channel)}].add(1); }

void Run::set_unplanned(std::int64_t number) {
    for (auto& [version, from] : unplanned_from) from = std::min(from, number);
}

RunCounts Run::counts(int version, Instant day_start) const {
    RunCounts out;
    out.subjects = reach.subjects;
    out.told = told;
    out.unreachable = unreachable;
    out.pending = reach.subjects - told - unreachable;
    for (const auto& [place, count] : deliveries) {
        const auto& [of_version, channel, state] = place;
        if (of_version != version) continue;
        if (state == kAcceptedTold) {
            out.in_flight -= count.value;
        } else if (auto known = send_state_from(state); waits(known)) {
            out.queued[channel] += count.value;
        } else if (known == SendState::sending || known == SendState::accepted) {
            out.in_flight += count.value;
        }
    }
    for (auto slot = accepted.lower_bound({slot_of(day_start), ""}); slot != accepted.end(); ++slot)
        out.sent_today[slot->first.second] += slot->second.value;
    return out;
}

Run* RunCounters::find(std::string_view incident) {
    for (auto& [number, run] : runs_)
        if (run->incident == incident) return run.get();
    Query read(connection_, "SELECT run FROM runs WHERE incident = ?");
    return read.bind(incident).step() ? load(read.integer(0)) : nullptr;
}

Run& RunCounters::find_or_create(std::string_view incident) {
    if (Run* known = find(incident)) return *known;
    Query(connection_, "INSERT INTO runs (incident) VALUES (?)").bind(incident).run();
    Run* made = find(incident);
    BREACHD_CHECK(made != nullptr);
    return *made;
}

Run& RunCounters::of(std::int64_t number) {
    auto known = runs_.find(number);
    Run* run = known != runs_.end() ? known->second.get() : load(number);
    BREACHD_CHECK(run != nullptr);
    return *run;
}

Run* RunCounters::load(std::int64_t number) {
    auto run = std::make_unique<Run>();
    run->run = number;
    Query head(connection_,
               "SELECT incident, subjects, told, unreachable, reachable_none, reachable_email, reachable_phone, "
               "reachable_zalo_id, reachable_push_token FROM runs WHERE run = ?");
    if (!head.bind(number).step()) return nullptr;
    run->incident = head.text(0);
    run->reach.subjects = head.integer(1);
    run->told = head.integer(2);
    run->unreachable = head.integer(3);
    run->reach.none = head.integer(4);
    for (std::size_t i = 0; i < kAddresses.size(); ++i)
        run->reach.by_address[i] = head.integer(5 + static_cast<int>(i));
    Query last(connection_, "SELECT max(id) FROM subjects WHERE id >= ? AND id < ?");
    last.bind(subject_row(number, 0)).bind(subject_row(number + 1, 0)).step();
    run->last_number = last.is_null(0) ? 0 : subject_number(last.integer(0));
    Query states(connection_, "SELECT version, channel, state, count FROM delivery_counts WHERE run = ?");
    states.bind(number);
    while (states.step())
        run->deliveries[{static_cast<int>(states.integer(0)), states.text(1), states.text(2)}].value =
            states.integer(3);
    Query slots(connection_, "SELECT slot, channel, count FROM accepted_counts WHERE run = ?");
    slots.bind(number);
    while (slots.step()) run->accepted[{slots.integer(0), slots.text(1)}].value = slots.integer(2);
    return (runs_[number] = std::move(run)).get();
}

void RunCounters::flush() {
    for (auto& [number, run] : runs_) {
        if (run->changed) {
            Query update(connection_,
                         "UPDATE runs SET subjects = ?, told = ?, unreachable = ?, reachable_none = ?, "
                         "reachable_email = ?, reachable_phone = ?, reachable_zalo_id = ?, reachable_push_token = ? "
                         "WHERE run = ?");
            update.bind(run->reach.subjects).bind(run->told).bind(run->unreachable).bind(run->reach.none);
            for (auto count : run->reach.by_address) update.bind(count);
            update.bind(number).run();
            run->changed = false;
        }
        for (auto& [place, count] : run->deliveries) {
            if (!count.changed) continue;
            const auto& [version, channel, state] = place;
            Query(connection_,
                  "INSERT INTO delivery_counts (run, version, channel, state, count) VALUES (?, ?, ?, ?, ?) "
                  "ON CONFLICT (run, version, channel, state) DO UPDATE SET count = excluded.count")
                .bind(number)
                .bind(version)
                .bind(channel)
                .bind(state)
                .bind(count.value)
                .run();
            count.changed = false;
        }
        for (auto& [place, count] : run->accepted) {
            if (!count.changed) continue;
            Query(connection_,
                  "INSERT INTO accepted_counts (run, slot, channel, count) VALUES (?, ?, ?, ?) "
                  "ON CONFLICT (run, slot, channel) DO UPDATE SET count = excluded.count")
                .bind(number)
                .bind(place.first)
                .bind(place.second)
                .bind(count.value)
                .run();
            count.changed = false;
        }
    }
}

void RunCounters::forget() {
    runs_.clear();
    forget_tags();
}

void RunCounters::forget_tags() {
    finished_tags_.clear();
    import_tags_.clear();
}

SubjectTags& RunCounters::tags_of_finished(const Run& run) {
    auto [place, fresh] = finished_tags_.try_emplace(run.run);
    if (!fresh) return place->second;
    Query read(connection_,
               "SELECT t.tags FROM imports i CROSS JOIN import_tags t "
               "WHERE i.run = ? AND i.state = 'finished' AND t.import = i.import");
    read.bind(run.run);
    while (read.step()) add_tags(read.blob(0), place->second);
    return place->second;
}

SubjectTags& RunCounters::tags_of_import(std::int64_t import) {
    auto [place, fresh] = import_tags_.try_emplace(import);
    if (!fresh) return place->second;
    Query read(connection_, "SELECT tags FROM import_tags WHERE import = ?");
    read.bind(import);
    while (read.step()) add_tags(read.blob(0), place->second);
    return place->second;
}

}  // namespace breachd::store
