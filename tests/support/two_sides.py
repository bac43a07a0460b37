"""Two firms with a collector each: the same alliance asked on both sides, one hands over to the other."""

from collected_waves import WAVE, a_project_to_collect, fill_in, middling, open_in

from alliancenet.collect.places import place_of
from alliancenet.collect.plan import TEMPLATE
from alliancenet.collect.wave import close_wave

HERE, THERE = "brightwater", "gruenwald"
OURS = [f"bw-ki{number:03}" for number in range(1, 13)]
THEIRS = [f"gr-ki{number:03}" for number in range(1, 11)]
HANDOVER = (
    'handover: {to: {en: "the survey team of Brightwater", de: "das Umfrageteam von Brightwater"},'
    " names: true, texts: true}\n"
)


def a_side(folder, firm, *, more="", mode="groups_only", project_id=None):
    """Project of one side, whose own people are asked, with its open store."""
    plan = TEMPLATE.read_text(encoding="utf-8").replace("mode: groups_only", f"mode: {mode}")
    a_project_to_collect(folder, plan=f"{plan}firms: [{firm}]\n{more}")
    file = folder / "alliancenet.yaml"
    file.write_text(f"{file.read_text(encoding='utf-8')}id: {project_id or 'side-' + firm}\n", encoding="utf-8")
    return folder, open_in(folder, place=place_of(folder, WAVE))


def answers_of(person):
    """What somebody answers, and whom they work with; the same wherever they are asked."""
    number = int(person[-3:])
    chosen = [f"{firm}-ki{(number * step) % 17 + 1:03}" for firm in ("bw", "gr") for step in (2, 5)]

    def code(item, alter):
        if item.scale is None:
            return middling(item, alter)
        points = item.scale.points
        return points[(number * 7 + len(item.id) + sum(map(ord, alter))) % len(points)].code

    return chosen, code


def answer(store, people, **more):
    for person in people:
        chosen, code = answers_of(person)
        fill_in(store, person, chosen, code, **more)


def closed(store):
    close_wave(store)
    return store
