"""What has to be right before a family is told, and after: of a death above all."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from rfl.errors import RuleBrokenError, SeveralBrokenError
from rfl.tracing import delivery_rules as rules
from rfl.tracing.delivery_rules import News, Satisfaction, Support, Talk
from rfl.tracing.forms import HOWS
from rfl.tracing.preparing import tongue_of
from rfl.tracing.rules import CaseState, Fate, OutcomeReason

TODAY = date(2026, 11, 29)
WHOLE = Talk(News.DEAD, "at their home", "her sister", "", Support.ACCEPTED, "", is_prepared=True)
PAPER = {"authority": "Registry of Mbour", "paper": "No 12", "identity": "fingerprints"}


def test_a_death_is_told_in_person_prepared_beside_somebody_and_with_support():
    wrong: tuple[tuple[dict[str, Any], str], ...] = (
        ({"is_prepared": False}, "sheet"),
        ({"how": "by telephone"}, "in person"),
        ({"beside": " "}, "with them"),
        ({"support": None}, "support was offered"),
        ({"support": Support.NOT_THERE}, "done instead"),
    )
    right: tuple[dict[str, Any], ...] = (
        {},
        {"how": "by telephone", "from_afar": "She lives in Mali; the society there has no office."},
        {"support": Support.NOT_THERE, "support_words": "The imam comes every day."},
    )
    for lacks, says in wrong:
        with pytest.raises(RuleBrokenError, match=says):
            rules.check_talk(replace(WHOLE, **lacks), is_result=True, is_established=True)
    for more in right:
        rules.check_talk(replace(WHOLE, **more), is_result=True, is_established=True)


def test_no_death_is_told_before_two_of_us_stand_for_it():
    for is_result in (True, False):
        with pytest.raises(RuleBrokenError, match="second person has agreed"):
            rules.check_talk(WHOLE, is_result=is_result, is_established=False)


def test_a_result_is_more_than_no_news():
    for news in News:
        talk = Talk(news, "by telephone", "", "", None, "", is_prepared=False)
        if news in rules.RESULTS - {News.DEAD}:
            rules.check_talk(talk, is_result=True, is_established=False)
        elif news is not News.DEAD:
            with pytest.raises(RuleBrokenError, match="A result is"):
                rules.check_talk(talk, is_result=True, is_established=False)
            rules.check_talk(talk, is_result=False, is_established=False)


def test_an_authority_s_word_is_whole_or_nothing():
    whole: dict[str, Any] = {**PAPER, "paper_day": TODAY, "today": TODAY}
    rules.check_source(**whole)
    wrong: list[dict[str, Any]] = [{name: " "} for name in PAPER]
    for lacks in (*wrong, {"paper_day": None}, {"paper_day": date(2026, 11, 30)}):
        with pytest.raises(RuleBrokenError):
            rules.check_source(**{**whole, **lacks})
    with pytest.raises(SeveralBrokenError) as every:
        rules.check_source(**dict.fromkeys(PAPER, ""), paper_day=None, today=TODAY)
    assert {name for name, _sentence in every.value.told} == {*PAPER, "paper_day"}


def test_a_case_ends_with_a_death_only_after_it_was_established_and_told():
    for reason in OutcomeReason:
        with pytest.raises(RuleBrokenError, match="second person"):
            rules.check_end(Fate.DEAD, reason, is_established=False, is_told=True)
        if reason is OutcomeReason.DEATH_CONFIRMED:
            with pytest.raises(RuleBrokenError, match="not told"):
                rules.check_end(Fate.DEAD, reason, is_established=True, is_told=False)
        else:
            rules.check_end(Fate.DEAD, reason, is_established=True, is_told=False)
        if reason is not OutcomeReason.DEATH_CONFIRMED:
            rules.check_end(Fate.UNKNOWN, reason, is_established=False, is_told=False)


def test_a_family_that_was_told_is_asked_how_it_was_and_knows_how_to_complain():
    check = rules.check_aftercare
    with pytest.raises(RuleBrokenError, match="says of our help"):
        check(CaseState.DELIVERED, None, "", complaint_told=True)
    check(CaseState.ACTIVE, None, "", complaint_told=False)
    for answer in Satisfaction:
        if answer is Satisfaction.NOT_ASKED:
            check(CaseState.DELIVERED, answer, "", complaint_told=False)
            continue
        with pytest.raises(RuleBrokenError, match="complain"):
            check(CaseState.DELIVERED, answer, "Too late.", complaint_told=False)
        check(CaseState.DELIVERED, answer, "Too late.", complaint_told=True)
    with pytest.raises(RuleBrokenError, match="in their words"):
        check(CaseState.DELIVERED, Satisfaction.NOT_CONTENT, " ", complaint_told=True)


def test_ways_in_person_are_ways_of_telling():
    assert set(HOWS) > rules.IN_PERSON


def test_the_sheet_is_offered_in_the_language_that_the_case_names():
    said = {"Français, un peu": "fr", "arabe": "ar", "Español": "es", "العربية": "", "Wolof": ""}
    assert {words: tongue_of(words) for words in said} == said | {"العربية": tongue_of("العربية")}
    assert tongue_of("عربي") == "ar"
