"""The lexicon's files keep the shape that rfl/matching/lexicon/README.md describes."""

import csv
import re
import unicodedata
from collections import defaultdict
from itertools import combinations, permutations
from pathlib import Path

import numpy as np
import pytest

import rfl.matching
from rfl.matching import clauses, hearing
from rfl.matching.classes import LANGUAGE_WORDS
from rfl.matching.commonness import VERY_COMMON
from rfl.matching.script import words
from rfl.matching.spelling import number_of, signs_of

FOLDER = Path(rfl.matching.__file__).parent / "lexicon"
CLASS_FILES = ("given.tsv", "surnames.tsv")

REGIONS = """
general senegambia wolof serer diola mande fula sahel hassaniya maghreb mashriq sudan somali oromo
ethiopia persian pashto hazara urdu punjabi bengali kurdish turkish balkan slavic caucasus hausa
yoruba igbo akan kongo swahili
"""
TAGS = """
la am ar az bn bs de el en es fa ff fr ha he hr hy ig it ka ku ln mk nl om pl ps pt ro ru so sq sr
sw ti tr uk ur wo yo
"""
LEAST = {"given.tsv": 2_262, "surnames.tsv": 972, "nicknames.tsv": 505, "conflicts.tsv": 848}
"""Rows below which somebody has lost part of a file."""

ARABIC_FOLD = str.maketrans("أإآٱىئؤةۀکیێڕڵە", "ااااييوههكييرله")


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a file of the lexicon."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def spellings(row: dict[str, str]) -> list[tuple[str, str]]:
    """Return (tag, spelling) of every form of a row."""
    return [
        (tag.strip(), spelling)
        for group in row["forms"].split("; ")
        for tag, _, listed in [group.partition("=")]
        for spelling in listed.split(",")
    ]


def fold(spelling: str) -> str:
    """Return a spelling without case, accents, spaces and what clerks take for one letter."""
    lower = spelling.casefold().replace("ı", "i").replace("đ", "dj")
    bare = "".join(
        c
        for c in unicodedata.normalize("NFKD", lower)
        if not ("\u0300" <= c <= "\u036f" or "\u064b" <= c <= "\u0655")
    )
    whole = unicodedata.normalize("NFKC", bare).translate(ARABIC_FOLD)
    return "".join(c for c in whole if unicodedata.category(c)[0] in "LM")


def kind_of_classes() -> dict[str, str]:
    """Return the file in which each class stands."""
    return {row["class"]: name for name in CLASS_FILES for row in rows(name)}


def shared_spellings() -> dict[frozenset[str], set[str]]:
    """Return for two classes the spellings listed as belonging to both."""
    return {
        frozenset((row["short"], row["class"])): {
            fold(spelling) for spelling in row["note"].removeprefix("also ").split(",")
        }
        for row in rows("nicknames.tsv")
        if row["note"].startswith("also ")
    }


@pytest.mark.parametrize("name", LEAST)
def test_a_file_is_whole_and_normal(name: str) -> None:
    text = (FOLDER / name).read_text(encoding="utf-8")
    assert text == unicodedata.normalize("NFC", text)
    assert text.endswith("\n")
    assert "\r" not in text
    assert '"' not in text
    assert len(rows(name)) >= LEAST[name]
    head, *lines = text.splitlines()
    for line in lines:
        assert line.count("\t") == head.count("\t"), line
        assert line == line.strip(" "), line


@pytest.mark.parametrize("name", CLASS_FILES)
def test_a_row_of_a_class_is_well_formed(name: str) -> None:
    for row in rows(name):
        assert re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", row["class"]), row
        assert row["sex"] in ("f", "m", "u"), row
        assert row["region"] in REGIONS.split(), row
        assert not row["gloss"].endswith("."), row


@pytest.mark.parametrize("name", CLASS_FILES)
def test_every_form_is_tagged_and_given_once(name: str) -> None:
    for row in rows(name):
        tags = [group.partition("=")[0] for group in row["forms"].split("; ")]
        assert len(tags) == len(set(tags)), row
        assert set(tags) <= set(TAGS.split()), row
        seen = set()
        for tag, spelling in spellings(row):
            assert spelling == spelling.strip(), row
            assert fold(spelling), row
            assert (tag, fold(spelling)) not in seen, (row["class"], tag, spelling)
            seen.add((tag, fold(spelling)))


def test_a_class_stands_once_in_both_files_together() -> None:
    slugs = [row["class"] for name in CLASS_FILES for row in rows(name)]
    assert sorted(slugs) == sorted(set(slugs))


