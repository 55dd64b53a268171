#!/usr/bin/env python3
"""Groups the sources of one target for a unity build: unity_groups.py SIZE SOURCE… prints CMake code.

A unity build compiles a group of sources as one: the headers are read and their templates made once a group, not once
a source. A private name of one source (in an anonymous namespace, or static) may not be a name that another one of its
group has or uses, itself or in a header of ours; sources where that happens land in different groups. ./run test builds
with these groups on a bare machine: a clash that this program does not see cannot stay.
"""

import functools
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent

BLANKED = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"([^()\\ ]{0,16})\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|'
    r'(?<![0-9a-fA-F])\'(?:\\.|[^\'\\\n])+\'', re.S)
DECLARED = re.compile(
    r"(?:struct|class|enum class|enum|concept)\s+(\w+)|using\s+(\w+)\s*="  # types
    r"|([A-Za-z_]\w*)\s*(?=\(|=(?!=)|\[|\{|;)")  # functions, variables, constants
SHARED = re.compile(r"\busing\s+(?:namespace\s+)?[\w:]+\s*;")  # may stand twice in one group
GIVEN = re.compile(r"(?<![=!<>])=(?!=)[^;,]*")  # a variable's first value
INCLUDED = re.compile(r'^#include "([^"]+)"', re.M)
TYPE = re.compile(r"(?<![.>\w])k?[A-Z]\w+")  # or a constant
USED = re.compile(r"(?<![.>\w])([A-Za-z_]\w*)\s*(?=[(<])|(" + TYPE.pattern + ")")  # calls, types, constants
KEYWORDS = {"if", "for", "while", "decltype", "static_assert", "requires", "noexcept", "alignas", "sizeof", "operator",
            "std", "TEST_CASE", "SCENARIO", "BOOST_DESCRIBE_STRUCT", "BOOST_DESCRIBE_ENUM"}


def block_end(text, at):
    """The place after the brace that closes the block which is open at `at`."""
    depth = 1
    while depth and at < len(text):
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        at += 1
    return at


def outermost(text):
    """The text without what stands in braces and in parentheses."""
    out, depth = [], 0
    for c in text:
        if c in "{(":
            if depth == 0:
                out.append(c)
            depth += 1
        elif c in "})":
            depth -= 1
        elif depth == 0:
            out.append(c)
    return "".join(out)


def blanked(text):
    return SHARED.sub("", BLANKED.sub(lambda found: re.sub(r"[^\n]", " ", found.group(0)), text))


@functools.lru_cache(maxsize=None)
def names_in_header(name):
    """The types and constants that one of our headers has or uses, with those that it includes."""
    path = next((ROOT / place / name for place in ("daemon", "", "tests") if (ROOT / place / name).is_file()), None)
    if path is None:
        return frozenset()
    text = path.read_text(encoding="utf-8")
    names = set(TYPE.findall(blanked(text)))
    return frozenset(names.union(*map(names_in_header, INCLUDED.findall(text))))


def names_of(path):
    """The private names of a source, and all names that it uses."""
    text = pathlib.Path(path).read_text(encoding="utf-8")
    in_headers = set().union(*map(names_in_header, INCLUDED.findall(text)))
    text = blanked(text)
    regions = [text[found.end():block_end(text, found.end()) - 1]
               for found in re.finditer(r"\bnamespace\s*\{", text)]
    regions += [found.group(1) for found in re.finditer(r"^(?:static|#define)\s+([^;{(\n]*[;{(=]?)", text, re.M)]
    names = set()
    for region in regions:
        for found in DECLARED.finditer(GIVEN.sub("=", outermost(region))):
            names.update(name for name in found.groups() if name)
    used = {found.group(1) or found.group(2) for found in USED.finditer(text)}
    return names - KEYWORDS, (used | names | in_headers) - KEYWORDS


def groups_of(sources, size):
    """As few groups as there can be: the source that clashes with most others chooses first."""
    names = {source: names_of(source) for source in sources}

    def clash(one, other):
        return bool(names[one][0] & names[other][1] or names[other][0] & names[one][1])

    clashes = {source: sum(clash(source, other) for other in sources if other != source) for source in sources}
    groups = []
    for source in sorted(sources, key=lambda each: -clashes[each]):
        fitting = (group for group in groups
                   if len(group) < size and not any(clash(source, member) for member in group))
        group = next(fitting, None)
        if group is None:
            groups.append([source])
        else:
            group.append(source)
    return groups


def main(size, *sources):
    for number, members in enumerate(groups_of(sources, int(size))):
        if len(members) > 1:
            print("set_source_files_properties(" + " ".join(members) + f" PROPERTIES UNITY_GROUP group{number})")


if __name__ == "__main__":
    main(*sys.argv[1:])
