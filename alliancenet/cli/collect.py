"""`alliancenet collect`: serve a survey, and everything around it."""

import importlib
import signal
from datetime import date, datetime
from pathlib import Path

import click

from alliancenet.cli.collect_letters import invite, remind
from alliancenet.cli.collect_partner import join, key, report_lines, seal
from alliancenet.cli.collect_place import of_wave, store_of


class _ServesByDefault(click.Group):
    """`collect PROJECT` serves; `collect open PROJECT` and its like do one thing."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self.commands:
            args = ["serve", *args]
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0].startswith("-") and args[0] not in ctx.help_option_names:
            args = ["serve", *args]
        return super().parse_args(ctx, args)


@click.group(cls=_ServesByDefault)
def collect() -> None:
    """Collect a survey: `alliancenet collect PROJECT --wave W` serves it.

    First `plan`, then `open`, `invite`, serve, `remind`, `close`; `alliancenet help running-a-survey` tells each step.
    """


collect.add_command(invite)
collect.add_command(remind)
for _partner in (key, seal, join):
    collect.add_command(_partner)


@collect.command()
@of_wave
@click.option("--port", default=8766, show_default=True, type=click.IntRange(0, 65535), help="0: any free one.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Another address needs --url.")
@click.option("--url", default="", help="https address of the proxy respondents use, for other hosts.")
@click.option("--proxy-hops", default=0, type=click.IntRange(0, 5), help="Trusted proxies in front.")
@click.option("--proxy-address", multiple=True, metavar="IP", help="Where the proxy connects from; nobody else may.")
def serve(
    project: Path,
    wave: str,
    database: str,
    port: int,
    host: str,
    url: str,
    proxy_hops: int,
    proxy_address: tuple[str, ...],
) -> None:
    """Serve a wave to those who answer it, until Ctrl-C."""
    from alliancenet.collect.wave import survey_in

    # by name: the library stays installable and testable without the collector
    collector = importlib.import_module("alliancenet_collect.serving")
    store = store_of(project, wave, database)
    if not url and survey_in(store).url.startswith("https:"):
        url = survey_in(store).url
    place = importlib.import_module("alliancenet_web.place").Place(
        host=host, port=port, url=url, proxy_hops=proxy_hops, proxy_addresses=proxy_address
    )
    signal.signal(signal.SIGINT, signal.default_int_handler)  # Ctrl-C is how serving ends, once and in peace
    collector.serve(store, place, say=click.echo)


@collect.command()
@click.argument("project", type=click.Path(path_type=Path, exists=True, file_okay=False))
def plan(project: Path) -> None:
    """Write the plan of collecting, collect.yaml, to be filled in."""
    from alliancenet.collect.plan import PLAN_FILE, TEMPLATE
    from alliancenet.files.writing import write_whole

    path = project / PLAN_FILE
    if path.exists():
        raise click.UsageError(f"{path} is there already; nothing was changed.")
    write_whole(path, TEMPLATE.read_bytes())
    click.echo(f"{path} written. Say there who will see names, whom to ask, and where the survey is reached.")
    click.echo(f"Next: alliancenet collect open {project} --wave W")


@collect.command("open")
@of_wave
@click.option("--draft", is_flag=True, help="Only lay it down, to look at; nobody can answer yet.")
def open_(project: Path, wave: str, database: str, draft: bool) -> None:
    """Open a wave: from here on what people are told stays as it is."""
    from alliancenet.collect.opening import addresses_of, days_of, survey_from
    from alliancenet.collect.plan import read_plan
    from alliancenet.collect.wave import open_wave, prepare
    from alliancenet.report.words import plural
    from alliancenet.sources.project import read_project

    loaded = read_project(project)
    survey = survey_from(loaded, project, read_plan(project, loaded.instruments), wave)
    addresses = addresses_of(loaded, survey)
    store = store_of(project, wave, database, make=True)
    prepare(store, survey, addresses, *days_of(loaded, wave))
    if not draft:
        open_wave(store, date.today())
    people = sum(survey.is_asked(person.id) for person in survey.people)
    click.echo(
        f"Wave {wave} is {'a draft' if draft else 'open'}: {plural(people, 'person', 'people')},"
        f" {plural(len(survey.alliances), 'alliance')}, {', '.join(survey.sources)}, {' and '.join(survey.languages)}."
    )
    for line in survey.notice[survey.languages[0]][survey.instruments[0].id]:
        click.echo(f"  {line}")
    if without := people - sum(map(survey.is_asked, addresses)):
        who = "1 person has" if without == 1 else f"{without} people have"
        click.echo(f"{who} no e-mail address on record: their links come by `invite --csv`.")
    if draft:
        click.echo(f"Look at it, then: alliancenet collect open {project} --wave {wave}")
    else:
        click.echo(f"Next: alliancenet collect invite {project} --wave {wave} --csv links.csv (or --eml, --smtp)")


@collect.command()
@of_wave
@click.argument("day", metavar="YYYY-MM-DD")
def extend(project: Path, wave: str, database: str, day: str) -> None:
    """Give people until another day, also after closing."""
    from alliancenet.collect.wave import extend as until

    try:
        closes = datetime.strptime(day, "%Y-%m-%d").date()
    except ValueError:
        raise click.UsageError(f"'{day}' is no day; 2026-03-31 is one.") from None
    record = until(store_of(project, wave, database), closes, date.today())
    click.echo(f"Wave {wave} is {record.state} until {record.closes}.")
    click.echo(f"Write {record.closes} into waves.csv as well: the audit goes by the day there.")


@collect.command()
@of_wave
def close(project: Path, wave: str, database: str) -> None:
    """Take no more answers, and hand them in to the project."""
    from alliancenet.collect.closing import hand_in
    from alliancenet.collect.wave import close_wave, survey_in
    from alliancenet.report.words import plural

    store = store_of(project, wave, database)
    close_wave(store)
    path, gathered = hand_in(store, project)
    wrote = f"{path} written" if gathered.rows else "there is nothing to write"
    click.echo(f"Wave {wave} is closed: {gathered.answered} of {gathered.asked} people answered; {wrote}.")
    if gathered.unsent:
        click.echo(f"{gathered.unsent} began and did not send; nothing of theirs is used.")
    if gathered.opted_out:
        do = "does" if len(gathered.opted_out) == 1 else "do"
        click.echo(f"{len(gathered.opted_out)} {do} not want to appear by name; the audit keeps to it.")
    for name, firm, times in gathered.undecided:
        who = f"{name} ({firm or 'no firm given'}), {plural(times, 'time')}"
        click.echo(f"Named as missing, left out until you say who it is: {who}")
    for line in report_lines(gathered.joined, survey_in(store), project, wave):
        click.echo(line)
    click.echo(f"Next: alliancenet audit {project} -o AUDITS; `alliancenet collect freeze` closes it for good.")


@collect.command()
@of_wave
def freeze(project: Path, wave: str, database: str) -> None:
    """Close for good: unsent drafts are erased and the digest of all answers is put on record."""
    from alliancenet.collect.closing import hand_in
    from alliancenet.collect.wave import freeze as for_good

    store = store_of(project, wave, database)
    record = for_good(store)
    path, _ = hand_in(store, project)
    click.echo(f"Wave {wave} is frozen; {path} holds its answers. Digest of the answers: {record.digest}")


@collect.command()
@of_wave
@click.argument("person")
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase(project: Path, wave: str, database: str, person: str, yes: bool) -> None:
    """Erase what one person entered and sent, and every link of theirs."""
    from alliancenet.collect.closing import hand_in
    from alliancenet.collect.sitting import erase as gone
    from alliancenet.collect.wave import WaveState, record_of

    if not yes:
        click.confirm(f"Erase all answers of {person} in wave {wave}?", abort=True)
    store = store_of(project, wave, database)
    there = gone(store, person)
    if record_of(store).state in {WaveState.CLOSED, WaveState.FROZEN}:
        hand_in(store, project)
    click.echo(f"{'Erased' if there else 'There was nothing'} of {person}. What others said about them stays theirs.")
    click.echo(
        "Audits made before still count the answers: run `alliancenet audit` again. Backups keep them until deleted."
    )


@collect.command()
@of_wave
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False), help="File to write.")
def backup(project: Path, wave: str, database: str, output: Path) -> None:
    """Copy a wave as it is at this moment, also while people answer."""
    from alliancenet.collect.store import copied, opened
    from alliancenet.files.writing import folder_beside, settle

    if output.exists():
        raise click.UsageError(f"{output} exists; choose another name.")
    with folder_beside(output) as waiting:  # whole under its name, or not there
        target = opened(waiting / output.name, make=True)
        copied(store_of(project, wave, database), target)
        target.close()
        (waiting / output.name).rename(output)
    settle(output.parent)
    click.echo(f"{output} written. It holds people's answers: keep it as you keep those.")


@collect.command()
@of_wave
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def restore(project: Path, wave: str, database: str, file: Path) -> None:
    """Bring a backup back, into a place that holds no wave."""
    from alliancenet.collect.store import copied, opened
    from alliancenet.collect.wave import record_of

    source = opened(file)
    if (found := record_of(source).id) != wave:
        raise click.UsageError(f"{file} holds wave {found}, not {wave}.")
    copied(source, store_of(project, wave, database, make=True))
    click.echo(f"Wave {wave} is back as it was when {file} was written.")


@collect.command()
@of_wave
@click.option("--names", is_flag=True, help="Also who has not finished; for the facilitator only.")
def status(project: Path, wave: str, database: str, names: bool) -> None:
    """Say how a wave stands: answers by firm and level, and what they let the audit tell."""
    from alliancenet.collect.standing import desk_view
    from alliancenet.report.words import plural

    view = desk_view(store_of(project, wave, database), date.today(), names=names)
    over = " (its last day is over: close it)" if view.is_over and view.wave.state == "open" else ""
    click.echo(f"Wave {view.wave.id}: {view.wave.state}, last day {view.wave.closes}{over}.")
    click.echo(f"{view.answered} of {view.asked} people answered; {view.begun} more began.")
    if view.joined:
        click.echo(f"{plural(view.joined, 'person', 'people')} answered on the other side, handed over and joined.")
    for alliance in view.alliances:
        click.echo(f"\n{alliance.name}")
        for rate in (*alliance.firms, *alliance.levels):
            share = f"{rate.answered} of {rate.asked}"
            click.echo(f"  {rate.title:<32} {share:>10}  confidence {rate.confidence}")
        for sentence in alliance.sentences:
            click.echo(f"  {sentence}.")
    for letters in view.letters:
        what = f"reminder {letters.number} of at most {view.reminders}" if letters.number else "invitations"
        click.echo(f"\n{what}: " + ", ".join(f"{count} {fate}" for fate, count in letters.counts.items()))
    for person in view.silent:
        marks = "".join((", key role" * person.is_key, ", began" * person.has_begun))
        click.echo(f"  not finished: {person.name} ({person.id}, {person.organisation}{marks})")


@collect.command()
@of_wave
@click.argument("person")
def revoke(project: Path, wave: str, database: str, person: str) -> None:
    """End every link and session of one person, for instance when a letter went to the wrong address."""
    from alliancenet.collect.tokens import revoke as end
    from alliancenet.report.words import plural

    count = end(store_of(project, wave, database), person)
    click.echo(f"{plural(count, 'link')} of {person} ended; `link` makes a new one.")


@collect.command()
@of_wave
@click.argument("person")
def link(project: Path, wave: str, database: str, person: str) -> None:
    """Make one more link for one person, to hand over yourself; earlier ones stay good."""
    from alliancenet.collect.tokens import issue
    from alliancenet.collect.wave import NotNow, survey_in

    store = store_of(project, wave, database)
    survey = survey_in(store)
    if not survey.is_asked(person):
        raise NotNow(f"'{person}' is not asked in this wave")
    with store.writing() as connection:
        token = issue(connection, person, date.today())
    click.echo(f"{survey.url}/i/{token}")


@collect.command()
@of_wave
@click.option("--name", default=None, help="A name that was missing on the list.")
@click.option("--organisation", default="", help="Its firm, as it was written.")
@click.option("--is", "person", default=None, metavar="ID", help="Who it is, by id of people.csv.")
@click.option("--nobody", is_flag=True, help="Nobody of the alliance: leave it out.")
def missing(
    project: Path, wave: str, database: str, name: str | None, organisation: str, person: str | None, nobody: bool
) -> None:
    """List the people respondents missed on the list, or say who one of them is."""
    from alliancenet.collect.missing import decide, missed_in
    from alliancenet.collect.wave import survey_in
    from alliancenet.report.words import plural

    store = store_of(project, wave, database)
    if name is not None:
        if nobody == (person is not None):
            raise click.UsageError("say who it is: --is ID, or --nobody.")
        decide(store, survey_in(store), name, organisation, person)
    for missed in missed_in(store):
        decided = (missed.person or "nobody of the alliance") if missed.is_decided else "not decided"
        click.echo(
            f"{missed.name} ({missed.organisation or 'no firm given'}), {plural(missed.times, 'time')}: {decided}"
        )


@collect.command()
@of_wave
@click.argument("audits", type=click.Path(path_type=Path, exists=True, file_okay=False))
def own(project: Path, wave: str, database: str, audits: Path) -> None:
    """Let everybody who answered see their own picture with their link, from the folder AUDITS."""
    from alliancenet.collect.own_pictures import own_views
    from alliancenet.collect.own_view import lay_down
    from alliancenet.report.words import plural
    from alliancenet.store.audit_folder import read_audits

    store = store_of(project, wave, database)
    views = own_views(store, [found.audit for found in read_audits(audits).found])
    lay_down(store, views)
    click.echo(f"{plural(len(views), 'person', 'people')} can see their own picture while the collector is served.")
