#!/usr/bin/env python3
"""What open consoles cost the daemon: streams of events, each of which reads the first screen again at most once a
second, as the console does, beside ten alerts a second. The processor time is the daemon's own (all threads), with and
without the consoles in turn; it belongs to the machine, but little to its other load.

    bench/consoles.py BUILD_DIRECTORY [CONSOLES=200] [SECONDS=20]

Last line: consoles= core_percent= (of one core, for all consoles together) without_percent= screens_per_s= missed=
"""

import asyncio
import json
import random
import statistics
import sys
import time

import world

ROUNDS = 3
ALERTS_PER_S = 10


def request(breachd, method, path, body=b"", token=None):
    head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token or breachd.dpo}\r\n"
    if body:
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    return head.encode() + b"\r\n" + body


async def answer(reader):
    """Status and body of one answer with a length."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
    length = int(head.split("content-length:")[1].split("\r\n")[0])
    return int(head.split(" ")[1]), await reader.readexactly(length)


class Console:
    def __init__(self, breachd):
        self.breachd, self.screens, self.heard = breachd, 0, 0

    async def run(self):
        connect = lambda: asyncio.open_connection("127.0.0.1", self.breachd.port)
        events, say = await connect()
        screen, ask = await connect()
        say.write(request(self.breachd, "GET", "/api/v1/events"))
        await events.readuntil(b"\r\n\r\n")
        changed = asyncio.Event()
        try:
            await asyncio.gather(self.listen(events, changed), self.look(screen, ask, changed))
        finally:
            say.close()
            ask.close()

    async def listen(self, events, changed):
        while line := await events.readline():
            if line.startswith(b"data:"):
                self.heard += 1
                changed.set()

    async def look(self, screen, ask, changed):
        while True:
            await changed.wait()
            await asyncio.sleep(0.7 + random.random() * 0.6)
            changed.clear()
            ask.write(request(self.breachd, "GET", "/api/v1/now"))
            status, _ = await answer(screen)
            if status != 200:
                sys.exit(f"GET /api/v1/now: {status}")
            self.screens += 1


async def alerts(breachd, token, end, number):
    reader, writer = await asyncio.open_connection("127.0.0.1", breachd.port)
    while time.monotonic() < end:
        number[0] += 1
        alert = {"timestamp": "2026-01-05T01:00:00.000+0000", "id": f"1767574800.{number[0]}",
                 "rule": {"level": 12, "description": "Database dump", "id": "100214"},
                 "agent": {"id": "007", "name": f"db-{number[0] % 20}"}, "manager": {"name": "siem"}}
        body = json.dumps(alert).encode()
        writer.write(request(breachd, "POST", "/api/v1/alerts/wazuh", body, token))
        status, said = await answer(reader)
        if status != 202:
            sys.exit(f"an alert was answered {status}: {said.decode()}")
        await asyncio.sleep(1 / ALERTS_PER_S)
    writer.close()


async def round_of(breachd, token, consoles, seconds, number):
    """Share of one core, screens read a second, consoles that heard nothing."""
    open_ones = [Console(breachd) for _ in range(consoles)]
    tasks = [asyncio.create_task(one.run()) for one in open_ones]
    await asyncio.sleep(2)
    began, before, read = time.monotonic(), sum(breachd.server.cpu().values()), sum(o.screens for o in open_ones)
    await alerts(breachd, token, began + seconds, number)
    took = time.monotonic() - began
    spent = sum(breachd.server.cpu().values()) - before
    screens = sum(one.screens for one in open_ones) - read
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return spent / took / 1e4, screens / took, sum(one.heard == 0 for one in open_ones)


def main():
    consoles = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    seconds = int(sys.argv[3]) if len(sys.argv) > 3 else 20
    breachd = world.Breachd(sys.argv[1], {"wazuh": "wazuh"})
    # All consoles come from this one address.
    text = open(breachd.directory + "/breachd.yaml", encoding="utf-8").read()
    limits = "limits: {connections_per_address: 4096, event_streams: 1024}, "
    breachd.write("breachd.yaml", text.replace("server: {", "server: {" + limits).encode())
    breachd.start()
    token = open(breachd.directory + "/tokens", encoding="ascii").read().split()[1]
    alone, beside, number = [], [], [0]
    for _ in range(ROUNDS):
        alone.append(asyncio.run(round_of(breachd, token, 0, seconds, number)))
        beside.append(asyncio.run(round_of(breachd, token, consoles, seconds, number)))
    breachd.remove()
    without = statistics.median(one[0] for one in alone)
    cost = statistics.median(one[0] for one in beside) - without
    print(f"consoles={consoles} core_percent={cost:.1f} without_percent={without:.1f} "
          f"screens_per_s={statistics.median(one[1] for one in beside):.0f} missed={sum(one[2] for one in beside)}")


main()
