#!/usr/bin/env python3
"""Rules of the house that the compiler cannot check: what a layer may include, words that bring ambient time or chance
into the core, text hygiene, form (form.py). Prints file:line, what is wrong, and what to write instead; exits 1 on any
violation.

    tests/tidy/tidy.py [PROJECT_DIRECTORY]      checks the tree (ctest runs it as `tidy`)
    tests/tidy/tidy.py --self-test              checks the checker

The rules are the tables below; an exception is one line in EXCEPTIONS with its reason, and one that excuses nothing
any more is a violation itself.
"""

import pathlib
import re
import subprocess
import sys
import unicodedata

from cases import CASES
import form

# --- what a layer may include (docs/architecture.md) ------------------------------------------------------------------
# Own layer, standard library: always. `project`: other layers, or single headers of them. `libraries`: prefixes of the
# include. Everything in PURE has no files, no threads, no operating system.
EVERYTHING = None
LAYERS = {
    "base": dict(project=[], libraries=["fmt/", "boost/describe", "boost/json", "boost/mp11", "boost/system/result.hpp",
                                        "openssl/", "prometheus/", "glib.h", "zlib.h", "zstd.h"]),
    "settings": dict(project=["base/"], libraries=["fmt/", "boost/describe"]),
    "core": dict(project=["base/", "settings/"], libraries=["fmt/", "boost/describe", "re2/", "kainjow/"]),
    "ingest": dict(project=["base/", "settings/", "core/"],
                   libraries=["fmt/", "boost/describe", "boost/json", "unicode/", "uchardet/", "zip.h", "expat.h"]),
    "config": dict(project=["base/", "settings/", "core/", "ingest/", "notifiers/provider.hpp", "notifiers/keys.hpp",
                            "notifiers/publishing/publishing.hpp"],
                   libraries=["fmt/", "yaml-cpp/"]),
    "store": dict(project=["base/", "settings/", "core/"],
                  libraries=["fmt/", "boost/describe", "sqlite3.h", "sodium.h"]),
    "engine": dict(project=["base/", "settings/", "core/", "store/"], libraries=["fmt/"]),
    "credentials": dict(project=["base/"], libraries=["sodium.h", "liboath/oath.h", "fido.h", "fido/"]),
    "delivery": dict(project=["base/", "settings/", "core/", "engine/commands.hpp", "engine/effects.hpp",
                              "notifiers/"], libraries=["fmt/", "curl/", "boost/asio", "openssl/", "resolv.h"]),
    "notifiers": dict(project=["base/", "settings/", "core/", "report/letter.hpp"],
                      libraries=["fmt/", "boost/describe", "curl/", "idn2.h", "re2/"]),
    "report": dict(project=["base/", "settings/", "core/"],
                   libraries=["fmt/", "pango/", "cairo", "fontconfig/", "glib.h", "glib-object.h", "zip.h",
                              "sodium.h"]),
    "net": dict(project=["base/", "settings/"], libraries=["fmt/", "boost/asio", "openssl/"]),
    "start": dict(project=["base/", "settings/", "core/", "config/", "store/", "net/"],
                  libraries=["fmt/", "boost/asio", "grp.h", "pwd.h"]),
    "http": dict(project=["base/", "settings/", "net/"],
                 libraries=["fmt/", "boost/asio", "boost/beast", "boost/url", "openssl/"]),
    "intake": dict(project=["base/", "settings/", "core/", "ingest/", "net/", "http/", "engine/commands.hpp",
                            "engine/answers.hpp"], libraries=["fmt/"]),
    "syslog": dict(project=["base/", "settings/", "core/", "ingest/", "net/", "intake/", "engine/commands.hpp",
                            "engine/answers.hpp"], libraries=["fmt/", "boost/asio", "openssl/"]),
    "bounces": dict(project=["base/", "settings/", "core/", "net/", "engine/commands.hpp", "engine/answers.hpp",
                             "notifiers/curl_cause.hpp"],
                    libraries=["fmt/", "boost/asio", "boost/describe", "curl/", "gmime/", "re2/"]),
    "api": dict(project=["base/", "settings/", "core/", "ingest/", "net/", "http/", "intake/", "syslog/", "report/",
                         "credentials/", "engine/commands.hpp", "engine/answers.hpp", "store/readers/reader.hpp",
                         "store/sql/error.hpp", "notifiers/provider.hpp", "notifiers/signature.hpp"],
                libraries=["fmt/", "boost/asio", "boost/describe", "openssl/"]),
    "ctl": dict(project=["base/", "settings/", "core/", "config/", "start/", "ingest/", "report/", "store/"],
                libraries=["fmt/", "httplib.h", "CLI/"]),
    "app": EVERYTHING,
}
# Inside the engine (docs/architecture.md, Desks): a desk sees its own folder, what every desk is handed, and what its
# row names. Only ENGINE_ROOF sees the desks.
DESK_SHARED = ["engine/" + name + ".hpp" for name in ("step", "ledger", "agenda", "outbox", "commands", "answers",
                                                      "answering", "effects", "letter", "stats", "clock_news")]
