"""``alliancenet metrics``: network metrics of any people and ties, without a project folder."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from alliancenet.cli.input import BLANK, DECLARING
from alliancenet.cli.printing import print_document
from alliancenet.cli.project_path import must_be_there
from alliancenet.errors import InputError, Problem

if TYPE_CHECKING:
    from alliancenet.files.table import FileSays

_SEVERAL = ("--layer", "--only", "--regress")  # options that take as many words as follow


class _ManyWords(click.Command):
    """A command some of whose options take several words: ``--regress Y X1 X2``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Repeat the option before every word that follows it."""
        told: list[str] = []
        option = ""
        for word, after in zip(args, [*args[1:], "-"], strict=True):
            if word in _SEVERAL:
                if after.startswith("-"):
                    raise click.BadOptionUsage(word, f"Option '{word}' requires an argument.", ctx)
                option = word
            elif option and not word.startswith("-"):
                told += [option, word]
            else:
                option = ""
                told.append(word)
        return super().parse_args(ctx, told)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What the command line asked for."""

    people: Path | None
    ties: Path
    by: str | None
    layer: tuple[str, ...]
    wave: str | None
    min_weight: float | None
    symmetrize: str | None
    directed: bool | None
    weighted: bool
    drop_ungrouped: bool
    only: tuple[str, ...]
    permutations: int | None
    seed: int | None
    compare: tuple[str, str] | None
    regress: tuple[str, ...]
    waves: tuple[str, str] | None
    nonresponse: Path | None
    as_json: bool
    blank: str | None
    encoding: str
    sheets: tuple[str, ...]

    @property
    def declared(self) -> "FileSays":
        """What the options say about the files."""
        from alliancenet.files.table import FileSays

        return FileSays(encoding=self.encoding, sheets=self.sheets)


_MOST_NAMED = 6
_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command(cls=_ManyWords)
@click.option("--people", type=_FILE, help="CSV with a column `id` and attributes.  [default: those of --ties]")
@click.option(
    "--ties",
    type=_FILE,
    required=True,
    help="CSV with `source,target`, a matrix, GraphML …: `alliancenet help formats`.",
)
@click.option("--by", metavar="COLUMN", help="Attribute that holds the group.")
@click.option("--layer", multiple=True, metavar="NAME …", help="Layers to keep; several mean their union.")
@click.option("--wave", metavar="W", help="Wave to keep.")
@click.option("--min-weight", type=float, metavar="X", help="Drop weaker ties.")
@click.option("--symmetrize", type=click.Choice(["max", "min"]), help="A tie in either direction, or only mutual.")
@click.option("--directed/--undirected", default=None, help="What a tie is; by its column `type`, else directed.")
@click.option("--weighted", is_flag=True, help="Use tie weights where a metric can.")
@click.option("--drop-ungrouped", is_flag=True, help="Leave out people whose group is empty.")
@click.option("--only", multiple=True, metavar="NAME,…", help="Compute only these metrics.")
@click.option("--permutations", type=click.IntRange(0), metavar="N", help="Draws of every test; 0 for none.")
@click.option("--seed", type=click.IntRange(0), metavar="S", help="Seed of every random draw.")
@click.option("--compare", nargs=2, metavar="A B", help="QAP correlation of two layers.")
@click.option("--regress", multiple=True, metavar="Y X …", help="QAP regression of layer Y on other layers.")
@click.option("--waves", nargs=2, metavar="W1 W2", help="What changed between two waves.")
@click.option("--nonresponse", type=_FILE, help="CSV `wave,id,status`: who did not answer.")
@click.option("--json", "as_json", is_flag=True, help="Print alliancenet-metrics/1 as JSON.")
@BLANK
@DECLARING[0]
@DECLARING[1]
def metrics(**asked: Any) -> None:
    """Network metrics of people and ties: positions, cohesion, groups, brokerage.

    A number that does not exist is null; `notes` says why. See `alliancenet help metrics`.
    """
    wanted = _Asked(**asked)
    _check(wanted)
    must_be_there(wanted.people, wanted.ties, wanted.nonresponse)
    document = _document(wanted)
    if wanted.as_json:
        print_document(json.dumps(document, ensure_ascii=False, allow_nan=False) + "\n")
    else:
        from alliancenet.cli.metrics_text import summary

        click.echo(summary(document))


def _check(asked: _Asked) -> None:
    """Options that mean nothing, or nothing without another."""
    faults = {
        "--min-weight": asked.min_weight is not None and not math.isfinite(asked.min_weight) and "a finite number",
        "--drop-ungrouped": asked.drop_ungrouped and asked.by is None and "--by COLUMN, which holds the group",
        "--nonresponse": asked.nonresponse is not None and not asked.waves and "--waves W1 W2, to compare",
        "--waves": bool(asked.waves) and len(set(asked.waves or ())) < 2 and "two different waves",
        "--compare": bool(asked.compare) and len(set(asked.compare or ())) < 2 and "two different layers",
    }
    problems = [
        Problem(file=option, found="cannot be used like this", needed=needed)
        for option, needed in faults.items()
        if needed
    ]
    if problems:
        raise InputError(problems)


