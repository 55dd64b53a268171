// The runs that are under way: which subjects have no message yet, which rows go to a channel now, what came of each,
// and how far a run is, bound into the journal. Memory holds running runs only; the truth is in the store.
//
//   follow ──▶ plan (a first channel for every subject) ──▶ feed (the scheduler shares a channel among the runs)
//                                                             │ claimed rows → letters out
//   progress entry ◀── counters ◀── record (outcomes, in batches) ◀── done
//
// Invariants
//  1. A run with rows that may go is in the scheduler's queue of their channel, or a moment for them stands in the
//     agenda, or they wait for an outcome that is out. No run needs to be touched from outside to go on.
//  2. A row is claimed at most once: it is `sending` in the store and in out_ until its outcome is recorded.
//  3. A step costs what it does: channels with an outcome, a moment or a new row; runs with a changed row.
//  4. Every change of a row is bound by the next DeliveriesRecorded of its run: at most one a minute or for each 5,000
//     changes, and at once when the run ends, stops, or what follows from it changes.
//  5. A subject waits on one channel. Others have it as `handed_over`, until one has told it or it comes back to them.
//  6. While a subject waits, the run's forecast is looked at each minute, and never lies in the past.
// Owned by the telling desk.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/telling/notice_run.hpp"
#include "engine/channels/channels.hpp"
#include "engine/letter.hpp"
#include "engine/step.hpp"
#include "engine/telling/destination_tags.hpp"

namespace breachd::engine {

inline constexpr Duration kJournalEvery = std::chrono::minutes{1};
inline constexpr std::int64_t kJournalRows = 5000;
inline constexpr Duration kHandOverAgain = std::chrono::minutes{5};  // what could not be handed over is looked at again
inline constexpr const char* kPostDue = "post";                      // a batch of letters on paper may be ready
inline constexpr Duration kReclaimEvery = std::chrono::minutes{1};

// What is kept of a provider's own name for a message: enough to know it again, for it may have a contact in it.
std::string provider_tag(const Step& step, const std::string& channel, const std::string& provider_id);

// The subject was not tried there: another channel had it, or has told it, or the channel had been taken out of the
// configuration before its message was taken.
bool was_not_tried(const store::DeliveryRow& row);

class Runs {
  public:
    explicit Runs(Channels& channels) : channels_(channels) {}

    void load(Step& step);  // what was out at the stop is unknown
    void begin();
    // Begins, moves or ends the run, as the incident says.
    void follow(Step& step, const Incident& incident);
    void plan_again(const std::string& incident);  // there are new subjects
    void done(const AttemptDone& done) { heard_.push_back(done); }
    // A page or a test found out that the channel went down or came back.
    void turned(Step& step, const std::string& channel);
    void due(Step& step, const std::string& key);
    void work(Step& step);
    void go_on() { seen_.reset(); }  // after a hold: every run is taken up anew
    void close(Step& step);
    void take_back();

    // A receipt of that integration says so of the row.
    void got_through(Step& step, const store::DeliveryRow& row, const std::string& integration, bool delivered);
    void fail(Step& step, const store::DeliveryRow& row, const std::string& integration, Cause cause);
    void came_back(Step& step, const store::DeliveryRow& row);  // the subject stands as its other rows say

    // Nothing is under way: no run, no message whose outcome is awaited, no change that the journal does not bind yet.
    bool rests(const Incident& incident) const;
    // A person said something of the subject: nothing more is sent to it, and the journal hears of it at once.
    void settled_by_hand(Step& step, const Incident& incident, std::int64_t subject);
    // Letters on paper (post.cpp). A place in a batch, before it is written.
    static store::PostalPlace place_in_batch(Step& step, const Channel& channel, const std::string& id,
                                             const store::DueDelivery& row);
    // One who waits for such a letter to be posted gets another one, or goes to another channel: that one is void.
    static void take_out_letter(Step& step, const Incident& incident, std::int64_t subject);
    void call_to_post(Step& step);  // people hear of batches that are ready
    // Binds what has changed into the journal now.
    void journal_now(Step& step, const Incident& incident);
    RunLoad load_of(Step& step, const Incident& incident);
    // How each channel is, by name; as it was at most a second ago.
    std::shared_ptr<const json::object> channels_now(Step& step);
    // People wait because what is sealed cannot be opened: a fault of ours.
    bool unopened(Step& step, const Incident& incident);

