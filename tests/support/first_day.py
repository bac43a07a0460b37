"""What two firms have on the first day: HR's workbook, the partner's list, and two exports of a survey."""

import csv
import io
import random
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook

FIRST = [
    "Ada",
    "Bo",
    "Cy",
    "Di",
    "Ed",
    "Flo",
    "Gus",
    "Hana",
    "Ivo",
    "Jana",
    "Kim",
    "Leo",
    "Mia",
    "Nils",
    "Ola",
    "Pia",
    "Quin",
    "Rosa",
    "Sven",
    "Tara",
    "Udo",
    "Vera",
]
LAST = [
    "Moss",
    "Lind",
    "Roe",
    "Kerr",
    "Holm",
    "Vance",
    "Berg",
    "Novak",
    "Sand",
    "Weiss",
    "Frost",
    "Marsh",
    "Stone",
    "Brook",
    "Field",
    "Hale",
    "Glenn",
    "Wood",
    "Lake",
    "Hill",
    "Ford",
    "Dale",
]
NAMES = [f"{first} {last}" for first, last in zip(FIRST, LAST, strict=True)]
OURS = 12
GRADES = ["E9", "E8", *["E7"] * 3, *["E5"] * 7]
TITLES = ["Geschäftsführer", "Projektleiter", "Projektleiter", *["Ingenieur"] * 7]
FREQUENCY = ["not at all", "once or twice", "about monthly", "two or three times a month", "about weekly"]
FREQUENCY += ["several times a week"]
CLIMATE = [
    "Our organisation puts its best effort into keeping this alliance going.",
    "The partner puts its best effort into keeping this alliance going.",
    "We keep the promises made.",
    "The partner keeps the promises made.",
    "Effort and reward are shared fairly.",
    "Neither side takes advantage when circumstances change.",
]
CONTACT = "How often were the two of you in contact about it?"
MATTERED = "How much did those contacts matter for getting your alliance work done?"
CLOSE = "How close is your working relationship with this person?"
SILENT = (4, 9, 17)


def an_inbox(folder: Path) -> list[Path]:
    """Write the four files into a folder, and name them."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / name for name in ("staff.xlsx", "partner_list.csv", "team_survey.xlsx", "partner_survey.csv")]
    _staff(files[0])
    _partner(files[1])
    _forms(files[2])
    _qualtrics(files[3])
    return files


def address(who: int) -> str:
    """Address of a person."""
    return f"{NAMES[who].lower().replace(' ', '.')}@{'north' if who < OURS else 'south'}.example"


def _staff(path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = "Employees"
    sheet.append(["Headcount report", None, "as of 2026-03-31"])
    sheet.append([])
    sheet.append(
        ["Personnel No.", "Last Name", "First Name", "Legal Entity", "Grade", "Department", "Work E-Mail", "Salary"]
    )
    for who in range(OURS):
        first, last = NAMES[who].split()
        sheet.append([1000 + who, last, first, "North Systems GmbH", GRADES[who], "R&D", address(who), 50_000 + who])
    book.save(path)


def _partner(path: Path) -> None:
    rows = [["PersNr", "Nachname", "Vorname", "Stufe", "E-Mail"]]
    for who in range(OURS, len(NAMES)):
        first, last = NAMES[who].split()
        rows.append([str(7000 + who), last, first, TITLES[who - OURS], address(who)])
    path.write_bytes(_csv(rows, ";").encode("cp1252"))


def _said(who: int) -> tuple[list[int], list[int | None], list[int | None]]:
    """How often, how important, how close: by everybody on both lists."""
    chance = random.Random(who)
    often = [0 if other == who else chance.choice([0, 0, 1, 3, 4, 5]) for other in range(len(NAMES))]
    if who >= OURS:
        often = [often[other] if other >= OURS or other == 1 or who == OURS + 1 else 0 for other in range(len(NAMES))]
    elif who != 1:
        often = [often[other] if other < OURS or other == OURS + 1 else 0 for other in range(len(NAMES))]
    more = [chance.choice([3, 4, 5]) if step else None for step in often]
    close = [chance.choice([2, 4, 5]) if step else None for step in often]
    return often, more, close


def _climate(who: int) -> list[int]:
    chance = random.Random(1000 + who)
    return [chance.choice([3, 4, 4, 5] if who < OURS else [1, 2, 3, 4]) for _ in CLIMATE]


def _forms(path: Path) -> None:
    """Microsoft Forms: statements of a grid are names, those of the second grid names with a 2."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Form1"
    grids = [f"{name}{number}" for number in ("", "2", "3") for name in NAMES]
    sheet.append(["ID", "Start time", "Completion time", "Email", "Name", *grids, *CLIMATE])
    for who in range(OURS):
        if who in SILENT:
            continue
        often, more, close = _said(who)
        cells = [FREQUENCY[step] for step in often] + [None if step is None else str(step) for step in (*more, *close)]
        start = datetime(2026, 4, 2 + who % 9, 9, who)
        sheet.append(
            [who + 1, start, start.replace(minute=40), address(who), NAMES[who], *cells, *map(str, _climate(who))]
        )
    book.save(path)


_META = [
    "StartDate",
    "EndDate",
    "Status",
    "IPAddress",
    "Progress",
    "Duration (in seconds)",
    "Finished",
    "RecordedDate",
    "ResponseId",
    "RecipientLastName",
    "RecipientFirstName",
    "RecipientEmail",
    "ExternalReference",
    "LocationLatitude",
    "LocationLongitude",
    "DistributionChannel",
    "UserLanguage",
]


def _qualtrics(path: Path) -> None:
    """Qualtrics: three rows of headings."""
    count = len(NAMES)
    codes = [f"Q{block}_{number}" for block in (5, 6, 7) for number in range(1, count + 1)]
    codes += [f"Q{8 + number}" for number in range(len(CLIMATE))]
    texts = [f"{question} - {name}" for question in (CONTACT, MATTERED, CLOSE) for name in NAMES] + CLIMATE
    rows = [[*_META, *codes], [*_META, *texts], [f'{{"ImportId":"{code}"}}' for code in (*_META, *codes)]]
    for who in range(OURS, count):
        if who in SILENT:
            continue
        often, more, close = _said(who)
        day = f"2026-04-{3 + who % 9:02d} 10:{who:02d}:00"
        meta = [day, day, "IP Address", "", "100", "600", "True", day, f"R_{who}", "", "", address(who), "", "", ""]
        said = [FREQUENCY[step] for step in often] + ["" if step is None else str(step) for step in (*more, *close)]
        rows.append([*meta, "email", "EN", *said, *map(str, _climate(who))])
    path.write_text(_csv(rows, ","), encoding="utf-8-sig")


def _csv(rows: list[list[str]], separator: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return out.getvalue()
