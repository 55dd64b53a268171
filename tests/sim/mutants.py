#!/usr/bin/env python3
"""Proves that the auditor sees: each mutant is one mistake put into the daemon; test_sim is built with it and seeds run
until one is broken. A mutant that lives through all seeds is a hole in the auditor.

    tests/sim/mutants.py BUILD_DIRECTORY [NAME…]

The tree is changed while a mutant runs and put back afterwards: use a checkout that nobody works in.
"""

import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SEEDS = "400"

# name: (file, the code, the mistake)
MUTANTS = {
    "received_at is taken for the detection": (
        "daemon/engine/alerts.cpp",
        "return std::min(alert.detected_at.value_or(received_at), received_at);",
        "return alert.detected_at ? received_at : received_at;"),
    "half of an import is lost": (
        "daemon/engine/subjects.cpp",
        "store.stage_subjects(command.import_id, envelope.incident, rows);",
        "rows.resize((rows.size() + 1) / 2);\n    store.stage_subjects(command.import_id, envelope.incident, rows);"),
    "a kind of data that is found late is lost": (
        "daemon/engine/late_facts.cpp",
        "kinds.push_back(each);",
        "continue;"),
    "a refusal counts as told": (
        "daemon/engine/deliveries.cpp",
        "if (outcome.blame != Blame::content) return fail_row(*row, outcome.code, outcome.words);",
        "if (outcome.blame != Blame::content) {\n"
        "                fail_row(*row, outcome.code, outcome.words);\n"
        "                return store.set_subject_state(row->incident, row->subject, store::SubjectState::told, now);\n"
        "            }"),
    "a run is not woken for its retries": (
        "daemon/engine/ticks.cpp",
        "    at(run->second.again_at);\n",
        ""),
    "a due time moves at a restart": (
        "daemon/engine/engine.cpp",
        "        evolve(incident, entry);\n        remember(entry);\n    });",
        "        evolve(incident, entry);\n        remember(entry);\n    });\n"
        "    for (auto& [id, incident] : incidents)\n"
        "        for (auto& o : incident.obligations)\n"
        "            if (o.due_at) *o.due_at += Duration{1000};"),
    "effects leave a step that was not kept": (
        "daemon/engine/impaired.cpp",
        "    emergency_at = now;\n    out.effects = emergency(why);",
        "    emergency_at = now;\n    out.effects = std::move(effects);"),
    "outcomes that a full disk refused are forgotten": (
        "daemon/engine/impaired.cpp",
        "else if (!asked[i])",
        "else if (!asked[i] && false)"),
    "people are paged three rounds and then no more": (
        "daemon/core/oncall/paging.cpp",
        "    if (!state.active || policy.empty() || !incident.live()) return {};\n    auto step",
        "    if (!state.active || policy.empty() || !incident.live() || state.round > 2) return {};\n    auto step"),
    "a bounce takes nothing back": (
        "daemon/engine/deliveries.cpp",
        "store.set_subject_state(row->incident, row->subject, store::SubjectState::pending, now);",
        ";"),
}


def build(directory):
    made = subprocess.run(["cmake", "--build", directory, "--target", "test_sim"], capture_output=True, text=True)
    if made.returncode != 0:
        sys.exit(f"does not build:\n{made.stdout[-3000:]}")


def first_broken(directory):
    """What the auditor said first, or None."""
    told = subprocess.run([f"{directory}/tests/test_sim", "the first seed that is broken"], capture_output=True, text=True,
                          env={**os.environ, "BREACHD_SIM_SEEDS": SEEDS})
    for line in told.stdout.splitlines():
        if line.startswith("seed "):
            return line
    return None if told.returncode == 0 else f"ended with {told.returncode} before any seed was judged"


def try_one(directory, name):
    path, code, mistake = MUTANTS[name]
    file = ROOT / path
    before = file.read_text()
    if before.count(code) != 1:
        sys.exit(f"{path} holds the code of “{name}” {before.count(code)} times: write the mutant anew")
    file.write_text(before.replace(code, mistake))
    try:
        build(directory)
        return first_broken(directory)
    finally:
        file.write_text(before)


def main():
    directory, names = sys.argv[1], sys.argv[2:] or list(MUTANTS)
    living = []
    for name in names:
        said = try_one(directory, name)
        print(f"{name}: {said or f'LIVES through {SEEDS} seeds'}", flush=True)
        if said is None:
            living.append(name)
    build(directory)
    return 1 if living else 0


if __name__ == "__main__":
    sys.exit(main())