DESKS = {
    "intake": ["engine/paging/paging.hpp", "engine/incidents/opening.hpp"],
    "incidents": [],
    "paging": [],
    "channels": ["engine/paging/paging.hpp"],
    "telling": ["engine/channels/"],
    "publication": ["engine/telling/telling.hpp"],
    "filing": [],
    "retention": [],
    "clock": ["engine/paging/paging.hpp"],
    "accounts": [], "tokens": ["engine/paging/paging.hpp"],
}
# What a desk may ask the store for; "" is the engine below its desks (the ledger).
DESK_TABLES = {
    "": {"journal", "incidents", "watch"},
    "intake": {"alerts", "groups", "journal", "quarantine", "senders", "requests"},
    "incidents": {"incidents", "requests", "vault"},
    "paging": {"pages"},
    "channels": {"deliveries"},
    "telling": {"subjects", "imports", "deliveries", "documents", "polls", "postal", "repeats",
                "replies", "requests", "vault"},
    "publication": {"documents", "vault"},
    "filing": {"documents", "heads"},
    "retention": set(),
    "clock": set(), "accounts": {"accounts", "vault"},
    "tokens": {"tokens"},
}
ENGINE_ROOF = {"engine_impl.hpp", "engine.cpp", "dispatch.cpp", "impaired.cpp", "restored.cpp", "rosters.cpp"}
PURE = {"base", "settings", "core", "ingest", "engine", "report"}
NOT_PURE_HEADERS = {"fstream", "filesystem", "iostream", "thread", "future", "random", "ctime", "csignal", "semaphore",
                    "latch", "barrier"}
POSIX = re.compile(r"^(sys|netinet|arpa|net|linux)/|"
                   r"^(unistd|fcntl|poll|netdb|signal|time|pthread|dirent|termios|syslog)\.h$")
LOCKS = {"mutex", "shared_mutex", "condition_variable"}

