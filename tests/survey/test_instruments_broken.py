import subprocess
import sys
import textwrap

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alliancenet.errors import InputError
from alliancenet.instruments.reading import read_instrument, shipped_instruments

GOOD = """\
id: pulse
version: 1
kind: people
languages: [en, de]
title: {en: Pulse, de: Puls}
intro: {en: One minute., de: Eine Minute.}
answered_by: {en: everyone, de: alle}
purposes: [alliance_audit]
scales:
  agree: {min: 1, max: 5, labels: {1: {en: disagree, de: nein}, 5: {en: agree, de: ja}}}
items:
  - id: PUL1
    text: {en: Are you there?, de: Sind Sie da?}
    scale:
      options:
        - {code: "yes", value: 1, label: {en: "yes", de: ja}}
        - {code: "no", value: 0, label: {en: "no", de: nein}}
  - id: PUL2
    text: {en: All is well., de: Alles ist gut.}
    scale: agree
    dimension: mood
    ask_if: "PUL1 == yes"
"""


def faults_of(tmp_path, text, name="pulse.yaml"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_instrument(path)
    return caught.value.problems


def test_the_untouched_sample_is_good(tmp_path):
    path = tmp_path / "pulse.yaml"
    path.write_text(GOOD, encoding="utf-8")
    assert len(read_instrument(path).items) == 2


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("version: 1", "version: one", 2, "whole number"),
        ("kind: people", "kind: persons", 3, "one of: roster, people"),
        ("kind: people", "kindd: people", 3, "did you mean 'kind'?"),
        ("languages: [en, de]", "languages: [en, de, fr]", 5, "no text in fr"),
        ("languages: [en, de]", "languages: [en, no]", 4, "in quotes"),
        ("{en: Pulse, de: Puls}", "{en: Pulse}", 5, "no text in de"),
        ("{en: Pulse, de: Puls}", "{en: Pulse, de: Puls, it: Polso}", 5, "'it' is not declared"),
        ("{en: everyone, de: alle}", "{en: yes, de: alle}", 7, "text is needed"),
        ("purposes: [alliance_audit]", "purposes: []", 8, "list of purposes"),
        ("max: 5", "max: 1", 10, "2 to 11 steps"),
        ("5: {en: agree, de: ja}", "4: {en: agree, de: ja}", 10, "both ends"),
        ("5: {en: agree, de: ja}", "5: {en: agree, de: nein}", 10, "stands 2 times"),
        ("5: {en: agree, de: ja}", "5: {en: agree, de: ja}, 6: {en: a, de: b}", 10, "'6' is unknown"),
        ("- id: PUL1", "- id: pul1", 12, "capitals and digits"),
        ("- id: PUL2", "- id: PUL1", 12, "stands 2 times"),
        ("Are you there?", '"Are you there {who}?"', 13, "{who}"),
        ("Are you there?", '"Are you\\e[31m there?"', 13, "control character"),
        ('code: "yes"', "code: yes", 16, "in quotes"),
        ("value: 0", "value: 1", 14, "stands 2 times"),
        ("value: 0", "value: .nan", 17, "a plain number"),
        ("scale: agree", "scale: agreed", 20, "is not defined"),
        ("dimension: mood", "layer: trust", 18, "only rosters have layers"),
        ("dimension: mood", "reversed: maybe", 21, "true or false"),
        ("dimension: mood", "allow: [nothing]", 21, "prefer_not_to_say"),
        ("dimension: mood", "section: first", 21, "not defined"),
        ("dimension: mood", "answer: text", 20, "none with `answer: text`"),
        ('"PUL1 == yes"', '"PUL3 == yes"', 22, "not asked before"),
        ('"PUL1 == yes"', '"PUL1 == maybe"', 22, "not an answer of PUL1"),
        ('"PUL1 == yes"', "PUL1", 22, "not a gate"),
        ("id: pulse", "id: puls", 1, "name the file puls.yaml"),
    ],
)
def test_a_fault_is_named_with_its_line(tmp_path, old, new, line, says):
    problems = faults_of(tmp_path, GOOD.replace(old, new, 1))
    assert [problem.line for problem in problems if says in str(problem)][:1] == [line]


def test_all_faults_are_reported_at_once_in_the_order_of_the_file(tmp_path):
    text = GOOD.replace("version: 1", "version: -3").replace("de: Puls}", "dk: Puls}")
    text = text.replace("max: 5", "max: 50").replace("- id: PUL2", "- id: pul2").replace("scale: agree", "scale: nix")
    lines = [problem.line for problem in faults_of(tmp_path, text)]
    assert lines == sorted(lines)
    assert {2, 5, 10, 18, 20} <= set(lines)


def test_a_roster_item_without_layer_or_direction_is_refused(tmp_path):
    text = GOOD.replace("kind: people", "kind: roster").replace("    dimension: mood\n", "")
    found = " ".join(map(str, faults_of(tmp_path, text)))
    assert "no layer" in found
    assert "no direction" in found


