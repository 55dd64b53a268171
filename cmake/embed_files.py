"""Puts the files of a folder into the program, whatever their bytes are, each also compressed when that is shorter.

    embed_files.py FOLDER OUT.cpp

The same files give the same text: no clock is read, and names are sorted."""

import gzip
import hashlib
import pathlib
import sys

PLAIN = set(range(0x20, 0x7F)) - set(b'"\\?')


def literal(data):
    """Three octal digits a byte that is not plain: what follows cannot be taken into the escape."""
    lines = []
    for at in range(0, len(data), 4000):
        piece = "".join(chr(byte) if byte in PLAIN else f"\\{byte:03o}" for byte in data[at:at + 4000])
        lines.append(f'"{piece}"')
    return f"std::string_view({chr(10).join(lines) or chr(34) * 2}, {len(data)})"


def main(folder, out):
    root = pathlib.Path(folder)
    if not (root / "index.html").is_file():
        sys.exit(f"{folder}: there is no index.html; build the console first (web/README.md)")
    rows = []
    for path in sorted(path for path in root.rglob("*") if path.is_file()):
        data = path.read_bytes()
        packed = gzip.compress(data, 9, mtime=0)
        packed = packed if len(packed) < len(data) else b""
        tag = hashlib.sha256(data).hexdigest()[:32]
        rows.append(f'{{"{path.relative_to(root).as_posix()}", "{tag}",\n{literal(data)},\n{literal(packed)}}},\n')
    pathlib.Path(out).write_text(
        "// Made by cmake/embed_files.py.\n#include \"api/console/console_files.hpp\"\n\nnamespace breachd::api {\n\n"
        "namespace {\nconst ConsoleFile kFiles[] = {\n" + "".join(rows) + "};\n}  // namespace\n\n"
        "const std::span<const ConsoleFile> kConsoleFiles(kFiles);\n\n}  // namespace breachd::api\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
