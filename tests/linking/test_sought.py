"""Of a name that nobody sought bears, no list is asked for on their side; the first is found."""

from sqlalchemy import update

from rfl.jobs import service as jobs
from rfl.linking import finding, lexicon, searching
from rfl.linking.models import LexiconToken
from rfl.linking.rules import Side
from rfl.persons.particulars import particulars_of
from tests.linking.test_rekeying import ask
from tests.tracing.world import person

HERS, HIS = {"zubeida", "quartey"}, {"zubair", "quellim"}


def counted(gate, keys):
    """Return, by token, how many bear it and how many of these are sought."""
    with gate.world.begin() as session:
        known = lexicon.known(session, keys)
    return {key: (facts.people, facts.sought) for key, facts in known.items()}


def asked(gate, name):
    """Return by side how many lists are asked for, when a name is looked for."""
    with gate.world.begin() as session:
        reading = searching.reading(session, particulars_of(person(name)))
        return {
            side: sum(len(one.tags) for one in reading.probes(session, side).fetches)
            for side in Side
        }


def sought_names(gate, text):
    with gate.world.begin() as session:
        hits = finding.search(session, gate.awa, text).hits
        return {one.opened.person.display_name for one in hits if one.is_sought}


def test_of_those_who_bear_a_name_the_sought_are_counted_apart(gate):
    gate.register("Zubeida Quartey")
    gate.request("Zubair Quellim")
    gate.register("Zubair Quartey")
    assert counted(gate, HERS) == {"zubeida": (1, 0), "quartey": (2, 0)}
    assert counted(gate, HIS) == {"zubair": (2, 1), "quellim": (1, 1)}


def test_no_list_is_asked_for_of_the_sought_until_one_of_them_bears_the_name(gate):
    gate.register("Zubeida Quartey")
    before = asked(gate, "Zubeida Quartey")
    assert before[Side.SOUGHT] == 0 < before[Side.REGISTERED]
    gate.request("Zubeida Quartey")
    after = asked(gate, "Zubeida Quartey")
    assert after[Side.SOUGHT] == after[Side.REGISTERED]
    assert sought_names(gate, "Zubeida Quartey") == {"Zubeida Quartey"}


def test_whoever_was_indexed_before_they_were_counted_is_found(gate):
    gate.request("Zubair Quellim")
    with gate.world.begin() as session:
        session.execute(update(LexiconToken).values(sought=None))
    gate.register("Zubair Quellim")
    assert counted(gate, HIS) == {"zubair": (2, None), "quellim": (2, None)}
    assert sought_names(gate, "Zubair Quellim") == {"Zubair Quellim"}


def test_under_another_key_as_many_are_sought(gate):
    gate.register("Zubeida Quartey")
    gate.request("Zubair Quellim")
    before = counted(gate, HERS | HIS)
    jobs.run(gate.world.begin, ask(gate.world))
    assert counted(gate, HERS | HIS) == before
    assert sought_names(gate, "Zubair Quellim") == {"Zubair Quellim"}
