#!/usr/bin/env python3
"""Writes a workbook: a sheet with two people, and one with notes. workbook.py FILE"""

import sys
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
SHEETS = {
    "Khách hàng": [("Mã", "Họ và tên", "Điện thoại"), ("KH-1", "Người Thử Một", "0912000001"),
                   ("KH-2", "Người Thử Hai", "0912000002")],
    "Ghi chú": [("Xuất ngày 1 tháng 9",)],
}


def sheet(rows):
    cells = ("".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in row) for row in rows)
    lines = "".join(f"<row>{row}</row>" for row in cells)
    return f'<worksheet xmlns="{MAIN}"><sheetData>{lines}</sheetData></worksheet>'


with zipfile.ZipFile(sys.argv[1], "w") as book:
    names = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="s{n}"/>' for n, name in enumerate(SHEETS, 1))
    book.writestr("xl/workbook.xml", f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{names}</sheets></workbook>')
    links = "".join(f'<Relationship Id="s{n}" Type="{OFFICE}/worksheet" Target="worksheets/s{n}.xml"/>'
                    for n in range(1, len(SHEETS) + 1))
    book.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{PACKAGE}">{links}</Relationships>')
    for n, rows in enumerate(SHEETS.values(), 1):
        book.writestr(f"xl/worksheets/s{n}.xml", sheet(rows))
