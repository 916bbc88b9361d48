"""Who is opened first: what a name found in the index is worth, before anybody is compared."""

import numpy as np
import pytest
from sqlalchemy import func, select, update

from rfl.crypto.hiding import NO_NUMBER
from rfl.linking import finding, probing, searching
from rfl.linking.lexicon import Known
from rfl.linking.models import Posting
from tests.linking.test_finding import born, names

SIZE = 1_000_000


def sought(options, people):
    known = {key: Known(number, count, None) for number, (key, count) in enumerate(people.items())}
    return {
        spelling.key.value.split("\x1f")[1]: spelling.bits
        for spelling in probing._sought(options, known, SIZE).spellings
    }


def test_a_slip_of_the_pen_tells_no_more_than_the_name():
    likenesses = {"saidou": 1.0, "saidu": 0.97, "saiddou": 0.93, "sadio": 0.8}
    bits = sought(likenesses, {"saidou": 5_000, "saidu": 900, "saiddou": 7, "sadio": 2})
    assert list(bits) == ["saidou", "saidu", "saiddou", "sadio"]
    assert sorted(bits.values(), reverse=True) == list(bits.values())


def test_two_common_names_tell_more_than_a_rare_one_alone():
    (rare,) = sought({"kebo": 1.0}, {"kebo": 100}).values()
    (spelt_otherwise,) = sought({"kehbo": 0.93}, {"kehbo": 1_830}).values()
    (surname,) = sought({"jallow": 1.0}, {"jallow": 48_000}).values()
    assert spelt_otherwise + surname > rare


def test_longer_names_that_a_word_may_begin_count_once(gate, monkeypatch):
    monkeypatch.setattr(finding, "OPENED", 2)
    monkeypatch.setattr(finding, "OPENED_FURTHER", 2)
    for name in ("Salma Bah", "Saleh Bah", "Salif Bah", "Abdoulie Saal", "Abdoulie Saal"):
        gate.register(name)
    with gate.world.begin() as session:
        found = finding.search(session, gate.lamin, "Abdoulaye Sall")
    assert names(found) == ["Abdoulie Saal", "Abdoulie Saal"]


def test_no_more_are_opened_where_somebody_bears_all_that_was_typed(gate, monkeypatch):
    monkeypatch.setattr(finding, "OPENED", 2)
    for _ in range(5):
        gate.register("Fatou Ceesay")
    with gate.world.begin() as session:
        assert len(finding.search(session, gate.lamin, "Fatou Ceesay").hits) == 2
        assert len(finding.search(session, gate.lamin, "Fatou Ceesay Brikama").hits) == 5


def test_whoever_is_read_twice_of_one_name_counts_once_by_the_likest_spelling():
    fetch = probing.Fetch(np.array([30, 10, 20]), np.array([9.0, 2.0, 7.0]))
    rows = searching.Postings(np.array([10, 20, 25, 30]), np.array([0, 1, 3, 2, 0, 3]),
                              np.array([4, 5, 4, 6, 6, NO_NUMBER]))  # fmt: skip
    worth = searching._worth(fetch, rows)
    assert worth.tolist() == [2.0, 7.0, 9.0, 0.0, 2.0, 0.0]

    numbers, summed = searching._summed([(rows.numbers[:5], worth[:5]), (np.array([6]), worth[:1])])
    assert dict(zip(numbers.tolist(), summed.tolist(), strict=True)) == {4: 9.0, 5: 7.0, 6: 4.0}


@pytest.mark.parametrize("typed", ["Fatou Ceesay Kolda", "Fatou Ceesay كولدا"])
def test_of_many_who_bear_a_name_those_of_the_place_are_opened_first(gate, monkeypatch, typed):
    monkeypatch.setattr(finding, "OPENED", 1)
    monkeypatch.setattr(finding, "OPENED_FURTHER", 1)
    for place in ("Thiès", "Kolda", "Podor"):
        gate.register(document=born("Fatou Ceesay", place=place))
    with gate.world.begin() as session:
        (hit,) = finding.search(session, gate.lamin, typed).hits
    assert hit.opened.person.places[0].text == "Kolda"


def test_a_place_stands_in_no_list(gate):
    lists = []
    for place in ("", "Sare Bodio, Kolda"):
        gate.register(document=born("Fatou Ceesay", place=place))
        with gate.world.begin() as session:
            lists.append(session.scalar(select(func.count()).select_from(Posting)))
    assert lists[1] == 2 * lists[0]


def test_postings_changed_by_hand_are_nobodys_and_hinder_nobody(gate):
    gate.register("Fatou Ceesay")
    with gate.world.begin() as session:
        session.execute(update(Posting).values(hidden=Posting.hidden + 1))
    gate.register("Fatou Jallow")
    with gate.world.begin() as session:
        assert names(finding.search(session, gate.lamin, "Fatou")) == ["Fatou Jallow"]
