#!/usr/bin/env python3
"""A list of people taken in, beside sqlite3's .import of the same file, in turn in one run on one machine. Rates belong
to the machine; read the ratio. Ours is measured from the first byte of the upload to the answer: by then every row is
sealed and on disk (WAL, synchronous=FULL). Theirs is a table of text columns without an index.

    bench/lists.py BUILD_DIRECTORY [PEOPLE=500000] [ROUNDS=3]

Last line: rows_per_s= sqlite_rows_per_s= ratio= (the median of the rounds) engine_us= net_us= (a row) memory_mib=
"""

import http.client
import json
import os
import pathlib
import random
import statistics
import subprocess
import sys
import time

import world

FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi")
MIDDLES = ("Văn", "Thị", "Minh", "Ngọc", "Quốc", "Thanh")
NAMES = ("Thử", "Mẫu", "Ví", "Dụ", "Ánh", "Bình", "Dũng", "Hòa")
FACTS = {"title": "x", "detected_at": "2026-01-05T01:00:00Z", "kinds": ["location"]}
FACTS |= dict.fromkeys(("detected_how", "description", "place", "consequences", "severity_and_risks", "measures",
                        "guidance"), "x")


def write_list(path, people):
    pick = random.Random(1)
    with open(path, "w", encoding="utf-8") as out:
        out.write("subject_ref,name,email,phone\n")
        for number in range(people):
            name = f"{pick.choice(FAMILIES)} {pick.choice(MIDDLES)} {pick.choice(NAMES)}"
            out.write(f"KH-{number:08},{name},kh{number}@vidu{number % 40}.test,09{number % 100000000:08}\n")


def pieces(path):
    with open(path, "rb") as body:
        while piece := body.read(1 << 18):
            yield piece


def taken_by_sqlite(path, directory):
    table = directory + "/list.db"
    began = time.monotonic()
    subprocess.run(["sqlite3", table, ".mode csv", f".import {path} people"], check=True)
    took = time.monotonic() - began
    os.unlink(table)
    return took


def incident(daemon):
    connection = http.client.HTTPConnection("127.0.0.1", daemon.port, timeout=30)
    connection.request("POST", "/api/v1/incidents", json.dumps(FACTS),
                       {"Authorization": "Bearer " + daemon.dpo, "Content-Type": "application/json"})
    answer = connection.getresponse()
    body = json.loads(answer.read())
    if answer.status != 201:
        sys.exit(f"no incident: {body}")
    return body["id"]


def taken_by_us(daemon, path, people):
    return taken_into(daemon, incident(daemon), path, people)


def taken_into(daemon, number, path, people):
    """The list's people in an incident; how long it took."""
    connection = http.client.HTTPConnection("127.0.0.1", daemon.port, timeout=3600)
    began = time.monotonic()
    connection.request("POST", f"/api/v1/incidents/{number}/subjects", pieces(path), {
        "Authorization": "Bearer " + daemon.dpo, "Content-Type": "text/csv",
        "Content-Length": str(os.path.getsize(path))})
    answer = connection.getresponse()
    body = json.loads(answer.read())
    took = time.monotonic() - began
    if answer.status != 200 or body["import"]["new"] != people or body["import"]["unreachable"] != 0:
        sys.exit(f"not taken in whole: {answer.status} {body}")
    return took


def main():
    build = pathlib.Path(sys.argv[1])
    people = int(sys.argv[2]) if len(sys.argv) > 2 else 500000
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 3
    daemon = world.Breachd(build, {"wazuh": "wazuh"})
    daemon.start()
    path = daemon.directory + "/list.csv"
    write_list(path, people)
    ours, theirs = [], []
    before = daemon.server.cpu()
    for _ in range(rounds):
        theirs.append(taken_by_sqlite(path, daemon.directory))
        ours.append(taken_by_us(daemon, path, people))
        print(f"sqlite3 .import {people / theirs[-1]:8.0f}/s   breachd {people / ours[-1]:8.0f}/s   "
              f"ratio {theirs[-1] / ours[-1]:.2f}", flush=True)
    after = daemon.server.cpu()
    spent = {name: (after[name] - before.get(name, 0)) / people / rounds for name in after}
    shown = " ".join(f"{name}_us={spent[name]:.2f}" for name in sorted(spent, key=spent.get, reverse=True)[:2])
    print(f"rows_per_s={people / statistics.median(ours):.0f} "
          f"sqlite_rows_per_s={people / statistics.median(theirs):.0f} "
          f"ratio={statistics.median(a / b for a, b in zip(theirs, ours)):.2f} {shown} "
          f"memory_mib={daemon.server.memory_mib('VmHWM'):.0f}")
    daemon.remove()


if __name__ == "__main__":
    main()