# --- words -----------------------------------------------------------------------------------------------------------
# (name, pattern, what to write instead). Searched in code without comments and strings.
CODE_WORDS = [
    ("wall-clock", r"::now\s*\(", "take `Instant now` as an argument; the clock is read in daemon/app/clock.hpp"),
    ("wall-clock", r"(?<![\w.>])(?:std::|::)?time\s*\(\s*(?:nullptr|NULL|0|&)", "take `Instant now` as an argument"),
    ("wall-clock", r"\b(?:gettimeofday|clock_gettime|localtime(?:_r)?|mktime|strftime)\s*\(",
     "use base/instant.hpp on an Instant that was passed in"),
    ("sleep", r"\b(?:sleep_for|sleep_until|usleep|nanosleep)\s*\(",
     "wait on a BoundedQueue, or let the pump in daemon/app come back"),
    ("chance", r"\brandom_device\b|\bstd::rand\b|\bsrand\s*\(|\bmt19937",
     "take an Rng (base/rng.hpp); keys come from store/vault"),
]
# No coroutine anywhere: g++ 12 frees temporaries in such expressions twice.
COROUTINE_WORDS = [
    ("coroutine", r"\bco_(?:await|return|yield)\b|\bawaitable\b|\basio::spawn\b",
     "completion handlers, as in http/session.cpp"),
]
# Searched in the whole text of *.cpp, *.hpp and *.sql under daemon/.
SQL_WORDS = [
    ("sql-clock", r"CURRENT_TIMESTAMP|CURRENT_TIME\b|CURRENT_DATE|"
                  r"\b(?:datetime|julianday|unixepoch|strftime|date|time)\s*\(\s*'(?:now|%)|"
                  r"\brandom\s*\(\s*\)\s*(?:,|FROM|%)",
     "bind the moment (or the number) as a parameter"),
]
# Only one engine understands these; searched as SQL_WORDS are, outside SQLITE_HOME.
SQLITE_HOME = ("daemon/store/sql/sqlite/", "tests/unit/store/", "tests/sim/disk.")
SQLITE_WORDS = [
    ("sqlite", r"\bPRAGMA\b|\bsqlite_(?:schema|master|sequence|stat\d)\b|\bsqlite3_\w+\s*\("
     r"|\bINSERT OR\b|\bREPLACE INTO\b|\bCROSS JOIN\b|\bBEGIN (?:IMMEDIATE|DEFERRED|EXCLUSIVE)\b"
     r"|\bWITHOUT ROWID\b|\bAUTOINCREMENT\b|\b[xX]'[0-9A-Fa-f]*'|\bzeroblob\b|\bifnull\("
     r"|\bgroup_concat\(|\browid\b|\bGLOB '",
     "SQL that SQLite and PostgreSQL share; what only SQLite understands lives in store/sql/sqlite"),
]
SQLITE_INCLUDES = re.compile(r"^(SQLiteCpp/|sqlite3\.h$|store/sql/sqlite/)")
# Who may see an engine from outside its folder: the one place that chooses it, and copies of whole files.
SQLITE_SEEN_BY = ("daemon/store/sql/driver.cpp", "daemon/ctl/backup.cpp", "daemon/app/")
PII_WORDS = [
    ("personal-data", r"(?:\blog\w*\s*\(|\bprintf\s*\(|\bprint\s*\(|spdlog::|std::c(?:out|err)|\bError\s*\{)"
                      r".*\breveal\s*\(\)",
     "log the subject's reference or nothing; an Error never holds personal data"),
]
# Every text file. Built from parts, so that this file does not hold what it looks for.
TREE_WORDS = [
    ("outside-path", r"(?<![\w.])/wo" + r"rk/|(?<![\w/.-])sha" + r"red/(?!\.)", "name a path of this project, or none"),
    ("tool-talk", r"(?i)\b(?:chat" + r"gpt|open" + r"ai|clau" + r"de|language mo" + r"del|helper ses" + r"sion|"
                  r"AI[- ]assist)\w*", "the text speaks of the project only"),
    ("tracker", r"github\.com/[\w.-]+/[\w.-]+/(?:issues|pull)/\d+", "give the reason itself"),
]

# --- exceptions: (file, rule, reason). A rule ending in * covers all that begin so -----------------------------------
EXCEPTIONS = [
    ("daemon/base/bounded_queue.hpp", "lock", "the one place with a mutex"),
    ("daemon/base/network.cpp", "pure", "inet_pton is a pure function of its text"),
    ("daemon/ctl/pace.cpp", "wall-clock", "a client program shows the time and waits; nothing is decided from it"),
    ("daemon/ctl/pace.cpp", "sleep", "polling of a client program"),
    ("daemon/ctl/drill/world.cpp", "lock", "the drill's stand-in servers run on the HTTP library's own threads"),
]

CODE_ROOTS = ("daemon", "notifiers")
CODE_SUFFIXES = form.CPP_SUFFIXES
STYLE_SUFFIXES = form.COLUMN_SUFFIXES | {".html"}
BINARY_SUFFIXES = {".png", ".pdf", ".docx", ".zip", ".gz", ".ttf", ".woff2", ".ico", ".jpg", ".db", ".bin"}


class Findings:
    def __init__(self):
        self.lines = []
        self.excused = set()  # exceptions that were needed

    def add(self, path, line, rule, what, instead):
        for exempt, exempt_rule, _ in EXCEPTIONS:
            covered = exempt_rule == rule or (exempt_rule.endswith("*") and rule.startswith(exempt_rule[:-1]))
            if exempt == path and covered:
                self.excused.add((exempt, exempt_rule))
                return
        self.lines.append(f"{path}:{line}: [{rule}] {what}\n    instead: {instead}")


LITERALS = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"([^()\\ ]{0,16})\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|(?<![0-9a-fA-F])\'(?:\\.|[^\'\\\n])+\'', re.S)


def code_only(text):
    """Comments and literals become blanks, lines stay where they are."""
    return LITERALS.sub(lambda m: re.sub(r"[^\n]", " ", m.group(0)), text)


def layer_of(path):
    parts = path.split("/")
    if parts[0] == "notifiers":
        return "notifiers"
    return parts[1] if parts[0] == "daemon" and len(parts) > 2 else None