def test_friendship_cannot_be_asked_without_restriction(tmp_path):
    text = GOOD.replace("kind: people", "kind: roster").replace("dimension: mood", "layer: friendship")
    assert any("restricted: true" in str(problem) for problem in faults_of(tmp_path, text))


def test_a_gate_outside_the_short_form_closes_nothing(tmp_path):
    text = GOOD.replace("dimension: mood", "dimension: mood\n    short_form: true")
    assert any("gate PUL1 is not in the short form" in str(problem) for problem in faults_of(tmp_path, text))


def test_items_of_one_dimension_share_their_range(tmp_path):
    text = GOOD.replace("- id: PUL1\n", "- id: PUL1\n    dimension: mood\n")
    assert any("another range than PUL1" in str(problem) for problem in faults_of(tmp_path, text))


@pytest.mark.parametrize("text", ["", "just a word", "[]", "- 1\n- 2\n", "items: 3\n", "{"])
def test_a_file_that_is_no_instrument_is_refused_in_words(tmp_path, text):
    assert all(problem.needed for problem in faults_of(tmp_path, text))


def bomb(lines):
    text = "a: &a {x1: 1, x2: 1, x3: 1}\n"
    for number in range(lines):
        text += f"b{number}: &b{number} {{<<: [{', '.join([f'*b{number - 1}' if number else '*a'] * 9)}]}}\n"
    return text


HOSTILE = {
    "merge keys": bomb(9),
    "alias lists": "a: &a [1]\n"
    + "".join(f"{x}: &{x} [*{y}, *{y}, *{y}]\n" for x, y in zip("bcdefghij", "abcdefghi", strict=True)),
    "depth": "a: " + "[" * 20_000 + "]" * 20_000,
    "depth of mappings": "".join(f"{' ' * depth}a:\n" for depth in range(600)),
    "an endless number": "version: " + "9" * 200_000,
    "a number of base sixty": "version: 1" + ":59" * 80_000,
    "a hexadecimal number": "version: 0x" + "f" * 200_000,
    "many unknown keys": "".join(f"key{number}: 1\n" for number in range(19_000)),
    "many broken items": "items:\n" + "- {}\n" * 50_000,
    "many labels": "scales: {s: {min: 0, max: 10, labels: {" + ", ".join(f"{n}: {n}" for n in range(17_000)) + "}}}",
    "many options": "scales: {s: {options: [" + ", ".join(["{code: a}"] * 20_000) + "]}}",
    "a large file": "title: " + "x" * 300_000,
    "a python object": "id: !!python/object/apply:os.system ['true']",
    "a binary": "id: !!binary R0lG\n",
    "open quotes": 'id: "' + "\\" * 100_000,
    "tabs": "\t" * 200_000,
    "many languages": "languages: ["
    + ", ".join(f"a{chr(97 + n // 26 % 26)}{chr(97 + n % 26)}" for n in range(676))
    + "]\nitems:\n"
    + "- {text: a, hint: b}\n" * 2_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_within_two_seconds_and_300_mib(tmp_path, name):
    path = tmp_path / "bomb.yaml"
    path.write_text(HOSTILE[name], encoding="utf-8")
    script = textwrap.dedent(
        """
        import resource, sys
        from pathlib import Path
        from alliancenet.errors import InputError
        from alliancenet.instruments.reading import read_instrument
        try:
            read_instrument(Path(sys.argv[1]))
        except InputError as error:
            print(len(str(error)), error.problems[0].file, file=sys.stderr)
            usage = resource.getrusage(resource.RUSAGE_SELF)
            # ru_maxrss survives fork and exec: it would be the test runner's own peak
            peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in line)
            print(int(peak.split()[1]) // 1024, usage.ru_utime + usage.ru_stime)
        """
    )
    found = subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, text=True, timeout=20, check=True
    )
    mebibytes, seconds = map(float, found.stdout.split())
    assert mebibytes < 300
    assert seconds < 2


PIECES = st.sampled_from(
    ["{}", "[]", "1", "-1", "true", "null", "no", "x", "''", "2024-01-01", "1.5", "{1: 2}", "[[1]]", "{en: {en: 1}}"]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_instrument_is_read_or_refused_but_never_breaks(tmp_path, data):
    name = data.draw(st.sampled_from(["net", "contract", "roles"]))
    lines = shipped_instruments()[name].read_text(encoding="utf-8").splitlines()
    for _ in range(data.draw(st.integers(1, 3))):
        position = data.draw(st.integers(0, len(lines) - 1))
        head, colon, _ = lines[position].partition(":")
        lines[position] = f"{head}{colon} {data.draw(PIECES)}" if colon else data.draw(PIECES)
    path = tmp_path / f"{name}.yaml"
    path.write_text("\n".join(lines), encoding="utf-8")
    try:
        items = read_instrument(path).items
    except InputError as error:
        items = error.problems
    assert items
