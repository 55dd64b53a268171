#!/usr/bin/env bash
# The console: its packages as the lock file names them, its types, its bundle byte for byte, and its screens in
# Debian's Chromium against a real daemon.
#   tests/web/run.sh PROGRAMS [TEST…]    PROGRAMS: the folder with breachd and breachctl
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
export BREACHD_PROGRAMS=$(realpath "$1")
shift
out=$PWD/out/web
mkdir -p "$out"

stamp=web/node_modules/.installed
if ! cmp -s web/package-lock.json "$stamp" 2>/dev/null; then
    export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
    for try in 1 2 3; do  # a registry may be away for a moment
        if (cd web && npm ci --no-audit --no-fund >"$out/npm.log" 2>&1); then break; fi
        if [[ $try == 3 ]]; then cat "$out/npm.log" >&2 && exit 1; fi
        sleep 20
    done
    cp web/package-lock.json "$stamp"
fi

(cd web && npm run --silent types >/dev/null && npm run --silent check)

rm -rf "$out/dist"
(cd web && npx vite build --outDir "$out/dist" --emptyOutDir --logLevel warn)
if ! diff -r web/dist "$out/dist"; then
    echo "web/dist is not what web/src makes: run \`npm run build\` in web/ and commit the result" >&2
    exit 1
fi

# The first screen, as the browser gets it: the page, its styles, and the scripts that it loads at once.
python3 - "$out/dist" <<'PYTHON'
import gzip, pathlib, re, sys

root = pathlib.Path(sys.argv[1])
page = (root / "index.html").read_text()
names = set(re.findall(r'(?:src|href)="/(assets/[^"]+)"', page))
names |= {f"assets/{path.name}" for path in root.glob("assets/Now-*")}
size = sum(len(gzip.compress((root / name).read_bytes(), 9)) for name in names | {"index.html"})
print(f"first screen: {size / 1024:.0f} KiB compressed")
sys.exit(size > 150 * 1024 and "more than 150 KiB")
PYTHON

ln -sfn ../../web/node_modules tests/web/node_modules
cd tests/web
BREACHD_WEB_OUT=$out npx playwright test "$@"
