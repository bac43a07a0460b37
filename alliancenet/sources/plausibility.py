"""Checks on load that stop nothing or name what makes an audit impossible (C17)."""

from alliancenet.errors import Problem
from alliancenet.files.entry import shown
from alliancenet.model.register import Alliance, Person, Register
from alliancenet.model.wave import Wave
from alliancenet.sources.checks import counted, warning
from alliancenet.sources.draft import Draft
from alliancenet.survey.answers import Answers


def check_roster(draft: Draft, alliance: Alliance, wave: str, people: tuple[Person, ...]) -> None:
    """A firm with nobody is a fault; a one-sided roster is a remark."""
    size = {firm: sum(person.organisation == firm for person in people) for firm in alliance.organisations}
    empty = [firm for firm, count in size.items() if count == 0]
    draft.problems.extend(
        Problem(
            file="memberships.csv",
            key="alliance",
            found=f"nobody of '{firm}' is on the roster of '{alliance.id}' in wave '{wave}'",
            needed="at least one person of every firm, better all who work for the alliance",
            action="add their memberships, or check their dates against waves.csv",
        )
        for firm in empty
    )
    least, most = min(size.values()), max(size.values())
    ratio = draft.settings.number("checks.roster_ratio")
    if least and most > ratio * least:
        told = ", ".join(f"{firm} {count}" for firm, count in size.items())
        draft.problems.append(
            warning(
                "memberships.csv",
                f"the roster of '{alliance.id}' in wave '{wave}' is one-sided ({told})",
                f"at most {ratio:g} people of one side per person of the other",
                "look whether people of the smaller side are missing",
            )
        )


def check_answers(draft: Draft, register: Register, wave: Wave) -> None:
    """Tell what speaks against the answers of a wave, from tables or exports; they all stay.

    A table is made when the wave is over: who may still be asked is told of exports only.
    """
    from alliancenet.survey.quality import quality_of, quality_problems

    is_read = not any(problem.fatal for problem in draft.problems)
    if is_read and (wave.opinions is not None or wave.reports):
        people = [register.people[person] for person in wave.people]
        quality = quality_of(wave, draft.instruments, people, draft.settings)
        name, is_open = f"{wave.alliance}, wave {wave.id}", bool(draft.exports)
        draft.problems.extend(quality_problems(quality, name, is_open=is_open))


def check_picks(draft: Draft, alliance: Alliance, wave: str, file: str, answers: Answers) -> None:
    """Goals that are picked must be objectives of the alliance, and as many as were asked for."""
    goals = {objective.name for objective in alliance.objectives}
    asked = {item.id: item for instrument in draft.instruments for item in instrument.items}
    for item, picks in answers.choices.items():
        wrong = sorted({pick for picked in picks.values() for pick in picked if pick not in goals})
        if asked[item].pick_from == "objectives" and wrong:
            draft.problems.append(
                Problem(
                    file=file,
                    key=item,
                    found=f"no objective of '{alliance.id}', wave '{wave}': {', '.join(map(shown, wrong[:4]))}",
                    needed="names of objectives in alliances.yaml, separated by ;",
                    action="correct the answers or the objectives",
                )
            )
        many = sum(len(picked) > asked[item].pick for picked in picks.values())
        if many:
            draft.problems.append(
                Problem(
                    file=file,
                    key=item,
                    found=f"{counted(many, 'person', 'people')} picked more than {asked[item].pick}"
                    f" ('{alliance.id}', wave '{wave}')",
                    needed=f"at most {asked[item].pick} picks each",
                )
            )
