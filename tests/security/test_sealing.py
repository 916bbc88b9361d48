"""Sealed things on the whole: what this release wrote opens for ever; what moved, nowhere."""

import io
from base64 import b64decode
from itertools import combinations

import pytest
import sqlalchemy as sa

from rfl.crypto import stream
from rfl.crypto.wrapping import binding, unwrap
from rfl.keys.recovery import combine
from rfl.persons.models import Person, Registration
from tests.exchange.gate import gate_of

KEY = bytes(range(32))
WRAPPED = bytes.fromhex(
    "016bac4e8ae232403a53581bfbf414392bbd9d44ce36e330b58c7eff497a"
    "b6e14617137bff541da79ba4dd1e4b096df69f115b621700945b1f77229f69"
)
PAPERS = (
    (
        "cards evoke academic acid agree humidity dining declare mandate "
        "desktop victim mama enemy being cultural distance ticket steady "
        "evoke taste submit wrap pharmacy dining priority society decorate "
        "marathon result prune render fatigue glimpse "
    ),
    (
        "cards evoke academic agency airport being calcium language voter "
        "biology aircraft screw jump ancestor satoshi raspy upstairs eclipse "
        "thumb award lyrics drink treat blue early depict enlarge "
        "regret analysis liberty order view impact "
    ),
    (
        "cards evoke academic always alcohol space general playoff solution "
        "verify artist knife daisy texture trouble chemical large trial "
        "alive bike ladle kidney disease inform luxury false saver "
        "lunch station mixture slim dish resident "
    ),
)
BACKUP = b64decode(
    "cmZsLmJhY2t1cC52MQoAAASQqVYNDIM8wCqYrhDji1rnuyC/tfYGWMrfW8t3LbMH7XDrCmhQrCqXE2zQwj73D9Ir"
    "b0ePwonQVJH5AyIu/5CgH6gQSJdCTR7cuxWCCri/9+ER2GI7Cbp52l0uY0BvSWdfZTHeghNktMQ0QLaFYNc8feYr"
    "cCGZbJK/Yefduk7ouOuLSNUWCD5RosdEWERStzDmEhZEJEaqi4/YU7J7IPzVOTs9idnKOmX0NtRGqH0Bgk0mfBje"
    "8rMENCEud4mnnLebMQ1JU1CDibfvmXY0arVxwfaXaT/Szt2G+575ikutr2nEdnU1zWRhKYcWzP5knNOmr/pB09Y3"
    "uN1lPEQVXMlmyZ8ABGCxr7TLT3gLjiGZQ3gPUv06iuVHcd5L5vfUvCgXZb8pgUhyCZIaLsBGOM5y27vW9jTm3BGn"
    "EtYZ5vMekTizU40tYUAD2bfOkbG0bz6to84u3J8qJjYk2tJRie2c342bjNul7QMPvscC3xwpaP6L9bA40hIgaF7T"
    "4poKSMKJvWCAQfn+C/YEt6StfiEIdph7QjbiYWU0dvJ6yxa+yXPcIER+X26K/9eBvPhJYcZWNoOeGoVblOZu5fbu"
    "cftlRhiprQ8mAMbvbTQ60oECfvy/kUMGp8cO4YwQsP2Gp3+C6gKWFjaDAikcjOs64f5jsr2CQnlS/lANs0OEWJ0g"
    "CoK8vRA0ONcUC1AOn6SZ+3qJ45XQ/el5tJuhPEYIN3f6Kqbu2qJGWxWCR8yZRQCo02gfL4oY82A43qA0TjBZyhml"
    "1Lh3ABXZsNCSlo+Y13SPWj3IVVLfuXJMq9YBuY4v8VHRFk1zvK3n9DucoqlfhHV4BQds2pgLkz9iN5nkDfcG17hB"
    "VeAqJc/5K1D+jpvkVF5Qd56/ToTWYYmdMbX5+heC/TV2TEO+x62/tZ/JpLn2W7uUAsGBDau3WyGMN25zBhgUyH/6"
    "aB8BTfTry7+6A7VatdjlonT4533Dsi5c+mKPQhNctGwZoHfydqTJJ75Hdbsm9s/QWWHa5JN3hZurMkSYFQ3H1YLP"
    "K/7oiFB5yWGI8+RY8WHmbo57e7eOevXztYGY2l6JH2gup0UR8ZnVn4zAUBSjC8/SSD5XsFqpV1fVjS8EqIho12ay"
    "H5HeqwuNfKzxV4LVlzvA63DwrGWFnuDS6HzARFJBMLQpUSsSKHqRDdY2I03z0MENCSy0X/3Tl8Es9fLedYfoa0++"
    "LAYVTV9HIBx6L3GPOYZ7ekj4ogosU5KkR7rxIITNnJzCrmLcrdmAreWrB5vZb3RPBhKY5TZpHCvNKEz65JS4glMT"
    "8icD12NB183DUrnxSUDh8FSFGjbJQD7igf8V+9rJKHFjyI9Y9ZxbH0BezDLdnW8xnTdDKreQk0ous+i+AEz+5157"
    "SctZIm3nooB2dWzUq1bCAHBVf/vHeN6lbOpVIPpHTjAtOVUJ5SldWMH3p0oRWJ4cu86F1vhGixnSW2itKV1v+DQ5"
    "xDI9fTPO2ZL+gQ75wJDEJs1u0EeqecmfU9Q7FfxpW+d4rZ0tj1NwEEWI4az8y13aMAjZDUqXmvB/1RXKGfCOClhT"
    "2HjftyU2XykFPxkOt4xvm7XtPD/nn4o9QkPn1lc="
)
NAMES = ("Zebulonzinho", "Qwertzuiopovic")


