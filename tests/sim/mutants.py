#!/usr/bin/env python3
"""Proves that the auditor sees: each mutant is one mistake put into the daemon; test_sim is built with it and seeds run
until one is broken. A mutant that lives through all seeds is a hole in the auditor.

    tests/sim/mutants.py BUILD_DIRECTORY [NAME…]      a part of a name is enough
    tests/sim/mutants.py --check                      only that each mistake still has its place (ctest: mutants_places)

The tree is changed while a mutant runs and put back afterwards: use a checkout that nobody works in.
"""

import os
import pathlib
import signal
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SEEDS = "400"

# name: (file, the code, which is there once; the mistake)
MUTANTS = {
    # --- what was sent, and since when it counts ---
    "received_at is taken for the detection": (
        "daemon/engine/intake/intake.cpp",
        "auto claimed = std::min(alert.detected_at.value_or(received_at), received_at);",
        "auto claimed = alert.detected_at ? received_at : received_at;"),
    "a machine's clock alone may say that it was long ago": (
        "daemon/engine/intake/intake.cpp",
        "return received_at - claimed > age_max ? received_at : claimed;",
        "return received_at - claimed > age_max * 1000 ? received_at : claimed;"),
    "an earlier detection moves no clock": (
        "daemon/engine/intake/late_facts.cpp",
        "if (detected_at >= incident.detected_at || incident.detected_by_person) return;",
        "if (detected_at <= incident.detected_at || incident.detected_by_person) return;"),
    "what a stranger claimed is believed when it is proven at last": (
        "daemon/engine/intake/intake.cpp",
        "auto before = claimed ? known.received_at : detection(known.alert, known.received_at, age_max);",
        "auto before = detection(known.alert, claimed ? known.received_at : known.received_at, age_max);"),
    "a kind of data that is found late is lost": (
        "daemon/engine/intake/late_facts.cpp",
        "kinds.push_back(each);",
        "continue;"),
    "a kind of data that a person took away comes back": (
        "daemon/engine/intake/late_facts.cpp",
        "if (holds(incident.kinds_removed, each.kind)) continue;",
        "if (holds(incident.systems, each.kind)) continue;"),
    "what a reload says of a system reaches no incident": (
        "daemon/engine/intake/late_facts.cpp",
        "if (known(before, *asset)) continue;",
        "if (!known(before, *asset)) continue;"),
    "a due time moves at a restart": (
        "daemon/engine/ledger.cpp",
        "            fold(row.id);\n",
        "        {\n"
        "            for (auto& o : fold(row.id)->obligations)\n"
        "                if (o.due_at) *o.due_at += Duration{1000};\n"
        "        }\n"),
    # --- who was told ---
    "half of an import is lost": (
        "daemon/store/tables/imports.cpp",
        "    for (std::size_t i = 0; i < rows.size(); ++i) {\n        const auto row = rows[i];",
        "    for (std::size_t i = 0; i < (rows.size() + 1) / 2; ++i) {\n        const auto row = rows[i];"),
    "people who are imported after the release are never told": (
        "daemon/engine/telling/import.cpp",
        "    runs_.plan_again(incident.id);\n",
        ""),
    "a person who is imported twice is two": (
        "daemon/store/tables/imports.cpp",
        "        auto known = back == gone.end() ? finished.find(row.tag) : 0;",
        "        std::int64_t known = 0;"),
    "a channel that is down keeps its people": (
        "daemon/engine/channels/channels.cpp",
        "    return *since + channel->handover_after.value_or(step.settings.notice.handover_after);",
        "    return Instant::max();"),
    "who was told on another channel is told on this one, too": (
        "daemon/engine/telling/outcomes.cpp",
        "        step.store.deliveries().withdraw(id, settled.subject, settled.version, step.now);\n",
        "        to_journal_.try_emplace(id, false);\n"),
    "a refusal counts as told": (
        "daemon/engine/telling/outcomes.cpp",
        "            if (outcome.blame != Blame::content) break;\n",
        "            as.told = outcome.blame != Blame::content;\n"
        "            if (outcome.blame != Blame::content) break;\n"),
    "an unknown outcome counts as told": (
        "daemon/engine/telling/outcomes.cpp",
        "            as.state = store::SendState::unknown;\n",
        "            as.state = store::SendState::unknown;\n            as.told = true;\n"),
    "a bounce takes nothing back": (
        "daemon/engine/telling/outcomes.cpp",
        "    subjects.take_back_told(row.incident, row.subject, told_by_others(step, row), step.now);\n",
        ""),
    "a bounce after the end of the run starts nothing": (
        "daemon/engine/telling/receipts.cpp",
        "notice_run.state == RunState::done)",
        "notice_run.state == RunState::none)"),
    "what was out at a stop is forgotten": (
        "daemon/engine/telling/runs.cpp",
        "            if (rows.empty()) break;\n",
        "            if (!rows.empty() || rows.empty()) break;\n"),
    "a receipt makes a refusal good": (
        "daemon/core/telling/receipt.cpp",
        "    return choose(word, contradicts, contradicts, nothing);",
        "    return choose(word, accepts, delivers, nothing);"),
    "a receipt counts before the outcome": (
        "daemon/core/telling/receipt.cpp",
        "            return too_early;",
        "            return choose(word, accepts, delivers, takes_back);"),
    "a receipt counts through any hook": (
        "daemon/engine/telling/receipts.cpp",
        "return row && may_speak_of(row) ? row : std::nullopt;",
        "return row && (may_speak_of(row) || !receipt.channels.empty()) ? row : std::nullopt;"),
    "the second address of a kind is never tried": (
        "daemon/engine/telling/moving_on.cpp",
        "std::ssize(addresses_of(**person, kind)) > nth;",
        "std::ssize(addresses_of(**person, kind)) < nth;"),
    "an address is not tried that was corrected while its letter was on the way": (
        "daemon/engine/telling/moving_on.cpp",
        "        return row.id <= way.corrected_after &&",
        "        return row.id <= way.anew_after &&"),
    "a letter to a guardian does not name the child": (
        "daemon/engine/letter.cpp",
        "    message.guardian_of = subject->guardian_of;\n",
        ""),
    # --- what two people decide ---
    "one person dismisses alone": (
        "daemon/core/incident/decisions.cpp",
        "if (!first) return std::vector<Event>{DismissalProposed{std::move(reason), who.name, who.dpo, duplicate_of}};",
        "if (!first) return std::vector<Event>{Dismissed{std::move(reason), who.name, {}, duplicate_of}};"),
    "nobody is asked to confirm a dismissal": (
        "daemon/core/incident/decisions.cpp",
        "return next.value_or(proposal->at + kUnclockedWait);",
        "return next ? std::optional<Instant>() : next;"),
    # --- runs that share channels ---
    "a run is not woken for its retries": (
        "daemon/engine/telling/outcomes.cpp",
        "step.agenda.no_later_than(*settled.next_at, DeskId::telling,",
        "step.agenda.no_later_than(Instant::max(), DeskId::telling,"),
    "the second run on a channel is not woken": (
        "daemon/engine/channels/scheduler.cpp",
        "    order.emplace(at->second, at->first);\n",
        "    if (order.empty()) order.emplace(at->second, at->first);\n"),
    "rows that stay unknown starve others": (
        "daemon/engine/telling/feed.cpp",
        "if (!may_go(row)) return store::Pick::take;",
        "if (!may_go(row)) return store::Pick::stop;"),
    "a day's quota is each run's own": (
        "daemon/engine/telling/feed.cpp",
        "        int left = channels_.allowance(step, *channel);\n",
        "        auto own = *channel;\n"
        "        if (own.daily_quota) *own.daily_quota *= static_cast<std::int64_t>(queue.waiting(name).size());\n"
        "        int left = channels_.allowance(step, own);\n"),
    "a day's quota begins anew at a restart": (
        "daemon/engine/channels/channels.cpp",
        "capacity_.set_used(channel, step.now, sent);",
        "capacity_.set_used(channel, step.now, sent - sent);"),
    "messages of unknown outcome cost no quota": (
        "daemon/engine/channels/channels.cpp",
        "return {Said::nothing, {}, true};",
        "return {Said::nothing, {}, false};"),
    # --- steps that were not kept ---
    "effects leave a step that was not kept": (
        "daemon/engine/engine.cpp",
        "        return s.refuse(std::move(envelopes), asked, failed.what());\n",
        "        auto early = s.outbox.take_effects();\n"
        "        auto out = s.refuse(std::move(envelopes), asked, failed.what());\n"
        "        for (auto& effect : early) out.effects.push_back(std::move(effect));\n"
        "        return out;\n"),
    "effects of a step that was not kept leave with the next": (
        "daemon/engine/impaired.cpp",
        "    outbox.take_effects();\n",
        ""),
    "outcomes that a full disk refused are forgotten": (
        "daemon/engine/impaired.cpp",
        "            unkept.push_back(std::move(envelopes[i]));",
        "            envelopes[i].incident.clear();"),
    "a refused step stays in memory": (
        "daemon/engine/impaired.cpp",
        "    ledger.take_back();\n",
        ""),
    "a refused step stays in the memory of the runs": (
        "daemon/engine/impaired.cpp",
        "    telling.take_back();\n",
        ""),
    "a refused step stays in the memory of the channels": (
        "daemon/engine/impaired.cpp",
        "    channels.take_back();\n",
        ""),
    "a refused step stays in the memory of the intake": (
        "daemon/engine/impaired.cpp",
        "    intake.take_back(*step);\n",
        ""),
    "a refused step stays in the agenda": (
        "daemon/engine/impaired.cpp",
        "    agenda.take_back();\n",
        ""),
    # --- the public notice ---
    "one who cannot be reached publishes while others are sent to": (
        "daemon/core/telling/notice_run.cpp",
        "if (released && left.unreachable > 0 && load.pending == 0)",
        "if (released && left.unreachable > 0)"),
    "everybody is owed every duty, whatever data they have": (
        "daemon/core/law/people_duty.cpp",
        "if (is_owed_to(o, incident, kinds)) {",
        "if (!o.id.empty()) {"),
    "a page that nobody approved waits beyond the deadline": (
        "daemon/engine/publication/publication.cpp",
        "return (approved && !telling_.unopened(step, incident)) || in_last_moment(step, incident);",
        "return approved && !telling_.unopened(step, incident);"),
    "nobody looks at the deadline less the margin": (
        "daemon/core/telling/notice_run.cpp",
        "if (now >= last_moment) return",
        "if (now >= *due + std::chrono::hours{24}) return"),
    # --- who is woken ---
    "people are paged three rounds and then no more": (
        "daemon/core/journal/evolve.cpp",
        "i.escalation = {true, entry.at, e.round,",
        "i.escalation = {e.round < 3, entry.at, e.round,"),
    "nobody looks again after three rounds of pages": (
        "daemon/core/oncall/paging.cpp",
        "    if (!state.active || policy.empty() || !incident.live()) return {};\n",
        "    if (!state.active || policy.empty() || !incident.live() || state.round > 2) return {};\n"),
    "a page of unknown outcome that is settled starves others": (
        "daemon/engine/paging/paging.cpp",
        "        if (!page.next_at) continue;\n",
        "        if (!page.next_at) return;\n"),
    "a page that was out at a stop is forgotten": (
        "daemon/engine/paging/paging.cpp",
        "        page.next_at = step.now;\n        step.store.pages().put(page);\n",
        "        page.next_at.reset();\n        step.store.pages().put(page);\n"),
    "nobody looks when a due time passes": (
        "daemon/core/law/obligation.cpp",
        "        at(*o.due_at + Duration{1});\n",
        ""),
}