def check_includes(path, text, findings):
    layer = layer_of(path)
    if layer is None:
        return
    if layer not in LAYERS:
        findings.add(path, 1, "layer", f"folder {layer} is not a layer", "put it into one of " + ", ".join(LAYERS))
        return
    rules = LAYERS[layer]
    for number, line in enumerate(text.split("\n"), 1):
        found = re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line)
        if not found:
            continue
        quote, name = found.groups()
        if path.endswith(".hpp") and name.startswith("boost/beast"):
            findings.add(path, number, "beast", "Beast in a header",
                         "keep Beast in one .cpp: every includer compiles for seconds")
        if rules is EVERYTHING:
            continue
        if name in LOCKS:
            findings.add(path, number, "lock", f"<{name}>", "exchange values through base/bounded_queue.hpp")
        if quote == '"':
            own = name.startswith(layer + "/") or "/" not in name
            seen = any(name == each or (each.endswith("/") and name.startswith(each)) for each in rules["project"])
            if not own and not seen:
                findings.add(path, number, "layer", f"{layer} may not include {name}",
                             f"{layer} sees only " + ", ".join(rules["project"] or ["itself"]))
        elif POSIX.search(name):
            if layer in PURE:
                findings.add(path, number, "pure", f"{layer} may not use <{name}>",
                             "pass values in; files, sockets and signals belong to store, delivery, net, config or app")
        elif "/" not in name and not name.endswith((".h", ".hpp")):
            if layer in PURE and name in NOT_PURE_HEADERS:
                findings.add(path, number, "pure", f"{layer} may not use <{name}>",
                             "pass values in; files, threads and chance enter through app")
        elif not any(name.startswith(each) for each in rules["libraries"]):
            findings.add(path, number, "library", f"{layer} may not use <{name}>",
                         f"{layer} uses only " + ", ".join(rules["libraries"]))


def check_desk(path, text, findings):
    """A desk keeps to its row; what is below the desks does not know them."""
    parts = path.split("/")
    if parts[:2] != ["daemon", "engine"] or parts[-1] in ENGINE_ROOF:
        return
    desk = parts[2] if len(parts) > 3 else None
    if desk is not None and desk not in DESKS:
        findings.add(path, 1, "desk", f"folder {desk} is not a desk", "put it into one of " + ", ".join(DESKS))
        return
    allowed = DESK_SHARED + DESKS[desk] + [f"engine/{desk}/"] if desk else []
    for number, line in enumerate(text.split("\n"), 1):
        for table in re.findall(r"\bstore_?\.(\w+)\(", line):
            if table not in DESK_TABLES[desk or ""]:
                findings.add(path, number, "desk", f"{desk or 'the engine below its desks'} may not use {table}()",
                             "ask the desk that owns the table, or name it in DESK_TABLES")
        found = re.match(r'\s*#\s*include\s*"((?:engine|store)/[^"]+)"', line)
        if not found:
            continue
        name = found.group(1)
        beyond = name.startswith("store/") if desk else name.count("/") > 1 and name.startswith("engine/")
        known = any(name == each or (each.endswith("/") and name.startswith(each)) for each in allowed)
        if beyond or (desk and not known):
            findings.add(path, number, "desk", f"{desk or 'the engine below its desks'} may not include {name}",
                         "use what the step hands out, or name it in the desk's row")


def check_words(path, text, words, findings):
    for rule, pattern, instead in words:
        for found in re.finditer(pattern, text):
            number = text.count("\n", 0, found.start()) + 1
            findings.add(path, number, rule, found.group(0).strip()[:60], instead)


def check_header(path, text, findings):
    if path.endswith(".hpp") and not text.startswith("//"):
        findings.add(path, 1, "header", "does not open by saying what the thing is",
                     "// What it is, what it guarantees, who may touch it.")
    if path.endswith(".hpp") and "#pragma once" not in text:
        findings.add(path, 1, "header", "no #pragma once", "#pragma once")


def check_engine_words(path, text, findings):
    if path.startswith(SQLITE_HOME):
        return
    check_words(path, text, SQLITE_WORDS, findings)
    if path.startswith(SQLITE_SEEN_BY):
        return
    for number, line in enumerate(text.split("\n"), 1):
        found = re.match(r'\s*#\s*include\s*[<"]([^>"]+)[>"]', line)
        if found and SQLITE_INCLUDES.match(found.group(1)):
            findings.add(path, number, "sqlite", f"{found.group(1)} outside its folder",
                         "store/sql/connection.hpp; in tests testkit/store_probe.hpp")


