"""Every sentence is translated, whole, with its places, in every language that is offered."""

import gettext
import inspect

import pytest
from babel.messages import Message
from wtforms import validators
from wtforms.fields import choices, datetime, numeric

from rfl.text import Counted, Text
from rfl.web import catalogues, forms
from rfl.web.i18n import IN_PREPARATION, LANGUAGES
from tests.translations.collecting import (
    PLURALS,
    by_room,
    forms_of,
    missing,
    msgid_of,
    sentences,
)
from tests.translations.faults import faults

TRANSLATED = [language for language in LANGUAGES if language != catalogues.SOURCE]
ALL = [*TRANSLATED, *IN_PREPARATION]
RULE_OF_ARABIC = {0: 0, 1: 1, 2: 2, 3: 3, 10: 3, 11: 4, 99: 4, 100: 5, 102: 5, 103: 3, 111: 4}


@pytest.fixture(scope="module")
def template():
    return sentences()


def _messages(language):
    return [
        message
        for file in catalogues.files(language)
        for message in catalogues.read(file, language)
        if message.id
    ]


def test_a_language_is_offered_or_in_preparation():
    assert set(ALL) == set(PLURALS)
    assert len(ALL) == len(set(ALL))


@pytest.mark.parametrize("language", ALL)
def test_the_files_hold_what_the_product_says(language, template):
    """Run `make i18n` when this fails: a sentence is new, gone, or another room's."""
    kept = {
        file.stem: [msgid_of(one) for one in catalogues.read(file, language) if one.id]
        for file in catalogues.files(language)
    }
    said = {room: [msgid_of(one) for one in found] for room, found in by_room(template).items()}
    assert kept == said


def test_an_offered_language_has_every_sentence():
    lacking = {lang: [msgid_of(one) for one in missing(_messages(lang))] for lang in TRANSLATED}
    assert lacking == {language: [] for language in TRANSLATED}


def test_a_sentence_without_one_of_its_forms_is_missing():
    whole = Message(("%(num)d case", "%(num)d cases"), ("%(num)d cas", "%(num)d cas"))
    half = Message(("%(num)d case", "%(num)d cases"), ("%(num)d cas", ""))
    assert list(missing([whole, half, Message("Search")])) == [half, Message("Search")]


@pytest.mark.parametrize(
    ("said", "language", "fault"),
    [
        ("Demandez à %(who)s.", "fr", []),
        ("Demandez.", "fr", ["has the places none where English has %(who)"]),
        ("Demandez à %(qui)s.", "fr", ["has the places %(qui) where English has %(who)"]),
        ("<b>Demandez</b> à %(who)s.", "fr", ["has other tags than English"]),
        ("Demandez à %(who)s. ", "fr", ["begins or ends with a space"]),
        ("Ask %(who)s about it, please.", "fr", ["is still English"]),
        ("اسألوا %(who)s.", "ar", []),
        ("Demandez donc à %(who)s.", "ar", ["has no Arabic letter"]),
        ("اسألوا %(who)s ٣ مرات.", "ar", ["has digits other than 0 to 9"]),
        ("اسألوا, %(who)s.", "ar", ["has a mark of Latin script"]),
    ],
)
def test_faults_are_found(said, language, fault):
    found = list(faults(Message("Ask %(who)s about it, please.", said), language))
    assert len(found) == len(fault)
    assert all(one.startswith(start) for one, start in zip(found, fault, strict=True))


def test_a_bare_angle_is_a_fault_where_english_has_none():
    fewer = Message("Fewer than %(least)s is told as ‘<%(least)s’.", "«<%(least)s»")
    assert list(faults(fewer, "es")) == []
    assert list(faults(Message("Fewer than %(least)s.", "<%(least)s"), "es")) == [
        "has other tags than English"
    ]


def test_a_plural_form_may_leave_out_its_number_and_nothing_else():
    pair = ("%(num)d case of %(who)s", "%(num)d cases of %(who)s")
    forms = ("لا حالات لدى %(who)s", "حالة واحدة", "", "", "", "")
    assert list(faults(Message(pair, forms[:2]), "ar")) == [
        "form 1: has the places none where English has %(who)"
    ]


@pytest.mark.parametrize("language", ALL)
def test_what_is_translated_is_sound(language):
    told = [
        f"{msgid_of(message)}: {fault}"
        for message in _messages(language)
        if all(forms_of(message))
        for fault in faults(message, language)
    ]
    assert told == []


@pytest.mark.parametrize("language", ALL)
def test_nothing_is_fuzzy_and_no_header_names_anybody(language):
    for file in catalogues.files(language):
        text = file.read_text(encoding="utf-8")
        assert "fuzzy" not in text
        assert text.startswith(
            'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
            f'"Language: {language}\\n"\n"Plural-Forms: {PLURALS[language]}\\n"\n\n'
        )


@pytest.mark.parametrize(("number", "form"), RULE_OF_ARABIC.items())
def test_arabic_counts_in_six_forms(number, form):
    rule = PLURALS["ar"].split("plural=")[1].rstrip(";")
    assert gettext.c2py(rule)(number) == form


def test_a_sentence_is_counted_everywhere_or_nowhere(template):
    """Else one of the two would find the other's translation."""
    counted = {message.id[0] for message in template if message.pluralizable}
    assert [one.id for one in template if not one.pluralizable and one.id in counted] == []


def test_what_fields_say_is_what_wtforms_says():
    said = "".join(inspect.getsource(one) for one in (validators, choices, datetime, numeric))
    for sentence in forms.FIELDS_SAY:
        for form in sentence if isinstance(sentence, Counted) else [sentence]:
            assert f'"{form}"' in said


def test_a_counted_sentence_takes_its_form_from_num():
    cases = Counted("%(num)d case of %(who)s", "%(num)d cases of %(who)s")
    assert str(Text(cases, num=1, who="Awa")) == "1 case of Awa"
    assert str(Text(cases, num=0, who="Awa")) == "0 cases of Awa"


@pytest.mark.parametrize("num", ["3", 2.5])
def test_a_counted_sentence_counts_whole_numbers(num):
    with pytest.raises(TypeError):
        str(Text(Counted("%(num)s case", "%(num)s cases"), num=num))
