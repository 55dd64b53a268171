#!/usr/bin/env python3
"""A storm of alerts with a kill -9 in the middle: 50 sources send as fast as they are answered, the daemon is killed
after 60 % of the alerts, started again, and sent the rest. Then everything that was answered 202 must be in the store,
refusals must have said when to come back, each incident must have been paged once, and the memory must have stayed in
its bound. Exits 1 when one of these does not hold.

    bench/storm.py BUILD_DIRECTORY [ALERTS=200000] [SENDERS=50]
"""

import collections
import http.server
import json
import sys
import threading
import time

import world

CONNECTIONS_A_SENDER = 4
SECONDS_MAX = 240
MEMORY_MIB_MAX = 256
HOSTS = 10  # incidents: one an asset

EXTRA = """people: [{{id: an, name: Nguyễn An}}]
on_call:
  rosters: [{{name: soc, members: [an], rotation: weekly, starts: "2026-01-05T08:00:00+07:00"}}]
  escalation: [{{after: 0m, page: ["roster:soc"]}}]
  repeat: 60m
  channels: [pager]
channels:
  pager: {{type: webhook, url: "http://127.0.0.1:{pager}/page", secret_file: {directory}/hook.secret, address: any}}
assets:
{assets}
"""


class Pager:
    """Takes pages; remembers the id of each by incident."""

    def __init__(self):
        pages = self.pages = collections.defaultdict(set)
        lock = threading.Lock()

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                incident = body.get("data", body).get("incident_id") or body.get("incident") or "?"
                with lock:
                    pages[incident].add(self.headers.get("webhook-id", "?"))
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def port(self):
        return self.server.server_address[1]


def daemon_for(build, senders, pager):
    daemon = world.Breachd(build, {f"siem-{i:02}": "wazuh" for i in range(senders)})
    daemon.write("hook.secret", b"whsec_dGVzdHMtb25seS1zZWNyZXQtb2YtMzItYnl0ZXMhISE=")
    assets = "\n".join(f"  - {{name: gps-{i}, match: {{hosts: ['gps-db-*{i}']}}, kinds: [location], subjects: 1000}}"
                       for i in range(HOSTS))
    config = open(daemon.directory + "/breachd.yaml").read()
    extra = EXTRA.format(pager=pager.port, directory=daemon.directory, assets=assets)
    daemon.write("breachd.yaml", (config + extra).encode())
    return daemon


def send(build, daemon, senders, first, count, ledger, wait):
    return world.load(build, daemon.port, wait, format="storm", tokens=daemon.directory + "/tokens", first=first,
                      count=count, connections=senders * CONNECTIONS_A_SENDER, seconds=SECONDS_MAX,
                      ledger=daemon.directory + "/" + ledger)


def answered(daemon, *ledgers):
    out = set()
    for ledger in ledgers:
        for line in open(daemon.directory + "/" + ledger):
            source, number = line.split()
            out.add((source, int(number)))
    return out


def main():
    build = sys.argv[1]
    alerts = int(sys.argv[2]) if len(sys.argv) > 2 else 200_000
    senders = int(sys.argv[3]) if len(sys.argv) > 3 else 50
    pager = Pager()
    daemon = daemon_for(build, senders, pager)
    daemon.start()
    began = time.monotonic()
    storm = send(build, daemon, senders, 1, alerts, "one", wait=False)
    name = "breachd_alerts_received_total"
    while daemon.metric(name) < alerts * 0.6 and storm.poll() is None and time.monotonic() - began < SECONDS_MAX:
        time.sleep(0.05)
    peak = daemon.server.memory_mib("VmHWM")
    daemon.server.kill()
    one = world.figures(storm)
    stopped = time.monotonic()
    daemon.start()
    back = time.monotonic() - stopped
    two = send(build, daemon, senders, one["next"], max(0, alerts + 1 - one["next"]), "two", wait=True)
    took = time.monotonic() - began
    peak = max(peak, daemon.server.memory_mib("VmHWM"))

    kept = collections.Counter()
    for item in daemon.all("/api/v1/alerts"):
        kept[(item["source"], int(item["external_id"].rsplit(".", 1)[1]))] += 1
    promised = answered(daemon, "one", "two")
    lost = [key for key in promised if key not in kept]
    twice = [key for key, times in kept.items() if times > 1]
    incidents = list(daemon.all("/api/v1/incidents"))
    time.sleep(1)  # pages that are on their way
    pages = {incident["id"]: len(pager.pages.get(incident["id"], ())) for incident in incidents}
    refused = one["refused"] + two["refused"]
    sent, accepted, failed, refused_silently = (
        one[name] + two[name] for name in ("sent", "accepted", "failed", "refused_silently"))
    print(f"{sent} alerts of {senders} senders in {took:.0f} s ({accepted / took:.0f}/s durable), "
          f"killed after {one['accepted']}, ready again {back:.1f} s later")
    print(f"answered 202: {len(promised)}, of these lost: {len(lost)}; kept twice: {len(twice)}; "
          f"unanswered at the kill: {one['unanswered']}")
    print(f"refused: {refused}, without Retry-After: {refused_silently}; failed: {failed}")
    print(f"incidents: {len(incidents)}, pages each: {sorted(pages.values())}; memory at most {peak:.0f} MiB")
    in_the_middle = one["accepted"] < alerts
    all_known = len(promised) + refused + one["unanswered"] >= alerts
    good = (in_the_middle and not lost and not twice and all_known and refused_silently == 0 and failed == 0
            and len(incidents) == HOSTS and all(count == 1 for count in pages.values()) and peak < MEMORY_MIB_MAX)
    daemon.remove()
    print("good" if good else "NOT GOOD")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