  private:
    struct Run {
        int version = 0;
        std::optional<Instant> due;
        bool plan = true;      // there may be subjects without a row
        int older_out = 0;     // messages of earlier versions whose outcome may tell its people: they are awaited
        int content_page = 0;  // version of the page that its letters may point to
        std::shared_ptr<const ReleasedNotice> notice;
        std::shared_ptr<const store::Opener> opener;
        struct Passed {
            store::ClaimCursor until;            // rows up to here go later,
            std::set<std::string> destinations;  // because the windows of these were not open
        };
        std::map<std::string, Passed> passed;  // by channel, while its rows are walked
        struct First {                         // what went out on a channel since the run was taken up
            std::int64_t out = 0, settled = 0, failed = 0;
            bool held = false;  // no more goes until more was heard
        };
        std::map<std::string, First> first;  // by channel
        std::optional<Instant> journalled_at;
        bool unopened_paged = false;
    };
    struct Out {
        std::string incident, channel, destination;
        std::int64_t subject = 0;
        int version = 0, attempts = 0;
        bool alone = true;                                // the subject's only row
        TellingGrade told_when = TellingGrade::accepted;  // of the channel, which a reload may take away meanwhile
        bool only_points = false;  // a short text that does not name the place of the whole notice
        store::SendState was = store::SendState::queued;  // when it was claimed, and
        std::string code;                                 // what was last heard of it then
        Cause cause{};
    };
    using Line = std::pair<std::string, std::string>;      // channel, incident
    using Receipts = std::map<std::string, std::int64_t>;  // by integration

    // runs.cpp
    static std::vector<store::PlanStep> plan_steps(const Settings& settings);
    void hold();
    void begin_run(Step& step, const Incident& incident);
    void end_run(const std::string& id);
    void plan(Step& step, const std::string& id);
    void wait_on(const std::string& channel, const std::string& id);
    void schedule_cutoffs(Step& step, const Incident& incident);

    // feed.cpp
    void feed(Step& step, const std::string& name);
    int claim(Step& step, const Channel& channel, const std::string& id, int sends);
    void settle_unsent(Step& step, const Channel& channel, const std::string& id,
                       const std::vector<store::DueDelivery>& rows);
    void send(Step& step, const Channel& channel, const std::string& id, std::vector<store::DueDelivery>& rows);
    bool can_write(Step& step, const Incident& incident, Run& run);
    static json::object texts_by_kinds(Step& step, const Incident& incident);
    void unblock(const std::string& channel, const std::string* destination = nullptr);
    void give_up(Step& step, const Line& line);
    std::optional<Instant> cutoff_of(Step& step, const Incident& incident, const std::string& channel);

    // handover.cpp
    std::optional<std::pair<std::string, Instant>> hands_over_to(Step& step, const std::string& channel) const;
    static bool anybody_handed(Step& step, const std::string& id, const std::string& channel);
    void watch(Step& step, const std::string& channel);
    void hand_over_all(Step& step, const std::string& channel);
    void hand_over(Step& step, const Line& line, store::ClaimCursor from);
    bool hand_over_row(Step& step, const std::string& id, const std::string& from, std::int64_t subject, int version);
    std::string other_channel(Step& step, Reach reach, const std::set<std::string>& not_these) const;
    int reclaim(Step& step, const Channel& channel, const std::string& id, int sends);
    void unconfirmed(Step& step, const Line& line, Instant now);
    void awaits_receipt(Step& step, const std::string& channel, const std::string& id, Instant until);
    void reopen(Step& step, const store::DeliveryRow& row);

