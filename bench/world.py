"""What the benchmarks run: breachd on a scratch directory, and what stands beside it. 127.0.0.1 only; every process
that is started here is ended here, by its number."""

import http.client
import json
import os
import pathlib
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time

CONFIG = """mode: live
organisation:
  name: Công ty Cổ phần Ví Dụ
  address: 1 Ví Dụ, Hà Nội
  place: Hà Nội
  data_protection_officer:
    {{name: Người Phụ Trách, title: Trưởng bộ phận, phone: "024 0000 0001", email: dpo@vidu.test}}
  incident_desk: {{name: Bộ phận tiếp nhận, phone: "024 0000 0002", email: suco@vidu.test}}
server: {{listen: "127.0.0.1:{port}", public_url: "http://127.0.0.1:{port}"}}
storage: {{directory: {directory}/data}}
keys: {{master_key_file: {directory}/master.key}}
access: {{tokens: [{{name: dpo, role: dpo, token_file: {directory}/dpo.token}}]}}
sources:
{sources}
triage:
  group_window: 30m
  rules: [{{name: exfiltration, when: ['severity >= 80'], then: {{open: true, act: leak}}}}]
{extra}
"""


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def wait_for(holds, seconds, what):
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            sys.exit(f"{what}: not within {seconds} s")
        time.sleep(0.05)


class Server:
    """A process with a port, ended at the latest by stop()."""

    def __init__(self, argv, port, log):
        self.port = port
        self.process = subprocess.Popen(argv, stdout=log, stderr=log, stdin=subprocess.DEVNULL)

    @property
    def pid(self):
        return self.process.pid

    def listens(self):
        if self.process.poll() is not None:
            sys.exit(f"{self.process.args[0]} ended with {self.process.returncode} while starting")
        with socket.socket() as one:
            return one.connect_ex(("127.0.0.1", self.port)) == 0

    def cpu(self):
        """Microseconds of the processor, by thread."""
        out = {}
        for task in pathlib.Path(f"/proc/{self.pid}/task").iterdir():
            out[task.name] = int((task / "schedstat").read_text().split()[0]) / 1000
        return out

    def memory_mib(self, field="VmRSS"):
        for line in pathlib.Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith(field + ":"):
                return int(line.split()[1]) / 1024
        return 0

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.kill()
        return self.process.returncode


class Breachd:
    """The daemon with the given sources, {name: format}; its files go with it. `extra`: more of the configuration, or
    what makes it of the directory."""

    def __init__(self, build, sources, extra=""):
        self.program = str(pathlib.Path(build) / "breachd")
        self.directory = tempfile.mkdtemp(prefix="breachd-bench-")
        self.port = free_port()
        self.server = None
        os.makedirs(self.directory + "/data")
        self.write("master.key", secrets.token_bytes(32))
        self.dpo = "bnd_dpo_" + secrets.token_urlsafe(24)
        self.write("dpo.token", self.dpo.encode())
        rows, lines = [], []
        for name, form in sources.items():
            token = "bnd_bench_" + secrets.token_urlsafe(24)
            self.write(name + ".token", token.encode())
            rows.append(f"  - {{name: {name}, format: {form}, token_file: {self.directory}/{name}.token}}")
            lines.append(f"{name} {token}")
        self.write("tokens", "\n".join(lines).encode() + b"\n")
        config = CONFIG.format(port=self.port, directory=self.directory, sources="\n".join(rows),
                               extra=extra(self.directory) if callable(extra) else extra)
        self.write("breachd.yaml", config.encode())

    def write(self, name, content):
        path = pathlib.Path(self.directory) / name
        path.write_bytes(content)
        path.chmod(0o600)

    def configuration_is_good(self):
        return subprocess.run([self.program, "--config", self.directory + "/breachd.yaml", "--check"],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0

    def start(self):
        log = open(self.directory + "/log", "ab")
        self.server = Server([self.program, "--config", self.directory + "/breachd.yaml"], self.port, log)
        wait_for(self.ready, 60, f"breachd (log: {self.directory}/log)")

    def ready(self):
        return self.server.listens() and self.get("/-/ready", text=True) is not None

    def get(self, path, text=False):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", path, headers={"Authorization": "Bearer " + self.dpo})
            answer = connection.getresponse()
            body = answer.read().decode()
            if answer.status != 200:
                return None
            return body if text else json.loads(body)
        except OSError:
            return None
        finally:
            connection.close()

    def all(self, path):
        """Every item of a list."""
        cursor = ""
        while cursor is not None:
            page = self.get(f"{path}{'&' if '?' in path else '?'}limit=1000" + (f"&cursor={cursor}" if cursor else ""))
            if page is None:
                sys.exit(f"GET {path} failed")
            yield from page["items"]
            cursor = page["next"]

    def metric(self, name):
        """A value, summed over its labels; 0 when the daemon does not answer."""
        text = self.get("/metrics", text=True) or ""
        return sum(float(line.split()[-1]) for line in text.splitlines() if line.split(" ")[0].split("{")[0] == name)

    def remove(self):
        if self.server:
            self.server.stop()
        shutil.rmtree(self.directory, ignore_errors=True)


def load(build, port, wait=True, **options):
    """bench_ingest against a port: its figures, or the running process."""
    argv = [str(pathlib.Path(build) / "bench/bench_ingest"), "--port", str(port)]
    for name, value in options.items():
        argv += ["--" + name, str(value)]
    process = subprocess.Popen(argv, stdout=subprocess.PIPE, text=True)
    return figures(process) if wait else process


def figures(process):
    out, _ = process.communicate()
    if not out.strip():
        sys.exit("the load ended without a figure")
    return json.loads(out)