def test_a_key_wrapped_by_the_first_release_opens_for_ever():
    assert unwrap(KEY, WRAPPED, binding("record", "SN", 1, b"\x01" * 16)) == bytes(range(32, 64))


def test_papers_of_the_first_release_restore_for_ever():
    for pair in combinations(PAPERS, 2):
        assert combine(pair) == KEY


def test_a_backup_of_the_first_release_opens_for_ever():
    assert b"".join(stream.read(io.BytesIO(BACKUP), KEY, b"main")) == b"rows of a table"


@pytest.fixture
def registered(world, site):
    """Two people registered in Banjul, and a browser that may open both."""
    gate = gate_of(world)
    ids = [gate.register(name) for name in NAMES]
    return ids, site.as_(gate.lamin).client


def _page(client, registration_id):
    answer = client.get(f"/registrations/{registration_id}")
    return answer.status_code, [name for name in NAMES if name in answer.text]


def test_rows_whose_documents_were_exchanged_open_on_no_page(world, registered):
    ids, client = registered
    assert _page(client, ids[0]) == (200, [NAMES[0]])
    for table in (Person, Registration):
        with world.begin() as session:
            rows = [session.get_one(Registration, one) for one in ids]
            if table is Person:
                rows = [session.get_one(Person, row.person_id) for row in rows]
            rows[0].sealed, rows[1].sealed = rows[1].sealed, rows[0].sealed

        for one in ids:
            assert _page(client, one) == (503, [])
        with world.begin() as session:
            rows = [session.get_one(table, row.id) for row in rows]
            rows[0].sealed, rows[1].sealed = rows[1].sealed, rows[0].sealed
    assert _page(client, ids[1]) == (200, [NAMES[1]])


def test_a_document_in_another_tables_column_opens_on_no_page(world, registered):
    ids, client = registered
    with world.begin() as session:
        row = session.get_one(Registration, ids[0])
        row.sealed = session.get_one(Person, row.person_id).sealed

    assert _page(client, ids[0]) == (503, [])


def test_a_row_given_to_another_society_opens_on_no_page(world, registered):
    ids, client = registered
    with world.begin() as session:
        person_id = session.get_one(Registration, ids[0]).person_id
        here = sa.update(Person).where(Person.id == person_id)
        session.execute(here.values(society_code="SN"))

    assert _page(client, ids[0]) == (503, [])


@pytest.mark.parametrize("version", [0, 2, 255])
def test_no_version_but_the_known_one_opens(world, registered, version):
    ids, client = registered
    with world.begin() as session:
        person = session.get_one(Person, session.get_one(Registration, ids[0]).person_id)
        person.sealed = bytes([version]) + person.sealed[1:]

    assert _page(client, ids[0]) == (503, [])
