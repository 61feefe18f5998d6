"""Reads a CSV file and a workbook by the standard library of Python, and prints what is in them as JSON."""

import csv
import json
import re
import sys
import zipfile
from xml.etree import ElementTree

csv.field_size_limit(1 << 30)
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def by_number(text):
    """ECMA-376, 22.9.2.19: _xHHHH_ stands for a character."""
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found.group(1), 16)), text)


def cell_of(element):
    if element.get("t") == "inlineStr":
        return by_number("".join(element.itertext()))
    value = element.find(f"{MAIN}v")
    return None if value is None else float(value.text)


def sheet_rows(archive, name):
    with archive.open(name) as file:
        for _, element in ElementTree.iterparse(file):
            if element.tag == f"{MAIN}row":
                cells = {cell.get("r").rstrip("0123456789"): cell_of(cell) for cell in element}
                yield [cells.get("A"), cells.get("B")]
                element.clear()


def workbook(path):
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        names = [sheet.get("name") for sheet in ElementTree.parse(archive.open("xl/workbook.xml")).iter(f"{MAIN}sheet")]
        return names, [
            list(sheet_rows(archive, f"xl/worksheets/sheet{index + 1}.xml")) for index in range(len(names))
        ]


def main():
    with open(sys.argv[1], newline="", encoding="utf-8") as file:
        lines = list(csv.reader(file))
    names, sheets = workbook(sys.argv[2])
    wanted = sys.argv[3] if len(sys.argv) > 3 else ""
    if wanted == "numbered":
        data = [row for sheet in sheets[:-1] for row in sheet[1:]]
        text = lambda number: f"row {number}" if number % 1000 == 0 else None
        print(
            json.dumps(
                {
                    "names": names,
                    "rows": [len(sheet) - 1 for sheet in sheets[:-1]],
                    "csv": len(lines) - 1,
                    "same": all(row == [index, text(index)] for index, row in enumerate(data))
                    and all(line == [str(index), text(index) or ""] for index, line in enumerate(lines[1:])),
                }
            )
        )
    else:
        print(json.dumps({"names": names, "sheets": sheets, "csv": lines}))


main()
