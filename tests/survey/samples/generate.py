# ruff: noqa: E501
"""Writes the samples beside it as the platforms write them, and what reading each must give.

    python tests/survey/samples/generate.py

The expected answers come from the plan below, not from the readers. Needs openpyxl.
"""

import csv
import io
import json
from datetime import datetime
from pathlib import Path

HERE = Path(__file__).parent
PEOPLE = {
    "a1": ("nordwind", "Anna Berg", "anna.berg@nordwind.example"),
    "a2": ("nordwind", "Jürgen Müller", "juergen.mueller@nordwind.example"),
    "a3": ("nordwind", "Ewa Łukasik", "ewa.lukasik@nordwind.example"),
    "b1": ("suedstern", "Paul O'Neill", "paul.oneill@suedstern.example"),
    "b2": ("suedstern", "Zoë Álvarez", "zoe.alvarez@suedstern.example"),
    "b3": ("suedstern", "Li Wei", "li.wei@suedstern.example"),
}
IDS = list(PEOPLE)
FREQUENCY = [
    "not at all",
    "once or twice",
    "about monthly",
    "two or three times a month",
    "about weekly",
    "several times a week",
]
GATE = "In the last three months, did you deal with this person about Helios?"
NET1 = "How often were the two of you in contact about it?"
NET2 = "How much did those contacts matter for getting your alliance work done?"
COM1 = "Our organisation puts its best effort into keeping this alliance going."
ST1 = "Senior leaders of both organisations agree on what this alliance is for."
GOAL1 = "Pick the three goals (of the list of 4) that matter most for this alliance now."
OPEN1 = "What should both sides keep doing?"
DE = {
    "NET1": "Wie oft hatten Sie beide deswegen Kontakt?",
    "COM1": "Unsere Organisation setzt sich mit aller Kraft dafür ein, dass diese Allianz weiterläuft.",
    "ST1": "Die Führungsspitzen beider Organisationen sind sich einig, wozu diese Allianz da ist.",
    "frequency": [
        "gar nicht",
        "ein- oder zweimal",
        "etwa monatlich",
        "zwei- oder dreimal im Monat",
        "etwa wöchentlich",
        "mehrmals in der Woche",
    ],
    "agree": ["stimme nicht zu", "stimme eher nicht zu", "teils/teils", "stimme eher zu", "stimme zu"],
}
AGREE = ["disagree", "rather disagree", "neither", "rather agree", "agree"]
GOALS = ["Shorter lead times", "New market", "Joint patents", "Lower cost"]

# Who said what. A missing entry is a blank cell; "decline" is the way to say nothing.
CONTACT = {
    "a1": {"a2": 5, "a3": 3, "b1": 4, "b2": 2, "b3": 0},
    "a2": {"b1": 1},
    "b1": {"a1": 3, "a2": 0, "a3": 0, "b2": 4},
}
MATTERS = {"a1": {"a2": 4, "a3": "decline", "b1": 5, "b2": 3}, "a2": {}, "b1": {"a1": 4, "b2": 5}}
EFFORT = {"a1": 5, "b1": "decline"}
AGREED = {"a1": 4, "b1": 2}
PICKED = {"a1": ["Shorter lead times", "New market"], "b1": ["New market"]}
SAID = {"a1": 'Keep the weekly call; it works, "really".'}
FINISHED = {"a1": True, "a2": False, "b1": True}


def answers(*items: str, finished_only: bool = False) -> list:
    """Expected rows: respondent, item, alter, value (None for declined)."""
    rows = []
    for who in ("a1", "a2", "b1"):
        if finished_only and not FINISHED[who]:
            continue
        about = {"NET1": CONTACT[who], "NET2": MATTERS[who]}
        for item, said in about.items():
            if item in items:
                rows += [[who, item, alter, None if v == "decline" else v] for alter, v in said.items()]
        for item, said in (("CLI-COM1", EFFORT), ("INT-ST1", AGREED)):
            if item in items and who in said:
                rows.append([who, item, None, None if said[who] == "decline" else said[who]])
    return sorted(rows, key=str)