    // moving_on.cpp
    struct Tried {
        std::set<std::string> channels;   // nothing is left to try there
        std::map<std::string, int> next;  // of other channels with a row: which address
    };
    // True when a row was left out that failed before its address was corrected.
    static bool forget_corrected(const Step& step, const store::Subjects::Way& way,
                                 std::vector<store::DeliveryRow>& rows);
    static Tried tried_by(Step& step, const std::string& id, std::int64_t subject, const store::Subjects::Way& way,
                          const std::vector<store::DeliveryRow>& rows);
    std::string destination_of(Step& step, const store::DeliveryRow& row, const store::Subjects::Way& way);
    void move_on(Step& step, const std::string& id, std::int64_t subject, int version);

    // reaching_again.cpp
    static bool brings_channel(const Settings* before, const Settings& now);
    void reach_all_again(Step& step);
    void reach_some_again(Step& step);
    void reach_again(Step& step, const std::string& id, std::int64_t from, std::size_t most);

    // canary.cpp
    int canary_allows(Step& step, const Channel& channel, const std::string& id, int sends);
    void canary_sent(const std::string& channel, const std::string& id, std::size_t rows);
    void canary_heard(Step& step, const Out& out, const Outcome& outcome, store::SendState state);

    // channels_now.cpp
    json::object channel_now(Step& step, const Channel& channel);

    // outcomes.cpp
    void record(Step& step);
    void heard_of_older(const Step& step, const Out& out);
    store::Settled judge(Step& step, const Channel* channel, const Out& out, const AttemptDone& done);
    static store::Settled given_back(const Step& step, const Channel* channel, const Out& out, const AttemptDone& done);
    int by_others(Step& step, const store::DeliveryRow& row, store::SubjectState grade);
    // By which version the subject's other rows tell; 0: by none.
    int told_by_others(Step& step, const store::DeliveryRow& row);
    void count_receipt(const store::DeliveryRow& row, const std::string& integration);
    void stop_run(Step& step, const std::string& id, const Reason& why, std::string_view page);
    void page_unopened(Step& step, const std::string& id);
    Receipts& receipts_of(const std::string& id);  // to be changed

    // progress.cpp
    void progress(Step& step, const std::string& id, bool now);
    bool awaits_bounces(Step& step, const std::string& id);
    bool changes_what_follows(Step& step, const Incident& incident, const store::RunCounts& counts);
    std::optional<Instant> forecast_of(Step& step, const Incident& incident);
    bool forecast_moved(Step& step, const Incident& incident);
    void look_again(Step& step, const std::string& id);
    const std::vector<Demand>& demands_on(Step& step, const std::string& channel);
    void judge_again(Step& step, const std::string& channel);

    Channels& channels_;
    DestinationTags destinations_;
    std::map<std::string, Run> running_;
    std::map<std::int64_t, Out> out_;  // by delivery
    // channel: runs whose rows all wait for a destination, and for which ones
    std::map<std::string, std::map<std::string, std::set<std::string>>> blocked_;
    std::map<std::string, Receipts> receipts_;  // by incident; not yet bound
    std::shared_ptr<const Settings> seen_;      // as of the last step
    std::shared_ptr<const json::object> now_;   // channels_now(), of that moment and those settings
    Instant now_at_{};
    std::shared_ptr<const Settings> now_of_;

    // What this step must do; what it could not do it leaves to the next.
    std::vector<AttemptDone> heard_;
    std::set<std::string> to_plan_, to_feed_;
    std::set<Line> to_give_up_, to_confirm_;
    std::map<Line, store::ClaimCursor> to_hand_over_;  // and how far its rows were looked at
    std::map<std::string, bool> to_journal_;           // incident; whether at once
    std::set<std::string> to_judge_;                   // incidents whose forecast may have come or gone
    std::set<std::string> to_follow_;                  // after a step that could not be written
    std::map<std::string, std::int64_t> to_reach_;     // incidents, from this person on
    bool reaching_ = false;                            // there were such before this step

    // Of the present step.
    std::vector<std::int64_t> sent_;
    std::vector<std::pair<std::int64_t, Out>> answered_;
    std::map<std::string, Receipts> receipts_before_;  // by incident, of those that the step touched
    std::set<std::string> worked_on_;
    std::map<std::string, std::vector<Demand>> demands_;
};

}  // namespace breachd::engine
