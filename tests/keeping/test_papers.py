"""The root key on three papers: each pair restores it, and no single one tells anything."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rfl.audit import reading
from rfl.audit.reading import Asking
from rfl.audit.rules import SYSTEM, Act
from rfl.errors import RuleBrokenError
from rfl.installation import open_installation
from rfl.keeping import papers
from rfl.keys.recovery import combine, mark, split

PAIRS = list(combinations(range(3), 2))


def words_of(page):
    return " ".join(page.read_text().split("<pre>")[1].split("</pre>")[0].split())


@pytest.fixture
def sheets(world, console, tmp_path):
    answer = console("keys", "split", tmp_path / "sheets")
    assert answer.exit_code == 0, answer.output
    return sorted((tmp_path / "sheets").iterdir())


@settings(max_examples=5, deadline=None)
@given(st.binary(min_size=32, max_size=32))
def test_each_pair_restores_any_key_in_either_order(key):
    made = split(key)

    for one, other in PAIRS:
        assert combine([made[one], made[other]]) == key
        assert combine([made[other].upper(), f"  {made[one]} "]) == key


def test_one_paper_alone_or_twice_restores_nothing():
    made = split(bytes(32))

    for wrong in ([made[0]], [made[0], made[0]], [], ["", ""], ["hello world", made[1]]):
        with pytest.raises(RuleBrokenError, match="do not restore a key"):
            combine(wrong)


def test_papers_of_two_days_do_not_go_together():
    one, other = split(bytes(32)), split(bytes(32))

    with pytest.raises(RuleBrokenError, match="papers of the same day"):
        combine([one[0], other[1]])


def test_a_wrong_word_on_either_paper_is_noticed():
    made = split(bytes(range(32)))
    for place in range(33):
        words = made[0].split()
        words[place] = "zero" if words[place] != "zero" else "academic"
        with pytest.raises(RuleBrokenError, match="wrong or missing word"):
            combine([" ".join(words), made[1]])


def test_papers_of_one_key_made_twice_share_nothing():
    """One paper is random: of a known key, two papers of one number agree in no telling way."""
    key = bytes(32)

    one, other = split(key)[0].split()[4:], split(key)[0].split()[4:]

    assert sum(a == b for a, b in zip(one, other, strict=True)) < 5


@pytest.mark.parametrize("pair", PAIRS)
def test_each_pair_of_printed_sheets_brings_an_installation_back(world, console, sheets, pair):
    path = world.installation.config.root_key_path
    lost = path.read_bytes()
    path.unlink()

    typed = "".join(f"{words_of(sheets[place])}\n" for place in pair)
    answer = console("keys", "recover", typed=typed)

    assert answer.exit_code == 0, answer.output
    assert answer.output.endswith("It opens the key store.\n")
    assert path.read_bytes() == lost
    assert path.stat().st_mode & 0o777 == 0o600
    again = open_installation(world.installation.config)
    again.keys.new_record_key("SN")
    again.close()


def test_a_sheet_says_what_it_is_and_only_its_owner_reads_it(world, sheets):
    key = world.installation.keys.ring.root.for_paper()
    for number, sheet in enumerate(sheets, start=1):
        page = sheet.read_text()
        assert f"Root key, paper {number} of 3" in page
        assert mark(key) in page
        assert "<svg" in page
        assert key.hex() not in page
        assert sheet.stat().st_mode & 0o777 == 0o600


def test_a_root_key_that_is_there_is_never_overwritten(world, console, sheets):
    typed = "".join(f"{words_of(sheet)}\n" for sheet in sheets[:2])

    answer = console("keys", "recover", typed=typed)

    assert answer.exit_code == 1
    assert "already; it stays" in answer.output


def test_papers_of_another_installation_are_refused_before_anything_is_written(world, console):
    path = world.installation.config.root_key_path
    path.unlink()
    made = split(bytes(32))

    answer = console("keys", "recover", typed=f"{made[0]}\n{made[2]}\n")

    assert answer.exit_code == 1
    assert "not the one of this key store" in answer.output
    assert not path.exists()


def test_without_a_key_store_it_says_what_comes_next(world, tmp_path):
    config = replace(
        world.installation.config,
        instance=tmp_path / "new",
        keystore_url=f"sqlite:///{tmp_path / 'none.db'}",
    )
    made = split(bytes(range(32)))

    said = papers.recover(config, made[1:], "five words drawn by lot here")

    assert "restore it next" in said
    assert b"passphrase" in config.root_key_path.read_bytes()


def test_splitting_stands_in_the_trail(world, sheets):
    with world.begin() as session:
        found = reading.what_did(session, SYSTEM, "ZZ", SYSTEM, Asking())
    assert Act.KEY_SPLIT in [row.act for row in found.rows]
    assert len(sheets) == 3


def test_sheets_are_not_written_over(world, console, sheets, tmp_path):
    answer = console("keys", "split", tmp_path / "sheets")

    assert answer.exit_code == 1
    assert "There is a file" in answer.output
