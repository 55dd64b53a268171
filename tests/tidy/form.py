"""Form, which is a tool's business: 120 columns, clang-format 14 over all C++, short files, small folders, links that
lead somewhere.

Exempt from the 120 columns are, by their nature: raw string literals of C++ (text of another format), a word without a
blank that is too long for any line (an address), and rows of Markdown tables. Text files that are printed as they are
(*.txt: templates, golden files) have no columns at all.
"""

import concurrent.futures
import pathlib
import re
import shutil
import subprocess

COLUMNS_MAX = 120
FILE_LINES_MAX = 400
FOLDER_UNITS_MAX = 25
FOLDERS_EXEMPT = {"daemon/ingest": "a format is a file"}

TEST_NAME = re.compile(r'\bTEST_CASE\w*\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+)')
CPP_SUFFIXES = {".cpp", ".hpp"}
COLUMN_SUFFIXES = CPP_SUFFIXES | {".py", ".sh", ".cmake", ".yaml", ".yml", ".json", ".sql", ".md", ".service", ".conf",
                                  ".css", ".js", ".ts"}
COLUMN_NAMES = {"run", "CMakeLists.txt", ".clang-tidy", ".clang-format"}
SOURCE_SUFFIXES = CPP_SUFFIXES | {".py"}

RAW_STRING = re.compile(
    r'//[^\n]*|/\*.*?\*/|(R"([^()\\ ]{0,16})\(.*?\)\2")|'
    r'"(?:\\.|[^"\\\n])*"|(?<![0-9a-fA-F])\'(?:\\.|[^\'\\\n])+\'', re.S)


def raw_string_lines(text):
    """Numbers of the lines that a raw string literal touches."""
    lines = set()
    for found in RAW_STRING.finditer(text):
        if found.group(1):
            first = text.count("\n", 0, found.start()) + 1
            lines.update(range(first, first + found.group(1).count("\n") + 1))
    return lines


def check_columns(path, text, findings):
    file = pathlib.PurePath(path)
    if file.suffix not in COLUMN_SUFFIXES and file.name not in COLUMN_NAMES:
        return
    numbers = [n for n, line in enumerate(text.split("\n"), 1) if len(line) > COLUMNS_MAX]
    if not numbers:
        return
    raw = raw_string_lines(text) if file.suffix in CPP_SUFFIXES else set()
    lines = text.split("\n")
    for number in numbers:
        line = lines[number - 1]
        table = file.suffix == ".md" and line.lstrip().startswith("|")
        word = max(map(len, line.split()), default=0) > COLUMNS_MAX - 20
        if number not in raw and not table and not word:
            findings.add(path, number, "columns", f"{len(line)} columns", f"at most {COLUMNS_MAX}: break the line")


LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


def check_links(root, paths, findings):
    """A link of a Markdown file to another file of the tree leads somewhere."""
    for path in paths:
        if pathlib.PurePath(path).suffix != ".md":
            continue
        for number, line in enumerate((root / path).read_text(encoding="utf-8").split("\n"), 1):
            for target in LINK.findall(line):
                if not ((root / path).parent / target).exists():
                    findings.add(path, number, "link", target, "the file's place, or no link")


def check_length(path, text, findings):
    lines = text.count("\n")
    if pathlib.PurePath(path).suffix in SOURCE_SUFFIXES and lines > FILE_LINES_MAX:
        findings.add(path, lines, "long-file", f"{lines} lines", f"at most {FILE_LINES_MAX}: split it by what it does")


# In a build in groups (CMakeLists.txt, BREACHD_UNITY) a neighbour's include hides that one is missing.
def check_alone(path, text, code, findings):
    found = re.search(r"\bfmt::", code)
    if found and not re.search(r"#\s*include\s*<fmt/", text):
        findings.add(path, code.count("\n", 0, found.start()) + 1, "alone", "fmt:: without its header",
                     "#include <fmt/format.h>")


def check_folders(paths, findings):
    units = {}
    for path in map(pathlib.PurePath, paths):
        if path.suffix in CPP_SUFFIXES:
            units.setdefault(str(path.parent), set()).add(path.stem)
    for folder, names in sorted(units.items()):
        if len(names) > FOLDER_UNITS_MAX and folder not in FOLDERS_EXEMPT:
            findings.add(folder, 1, "large-folder", f"{len(names)} units",
                         f"at most {FOLDER_UNITS_MAX}: give a noun a folder of its own")


def clang_format_14():
    """The program's name, or None: other versions format differently, so they have no say."""
    for name in ("clang-format-14", "clang-format"):
        if shutil.which(name):
            version = subprocess.run([name, "--version"], capture_output=True, text=True).stdout
            if re.search(r"\bversion 14\.", version):
                return name
    return None


def check_format(root, paths, findings):
    """Returns False where there is no clang-format 14 to ask."""
    program = clang_format_14()
    if program is None:
        return False
    files = [path for path in paths if pathlib.PurePath(path).suffix in CPP_SUFFIXES]

    def wrong_in(some):
        answer = subprocess.run([program, "--dry-run", "-Werror", "--ferror-limit=1", *some], cwd=root,
                                capture_output=True, text=True)
        return re.findall(r"^(\S+?):(\d+):\d+: error: code should be clang-formatted", answer.stderr, re.M)

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        wrong = {}
        for found in pool.map(wrong_in, [files[i:i + 30] for i in range(0, len(files), 30)]):
            for path, line in found:
                wrong.setdefault(path, int(line))
        for path, line in sorted(wrong.items()):
            findings.add(path, line, "format", "clang-format 14 would change it", f"./run format {path}")
    return True


def check_test_names(path, text, findings):
    """CMake makes two tests of a name with a semicolon, neither of which is one: both pass, and nothing ran."""
    for found in TEST_NAME.finditer(text):
        if ";" in found.group(1):
            findings.add(path, text.count("\n", 0, found.start()) + 1, "test-name", "a semicolon", "a comma")