def expect(name: str, platform: str, rows: list, **more) -> None:
    """Write what reading a sample must give."""
    expected = {"platform": platform, "answers": rows, **more}
    text = json.dumps(expected, ensure_ascii=False, indent=1)
    (HERE / f"{name}.expected.json").write_text(text + "\n", encoding="utf-8")


def write_csv(name: str, rows: list, *, encoding: str = "utf-8", separator: str = ",", quote_all: bool = False) -> None:
    """Write rows as a CSV file."""
    out = io.StringIO()
    quoting = csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
    csv.writer(out, delimiter=separator, quoting=quoting, lineterminator="\r\n").writerows(rows)
    (HERE / name).write_bytes(out.getvalue().encode(encoding))


def write_xlsx(name: str, sheets: dict) -> None:
    """Write sheets as an XLSX file."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(HERE / name)


def mapping(name: str, text: str) -> None:
    """Write the mapping file of a sample."""
    (HERE / f"{name}.map.yaml").write_text("format: alliancenet-mapping/1\n" + text, encoding="utf-8")


QUALTRICS = (
    (
        "StartDate EndDate Status IPAddress Progress Duration_(in_seconds) Finished RecordedDate ResponseId"
        " RecipientLastName RecipientFirstName RecipientEmail ExternalReference LocationLatitude LocationLongitude"
        " DistributionChannel UserLanguage"
    )
    .replace("Duration_(in_seconds)", "Duration~")
    .split()
)
QUALTRICS[5] = "Duration (in seconds)"
QUALTRICS_TEXT = [
    "Start Date",
    "End Date",
    "Response Type",
    "IP Address",
    "Progress",
    "Duration (in seconds)",
    "Finished",
    "Recorded Date",
    "Response ID",
    "Recipient Last Name",
    "Recipient First Name",
    "Recipient Email",
    "External Data Reference",
    "Location Latitude",
    "Location Longitude",
    "Distribution Channel",
    "User Language",
]


def _qualtrics_meta(who: str, n: int, status: str = "IP Address", day: int = 3) -> list:
    known = {
        "a1": (PEOPLE["a1"][2], ""),
        "a2": (PEOPLE["a2"][2], ""),
        "b1": ("", "b1"),
        "x": ("guest@elsewhere.example", ""),
    }
    address, reference = known[who]
    done = FINISHED.get(who, True)
    return [
        f"2026-03-0{day} 09:0{n}:00", f"2026-03-0{day} 09:2{n}:00", status, "", "100" if done else "40", "900",
        str(done), f"2026-03-0{day} 09:2{n}:01", f"R_{day}{n}abc", "", "", address, reference, "", "", "email", "EN",
    ]  # fmt: skip


def _said(table: dict, who: str, alter: str, words: list) -> str:
    value = table.get(who, {}).get(alter)
    return "" if value is None else "prefer not to say" if value == "decline" else words[value]


def qualtrics() -> None:
    """Matrices named in the question text; a preview, a guest, an answer after the close, a half-finished one."""
    steps = [None, "1", "2", "3", "4", "5"]
    head = [
        *QUALTRICS,
        *(f"Q5_{n}" for n in range(1, 7)),
        *(f"Q6_{n}" for n in range(1, 7)),
        "CLI-COM1",
        "Q8",
        "Q9",
        "Q9_TEXT",
    ]
    text = [
        *QUALTRICS_TEXT,
        *(f"How often were the two of you\nin contact about it? - {PEOPLE[i][1]}" for i in IDS),
        *(f"{NET2} - {PEOPLE[i][1]}" for i in IDS),
        COM1,
        ST1,
        "Which site do you work at? - Selected Choice",
        "Which site do you work at? - Other - Text",
    ]
    rows = [head, text, [f'{{"ImportId":"{code}"}}' for code in head]]
    plan = [
        ("a1", 1, "Survey Preview", 2),
        ("a1", 2, "IP Address", 3),
        ("b1", 3, "IP Address", 3),
        ("a2", 4, "IP Address", 4),
        ("x", 5, "IP Address", 4),
    ]
    for who, n, status, day in plan:
        agree = {value: AGREE[value - 1] for value in range(1, 6)} | {"decline": "cannot say"}
        rows.append(
            [
                *_qualtrics_meta(who, n, status, day),
                *(_said(CONTACT, who, alter, FREQUENCY) for alter in IDS),
                *(_said(MATTERS, who, alter, steps) for alter in IDS),
                agree.get(EFFORT.get(who), ""),
                agree.get(AGREED.get(who), ""),
                "Hamburg",
                "",
            ]
        )
    late = [*_qualtrics_meta("b1", 6), *[""] * 12, "disagree", "disagree", "", ""]
    late[0] = late[1] = late[7] = "2026-04-20 10:00:00"
    rows.append(late)
    write_csv("qualtrics.csv", rows)
    mapping(
        "qualtrics",
        'platform: qualtrics\nroster:\n  - {columns: "Q5_*", item: NET1, person: text}\n'
        '  - {columns: "Q6_*", item: NET2, person: text}\n'
        "questions:\n  - {column: CLI-COM1, item: CLI-COM1}\n  - {column: Q8, item: INT-ST1}\nignore: [Q9, Q9_TEXT]\n",
    )
    expect(
        "qualtrics",
        "qualtrics",
        answers("NET1", "NET2", "CLI-COM1", "INT-ST1"),
        responses={
            "matched by address": 2,
            "matched by id": 1,
            "not on the roster": 1,
            "outside the dates of the wave": 1,
            "dropped: a preview, not an answer": 1,
        },
        half_finished=["a2"],
    )


def qualtrics_legacy() -> None:
    """Two header rows, V1 to V10, a BOM and a comma at the end of each row."""
    codes = [f"V{n}" for n in range(1, 11)]
    names = [
        "ResponseID",
        "ResponseSet",
        "Name",
        "ExternalDataReference",
        "EmailAddress",
        "IPAddress",
        "Status",
        "StartDate",
        "EndDate",
        "Finished",
    ]
    head = [*codes, *(f"NET1_{i}" for i in IDS), "Q2", ""]
    text = [*names, *(f"{NET1}-{PEOPLE[i][1]}" for i in IDS), COM1, ""]
    rows = [head, text]
    for n, who in enumerate(("a1", "b1", "a2")):
        meta = [f"R_{n}", "Default Response Set", PEOPLE[who][1], "", PEOPLE[who][2], "", "0", "2026-03-05 10:00:00", "2026-03-05 10:20:00", str(int(FINISHED[who]))]  # fmt: skip
        numbers = ["0", "1", "2", "3", "4", "5"]
        rows.append(
            [
                *meta,
                *(_said(CONTACT, who, alter, numbers) for alter in IDS),
                str(EFFORT.get(who, "")).replace("decline", "cannot say"),
                "",
            ]
        )
    write_csv("qualtrics_legacy.csv", rows, encoding="utf-8-sig")
    mapping(
        "qualtrics_legacy",
        'roster:\n  - {columns: "NET1_*", item: NET1}\nquestions:\n  - {column: Q2, item: CLI-COM1}\n',
    )
    expect(
        "qualtrics_legacy",
        "qualtrics",
        answers("NET1", "CLI-COM1"),
        responses={"matched by address": 3},
        half_finished=["a2"],
    )


def microsoft_forms() -> None:
    """XLSX with English headings, statements that are only names, dates as numbers; CSV in German."""
    head = ["ID", "Start time", "Completion time", "Email", "Name", "Last modified time"]
    head += [PEOPLE[i][1] for i in IDS]
    head += [f"{PEOPLE[i][1]}2" for i in IDS]
    head += [f"{COM1}\xa0\n", GOAL1]
    steps = [None, "1", "2", "3", "4", "5"]
    rows = [head]
    for n, who in enumerate(("a1", "b1"), start=1):
        rows.append(
            [
                n, datetime(2026, 3, 6, 9, n), datetime(2026, 3, 6, 9, 30 + n), PEOPLE[who][2], PEOPLE[who][1], None,
                *(_said(CONTACT, who, alter, FREQUENCY) or None for alter in IDS),
                *(_said(MATTERS, who, alter, steps) or None for alter in IDS),
                {"a1": "5 (agree)", "b1": "cannot say"}[who],
                "".join(f"{goal};" for goal in PICKED[who]),
            ]
        )  # fmt: skip
    write_xlsx("microsoft_forms.xlsx", {"Form1": rows})
    mapping(
        "microsoft_forms",
        'platform: microsoft_forms\nroster:\n  - {at: "G:L", item: NET1}\n  - {at: "M:R", item: NET2}\n'
        f"questions:\n  - {{column: {json.dumps(COM1)}, item: CLI-COM1}}\n  - {{column: {json.dumps(GOAL1)}, item: GOAL1}}\n",
    )
    expect(
        "microsoft_forms",
        "microsoft_forms",
        answers("NET1", "NET2", "CLI-COM1", finished_only=True),
        responses={"matched by address": 2},
        choices={"GOAL1": PICKED},
    )
    german = [["ID", "Startzeit", "Fertigstellungszeit", "E-Mail", "Name", DE["COM1"], DE["ST1"]]]
    for n, who in enumerate(("a1", "b1"), start=1):
        effort = EFFORT[who]
        german.append(
            [n, "06.03.2026 09:01:00", "06.03.2026 09:31:00", "anonymous" if who == "a1" else PEOPLE[who][2], PEOPLE[who][1] if who == "a1" else "",
             "kann ich nicht beurteilen" if effort == "decline" else DE["agree"][effort - 1], DE["agree"][AGREED[who] - 1]]
        )  # fmt: skip
    german[1][3:5] = ["anonymous", "Anonymous"]
    write_csv("microsoft_forms_de.csv", german, encoding="utf-8-sig", separator=";")
    mapping(
        "microsoft_forms_de",
        f"questions:\n  - {{column: {json.dumps(DE['COM1'])}, item: CLI-COM1}}\n  - {{column: {json.dumps(DE['ST1'])}, item: INT-ST1}}\n",
    )
    expect(
        "microsoft_forms_de",
        "microsoft_forms",
        [["b1", "CLI-COM1", None, None], ["b1", "INT-ST1", None, 2]],
        responses={"matched by address": 1, "anonymous: nothing says who": 1},
    )


def google_forms() -> None:
    """A list of people in one cell as the gate, a grid with rows in brackets, goals joined by semicolons."""
    others = {who: [i for i in IDS if i != who] for who in ("a1", "b1")}
    head = ["Timestamp", "Email Address", GATE, *(f"{NET1} [{PEOPLE[i][1]}]" for i in IDS), ST1, GOAL1, OPEN1]
    rows = [head]
    for n, who in enumerate(("a1", "b1")):
        known = [PEOPLE[i][1] for i in others[who] if CONTACT[who].get(i)]
        frequencies = [_said(CONTACT, who, i, FREQUENCY) if CONTACT[who].get(i) else "" for i in IDS]
        rows.append(
            [
                f"2026/03/07 9:0{n}:11 AM GMT+1",
                PEOPLE[who][2],
                ";".join(known),
                *frequencies,
                AGREED[who],
                ";".join(PICKED[who]),
                SAID.get(who, ""),
            ]
        )
    write_csv("google_forms.csv", rows, quote_all=True)
    mapping(
        "google_forms",
        f'roster:\n  - {{column: {json.dumps(GATE)}, item: NET0, person: answer, separator: ";"}}\n'
        f"  - {{columns: {json.dumps(NET1 + ' [*]')}, item: NET1}}\n"
        f"questions:\n  - {{column: {json.dumps(ST1)}, item: INT-ST1}}\n"
        f'  - {{column: {json.dumps(GOAL1)}, item: GOAL1, separator: ";"}}\n  - {{column: {json.dumps(OPEN1)}, item: OPEN1}}\n',
    )
    rows = [row for row in answers("NET1", "INT-ST1", finished_only=True) if row[3] != 0]
    expect(
        "google_forms",
        "google_forms",
        rows,
        responses={"matched by address": 2},
        choices={"GOAL1": PICKED},
        texts={"OPEN1": SAID},
        complete=["a1", "b1"],
    )


def redcap() -> None:
    """Raw codes, a checkbox per goal, and a half-finished record."""
    head = [
        "record_id",
        "redcap_survey_identifier",
        "alliance_survey_timestamp",
        *(f"net1_{i}" for i in IDS),
        "int_st1",
    ]
    head += [*(f"goal1___{n}" for n in range(1, 5)), "open1", "alliance_survey_complete"]
    rows = [head]
    for n, who in enumerate(("a1", "a2", "b1")):
        stamp = f"2026-03-0{n + 5} 09:00:00" if FINISHED[who] else "[not completed]"
        steps = [str(CONTACT[who].get(i, "")) for i in IDS]
        ticks = [str(int(goal in PICKED.get(who, []))) for goal in GOALS]
        rows.append(
            [n + 1, PEOPLE[who][2], stamp, *steps, AGREED.get(who, ""), *ticks, SAID.get(who, ""), 2 * FINISHED[who]]
        )
    write_csv("redcap.csv", rows)
    mapping(
        "redcap",
        'roster:\n  - {columns: "net1_*", item: NET1}\n'
        "questions:\n  - {column: int_st1, item: INT-ST1}\n  - {column: open1, item: OPEN1}\n"
        'ignore: ["goal1___1", "goal1___2", "goal1___3", "goal1___4"]\n',
    )
    expect(
        "redcap",
        "redcap",
        answers("NET1", "INT-ST1"),
        responses={"matched by address": 3},
        texts={"OPEN1": SAID},
        half_finished=["a2"],
    )


def kobo() -> None:
    """Groups in the headings, ticks in columns of their own, semicolons; who answered is a question."""
    head = ["start", "end", "who_are_you", *(f"contacts/NET1_{i}" for i in IDS), "INT-ST1", "GOAL1"]
    head += [*(f"GOAL1/{goal}" for goal in GOALS), "OPEN1", "__version__", "_id", "_uuid", "_submission_time", "_index"]
    rows = [head]
    for n, who in enumerate(("a1", "b1")):
        ticks = [str(int(goal in PICKED[who])) for goal in GOALS]
        steps = [str(CONTACT[who].get(i, "")) for i in IDS]
        time = f"2026-03-0{n + 5}T09:00:00"
        meta = ["v1", 100 + n, f"u-{n}", time, n + 1]
        rows.append(
            [
                f"{time}.000+01:00",
                f"{time}.000+01:00",
                PEOPLE[who][2],
                *steps,
                AGREED[who],
                " ".join(PICKED[who]),
                *ticks,
                SAID.get(who, ""),
                *meta,
            ]
        )
    write_csv("kobo.csv", rows, separator=";", quote_all=True)
    mapping(
        "kobo",
        'respondent: {address: who_are_you}\nroster:\n  - {columns: "NET1_*", item: NET1}\n'
        "questions:\n  - {column: INT-ST1, item: INT-ST1}\n  - {column: OPEN1, item: OPEN1}\n"
        '  - {columns: "GOAL1/*", item: GOAL1, ticked: true}\n',
    )
    rows = answers("NET1", "INT-ST1", finished_only=True)
    expect("kobo", "kobo", rows, responses={"matched by address": 2}, choices={"GOAL1": PICKED}, texts={"OPEN1": SAID})


def typeform() -> None:
    """Wordings as headings, a hidden field with the address, a response that was only started."""
    head = ["#", *(f"{NET1} {PEOPLE[i][1]}" for i in IDS), ST1, OPEN1, "email", "Response Type", "Start Date (UTC)"]
    head += ["Stage Date (UTC)", "Submit Date (UTC)", "Network ID", "Tags", "Ending"]
    rows = [head]
    for n, who in enumerate(("a1", "a2", "b1")):
        steps = [_said(CONTACT, who, i, FREQUENCY) if i in CONTACT[who] else "" for i in IDS]
        begun = f"2026-03-0{n + 5} 09:00:00"
        sent = f"2026-03-0{n + 5} 09:12:00" if FINISHED[who] else ""
        kind = "completed" if FINISHED[who] else "started"
        rows.append(
            [
                f"tf{n}",
                *steps,
                AGREED.get(who, ""),
                SAID.get(who, ""),
                PEOPLE[who][2],
                kind,
                begun,
                "",
                sent,
                f"n{n}",
                "",
                "",
            ]
        )
    write_csv("typeform.csv", rows)
    mapping(
        "typeform",
        f"roster:\n  - {{columns: {json.dumps(NET1 + ' *')}, item: NET1}}\n"
        f"questions:\n  - {{column: {json.dumps(ST1)}, item: INT-ST1}}\n  - {{column: {json.dumps(OPEN1)}, item: OPEN1}}\n",
    )
    expect(
        "typeform",
        "typeform",
        answers("NET1", "INT-ST1"),
        responses={"matched by address": 3},
        texts={"OPEN1": SAID},
        half_finished=["a2"],
    )


def eusurvey() -> None:
    """A title above the headings, contribution numbers behind the answers."""
    head = [
        *(f"{NET1} [{PEOPLE[i][1]}]" for i in IDS),
        ST1,
        GOAL1,
        OPEN1,
        "Invitation number",
        "Contribution ID",
        "User name",
    ]
    head += ["Languages", "Creation date", "Last update"]
    rows = [["Alias", "alliance-2026"], ["Export Date", "2026-04-01 10:00"], [], head]
    for n, who in enumerate(("a1", "b1")):
        steps = [_said(CONTACT, who, i, FREQUENCY) if i in CONTACT[who] else "" for i in IDS]
        goals = ";".join(PICKED[who])
        meta = ["", f"c-{n}", PEOPLE[who][2], "EN", f"2026-03-0{n + 5} 09:00:00", f"2026-03-0{n + 5} 09:20:00"]
        rows.append([*steps, AGREED[who], goals, SAID.get(who, ""), *meta])
    write_xlsx("eusurvey.xlsx", {"Content": rows})
    mapping(
        "eusurvey",
        f"roster:\n  - {{columns: {json.dumps(NET1 + ' [*]')}, item: NET1}}\n"
        f"questions:\n  - {{column: {json.dumps(ST1)}, item: INT-ST1}}\n"
        f'  - {{column: {json.dumps(GOAL1)}, item: GOAL1, separator: ";"}}\n  - {{column: {json.dumps(OPEN1)}, item: OPEN1}}\n',
    )
    expect(
        "eusurvey",
        "eusurvey",
        answers("NET1", "INT-ST1", finished_only=True),
        responses={"matched by address": 2},
        choices={"GOAL1": PICKED},
        texts={"OPEN1": SAID},
    )


def limesurvey() -> None:
    """Codes in brackets with a BOM; the same with wordings, in German; blanks, N/A and a gate."""
    head = [
        "id",
        "submitdate",
        "lastpage",
        "startlanguage",
        "seed",
        "token",
        "startdate",
        "datestamp",
        "ipaddr",
        "refurl",
    ]
    codes = [*(f"NET0[{i}]" for i in IDS), *(f"NET1[{i}]" for i in IDS), "CLICOM1"]
    rows = [[*head, *codes]]
    texts = [
        ["Antwort ID", "Datum Abgeschickt", "Letzte Seite", "Start-Sprache", "Zufallsstartwert", "Zugangscode", "Datum gestartet", "Datum letzte Aktivität", "IP-Adresse", "Weiterleitungs-URL",
         *(f"{DE['NET1']} [{PEOPLE[i][1]}]" for i in IDS), DE["COM1"]]
    ]  # fmt: skip
    for n, who in enumerate(("a1", "b1", "a2"), start=1):
        day = "2026-03-08 12:00:00" if FINISHED[who] else ""
        meta = [
            n,
            day,
            4 if FINISHED[who] else 1,
            "de",
            1234,
            who,
            "2026-03-08 11:40:00",
            "2026-03-08 12:00:00",
            "",
            "",
        ]
        said = CONTACT[who]
        gate = ["N/A" if i == who else "" if i not in said else "Y" if said[i] else "N" for i in IDS]
        often = [str(said[i]) if said.get(i) else "" if i not in said else "N/A" for i in IDS]
        effort = EFFORT.get(who)
        rows.append([*meta, *gate, *often, {None: "", "decline": "cannot_say"}.get(effort, effort)])
        german = [DE["frequency"][said[i]] if i in said else "" for i in IDS]
        texts.append(
            [
                *meta,
                *german,
                ""
                if effort is None
                else "kann ich nicht beurteilen"
                if effort == "decline"
                else DE["agree"][effort - 1],
            ]
        )
    write_csv("limesurvey_codes.csv", rows, encoding="utf-8-sig", quote_all=True)
    write_csv("limesurvey_texts.csv", texts, encoding="utf-8-sig", quote_all=True)
    mapping(
        "limesurvey_codes",
        'roster:\n  - {columns: "NET0[*]", item: NET0}\n  - {columns: "NET1[*]", item: NET1}\nquestions:\n  - {column: CLICOM1, item: CLI-COM1}\n',
    )
    mapping(
        "limesurvey_texts",
        f"roster:\n  - {{columns: {json.dumps(DE['NET1'] + ' [*]', ensure_ascii=False)}, item: NET1}}\n"
        f"questions:\n  - {{column: {json.dumps(DE['COM1'], ensure_ascii=False)}, item: CLI-COM1}}\n",
    )
    for name in ("limesurvey_codes", "limesurvey_texts"):
        expect(name, "limesurvey", answers("NET1", "CLI-COM1"), responses={"matched by id": 3}, half_finished=["a2"])


def survey_monkey() -> None:
    """Questions in the first row, only above the first of their columns; people and options in the second."""
    meta = ["Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address", "Email Address", "First Name", "Last Name", "Custom Data 1"]  # fmt: skip
    first = [*meta, NET1, *[""] * 5, COM1, GOAL1, "", "", "", OPEN1]
    second = [*[""] * 9, *(PEOPLE[i][1] for i in IDS), "Response", *GOALS, "Open-Ended Response"]
    rows = [first, second]
    for n, who in enumerate(("a1", "b1", "a2")):
        effort = {None: "", "decline": "cannot say"}.get(EFFORT.get(who)) or (
            AGREE[EFFORT[who] - 1] if EFFORT.get(who) in range(6) else ""
        )
        done = "03/19/2026 10:15:00 AM" if FINISHED[who] else ""
        rows.append(
            [f"1180{n}", "4411", "03/19/2026 10:00:00 AM", done, "", PEOPLE[who][2], "", "", "",
             *(_said(CONTACT, who, alter, FREQUENCY) for alter in IDS), effort,
             *(goal if goal in PICKED.get(who, []) else "" for goal in GOALS), SAID.get(who, "")]
        )  # fmt: skip
    write_csv("survey_monkey.csv", rows)
    mapping(
        "survey_monkey",
        f"roster:\n  - {{columns: {json.dumps(NET1)}, item: NET1}}\n"
        f"questions:\n  - {{column: {json.dumps(COM1)}, item: CLI-COM1}}\n"
        f"  - {{columns: {json.dumps(GOAL1)}, item: GOAL1, ticked: true}}\n  - {{column: {json.dumps(OPEN1)}, item: OPEN1}}\n",
    )
    expect(
        "survey_monkey",
        "survey_monkey",
        answers("NET1", "CLI-COM1"),
        responses={"matched by address": 3},
        half_finished=["a2"],
        choices={"GOAL1": PICKED},
        texts={"OPEN1": SAID},
    )


def polinode() -> None:
    """Ties in a sheet per question; people who named nobody are listed and not known to have answered."""
    ties = [["Source", "Target", "Rating"]]
    for who in ("a1", "b1"):
        ties += [[who, alter, value] for alter, value in CONTACT[who].items() if value]
    ties.append(["a1", "z9", 2])
    nodes = [["Name", "Effort"], *([i, EFFORT.get(i) if EFFORT.get(i) in range(6) else None] for i in IDS)]
    write_xlsx("polinode.xlsx", {"Node Attributes": nodes, "Relationship Question 1": ties})
    mapping(
        "polinode",
        'platform: polinode\nroster:\n  - {column: "Relationship Question 1: Rating", item: NET1, person: answer}\n'
        "questions:\n  - {column: Effort, item: CLI-COM1}\n",
    )
    rows = [[w, "NET1", a, v] for w in ("a1", "b1") for a, v in CONTACT[w].items() if v] + [["a1", "CLI-COM1", None, 5]]
    expect(
        "polinode",
        "polinode",
        sorted(rows, key=str),
        responses={"matched by id": 2, "dropped: listed, but named nobody: not known to have answered": 4},
        complete=["a1", "b1"],
        strangers=["z9"],
    )


def viva() -> None:
    """One row per direction and month; the last month in the wave counts."""
    head = ["PrimaryCollaborator_PersonId", "SecondaryCollaborator_PersonId", "MetricDate", "Diverse_tie_score", "Diverse_tie_type", "Strong_tie_score", "Strong_tie_type", "PrimaryCollaborator_Organization", "SecondaryCollaborator_Organization"]  # fmt: skip
    rows = [head]
    scores = {("a1", "b1"): 0.8, ("b1", "a1"): 0.6, ("a2", "b1"): 0.25, ("a1", "z9"): 0.5}
    for day, factor in (("01/02/2026", 0.5), ("15/03/2026", 1)):
        rows += [[i, j, day, 0.1, "None", score * factor, "Strong", i[0], j[0]] for (i, j), score in scores.items()]
    write_csv("viva.csv", rows)
    mapping("viva", "log:\n  - {column: Strong_tie_score, layer: communication}\n")
    expect(
        "viva",
        "viva",
        [
            ["a1", "log:communication", "b1", 0.8],
            ["a2", "log:communication", "b1", 0.25],
            ["b1", "log:communication", "a1", 0.6],
        ],
        responses={"matched by id": 3, "outside the dates of the wave": 3},
        strangers=["z9"],
    )


def tidy() -> None:
    """One row per answer; and one row per respondent and alter, as the codebook lays it out."""
    rows = [["respondent", "item", "alter", "value", "date", "finished", "wave"]]
    for who in ("a1", "b1", "a2"):
        tail = ["2026-03-09", "yes" if FINISHED[who] else "no", "w1"]
        rows += [[who, "NET1", alter, value, *tail] for alter, value in CONTACT[who].items()]
        rows += [
            [who, "NET2", alter, "prefer_not_to_say" if value == "decline" else value, *tail]
            for alter, value in MATTERS[who].items()
        ]
        if who in EFFORT:
            rows.append([who, "CLI-COM1", "", "cannot_say" if EFFORT[who] == "decline" else EFFORT[who], *tail])
    rows.append(["a3", "CLI-COM1", "", 1, "2026-03-09", "yes", "w0"])
    write_csv("tidy.csv", rows)
    expect(
        "tidy",
        "tidy",
        answers("NET1", "NET2", "CLI-COM1"),
        responses={"matched by id": 3, "of another wave": 1},
        half_finished=["a2"],
    )
    pairs = [["respondent", "alter", "NET0", "NET1", "NET2"]]
    for who in ("a1", "b1", "a2"):
        for alter, value in CONTACT[who].items():
            matters = MATTERS[who].get(alter, "")
            pairs.append(
                [
                    who,
                    alter,
                    "yes" if value else "no",
                    value or "",
                    "prefer_not_to_say" if matters == "decline" else matters,
                ]
            )
    write_csv("tidy_pairs.csv", pairs)
    expect("tidy_pairs", "tidy", answers("NET1", "NET2"), responses={"matched by id": 3})


if __name__ == "__main__":
    for write in (
        qualtrics,
        qualtrics_legacy,
        microsoft_forms,
        google_forms,
        limesurvey,
        survey_monkey,
        polinode,
        viva,
        tidy,
        redcap,
        kobo,
        typeform,
        eusurvey,
    ):
        write()
