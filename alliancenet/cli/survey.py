"""``alliancenet survey``: instruments shown, printed, checked, and their codebooks."""

import sys
from pathlib import Path

import click

from alliancenet.cli.survey_map import map_, match
from alliancenet.cli.survey_roster import occasion_of
from alliancenet.errors import InputError, Problem
from alliancenet.files.writing import write_whole
from alliancenet.instruments.codebook import codebook, codebook_csv
from alliancenet.instruments.form import Handout, missing_parts, render_form
from alliancenet.instruments.promise import NAMEABLE, broken_promise, promised, roles_in, shown_roles
from alliancenet.instruments.reading import find_instruments, read_instrument
from alliancenet.instruments.used import made_of, told
from alliancenet.model.instrument import Instrument, Item, Mode, Scale

_PROJECT = click.option(
    "--project",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="Project folder whose `surveys` folder is looked into as well.  [default: here]",
)
_LANG = click.option("--lang", default=None, help="Language code.  [default: the instrument's first]")


@click.group()
def survey() -> None:
    """Instruments: what is asked, as files, forms and codebooks.

    ID is the name of a shipped instrument, of one in the project's `surveys`
    folder, or the path of a YAML file.
    """


survey.add_command(map_)
survey.add_command(match)


@survey.command("list")
@_PROJECT
def list_(project: Path) -> None:
    """List the instruments, with languages, number of items and who answers."""
    rows = [("id", "items", "short", "languages", "answered by")]
    for name, path in find_instruments(project).items():
        own = "" if path.parent != project / "surveys" else " (this project)"
        rows.append(_row_of(name, path, own))
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        click.echo("  ".join([*cells, row[4]]).rstrip())


def _row_of(name: str, path: Path, own: str) -> tuple[str, str, str, str, str]:
    try:
        instrument = read_instrument(path)
    except InputError as error:
        faults = len(error.problems)
        return (name, "?", "?", "?", f"{faults} to correct: alliancenet survey check {path}")
    return (
        name,
        str(len(instrument.items)),
        str(len(instrument.short_items) or "–"),
        " ".join(instrument.languages),
        instrument.answered_by[instrument.languages[0]] + own,
    )


@survey.command()
@click.argument("id_")
@_LANG
@click.option("--short", is_flag=True, help="Only the short form.")
@_PROJECT
def show(id_: str, lang: str | None, short: bool, project: Path) -> None:
    """Print the wording, scales and meaning of an instrument's items."""
    instrument = _instrument(id_, project)
    language = _language(instrument, lang)
    click.echo(f"{instrument.title[language]}  ({instrument.id}, version {instrument.version})")
    click.echo(instrument.intro[language])
    click.echo(f"Answered by: {instrument.answered_by[language]}\n")
    for item in instrument.short_items if short else instrument.items:
        click.echo(f"{item.id}  {item.text[language]}")
        click.echo(f"    {_answers_of(item, language)}")
        click.echo(f"    {_meaning_of(item)}")
        click.echo(f"    {_use_of(instrument, item)}\n")


def _made_of(instrument: Instrument, item: Item) -> tuple[str, ...]:
    # everything that reads answers says so when it is imported
    import alliancenet.auditing
    import alliancenet.staffing.fit_answers  # noqa: F401

    return made_of(instrument, item)


def _use_of(instrument: Instrument, item: Item) -> str:
    """What is made of an item's answers, in words."""
    made = _made_of(instrument, item)
    return f"used for: {', '.join(made)}" if made else "collected, used by nothing yet"


