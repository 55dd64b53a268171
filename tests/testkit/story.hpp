// One incident driven through the pure core as the engine drives it, without engine, store or threads: a command gives
// entries, every entry is folded, then the core says what follows from the facts and from time alone. What a story
// tells about clocks and duties therefore holds for the daemon as well, as long as the engine adds no rule of its own.
#pragma once

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "base/check.hpp"
#include "core/incident/decisions.hpp"
#include "core/incident/facts.hpp"
#include "core/incident/lifecycle.hpp"
#include "core/incident/playbook.hpp"
#include "core/journal/because.hpp"
#include "core/journal/evolve.hpp"
#include "core/law/obligation.hpp"
#include "core/oncall/known.hpp"
#include "core/oncall/paging.hpp"
#include "core/telling/notice_run.hpp"
#include "settings/settings.hpp"
#include "testkit/sample_law.hpp"

namespace breachd::testkit {

class Story {
  public:
    explicit Story(Settings settings = sample_settings()) : settings_(std::move(settings)) {}

    const Incident& incident() const { return incident_; }
    const Settings& settings() const { return settings_; }
    const std::vector<Entry>& journal() const { return journal_; }
    Instant now() const { return now_; }
    const Obligation& duty(std::string_view id) const {
        const auto* found = incident_.obligation(id);
        BREACHD_CHECK(found != nullptr);
        return *found;
    }
    // Entries of one kind, in order.
    template <class E>
    std::vector<E> all() const {
        std::vector<E> found;
        for (const auto& entry : journal_)
            if (const auto* e = std::get_if<E>(&entry.event)) found.push_back(*e);
        return found;
    }

    // Time passes with the daemon running: every moment at which the core has something to say is visited.
    void until(Instant target) {
        while (auto moment = next_moment()) {
            if (*moment > target) break;
            now_ = std::max(now_, *moment);
            follow();
        }
        now_ = std::max(now_, target);
    }
    // Time passes with the daemon stopped; the first step afterwards knows when it was last seen running.
    void down_until(Instant target) {
        last_seen_ = now_;
        now_ = target;
        follow();
        last_seen_.reset();
    }

    void open(Instant when, const json::object& facts, const std::string& actor = "token:an") {
        now_ = when;
        auto opened = open_by_hand(facts, settings_, now_);
        if (!opened) throw std::invalid_argument(opened.error().text());
        append(Event{std::move(*opened)}, actor);
        take(start_escalation(incident_, settings_, because::incident_new()), "system");
        follow();
    }
    // A command at the present moment; entries that follow from it are made at once.
    Result<void> command(Result<std::vector<Event>> events, const std::string& actor = "token:an") {
        if (!events) return events.error();
        take(std::move(*events), actor);
        follow();
        return {};
    }
    Result<void> patch(const json::object& facts, const std::string& actor = "token:an") {
        return command(patch_facts(incident_, facts, settings_, now_), actor);
    }
    void happens(Event event, const std::string& actor = "system") {
        append(std::move(event), actor);
        follow();
    }

  private:
    void append(Event event, const std::string& actor) {
        journal_.push_back(
            {static_cast<std::int64_t>(journal_.size()) + 1, now_, "INC-2026-0001", actor, std::move(event)});
        evolve(incident_, journal_.back());
    }
    bool take(std::vector<Event> events, const std::string& actor) {
        for (auto& event : events) append(std::move(event), actor);
        return !events.empty();
    }
    void follow() {
        for (int turns = 0;; ++turns) {
            BREACHD_CHECK(turns < 20);  // the core must come to rest
            bool moved = take(plan_obligations(incident_, settings_, now_), "system");
            moved |= take(settle_obligations(incident_, now_), "system");
            moved |= take(tick_obligations(incident_, settings_, now_, last_seen_), "system");
            if (auto worse = worse_than_known(incident_))
                moved |= take(start_escalation(incident_, settings_, *worse), "system");
            moved |= take(tick_escalation(incident_, settings_, now_), "system");
            moved |= take(plan_tasks(incident_, settings_), "system");
            moved |= take(tick_tasks(incident_, now_), "system");
            moved |= take(tick_dismissal(incident_, now_), "system");
            moved |= consider_public_notice();
            if (!moved) return;
        }
    }
    bool consider_public_notice() {
        RunLoad load;
        const auto& run = incident_.notice_run;
        load.pending = run.subjects - run.told - run.unreachable;
        auto need = public_notice_need(incident_, load, settings_, subjects_due(incident_), now_);
        if (!need) return false;
        append(Event{PublicNoticeProposed{need->rule, need->why, ""}}, "system");
        return true;
    }
    std::optional<Instant> next_moment() const {
        std::optional<Instant> next;
        auto consider = [&](std::optional<Instant> moment) {
            if (moment) next = std::min(next.value_or(*moment), *moment);
        };
        consider(next_obligation_tick(incident_, settings_));
        consider(next_escalation_tick(incident_, settings_));
        consider(next_task_tick(incident_));
        consider(next_dismissal_tick(incident_));
        if (auto due = subjects_due(incident_); due && !incident_.public_notice_needed) {
            auto last = *due - settings_.public_notice.margin;
            if (last > now_) consider(last);
        }
        return next;
    }

    Settings settings_;
    Incident incident_;
    std::vector<Entry> journal_;
    Instant now_{};
    std::optional<Instant> last_seen_;
};

}  // namespace breachd::testkit
