"""Connections: kept from one page to the next, and found out when their server has gone."""

import pytest
import sqlalchemy as sa

from rfl.keys.ring import record_keys

WHO = sa.text("SELECT pg_backend_pid()")
END = sa.text("SELECT pg_terminate_backend(:pid, 5000)")


@pytest.mark.parametrize("vault", ["postgresql"], indirect=True)
def test_a_connection_that_the_server_ended_is_replaced_before_it_is_used(vault):
    another = vault.another_process()
    with another.begin() as session:
        before = session.scalar(WHO)
    with another.begin() as session:
        assert session.scalar(WHO) == before
    with vault.begin() as session:
        assert session.scalar(END, {"pid": before})
    with another.begin() as session:
        assert session.scalar(WHO) != before
    another.close()


def test_whoever_reads_record_keys_waits_for_nobody_who_writes_them(vault):
    key_id = vault.keys.new_record_key("SN")
    another = vault.another_process()
    with vault.keys.ring.connect() as connection:
        connection.execute(sa.text("UPDATE record_key SET epoch = epoch"))
        assert record_keys(another.keys.ring, [key_id])[key_id].society == "SN"
    another.close()
