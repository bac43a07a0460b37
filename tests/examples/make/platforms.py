"""Survey exports as the platforms write them, each with its mapping file."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from forms import Form
from opinions import GOALS
from people import short_code
from wording import EVIDENCE

Files = dict[str, str | bytes]
Row = Sequence[object]


def qualtrics(form: Form) -> Files:
    """CSV with three header rows, choice text; a preview of the author stands among the answers."""
    meta = {
        "StartDate": "Start Date", "EndDate": "End Date", "Status": "Response Type", "IPAddress": "IP Address",
        "Progress": "Progress", "Duration (in seconds)": "Duration (in seconds)", "Finished": "Finished",
        "RecordedDate": "Recorded Date", "ResponseId": "Response ID", "RecipientLastName": "Recipient Last Name",
        "RecipientFirstName": "Recipient First Name", "RecipientEmail": "Recipient Email",
        "ExternalReference": "External Data Reference", "LocationLatitude": "Location Latitude",
        "LocationLongitude": "Location Longitude", "DistributionChannel": "Distribution Channel",
        "UserLanguage": "User Language",
    }  # fmt: skip
    columns = [
        (f"{item}_{at + 1}", f"{form.question(item)} - {name}") for item in form.roster for at, name in _people(form)
    ]
    columns += [(item.replace("-", "_"), form.question(item)) for item in form.questions]
    head = [*meta, *(code for code, _ in columns)]
    ids = [*meta, *(f"QID{number}" for number in range(1, len(columns) + 1))]
    imports = [f'{{"ImportId":"{id_}"}}' for id_ in ids]
    body = [[*_qualtrics_meta(form, respondent), *_words(form, respondent, form.roster, ",")] for respondent in form.respondents]
    preview = [*body[0][:17], *[""] * len(columns)]
    preview[2], preview[8], preview[9:12], preview[15] = "Survey Preview", "R_0preview00000", ["", "", ""], "preview"
    rows = [head, [*meta.values(), *(text for _, text in columns)], imports, preview, *body]
    lines = _lines(
        (f'  - {{columns: "{item}_*", item: {item}, person: text}}' for item in form.roster),
        (_line(item.replace("-", "_"), item, "," if item == "GOAL1" else "") for item in form.questions),
    )
    return _files(form, "qualtrics", "csv", _csv(rows).encode(), lines)


def _qualtrics_meta(form: Form, one: int) -> list[object]:
    start, end = form.sent(one)
    first, _, last = form.names[one].partition(" ")
    seconds = int((end - start).total_seconds())
    return [
        start, end, "IP Address", "", 100, seconds, "True", end, f"R_{one * 7919 + 10**14:015d}", last, first,
        form.addresses[one], "", "", "", "email", "EN",
    ]  # fmt: skip


def microsoft_forms(form: Form) -> Files:
    """XLSX; a table of statements becomes columns headed by the statement alone, numbered from 2 on.

    People of another firm answer as "anonymous", so that the form asks for the address.
    """
    who = "Your work e-mail address"
    head = ["ID", "Start time", "Completion time", "Email", "Name", who, *_forms_headings(form)]
    rows: list[Row] = [head]
    for number, one in enumerate(form.respondents, start=1):
        identity = ["anonymous", "", form.addresses[one]]
        rows.append([number, *form.sent(one), *identity, *_words(form, one, form.details, ";", after=";")])
    lines = [f"respondent: {{address: {_quoted(who)}}}", *_forms_lines(form, 6)]
    return _files(form, "microsoft_forms", "xlsx", _xlsx(rows), lines)


def microsoft_forms_german(form: Form) -> Files:
    """CSV of a German account: other headings, semicolons, dates with dots, a mark at the start."""
    rows: list[Row] = [["ID", "Startzeit", "Fertigstellungszeit", "E-Mail", "Name", *_forms_headings(form)]]
    for number, one in enumerate(form.respondents, start=1):
        times = [f"{time:%d.%m.%Y %H:%M:%S}" for time in form.sent(one)]
        identity = [form.addresses[one], form.names[one]]
        rows.append([number, *times, *identity, *_words(form, one, form.details, ";", after=";")])
    return _files(form, "microsoft_forms", "csv", _csv(rows, ";").encode("utf-8-sig"), _forms_lines(form, 5))


def _forms_headings(form: Form) -> list[str]:
    numbers = ["", *(str(number) for number in range(2, len(form.details) + 1))]
    return [f"{name}{number}" for number in numbers for name in form.names] + [form.question(i) for i in form.questions]


def _forms_lines(form: Form, first: int) -> list[str]:
    size = len(form.names)
    ranges = [(_letters(first + at * size), _letters(first - 1 + (at + 1) * size)) for at in range(len(form.details))]
    return _lines(
        (
            f'  - {{at: "{low}:{high}", item: {item}, person: text}}'
            for (low, high), item in zip(ranges, form.details, strict=True)
        ),
        (_line(form.question(item), item, ";" if item == "GOAL1" else "") for item in form.questions),
    )


def google_forms(form: Form) -> Files:
    """CSV of the form: the gate is a list of names in one cell, tables have their row in brackets."""
    head = ["Timestamp", "Email Address", *(form.question(gate) for gate in form.roster[:1])]
    head += [f"{form.question(item)} [{name}]" for item in form.details for _, name in _people(form)]
    head += [form.question(item) for item in form.questions]
    rows: list[Row] = [head]
    for respondent in form.respondents:
        met = [name for other, name in _people(form) if form.code(respondent, "NET0", other) == "yes"]
        often = {name: form.word(respondent, "NET1", other) for other, name in _people(form)}
        words = [often[name] if name in met else "" for _, name in _people(form)]
        end = form.sent(respondent)[1]
        stamp = f"{end:%Y/%m/%d} {end.hour % 12 or 12}:{end:%M:%S} {'AM' if end.hour < 12 else 'PM'} GMT+2"
        about_people = [";".join(met), *words] if form.roster else []
        rows.append([stamp, form.addresses[respondent], *about_people, *_words(form, respondent, form.details[1:], ";")])
    gate = (
        f'  - {{column: {_quoted(form.question(item))}, item: {item}, person: answer, separator: ";"}}'
        for item in form.roster[:1]
    )
    lines = _lines(
        (*gate, *_by_wording(form)),
        (_line(form.question(item), item, ";" if item == "GOAL1" else "") for item in form.questions),
    )
    return _files(form, "google_forms", "csv", _csv(rows, quoted=True).encode(), lines)


def survey_monkey(form: Form) -> Files:
    """CSV with questions in the first row and people or options in the second."""
    meta = ["Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address", "Email Address", "First Name",
            "Last Name", "Custom Data 1"]  # fmt: skip
    first: list[object] = list(meta)
    second: list[object] = [""] * len(meta)
    for item in (*form.details, *form.questions):
        options = ["Open-Ended Response" if item.startswith("OPEN") else "Response"]
        options = form.names if item in form.details else GOALS if item == "GOAL1" else options
        first += [form.question(item), *[""] * (len(options) - 1)]
        second += options
    rows: list[Row] = [first, second]
    for number, one in enumerate(form.respondents):
        start, end = (f"{time:%m/%d/%Y %I:%M:%S %p}" for time in form.sent(one))
        name, _, family = form.names[one].partition(" ")
        words = [form.word(one, item, other) for item in form.details for other, _ in _people(form)]
        for item in form.questions:
            picked = form.goals(one)
            words += [goal if goal in picked else "" for goal in GOALS] if item == "GOAL1" else [form.word(one, item)]
        rows.append([118400200 + number, 441190, start, end, "", form.addresses[one], name, family, "", *words])
    lines = _lines(
        _by_wording(form), (_line(form.question(item), item, ticked=item == "GOAL1") for item in form.questions)
    )
    return _files(form, "survey_monkey", "csv", _csv(rows).encode(), lines)


CODES = {"prefer_not_to_say": "pn", "cannot_say": "cs", "yes": "Y", "no": "N"}
CHANGES = {"-1": "less", "0": "same", "1": "more"}


def limesurvey(form: Form) -> Files:
    """CSV of codes: letters and digits only, so that people and answers go by short codes."""
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
    codes = [short_code(actor.id) for actor in form.actors]
    head += [f"{item}[{code}]" for item in form.roster for code in codes]
    goals = {f"g{number}": goal for number, goal in enumerate(GOALS, start=1)}
    for item in form.questions:
        head += [f"GOAL1[{code}]" for code in goals] if item == "GOAL1" else [item.replace("-", "")]
    rows: list[Row] = [head]
    for number, one in enumerate(form.respondents, start=1):
        start, end = form.sent(one)
        cells: list[object] = [number, end, 6, "en", 20261 + number * 977, codes[one], start, end, "", ""]
        cells += [_lime_answer(form, one, item, other) for item in form.roster for other in range(len(codes))]
        for item in form.questions:
            picked = form.goals(one)
            cells += (
                ["Y" if goal in picked else "" for goal in GOALS]
                if item == "GOAL1"
                else [CODES.get(form.code(one, item), form.code(one, item))]
            )
        rows.append(cells)
    names = ", ".join(f'{code}: "{goal}"' for code, goal in goals.items())
    lines = _lines(
        (f'  - {{columns: "{item}[*]", item: {item}, person: star}}' for item in form.roster),
        (
            f'  - {{columns: "GOAL1[*]", item: GOAL1, ticked: true, answers: {{{names}}}}}'
            if item == "GOAL1"
            else _line(item.replace("-", ""), item)
            for item in form.questions
        ),
    )
    lines = ['answers: {pn: prefer_not_to_say, cs: cannot_say, same: "0"}', *lines]
    return _files(form, "limesurvey", "csv", _csv(rows, quoted=True).encode("utf-8-sig"), lines)


def _lime_answer(form: Form, one: int, item: str, other: int) -> str:
    code = form.code(one, item, other)
    if item == "NET1" and form.code(one, "NET0", other) != "yes":
        return ""
    return CHANGES.get(code, code) if item == "NET9" else CODES.get(code, code)


PLATFORMS: dict[str, Callable[[Form], Files]] = {
    "qualtrics": qualtrics,
    "microsoft_forms": microsoft_forms,
    "microsoft_forms_german": microsoft_forms_german,
    "google_forms": google_forms,
    "survey_monkey": survey_monkey,
    "limesurvey": limesurvey,
}


def _people(form: Form) -> Iterable[tuple[int, str]]:
    return enumerate(form.names)


def _words(form: Form, one: int, items: Iterable[str], separator: str, after: str = "") -> list[str]:
    """Answers of one respondent: about everybody, then about the alliance."""
    words = [form.word(one, item, other) for item in items for other, _ in _people(form)]
    for item in form.questions:
        picked = form.goals(one)
        words.append((separator.join(picked) + after if picked else "") if item == "GOAL1" else form.word(one, item))
    return words


def _lines(roster: Iterable[str], questions: Iterable[str]) -> list[str]:
    """Lists of a mapping file; a form that asks about nobody has no roster."""
    people = list(roster)
    return [*(["roster:", *people] if people else []), "questions:", *questions]


def _by_wording(form: Form) -> list[str]:
    return [f"  - {{columns: {_quoted(form.question(item))}, item: {item}, person: text}}" for item in form.details]


def _line(column: str, item: str, separator: str = "", *, ticked: bool = False) -> str:
    kind = "columns" if ticked else "column"
    more = f', separator: "{separator}"' if separator else ", ticked: true" if ticked else ""
    more += ", field: evidence" if item.endswith(EVIDENCE) else ""
    return f"  - {{{kind}: {_quoted(column)}, item: {item.removesuffix(EVIDENCE)}{more}}}"


def _files(form: Form, platform: str, ending: str, content: bytes, lines: Iterable[str]) -> Files:
    parts = [form.alliance, form.wave, *([form.about] if form.about else []), platform]
    name = f"survey/{'_'.join(parts)}.{ending}"
    head = [
        "format: alliancenet-mapping/1",
        f"platform: {platform}",
        f"alliance: {form.alliance}",
        f'wave: "{form.wave}"',
    ]
    return {name: content, f"{name}.map.yaml": "\n".join([*head, *lines]) + "\n"}


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _csv(rows: Iterable[Row], separator: str = ",", *, quoted: bool = False) -> str:
    text = io.StringIO()
    quoting = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    csv.writer(text, delimiter=separator, quoting=quoting, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def _xlsx(rows: Sequence[Row]) -> bytes:
    from xlsxwriter import Workbook

    content = io.BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"created": datetime(2026, 4, 24)})
        sheet = book.add_worksheet("Sheet1")
        day = book.add_format({"num_format": "m/d/yy h:mm:ss"})
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, datetime):
                    sheet.write_datetime(at, column, cell, day)
                elif cell != "":
                    sheet.write(at, column, cell)
    return content.getvalue()


def _letters(position: int) -> str:
    name = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        name = chr(65 + rest) + name
    return name
