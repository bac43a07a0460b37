"""Every sentence of a page stands in every catalogue, translated, with the same gaps; nothing else stands there."""

import pytest
import translations
from babel.messages.catalog import Message

from alliancenet.language import LANGUAGES, catalogue_in
from alliancenet.language.catalogue import key_of, read_catalogue


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_every_sentence_is_translated_and_no_other(language):
    # `python tests/translations.py --write` brings the catalogue up to date; what is new is translated by hand
    assert translations.faults(language) == []


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_a_catalogue_stands_as_it_is_written(language, monkeypatch, tmp_path):
    before = translations.path_of(language).read_text("utf-8")
    (tmp_path / f"{language}.po").write_text(before, "utf-8")
    monkeypatch.setattr(translations, "FOLDER", tmp_path)
    translations.write(language)
    assert translations.path_of(language).read_text("utf-8") == before


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_our_reader_reads_what_babel_reads(language):
    ours = catalogue_in(language).forms
    theirs = {
        key_of(message.context or "", message.id[0] if isinstance(message.id, tuple) else message.id): tuple(
            message.string if isinstance(message.string, tuple) else (message.string,)
        )
        for message in translations.read(language)
        if message.id
    }
    assert ours == theirs


@pytest.mark.parametrize(
    ("message", "translation"),
    [
        ("{count} of {total}", "{count} von"),
        ("{count} of {total}", "{count} von {alle}"),
        ("{count} of {total}", "{count} von {total"),
        ("{count} of {total}", "{} von {total}"),
        (("{n} of {total}", "{n} of {total}"), ("{n} von {total}", "{n} von")),
        (("{n} of {total}", "{n} of {total}"), ("einer", "{n} von {total}")),
        ("nothing", "{n}"),
        ("nothing", ""),
        (("one", "many"), ("eins", "")),
    ],
)
def test_a_translation_with_other_gaps_is_refused(message, translation):
    assert translations.faults_of(Message(message, translation))


def test_the_form_for_one_may_spell_its_count():
    assert (
        translations.faults_of(Message(("{n} of {total}", "{n} of {total}"), ("einer von {total}", "{n} {total}")))
        == []
    )


def test_a_fuzzy_translation_does_not_count():
    assert translations.faults_of(Message("nothing", "nichts", flags=["fuzzy"]))


HEAD = 'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('msgid ""\nmsgstr "Plural-Forms: nplurals=3; plural=0;"\n', "Plural-Forms"),
        (HEAD + 'msgid "a"\nmsgstr b\n', "line 6"),
        (HEAD + 'msgid "a\nmsgstr "b"\n', "line 5"),
    ],
)
def test_what_is_no_catalogue_is_refused_with_its_line(tmp_path, text, fault):
    (tmp_path / "xx.po").write_text(text)
    with pytest.raises(ValueError, match=fault):
        read_catalogue(tmp_path / "xx.po", "xx")


def test_fuzzy_and_struck_out_entries_are_not_said(tmp_path):
    text = HEAD + '#, fuzzy\nmsgid "a"\nmsgstr "b"\n\n#~ msgid "c"\n#~ msgstr "d"\n\nmsgid "e"\nmsgstr "f"\n'
    (tmp_path / "xx.po").write_text(text)
    assert read_catalogue(tmp_path / "xx.po", "xx").forms == {"e": ("f",)}
