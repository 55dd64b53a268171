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
        "daemon/engine/intake/intake.cpp",
        "return std::min(alert.detected_at.value_or(received_at), received_at);",
        "return alert.detected_at ? received_at : received_at;"),
    "half of an import is lost": (
        "daemon/engine/telling/import.cpp",
        "    step.store.imports().stage(",
        "    rows.resize((rows.size() + 1) / 2);\n    step.store.imports().stage("),
    "a kind of data that is found late is lost": (
        "daemon/engine/intake/late_facts.cpp",
        "kinds.push_back(each);",
        "continue;"),
    "a refusal counts as told": (
        "daemon/engine/telling/deliveries.cpp",
        "if (outcome.blame != Blame::content) return fail_row(step, *row, outcome.code, outcome.words);",
        "if (outcome.blame != Blame::content) {\n"
        "                fail_row(step, *row, outcome.code, outcome.words);\n"
        "                return step.store.subjects().set_state(row->incident, row->subject,\n"
        "                                                       store::SubjectState::told, step.now);\n"
        "            }"),
    "a bounce takes nothing back": (
        "daemon/engine/telling/deliveries.cpp",
        "store::SubjectState::pending, step.now);",
        "store::SubjectState::told, step.now);"),
    "a run is not woken for its retries": (
        "daemon/engine/telling/deliveries.cpp",
        "std::min(run->second.again_at.value_or(Instant::max()), run->second.unknown_at.value_or(Instant::max()))",
        "run->second.unknown_at.value_or(Instant::max())"),
    "a due time moves at a restart": (
        "daemon/engine/ledger.cpp",
        "    for (const auto& [id, incident] : awake_) count(incident, 1);\n",
        "    for (auto& [id, incident] : awake_) {\n"
        "        for (auto& o : incident.obligations)\n"
        "            if (o.due_at) *o.due_at += Duration{1000};\n"
        "        count(incident, 1);\n"
        "    }\n"),
    "effects leave a step that was not kept": (
        "daemon/engine/impaired.cpp",
        "    outbox.take_effects();\n",
        "    out.effects = outbox.take_effects();\n    if (!out.effects.empty()) return out;\n"),
    "outcomes that a full disk refused are forgotten": (
        "daemon/engine/impaired.cpp",
        "            unkept.push_back(std::move(envelopes[i]));",
        "            envelopes[i].incident.clear();"),
    "a refused step stays in memory": (
        "daemon/engine/impaired.cpp",
        "    ledger.take_back();\n",
        ""),
    "people are paged three rounds and then no more": (
        "daemon/core/oncall/paging.cpp",
        "    if (!state.active || policy.empty() || !incident.live()) return {};\n    auto step",
        "    if (!state.active || policy.empty() || !incident.live() || state.round > 2) return {};\n    auto step"),
}


def build(directory):
    made = subprocess.run(["cmake", "--build", directory, "--target", "test_sim"], capture_output=True, text=True)
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