def misplaced():
    """Mistakes whose place is gone, or there more than once: a sentence each."""
    for name, (path, code, mistake) in MUTANTS.items():
        file = ROOT / path
        times = file.read_text().count(code) if file.is_file() else None
        if times is None:
            yield f"{name}: there is no {path}"
        elif times != 1:
            yield f"{name}: {path} holds its code {times} times"
        elif code == mistake:
            yield f"{name}: is no mistake"


def build(directory):
    made = subprocess.run(["cmake", "--build", directory, "-j2", "--target", "test_sim"], capture_output=True,
                          text=True)
    if made.returncode != 0:
        sys.exit(f"does not build:\n{made.stdout[-3000:]}")


def first_broken(directory):
    """What the auditor said first, or None."""
    told = subprocess.run([f"{directory}/tests/test_sim", "the first seed that is broken"], capture_output=True,
                          text=True, env={**os.environ, "BREACHD_SIM_SEEDS": SEEDS})
    for line in told.stdout.splitlines():
        if line.startswith("seed "):
            return line
    return None if told.returncode == 0 else f"ended with {told.returncode} before any seed was judged"


def try_one(directory, name):
    path, code, mistake = MUTANTS[name]
    file = ROOT / path
    before = file.read_text()
    file.write_text(before.replace(code, mistake))
    try:
        build(directory)
        return first_broken(directory)
    finally:
        file.write_text(before)


def main(arguments):
    if wrong := list(misplaced()):
        print("write these mutants anew:", *wrong, sep="\n  ")
        return 1
    if arguments == ["--check"]:
        return 0
    directory, *parts = arguments
    names = [name for name in MUTANTS if not parts or any(part in name for part in parts)]
    living = []
    for name in names:
        said = try_one(directory, name)
        print(f"{name}: {said or f'LIVES through {SEEDS} seeds'}", flush=True)
        if said is None:
            living.append(name)
    build(directory)
    return 1 if living or not names else 0


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # so that the tree is put back
    sys.exit(main(sys.argv[1:]))