@survey.command()
@click.argument("id_")
@_LANG
@click.option("--short", is_flag=True, help="Only the short form.")
@click.option("--alliance", default="", help="Id or name of an alliance of the project, or any name.")
@click.option(
    "--people",
    type=click.Path(path_type=Path, dir_okay=False),
    help="CSV with id and, optionally, name and organisation; instead of the project's roster.",
)
@click.option("--goal", "goals", multiple=True, help="A goal to choose from; give it once per goal.")
@click.option("--mode", type=click.Choice([str(mode) for mode in Mode]), help="Who will see names.")
@click.option(
    "--roles", default="", help='The readers who see names, with --mode named_for_roles: "alliance manager, HR".'
)
@click.option("--contact", default="", help="Whom to ask, and where the form goes back to.")
@click.option("--closes", default="", help="Last day to answer.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="File to write.")
@click.option("--overwrite", is_flag=True, help="Replace the file when it exists.")
@_PROJECT
def form(
    id_: str,
    lang: str | None,
    short: bool,
    alliance: str,
    people: Path | None,
    goals: tuple[str, ...],
    mode: str | None,
    roles: str,
    contact: str,
    closes: str,
    output: Path | None,
    overwrite: bool,
    project: Path,
) -> None:
    """Write an instrument as a printable HTML form with its notice.

    In a project, --alliance brings the roster and the goals along.
    """
    instrument = _instrument(id_, project)
    language = lang or instrument.languages[0]
    chosen = Mode(mode) if mode else None
    named = _roles_named(chosen, roles)
    _hold_to_promise(chosen, named, project)
    about = occasion_of(project, alliance, people, goals)
    handout = Handout(
        language=language,
        short=short,
        alliance=about.alliance,
        people=about.people,
        goals=about.goals,
        mode=chosen,
        roles=shown_roles(named),
        contact=contact,
        closes=closes,
    )
    page = render_form(instrument, handout, about.settings)
    path = output or Path(f"{instrument.id}{'-short' if short else ''}-{language}.html")
    if path.exists() and not overwrite:
        raise click.UsageError(f"{path} exists; choose another name with -o, or add --overwrite.")
    write_whole(path, page)
    click.echo(f"{path} written.")
    items = instrument.short_items if short else instrument.items
    if unused := [item.id for item in items if not _made_of(instrument, item)]:
        click.echo(f"It asks what nothing is made of yet: {told(unused)}")
    missing = missing_parts(items, instrument, handout)
    if missing:
        click.echo(f"It is marked as a draft until it has: {', '.join(f'--{_OPTION_OF[part]}' for part in missing)}.")


def _roles_named(mode: Mode | None, roles: str) -> tuple[str, ...]:
    """Reader roles of ``--roles``, which the mode must be about."""
    named, unknown = roles_in(roles)
    if mode is Mode.NAMED_FOR_ROLES and not roles.strip():
        raise click.UsageError("--mode named_for_roles needs --roles: say which roles see names.")
    if mode is not Mode.NAMED_FOR_ROLES and roles.strip():
        raise click.UsageError("--roles says who sees names, and belongs to --mode named_for_roles.")
    if unknown:
        known = ", ".join(role.replace("_", " ") for role in NAMEABLE)
        raise click.UsageError(f"--roles: {', '.join(unknown)}: no reader is known by that; one or more of: {known}.")
    return named


def _hold_to_promise(mode: Mode | None, roles: tuple[str, ...], project: Path) -> None:
    """Refuse a form that promises names to others than the project shows them to."""
    from alliancenet.sources.place import PROJECT_FILE
    from alliancenet.sources.project import project_settings

    if mode is None:
        return
    if (project / PROJECT_FILE).is_file():
        problem = broken_promise(mode, roles, project_settings(project), PROJECT_FILE)
        if problem is not None:
            raise InputError([problem])
    elif promises := promised(mode, roles):
        click.echo(
            "No project here to hold this to: the project that reads the answers needs "
            f"`privacy.named_for: [{', '.join(sorted(promises))}]` under `settings:`.",
            err=True,
        )


_OPTION_OF = {
    "alliance": "alliance",
    "mode": "mode",
    "contact": "contact",
    "closes": "closes",
    "people": "people",
    "goals": "goal",
}


@survey.command()
@click.argument("file", type=click.Path(path_type=Path))
def check(file: Path) -> None:
    """Check an instrument file and print every fault with its line."""
    try:
        instrument = read_instrument(file)
    except InputError as error:
        click.echo("\n".join(map(str, error.problems)), err=True)
        click.echo(f"{len(error.problems)} to correct.", err=True)
        sys.exit(2)
    click.echo(
        f"{file}: good. {len(instrument.items)} items, {len(instrument.short_items)} in the short form, "
        f"languages {', '.join(instrument.languages)}."
    )


@survey.command("codebook")
@click.argument("id_")
@_LANG
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="File to write.")
@_PROJECT
def codebook_(id_: str, lang: str | None, output: Path | None, project: Path) -> None:
    """Write the codebook as CSV: one row per column that comes back."""
    instrument = _instrument(id_, project)
    text = codebook_csv(codebook(instrument, _language(instrument, lang)))
    if output is None:
        click.echo(text, nl=False)
        return
    write_whole(output, text)
    click.echo(f"{output} written.")


def _instrument(id_: str, project: Path) -> Instrument:
    if Path(id_).suffix in {".yaml", ".yml"}:
        return read_instrument(Path(id_))
    known = find_instruments(project)
    if id_ not in known:
        found, needed = f"there is no instrument '{id_}'", f"one of: {', '.join(known)}"
        raise InputError([Problem(file="alliancenet survey", found=found, needed=needed)])
    return read_instrument(known[id_])


def _language(instrument: Instrument, lang: str | None) -> str:
    language = lang or instrument.languages[0]
    if language not in instrument.languages:
        known = f"one of: {', '.join(instrument.languages)}"
        found, action = f"there is no '{language}'", "add it to `languages:` and to every text"
        raise InputError([Problem(file=f"{instrument.id}.yaml", found=found, needed=known, action=action)])
    return language


def _answers_of(item: Item, language: str) -> str:
    if item.scale is None:
        return f"pick {item.pick} of the {item.pick_from}" if item.pick else str(item.answer)
    declined = f"  or: {', '.join(item.allow)}" if item.allow else ""
    return _steps_of(item.scale, language) + declined


def _steps_of(scale: Scale, language: str) -> str:
    labels = ((point.code, point.label.get(language, "")) for point in scale.points)
    return " · ".join(code if label in {"", code} else f"{code} {label}" for code, label in labels)


def _meaning_of(item: Item) -> str:
    parts = [
        f"layer {item.layer}" if item.layer else "",
        f"measures {item.dimension}{'.' if item.facet else ''}{item.facet}" if item.dimension else "",
        str(item.direction or item.view or ""),
        f"asked if {item.ask_if.item} = {item.ask_if.code}" if item.ask_if else "",
        "reversed" if item.reversed else "",
        "" if item.scored else "not scored",
        "restricted" if item.restricted else "",
        "short form" if item.short_form else "",
        f"for {', '.join(item.purposes)}",
    ]
    return "; ".join(part for part in parts if part)
