#!/usr/bin/env python3
"""A whole run: a list taken in, its people told by e-mail through a relay on this machine (Postfix's smtp-sink), and
meanwhile an incident each second, whose page a webhook here waits for. The run's own forecast of its end is read when
a tenth is told (the channel's, of that second), and held against the true end. Times belong to the machine; how far
the forecast is off and the memory hardly do.

    bench/people.py BUILD_DIRECTORY [PEOPLE=100000]

Last line: people= import_s= told_per_s= forecast_off_percent= (of the time that was left; below 0: too early)
page_p50_ms= page_p99_ms= pages= memory_mib= (at most, the list's coming in included)
"""

import base64
import datetime
import http.client
import http.server
import json
import os
import pathlib
import secrets
import statistics
import subprocess
import sys
import threading
import time

import lists
import world

EXTRA = """
people: [{{id: an, name: Nguyễn An, email: an@vidu.test}}]
on_call:
  rosters: [{{name: soc, members: [an], rotation: weekly, starts: "2026-01-05T08:00:00+07:00"}}]
  escalation: [{{after: 0m, page: ["roster:soc"]}}]
  repeat: 6h
  channels: [pager]
channels:
  email: {{type: smtp, url: "smtp://127.0.0.1:{relay}", from: thongbao@vidu.test, connections: 4, rate: 100000/s}}
  pager: {{type: webhook, url: "http://127.0.0.1:{pager}/page", secret_file: {secret}, address: any}}
notice: {{order: [email], second_person: false}}
public_notice: {{publish: propose}}
"""


class Pager(http.server.ThreadingHTTPServer):
    """Takes pages, and notes when the first one of each incident came."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), PagerCall)
        self.came = {}
        threading.Thread(target=self.serve_forever, daemon=True).start()


class PagerCall(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        now = time.monotonic()
        page = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.came.setdefault(page["data"]["incident_id"], now)
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def relay():
    """Postfix's sink, as a user without rights where it is started with all."""
    port = world.free_port()
    argv = ["/usr/sbin/smtp-sink"] + (["-u", "postfix"] if os.geteuid() == 0 else []) + [f"127.0.0.1:{port}", "1000"]
    server = world.Server(argv, port, subprocess.DEVNULL)
    world.wait_for(server.listens, 10, "smtp-sink")
    return server


def post(daemon, path, body):
    connection = http.client.HTTPConnection("127.0.0.1", daemon.port, timeout=60)
    connection.request("POST", path, json.dumps(body),
                       {"Authorization": "Bearer " + daemon.dpo, "Content-Type": "application/json"})
    answer = connection.getresponse()
    out = json.loads(answer.read() or b"{}")
    if answer.status >= 300:
        sys.exit(f"POST {path}: {answer.status} {out}")
    return out


def instant(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


class Pages:
    """Opens an incident each second until it is stopped."""

    def __init__(self, daemon, pager):
        self.daemon, self.pager, self.asked = daemon, pager, {}
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self):
        while not self.over.wait(1):
            began = time.monotonic()
            self.asked[post(self.daemon, "/api/v1/incidents", lists.FACTS)["id"]] = began

    def stop(self):
        self.over.set()
        self.thread.join()
        world.wait_for(lambda: all(each in self.pager.came for each in self.asked), 60, "a page")
        return sorted((self.pager.came[each] - began) * 1000 for each, began in self.asked.items())


def watch(daemon, incident, people):
    """Until all are told: when it began and ended, how far off the forecast of the first tenth was."""
    began, forecast, asked_at = datetime.datetime.now(datetime.timezone.utc), None, None
    while True:
        time.sleep(0.2)
        run = daemon.get("/api/v1/incidents/" + incident)["notice_run"]
        now = datetime.datetime.now(datetime.timezone.utc)
        if forecast is None and run["told"] >= people / 10:
            email = daemon.get(f"/api/v1/incidents/{incident}/subjects/status")["channels_now"]["email"]
            forecast, asked_at = instant(email["forecast_end"]), now
        if run["told"] >= people:
            break
    off = (forecast - now) / (now - asked_at) * 100
    return (now - began).total_seconds(), off


def whole_run(daemon, pager, people):
    """The figures of one run, from the list to the last person told."""
    path = daemon.directory + "/list.csv"
    lists.write_list(path, people)
    incident = lists.incident(daemon)
    import_s = lists.taken_into(daemon, incident, path, people)
    print(f"{people} people taken in within {import_s:.1f} s", flush=True)
    post(daemon, f"/api/v1/incidents/{incident}/notice/release", {})
    pages = Pages(daemon, pager)
    took, off = watch(daemon, incident, people)
    waits = pages.stop()
    return (f"people={people} import_s={import_s:.1f} told_per_s={people / took:.0f} forecast_off_percent={off:.1f} "
            f"page_p50_ms={statistics.median(waits):.0f} page_p99_ms={waits[int(len(waits) * 0.99)]:.0f} "
            f"pages={len(waits)} memory_mib={daemon.server.memory_mib('VmHWM'):.0f}")


def main():
    build = pathlib.Path(sys.argv[1])
    people = int(sys.argv[2]) if len(sys.argv) > 2 else 100000
    sink, pager = relay(), Pager()
    daemon = world.Breachd(build, {"wazuh": "wazuh"}, lambda directory: EXTRA.format(
        relay=sink.port, pager=pager.server_port, secret=directory + "/hook.secret"))
    daemon.write("hook.secret", b"whsec_" + base64.b64encode(secrets.token_bytes(24)))
    try:
        daemon.start()
        print(whole_run(daemon, pager, people))
    finally:
        daemon.remove()
        sink.stop()


if __name__ == "__main__":
    main()