@pytest.mark.parametrize("name", CLASS_FILES)
def test_a_spelling_of_two_names_is_listed_as_such(name: str) -> None:
    shared = shared_spellings()
    owners: dict[str, set[str]] = defaultdict(set)
    for row in rows(name):
        for _, spelling in spellings(row):
            owners[fold(spelling)].add(row["class"])
    for spelling, slugs in owners.items():
        for pair in combinations(sorted(slugs), 2):
            assert spelling in shared.get(frozenset(pair), set()), (spelling, pair)


def test_a_spelling_listed_as_shared_stands_in_both() -> None:
    forms = {
        row["class"]: {fold(spelling) for _, spelling in spellings(row)}
        for name in CLASS_FILES
        for row in rows(name)
    }
    for pair, listed in shared_spellings().items():
        for slug in pair:
            assert listed <= forms[slug], (slug, listed)


def test_every_language_of_a_clerk_has_a_word_and_every_word_a_clerk() -> None:
    tags = {tag for name in CLASS_FILES for row in rows(name) for tag, _ in spellings(row)}
    assert set(LANGUAGE_WORDS) == tags - {"la"} | {"wo"}  # societies add names as Wolof has them


def test_the_commonest_names_are_classes_of_the_lexicon() -> None:
    assert VERY_COMMON.keys() <= kind_of_classes().keys()


def test_ties_join_two_classes_of_one_kind() -> None:
    kinds = kind_of_classes()
    seen = set()
    for row in rows("nicknames.tsv"):
        assert row["short"] != row["class"], row
        assert kinds[row["short"]] == kinds[row["class"]], row
        assert re.fullmatch(r"variant|short form|also [^,]+(, [^,]+)*", row["note"]), row
        pair = frozenset((row["short"], row["class"]))
        assert pair not in seen, row
        seen.add(pair)


def test_conflicts_name_two_classes_of_one_kind_and_say_why() -> None:
    kinds = kind_of_classes()
    seen = set()
    for row in rows("conflicts.tsv"):
        assert row["class_a"] < row["class_b"], row
        assert kinds[row["class_a"]] == kinds[row["class_b"]], row
        assert row["why"], row
        assert not row["why"].endswith("."), row
        pair = (row["class_a"], row["class_b"])
        assert pair not in seen, row
        seen.add(pair)


def test_no_two_classes_are_both_tied_and_in_conflict() -> None:
    ties = {frozenset((row["short"], row["class"])) for row in rows("nicknames.tsv")}
    conflicts = {frozenset((row["class_a"], row["class_b"])) for row in rows("conflicts.tsv")}
    assert not ties & conflicts


def test_names_in_conflict_share_no_spelling() -> None:
    forms = {
        row["class"]: {fold(spelling) for _, spelling in spellings(row)}
        for name in CLASS_FILES
        for row in rows(name)
    }
    for row in rows("conflicts.tsv"):
        assert not forms[row["class_a"]] & forms[row["class_b"]], row


Signs = tuple[int, ...]

SHORTENED = frozenset({"athie", "aziz", "haddy", "mame-diarra", "md", "zaynulabidin"})
"""Classes of which a spelling sounds like none of the others, each looked at: short or foreign."""

SOUNDS_LIKE = 0.38
"""Least nearness of a spelling to the nearest other spelling of its class."""


@pytest.mark.parametrize("name", CLASS_FILES)
def test_every_spelling_sounds_like_another_of_its_class(name: str) -> None:
    asked = []
    for row in rows(name):
        joined = {"".join(words(spelling)) for _, spelling in spellings(row)}
        read = {signs_of(word): number_of(word) for word in joined if signs_of(word)}
        if row["class"] not in SHORTENED:
            asked += [(row["class"], *pair) for pair in permutations(read.items(), 2)]
    nearest: dict[tuple[str, Signs], float] = defaultdict(float)
    for (slug, (one, _), _), near in zip(asked, heard([pair for _, *pair in asked]), strict=True):
        nearest[slug, one] = max(near, nearest[slug, one])
    assert nearest
    assert not {spelt: near for spelt, near in nearest.items() if near < SOUNDS_LIKE}


def heard(pairs: list[list[tuple[Signs, int]]]) -> list[float]:
    """Return how near the rows of signs of each pair sound, 0 to 1; each with its script."""
    sides = [list(zip(*side, strict=True)) for side in zip(*pairs, strict=True)]
    ones, others = (hearing.packed(signs) for signs, _ in sides)
    price = hearing.prices(ones, others, *(np.array(scripts, np.uint8) for _, scripts in sides))
    return hearing.nearness(price, hearing.sizes(ones), hearing.sizes(others)).tolist()


def test_the_clauses_that_are_translated_stand_in_the_lexicon():
    meanings = {row["gloss"] for name in CLASS_FILES for row in rows(name)}

    assert meanings.issuperset(clauses.MEANINGS)
    assert {row["why"] for row in rows("conflicts.tsv")}.issuperset(clauses.CONFLICTS)
