#!/usr/bin/env python3
"""The intake against a server that does nothing and against prometheus-alertmanager, all in one run on one machine.
Rates belong to the machine; read the ratios. Every alert that is counted is on disk (WAL, synchronous=FULL) before its
answer.

    bench/bench.py BUILD_DIRECTORY [SECONDS=10] [CONNECTIONS=64]
"""

import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

import world

ROUNDS = 3  # interleaved, so that a busy moment of the machine meets both sides
SYSLOG_PORT = "syslog: [{{name: tcp, transport: tcp, listen: \"127.0.0.1:{port}\", sources: [cef]}}]"


def row(name, figures, cpu, memory, baseline=None):
    """One line of the table; `baseline` is the rate of doing nothing."""
    ratio = f"{figures['rate'] / baseline:6.2f}" if baseline else "      "
    print(f"{name:24} {figures['rate']:8.0f}/s {figures['p50']:7.2f} {figures['p99']:7.2f} {cpu:8.1f} {memory:7.0f} "
          f"{ratio}", flush=True)


def measured(server, build, **options):
    before = server.cpu()
    figures = world.load(build, server.port, **options)
    after = server.cpu()
    spent = {thread: after[thread] - before.get(thread, 0) for thread in after}
    each = max(1, figures["accepted"])
    busiest = sorted((cpu / each for cpu in spent.values()), reverse=True)[:2]
    return figures, sum(spent.values()) / each, busiest


def do_nothing(build):
    port = world.free_port()
    server = world.Server([str(pathlib.Path(build) / "bench/bench_do_nothing"), str(port)], port, subprocess.DEVNULL)
    world.wait_for(server.listens, 10, "bench_do_nothing")
    return server


def best(rounds):
    return max(rounds, key=lambda one: one[0]["rate"])


def intake(build, seconds, connections):
    """Both sides in turn; returns the best rate of doing nothing."""
    idle = do_nothing(build)
    daemon = world.Breachd(build, {"wazuh": "wazuh"})
    daemon.start()
    tokens = daemon.directory + "/tokens"
    nothing, ours, first = [], [], 1
    for _ in range(ROUNDS):
        nothing.append(measured(idle, build, seconds=seconds, connections=connections))
        ours.append(
            measured(daemon.server, build, seconds=seconds, connections=connections, tokens=tokens, first=first))
        first = ours[-1][0]["next"]
    base = best(nothing)
    row("do nothing (Beast)", base[0], base[1], idle.memory_mib())
    one = best(ours)
    row("breachd wazuh", one[0], one[1], daemon.server.memory_mib("VmHWM"), base[0]["rate"])
    print(f"{'':24} busiest threads: {', '.join(f'{cpu:.1f} us an alert' for cpu in one[2])}; " +
          "ratios by round: " + ", ".join(f"{b[0]['rate'] / a[0]['rate']:.2f}" for a, b in zip(nothing, ours)))
    print(f"{'':24} with a core a thread the busiest one would give a ratio of {base[1] / one[2][0]:.2f}")
    idle.stop()
    daemon.remove()
    return base[0]["rate"], one[0]


def formats(build, seconds, connections, baseline):
    for form in ("elastic", "ocsf"):
        daemon = world.Breachd(build, {form: form})
        daemon.start()
        figures, cpu, _ = measured(daemon.server, build, format=form, seconds=seconds, connections=connections,
                                   tokens=daemon.directory + "/tokens")
        row("breachd " + form, figures, cpu, daemon.server.memory_mib("VmHWM"), baseline)
        daemon.remove()


def syslog(build, seconds):
    """CEF lines over TCP, counted once the store has them. Nobody answers a line, so there are no times."""
    port = world.free_port()
    daemon = world.Breachd(build, {"cef": "cef"}, SYSLOG_PORT.format(port=port))
    if not daemon.configuration_is_good():
        print(f"{'breachd cef over TCP':24} left out: this build has no syslog listener")
        return daemon.remove()
    daemon.start()
    began, before = time.monotonic(), daemon.server.cpu()
    sent = world.load(build, port, format="cef", seconds=seconds, connections=4)["sent"]
    world.wait_for(lambda: len(daemon.get("/api/v1/alerts?source=cef&limit=1")["items"]) > 0, 30, "the first line")
    world.wait_for(lambda: daemon.metric("breachd_engine_queue") == 0, 60, "the last line")
    took, cpu = time.monotonic() - began, sum(daemon.server.cpu().values()) - sum(before.values())
    stored = int(next(daemon.all("/api/v1/alerts?source=cef"))["alert_id"].split("-")[1])
    row("breachd cef over TCP", {"rate": stored / took, "p50": 0, "p99": 0}, cpu / max(1, stored),
        daemon.server.memory_mib("VmHWM"))
    print(f"{'':24} {stored} of {sent} lines are stored")
    daemon.remove()


def alertmanager(build, seconds, connections, ours):
    program = shutil.which("prometheus-alertmanager")
    if not program:
        print("prometheus-alertmanager  left out: it is not installed (./run bench installs it)")
        return
    port, directory = world.free_port(), tempfile.mkdtemp(prefix="breachd-bench-")
    config = pathlib.Path(directory) / "alertmanager.yml"
    config.write_text("route: {receiver: nobody}\nreceivers: [{name: nobody}]\n")
    server = world.Server([program, f"--config.file={config}", f"--storage.path={directory}/data",
                           "--cluster.listen-address=", f"--web.listen-address=127.0.0.1:{port}", "--log.level=error"],
                          port, subprocess.DEVNULL)
    world.wait_for(server.listens, 20, "prometheus-alertmanager")
    figures, cpu, _ = measured(server, build, format="alertmanager", connections=connections, count=ours["accepted"],
                               seconds=6 * seconds)
    row("alertmanager (memory)", figures, cpu, server.memory_mib("VmHWM"))
    print(f"{'':24} breachd takes {ours['rate'] / max(1, figures['rate']):.1f} times as many a second, each on disk")
    server.stop()
    shutil.rmtree(directory, ignore_errors=True)


def main():
    build = pathlib.Path(sys.argv[1])
    seconds = int(sys.argv[2]) if len(sys.argv) > 2 else 10
    connections = int(sys.argv[3]) if len(sys.argv) > 3 else 64
    print(f"{'':24} {'alerts':>10} {'p50 ms':>7} {'p99 ms':>7} {'us each':>8} {'MiB':>7}  ratio")
    baseline, ours = intake(build, seconds, connections)
    formats(build, seconds, connections, baseline)
    syslog(build, seconds)
    alertmanager(build, seconds, connections, ours)
    print("\nreading one alert (one thread):", flush=True)
    subprocess.run([str(build / "bench/bench_parse")], check=True)
    print("\nthe engine's thread alone:", flush=True)
    for a_step in ("64", "16", "1"):
        with tempfile.TemporaryDirectory(prefix="breachd-bench-") as directory:
            alerts = "20000" if a_step != "1" else "4000"
            subprocess.run([str(build / "bench/bench_step"), directory, alerts, a_step], check=True)


if __name__ == "__main__":
    main()
