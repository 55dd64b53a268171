#include "store/tables/runs.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "base/digest.hpp"
#include "store/sql/connection.hpp"
#include "store/tables/ids.hpp"

namespace breachd::store {

namespace {

constexpr std::string_view kAcceptedTold = "accepted_told";
constexpr std::int64_t kSlotMs = 15 * 60 * 1000;
constexpr std::size_t kRunsKept = 256;  // in memory between two steps

void count_group(PeopleGroup& group, const std::string& state, int of_version, std::int64_t people, int version) {
    if (state == kListed) group.listed += people;
    if (state == "told") group.told_by[std::to_string(of_version)] += people;
    if (state == "impossible") group.impossible += people;
    if (state == "unreachable" && of_version == version) group.unreachable += people;
    if (state == "pointed" && of_version == version) group.pointed += people;
}

std::int64_t slot_of(Instant at) { return to_ms(at) / kSlotMs * kSlotMs; }

}  // namespace

void Run::note() {
    if (listed_ || owner_ == nullptr) return;
    listed_ = true;
    owner_->changed_.push_back(this);
}

void Run::count(int version, std::string_view channel, SendState state, std::int64_t by) {
    Place place{version, std::string(channel), std::string(state_name(state))};
    deliveries_[place] += by;
    changed_deliveries_.insert(std::move(place));
    note();
}

void Run::count_told(int version, std::string_view channel, std::int64_t by) {
    Place place{version, std::string(channel), std::string(kAcceptedTold)};
    deliveries_[place] += by;
    changed_deliveries_.insert(std::move(place));
    note();
}

void Run::count_sent(Instant at, std::string_view channel) {
    ++sent_[{slot_of(at), std::string(channel)}];
    note();
}

void Run::count_people(std::string_view state, int version, const std::string& kinds, std::int64_t by) {
    Standing standing{state, version, kinds};
    people_[standing] += by;
    changed_people_.insert(std::move(standing));
    changed_ = true;
    note();
}

bool Run::has_set_aside() const {
    return std::any_of(people_.begin(), people_.end(), [](const auto& standing) {
        const auto& state = std::get<0>(standing.first);
        return standing.second > 0 && (state == "removed" || state == "impossible");
    });
}

void Run::release(int version, int since) {
    version_ = version;
    since_ = since;
    changed_ = true;
    note();
}

void Run::add_reach(const ReachCounts& more) {
    reach_.add(more);
    changed_ = changed_reach_ = true;
    note();
}

void Run::note_change(std::string_view line) {
    new_lines_.append(line).push_back('\n');
    ++new_changes_;
    changed_ = true;
    note();
}

void Run::chain() {
    if (new_changes_ == 0) return;
    unbound_.sha256 = hex(sha256(unbound_.sha256 + new_lines_));
    unbound_.rows += new_changes_;
    new_lines_.clear();
    new_changes_ = 0;
}

Run::Unbound Run::take_unbound() {
    chain();
    changed_ = true;
    note();
    auto taken = std::exchange(unbound_, {});
    if (taken.sha256.empty()) taken.sha256 = hex(sha256(""));
    return taken;
}

void Run::set_unplanned(std::int64_t number) {
    for (auto& [version, from] : unplanned_from_) from = std::min(from, number);
}

RunCounts Run::counts(int version) const {
    RunCounts out;
    out.subjects = reach_.subjects;
    for (const auto& [standing, people] : people_) {
        const auto& [state, of_version, kinds] = standing;
        if (!kinds.empty() && people != 0) count_group(out.groups[kinds], state, of_version, people, version);
        bool present = of_version >= since_;
        if (state == "told" && people != 0) out.told_by[of_version] += people;
        if (state == "told" && present) out.told += people;
        if (state == "by_hand" && present) out.by_hand += people;
        if (state == "impossible") out.impossible += people;
        if (state == "unreachable" && of_version == version) out.unreachable += people;
        if (state == "pointed" && of_version == version) out.pointed += people;
    }
    out.told -= out.by_hand;
    out.pending = reach_.subjects - out.told - out.by_hand - out.unreachable - out.pointed - out.impossible;
    for (auto place = deliveries_.lower_bound({version, "", ""}); place != deliveries_.end(); ++place) {
        const auto& [of_version, channel, state] = place->first;
        if (of_version != version) break;
        if (state == kAcceptedTold) {
            out.in_flight -= place->second;
        } else if (auto known = send_state_from(state); waits(known)) {
            out.queued[channel] += place->second;
            out.unsettled += place->second;
        } else if (known == SendState::handed_over) {
            out.handed[channel] += place->second;
        } else if (known == SendState::sending || known == SendState::accepted) {
            out.in_flight += place->second;
            if (known != SendState::sending) continue;
            out.out[channel] += place->second;
            out.unsettled += place->second;
        }
    }
    return out;
}

int Run::latest_version() const { return deliveries_.empty() ? 0 : std::get<0>(deliveries_.rbegin()->first); }

std::map<std::string, std::map<std::string, std::int64_t>> Run::progress(int version) const {
    std::map<std::string, std::map<std::string, std::int64_t>> out;
    for (const auto& [place, count] : deliveries_) {
        const auto& [of_version, channel, state] = place;
        if (of_version == version && state != kAcceptedTold) out[channel][state] = count;
    }
    return out;
}

Run* Runs::used(Run* run) {
    if (run) run->last_used_ = ++uses_;
    return run;
}

Run* Runs::find(std::string_view incident) {
    if (auto known = by_incident_.find(incident); known != by_incident_.end()) return used(known->second);
    Statement read(connection_, "SELECT run FROM runs WHERE incident = ?");
    return read.bind(incident).step() ? used(load(read.integer(0))) : nullptr;
}

Run& Runs::find_or_create(std::string_view incident) {
    if (Run* known = find(incident)) return *known;
    Statement(connection_, "INSERT INTO runs (incident) VALUES (?)").bind(incident).run();
    Run* made = find(incident);
    BREACHD_CHECK(made != nullptr);
    return *made;
}

Run& Runs::of(std::int64_t number) {
    auto known = runs_.find(number);
    Run* run = used(known != runs_.end() ? known->second.get() : load(number));
    BREACHD_CHECK(run != nullptr);
    return *run;
}

Run* Runs::load(std::int64_t number) {
    auto run = std::make_unique<Run>();
    run->number_ = number;
    run->owner_ = this;
    Statement head(connection_,
                   "SELECT incident, subjects, version, since, reachable_none, unbound_rows, unbound_sha256 "
                   "FROM runs WHERE run = ?");
    if (!head.bind(number).step()) return nullptr;
    run->incident_ = head.text(0);
    run->reach_.subjects = head.integer(1);
    run->version_ = static_cast<int>(head.integer(2));
    run->since_ = static_cast<int>(head.integer(3));
    run->reach_.none = head.integer(4);
    run->unbound_ = {head.integer(5), head.text(6)};
    read_reach(connection_, ReachOf::run, number, run->reach_);
    read_last_number(*run);
    Statement people(connection_,
                     "SELECT state, version, kinds, count FROM subject_counts WHERE run = ? "
                     "ORDER BY state, version, kinds");
    people.bind(number);
    while (people.step())
        run->people_[{people.text(0), static_cast<int>(people.integer(1)), people.text(2)}] = people.integer(3);
    Statement states(connection_,
                     "SELECT version, channel, state, count FROM delivery_counts WHERE run = ? "
                     "ORDER BY version, channel, state");
    states.bind(number);
    while (states.step())
        run->deliveries_[{static_cast<int>(states.integer(0)), states.text(1), states.text(2)}] = states.integer(3);
    Run* out = run.get();
    by_incident_[run->incident_] = out;
    runs_[number] = std::move(run);
    return out;
}

void Runs::read_last_number(Run& run) {
    Statement last(connection_, "SELECT max(id) FROM subjects WHERE id >= ? AND id < ?");
    last.bind(subject_row(run.number_, 0)).bind(subject_row(run.number_ + 1, 0)).step();
    run.last_number_ = last.is_null(0) ? 0 : subject_number(last.integer(0));
    run.unplanned_from_.clear();  // numbers will be given a second time
}

void Runs::write(Run& run) {
    run.chain();
    auto counts = run.counts(run.version_ > 0 ? run.version_ : run.latest_version());
    if (run.changed_)
        Statement(connection_,
                  "UPDATE runs SET subjects = ?, told = ?, unreachable = ?, version = ?, since = ?, "
                  "reachable_none = ?, unbound_rows = ?, unbound_sha256 = ? WHERE run = ?")
            .bind(run.reach_.subjects)
            .bind(counts.told)
            .bind(counts.unreachable)
            .bind(run.version_)
            .bind(run.since_)
            .bind(run.reach_.none)
            .bind(run.unbound_.rows)
            .bind(run.unbound_.sha256)
            .bind(run.number_)
            .run();
    if (run.changed_reach_) write_reach(connection_, ReachOf::run, run.number_, run.reach_);
    for (const auto& place : run.changed_deliveries_) {
        const auto& [version, channel, state] = place;
        Statement(connection_,
                  "INSERT INTO delivery_counts (run, version, channel, state, count) VALUES (?, ?, ?, ?, ?) "
                  "ON CONFLICT (run, version, channel, state) DO UPDATE SET count = excluded.count")
            .bind(run.number_)
            .bind(version)
            .bind(channel)
            .bind(state)
            .bind(run.deliveries_[place])
            .run();
    }
    for (const auto& standing : run.changed_people_) {
        const auto& [state, version, kinds] = standing;
        Statement(connection_,
                  "INSERT INTO subject_counts (run, state, version, kinds, count) VALUES (?, ?, ?, ?, ?) "
                  "ON CONFLICT (run, state, version, kinds) DO UPDATE SET count = excluded.count")
            .bind(run.number_)
            .bind(state)
            .bind(version)
            .bind(kinds)
            .bind(run.people_[standing])
            .run();
    }
    for (const auto& [slot, count] : run.sent_)
        Statement(connection_,
                  "INSERT INTO accepted_counts (run, slot, channel, count) VALUES (?, ?, ?, ?) "
                  "ON CONFLICT (run, slot, channel) DO UPDATE SET count = accepted_counts.count + excluded.count")
            .bind(run.number_)
            .bind(slot.first)
            .bind(slot.second)
            .bind(count)
            .run();
    run.changed_deliveries_.clear();
    run.changed_people_.clear();
    run.sent_.clear();
    run.changed_ = run.changed_reach_ = run.listed_ = false;
}

void Runs::before_commit() {
    for (Run* run : changed_) write(*run);
    changed_.clear();
}

// The half that was asked for the longest ago goes.
void Runs::on_commit() noexcept {
    if (runs_.size() <= kRunsKept) return;
    std::vector<std::pair<std::uint64_t, std::int64_t>> by_use;
    for (const auto& [number, run] : runs_) by_use.emplace_back(run->last_used_, number);
    std::sort(by_use.begin(), by_use.end());
    by_use.resize(by_use.size() / 2);
    for (const auto& [use, number] : by_use) {
        auto run = runs_.find(number);
        by_incident_.erase(run->second->incident_);
        runs_.erase(run);
    }
}

void Runs::on_rollback() noexcept {
    changed_.clear();
    by_incident_.clear();
    runs_.clear();
}

}  // namespace breachd::store
