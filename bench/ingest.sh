#!/bin/sh
# The intake against a server that does nothing, both in one run on one machine: prints both rates, their ratio, and the
# daemon's memory before and after. Read the ratio; the rates belong to the machine.
#
#   bench/ingest.sh BUILD_DIRECTORY [SECONDS=10] [CONNECTIONS=64]
set -eu
build=$1
seconds=${2:-10}
connections=${3:-64}
work=$(mktemp -d)
idle_pid= daemon_pid=
finish() {
    [ -z "$idle_pid" ] || kill "$idle_pid" 2>/dev/null || true
    [ -z "$daemon_pid" ] || { kill "$daemon_pid" 2>/dev/null && wait "$daemon_pid" 2>/dev/null; } || true
    rm -rf "$work"
}
trap finish EXIT INT TERM

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}
memory() {
    awk '/^VmRSS/ {printf "%.0f MiB", $2 / 1024}' "/proc/$1/status"
}

idle_port=$(free_port)
"$build/bench/bench_do_nothing" "$idle_port" &
idle_pid=$!
sleep 0.5
idle=$("$build/bench/bench_ingest" "$idle_port" none "$seconds" "$connections")
kill "$idle_pid"
wait "$idle_pid" 2>/dev/null || true
idle_pid=
echo "do nothing: $idle"

port=$(free_port)
token=bnd_bench_$(head -c 24 /dev/urandom | base64 | tr -d '+/=')
umask 077
head -c 32 /dev/urandom >"$work/master.key"
printf '%s' "$token" >"$work/wazuh.token"
cat >"$work/breachd.yaml" <<YAML
mode: live
organisation:
  name: Công ty Cổ phần Ví Dụ
  address: 1 Ví Dụ, Hà Nội
  place: Hà Nội
server: {listen: "127.0.0.1:$port", public_url: "http://127.0.0.1:$port"}
storage: {directory: $work/data}
keys: {master_key_file: $work/master.key}
sources:
  - {name: wazuh, format: wazuh, token_file: $work/wazuh.token}
triage:
  group_window: 30m
  rules:
    - name: exfiltration
      when: ['severity >= 90']
      then: {open: true, act: leak}
YAML
mkdir -p "$work/data"
"$build/breachd" --config "$work/breachd.yaml" >"$work/log" 2>&1 &
daemon_pid=$!
tries=0
until python3 -c "import urllib.request as u; u.urlopen('http://127.0.0.1:$port/-/ready', timeout=1)" 2>/dev/null; do
    tries=$((tries + 1))
    if [ "$tries" -gt 100 ] || ! kill -0 "$daemon_pid" 2>/dev/null; then
        echo "breachd did not become ready:" >&2
        cat "$work/log" >&2
        exit 1
    fi
    sleep 0.1
done
before=$(memory "$daemon_pid")
ours=$("$build/bench/bench_ingest" "$port" "$token" "$seconds" "$connections")
echo "breachd:    $ours"
echo "memory:     $before before, $(memory "$daemon_pid") after"
printf '%s\n%s\n' "$idle" "$ours" | awk '{gsub("/s", "", $2); rate[NR] = $2} END {printf "ratio:      %.2f of doing nothing\n", rate[2] / rate[1]}'
