#!/usr/bin/env python3
"""docs/reliability.md: each promise, the tests that would break with it, and what they measured last.

    tests/promises/promises.py --check            the document is what the table makes, and every test is there (ctest)
    tests/promises/promises.py --write [FIGURES]  writes it anew, with the figures that tests left in that folder

A test leaves a figure with testkit::figure(); `./run soak attack` runs those that take long and writes the document.
"""

import datetime
import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = ROOT / "tests/promises"
DOCUMENT = ROOT / "docs/reliability.md"


def tests_of_the_tree():
    """Names of test cases, and those that ctest knows besides."""
    names = {"tidy", "mutants_places", "promises"}
    for path in (ROOT / "tests").rglob("*.cpp"):
        text = path.read_text(encoding="utf-8")
        for match in re.finditer(r'TEST_CASE(?:_SIG)?\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+)', text):
            names.add("".join(re.findall(r'"((?:[^"\\]|\\.)*)"', match.group(1))).replace('\\"', '"'))
    return names


def joined(text):
    """A text, or (for lines that are not too long) its parts."""
    return text if isinstance(text, str) else " ".join(text)


def table_row(promise, figures):
    measured = []
    for key in promise.get("figures", []):
        if key in figures:
            measured.append(f"{figures[key]['text']} ({figures[key]['date']})")
    tests = "<br>".join(joined(name) for name in promise["tests"])
    return f"| {promise['id']} | {joined(promise['says'])} | {tests} | {'<br>'.join(measured) or 'in every run'} |"


def document(figures):
    table = json.loads((HERE / "promises.json").read_text(encoding="utf-8"))
    out = [(HERE / "head.txt").read_text(encoding="utf-8").rstrip(), ""]
    for part in table:
        out += [f"## {part['part']}", "", "| | promise | tests | measured last |", "|---|---|---|---|"]
        out += [table_row(promise, figures) for promise in part["promises"]] + [""]
    out.append((HERE / "not_promised.txt").read_text(encoding="utf-8").rstrip())
    return "\n".join(out) + "\n", [promise for part in table for promise in part["promises"]]


def read_figures():
    return json.loads((HERE / "figures.json").read_text(encoding="utf-8"))


def check():
    text, promises = document(read_figures())
    there = tests_of_the_tree()
    named = [(promise["id"], joined(name)) for promise in promises for name in promise["tests"]]
    wrong = [f'{promise}: there is no test "{name}"' for promise, name in named if name not in there]
    if DOCUMENT.read_text(encoding="utf-8") != text:
        wrong.append("docs/reliability.md is not what tests/promises makes: tests/promises/promises.py --write")
    print("\n".join(wrong) or f"{len(promises)} promises, each with its tests")
    return 1 if wrong else 0


def write(folder):
    figures = read_figures()
    today = datetime.date.today().isoformat()
    for path in sorted(pathlib.Path(folder).glob("*")) if folder else []:
        figures[path.name] = {"text": path.read_text(encoding="utf-8").strip(), "date": today}
    lines = json.dumps(figures, ensure_ascii=False, indent=1, sort_keys=True)
    (HERE / "figures.json").write_text(lines + "\n", encoding="utf-8")
    DOCUMENT.write_text(document(figures)[0], encoding="utf-8")
    return check()


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        sys.exit(check())
    if sys.argv[1:2] == ["--write"]:
        sys.exit(write(sys.argv[2] if len(sys.argv) > 2 else None))
    sys.exit(__doc__)
