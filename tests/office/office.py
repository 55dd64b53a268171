#!/usr/bin/env python3
"""Has LibreOffice open the DOCX of every paper that `test_report "[.office]"` wrote, and compares what it reads, and
what it prints as PDF, with the lines of the paper and with our own PDF. Exits 1 when a paragraph is lost or moved.

    tests/office/office.py DIRECTORY      has NAME.docx, NAME.ours.pdf, NAME.lines (a paragraph a line)
"""

import pathlib
import re
import subprocess
import sys
import tempfile
import unicodedata

DRILL = "DIỄN TẬP / DRILL"


def convert(files, to, directory):
    """All files in one start of LibreOffice, with a profile of its own."""
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", to, "--outdir",
             str(directory), *map(str, files)],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=600)


def text_of_pdf(path):
    """Without the number and the mark of a drill above each page, and without the end of the page."""
    run = subprocess.run(["pdftotext", "-raw", "-enc", "UTF-8", str(path), "-"], check=True, capture_output=True)
    pages = run.stdout.decode().rstrip("\f").split("\f")
    pages = [re.sub(rf"^\s*(?:{DRILL})?\s*(?:\d+\s*$)?", "", page, count=1, flags=re.MULTILINE) for page in pages]
    return "\n".join(pages), len(pages)


def folded(text):
    """Without white space and without leaders: where a line ends, and how far dots go, is the program's choice."""
    text = unicodedata.normalize("NFC", text.removeprefix("\ufeff"))
    return re.sub(r"\s", "", re.sub(r"\.(?:\s*\.){3,}|…{3,}", "", text))


def difference(wanted, got):
    at = next((i for i, (a, b) in enumerate(zip(wanted, got)) if a != b), min(len(wanted), len(got)))
    return f"at {at}: “…{wanted[max(0, at - 30):at + 30]}” became “…{got[max(0, at - 30):at + 30]}”"


def faults_of_pdf(lines, text, name):
    """The body is one piece, in order; head and end stand in columns, whose order is the reader's."""
    first = next(i for i, line in enumerate(lines) if line.startswith(("Thực hiện quy định", "Căn cứ Luật")))
    last = max(i for i, line in enumerate(lines) if "xin cam kết" in line or line.startswith("Biên bản kết thúc"))
    body, got = folded("\n".join(lines[first:last + 1])), folded(text)
    out = []
    if body not in got:
        start = got.find(folded(lines[first]))
        out.append(f"{name}: {difference(body, got[max(0, start):])}")
    return out + [f"{name} lacks “{line}”" for line in lines[:first] + lines[last + 1:] if folded(line) not in got]


def check(docx, directory):
    name = docx.stem
    lines = docx.with_suffix(".lines").read_text(encoding="utf-8").splitlines()
    read = (directory / f"{name}.txt").read_text(encoding="utf-8")
    wanted, got = folded("\n".join(lines)), folded(read.replace(DRILL, ""))
    faults = [] if wanted == got else [f"text of the DOCX: {difference(wanted, got)}"]
    pages = []
    for title, path in (("our PDF", docx.with_suffix(".ours.pdf")), ("LibreOffice's PDF", directory / f"{name}.pdf")):
        text, count = text_of_pdf(path)
        faults += faults_of_pdf(lines, text, title)
        pages.append(count)
    return faults, pages


def main():
    papers = pathlib.Path(sys.argv[1])
    documents = sorted(papers.glob("*.docx"))
    if not documents:
        sys.exit(f"no papers in {papers}")
    opened = papers / "opened"
    opened.mkdir(exist_ok=True)
    for to in ("txt:Text (encoded):UTF8", "pdf"):
        convert(documents, to, opened)
    bad = 0
    for docx in documents:
        faults, (ours, theirs) = check(docx, opened)
        bad += bool(faults)
        print(f"{'FAULT' if faults else 'same '} {docx.stem:28} pages: ours {ours}, LibreOffice {theirs}")
        for fault in faults:
            print(f"      {fault}")
    print(f"{len(documents)} papers, {bad} with faults; LibreOffice's PDF and text: {opened}")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