def _document(asked: _Asked) -> dict[str, Any]:
    from alliancenet.graph.cut import Cut, cut_network
    from alliancenet.networks import document_of, usual_metrics

    rows = _rows(asked)
    cut = Cut(
        layers=_words(asked.layer, rows.layer),
        wave=asked.wave,
        min_weight=asked.min_weight,
        symmetrize="max" if asked.symmetrize == "max" else "min" if asked.symmetrize else None,
        directed=asked.directed is not False,
        weighted=asked.weighted,
        drop_ungrouped=asked.drop_ungrouped,
    )
    rows = replace(rows, remarks=(*rows.remarks, *_taken_together(asked, rows, cut)))
    built = cut_network(rows, cut)
    found = usual_metrics(built.network, permutations=asked.permutations, seed=asked.seed)
    document = document_of(built, found, _words(asked.only, None))
    for remark in rows.remarks:
        click.echo(f"warning: {remark}", err=True)
    document["notes"].extend(map(str, rows.remarks))
    return {**document, **_comparisons(asked, rows, cut)}


def _taken_together(asked: _Asked, rows: Any, cut: Any) -> list[Problem]:
    """What a number hides that pools layers or waves, or several weights of one tie, in counted warnings."""
    import numpy as np

    compared = bool(asked.compare or asked.regress or asked.waves)
    found = []
    for column, words, chosen in (("layer", rows.layer, cut.layers), ("wave", rows.wave, cut.wave)):
        names = [] if words is None else sorted(set(words.tolist()) - {""})
        if len(names) > 1 and not chosen and not compared:
            some = ", ".join(names[:_MOST_NAMED]) + (" …" if len(names) > _MOST_NAMED else "")
            found.append(
                (column, f"ties of {len(names)} {column}s are taken together ({some})", f"else --{column} NAME")
            )
    ends = np.stack([rows.source, rows.target, rows.weight], axis=1)
    different = len(np.unique(ends, axis=0)) - len(np.unique(ends[:, :2], axis=0))
    if different and rows.layer is None and rows.wave is None:
        found.append(("weight", f"{different:,} rows tell another weight of a tie that stands already", ""))
    needed = "nothing, if the strongest is to count"
    return [
        Problem(file=rows.file, key=key, found=what, needed=needed, action=action, fatal=False)
        for key, what, action in found
    ]


def _rows(asked: _Asked) -> Any:
    from alliancenet.sources.edges.columns import by_name, read_people, read_ties
    from alliancenet.sources.edges.ties import without_unknown
    from alliancenet.sources.network_files.matrix import Blank

    problems: list[Problem] = []
    known = ("name", asked.by) if asked.by else ("name",)
    people = read_people(asked.people or asked.ties, problems, asked.declared, ("id",), known)
    ties = read_ties(asked.ties, problems, asked.declared, may_be_empty=True, blank=Blank(asked.blank or ""))
    problems = list(dict.fromkeys(problems))
    if people is None or ties is None:
        raise InputError(problems)
    from alliancenet.graph.rows import read_rows

    ties = without_unknown(by_name(ties, people.column("id"), people.column("name"), problems), problems)
    rows = read_rows(people.frame, ties.frame, by=asked.by, people_file=people.file, ties_file=ties.file)
    if asked.directed is not None:
        rows = replace(rows, undirected=None)
    return replace(rows, remarks=(*problems, *rows.remarks))


def _words(given: Sequence[str], there: Any) -> tuple[str, ...]:
    """Words as given, commas between them split unless the whole is a name that exists."""
    names = set() if there is None else set(there)
    parts = [[word] if word in names else word.split(",") for word in given]
    return tuple(part.strip() for words in parts for part in words if part.strip())


def _draws(asked: _Asked, key: str) -> int:
    from alliancenet.settings import default_settings

    return default_settings().whole(key) if asked.permutations is None else asked.permutations


def _seed(asked: _Asked) -> int:
    from alliancenet.settings import default_settings

    return default_settings().whole("metrics.seed") if asked.seed is None else asked.seed


def _comparisons(asked: _Asked, rows: Any, cut: Any) -> dict[str, Any]:
    from alliancenet.graph import comparing

    draws, seed = _draws(asked, "metrics.qap_permutations"), _seed(asked)
    found: dict[str, Any] = {}
    if asked.compare:
        found["compare"] = comparing.compared_layers(rows, cut, *asked.compare, permutations=draws, seed=seed)
    if asked.regress:
        names = _regressed(asked.regress, rows.layer)
        found["mrqap"] = comparing.regressed_layers(rows, cut, names, permutations=draws, seed=seed)
    if asked.waves:
        status = _status(asked.nonresponse, rows, asked.declared)
        found["change"] = comparing.changed_waves(rows, cut, *asked.waves, status)
    return found


def _regressed(given: Sequence[str], there: Any) -> tuple[str, ...]:
    names = _words(given, there)
    if len(names) == 1:
        names = tuple(names[0].split())
    if len(names) < 2 or len(set(names)) < len(names):
        needed = "a layer and at least one that explains it, each once"
        raise InputError([Problem(file="--regress", found=f"'{' '.join(given)}'", needed=needed)])
    return names


def _status(path: Path | None, rows: Any, declared: "FileSays") -> dict[str, dict[str, str]]:
    from alliancenet.files.table import read_table
    from alliancenet.graph.comparing import status_of

    if path is None:
        return {}
    problems: list[Problem] = []
    table = read_table(path, problems, required=("wave", "id", "status"), declared=declared)
    if table is None:
        raise InputError(problems)
    return status_of(list(table.rows()), rows, table.file)