def check_code(path, text, findings):
    code = code_only(text)
    form.check_alone(path, text, code, findings)
    check_engine_words(path, text, findings)
    form.check_test_names(path, text, findings)
    check_words(path, code, COROUTINE_WORDS, findings)
    if not path.startswith(CODE_ROOTS):
        return
    check_header(path, text, findings)
    check_includes(path, text, findings)
    check_desk(path, text, findings)
    check_words(path, code, PII_WORDS, findings)
    if path.startswith("daemon/app/"):
        return
    check_words(path, code, CODE_WORDS, findings)
    check_words(path, text, SQL_WORDS, findings)
    for number, line in enumerate(text.split("\n"), 1):
        if "unordered_" in code.split("\n")[number - 1] and "#include" not in line and "never walked" not in line:
            findings.add(path, number, "order", "an unordered container",
                         "std::map, or say `// looked up, never walked` on its line")


def check_text(path, text, findings):
    if not unicodedata.is_normalized("NFC", text):
        for number, line in enumerate(text.split("\n"), 1):
            if not unicodedata.is_normalized("NFC", line):
                findings.add(path, number, "nfc", "not in NFC",
                             "letters with their marks composed; in tests write the escape")
    form.check_columns(path, text, findings)
    form.check_length(path, text, findings)
    check_words(path, text, TREE_WORDS, findings)
    if pathlib.PurePath(path).suffix not in STYLE_SUFFIXES:
        return
    for number, line in enumerate(text.split("\n"), 1):
        if "\t" in line:
            findings.add(path, number, "tab", "a tab", "blanks (in a string: \\t)")
        if line != line.rstrip():
            findings.add(path, number, "trailing", "blanks at the end of the line", "nothing")
    if text and not text.endswith("\n"):
        findings.add(path, text.count("\n") + 1, "last-line", "no line end at the end of the file", "a line end")


def check(path, data, findings):
    if pathlib.PurePath(path).suffix in BINARY_SUFFIXES:
        return
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as wrong:
        findings.add(path, data.count(b"\n", 0, wrong.start) + 1, "utf-8", "not UTF-8",
                     "UTF-8; in tests write the bytes as escapes")
        return
    check_text(path, text, findings)
    suffix = pathlib.PurePath(path).suffix
    if suffix in CODE_SUFFIXES:
        check_code(path, text, findings)
    elif suffix == ".sql" and path.startswith("daemon/"):
        check_words(path, text, SQL_WORDS, findings)
        check_engine_words(path, text, findings)


def files_of(root):
    try:
        command = ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, capture_output=True, check=True).stdout.decode().split("\0")
    except (OSError, subprocess.CalledProcessError):
        listed = [str(path.relative_to(root)) for path in root.rglob("*")]
        listed = [path for path in listed if not re.match(r"(build|\.git|out)[^/]*/", path)]
    return sorted(path for path in listed if path and (root / path).is_file() and not (root / path).is_symlink())


def self_test():
    def rules(path, text):
        findings = Findings()
        check(path, text.encode(), findings)
        return sorted({line.split("[")[1].split("]")[0] for line in findings.lines})

    failed = [(path, text, want, rules(path, text)) for path, text, want in CASES if rules(path, text) != want]
    for path, text, want, got in failed:
        print(f"self-test: {path} {text!r}: wanted {want}, got {got}")
    return failed


def main(arguments):
    if self_test():
        return 1
    if "--self-test" in arguments:
        return print("tidy: the checker checks") or 0
    root = pathlib.Path(arguments[0] if arguments else ".").resolve()
    findings = Findings()
    # What the bundler makes has the bundler's form; the tests make it again and compare it byte for byte.
    files = [path for path in files_of(root) if not path.startswith("web/dist/")]
    for path in files:
        check(path, (root / path).read_bytes(), findings)
    form.check_folders(files, findings)
    form.check_links(root, files, findings)
    if not form.check_format(root, files, findings):
        print("note: formatting is not checked, there is no clang-format 14 here (Debian 12 has it)")
    for path, rule, _ in EXCEPTIONS:
        if (path, rule) not in findings.excused:
            findings.add(path, 1, "exception", f"nothing here needs the exception for {rule}", "take it out")
    for line in findings.lines:
        print(line)
    print(f"tidy: {len(files)} files, {len(findings.lines)} violations")
    return 1 if findings.lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
