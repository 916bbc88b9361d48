from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from rfl.audit.reveal import Sealed, reveal_many
from rfl.audit.rules import SYSTEM, Act
from rfl.audit.service import record
from rfl.crypto.sealing import Context, UnsealError, key_id_of, seal
from rfl.crypto.wrapping import new_key
from rfl.db.session import Database
from rfl.errors import NotFoundError, RuleBrokenError, UnavailableError
from rfl.keys import service
from rfl.keys.models import InstallationKey, RecordKey, SocietyKey
from rfl.keys.ring import record_keys, society_binding
from rfl.keys.root import FileRoot
from rfl.keys.rules import ErasedError, InstallationKind, SocietyKind, TagPurpose


def place(society: str = "SN") -> Context:
    return Context(society, "person", uuid4())


def reveal_all(vault, items):
    with vault.begin() as session:
        receipt = record(session, SYSTEM, Act.PERSON_LISTED, societies=["SN"])
        return reveal_many(session, receipt, items)


def sealed(vault, plaintext: bytes = b"Mamadou Diallo", society: str = "SN") -> Sealed:
    context = place(society)
    key_id = vault.keys.new_record_key(society)
    return Sealed(vault.keys.seal(key_id, context, plaintext), context)


def test_what_was_sealed_opens_in_the_same_order(vault):
    keys = vault.keys.new_record_keys("SN", 60)
    items = [(key_id, place(), f"document {number}".encode()) for number, key_id in enumerate(keys)]

    blobs = vault.keys.seal_many(items)

    assert [key_id_of(blob) for blob in blobs] == keys
    opened = reveal_all(
        vault, [Sealed(blob, item[1]) for blob, item in zip(blobs, items, strict=True)]
    )
    assert opened == [item[2] for item in items]


def test_nothing_to_do_asks_the_key_store_nothing(vault):
    vault.key_database.engine.dispose()

    assert vault.keys.seal_many([]) == []
    assert vault.keys.new_record_keys("SN", 0) == []


def test_a_thousand_documents_need_one_query_for_their_keys(vault):
    keys = vault.keys.new_record_keys("SN", 1000)
    items = [(key_id, place(), b"x") for key_id in keys]
    asked = []
    for engine in {vault.key_database.engine, vault.key_database.reading}:
        sa.event.listen(
            engine,
            "before_cursor_execute",
            lambda _c, _cursor, statement, *_rest: asked.append(statement),
        )

    vault.keys.seal_many(items)

    assert len([statement for statement in asked if "record_key" in statement]) == 1


def test_a_key_does_not_seal_another_societys_record(vault):
    with pytest.raises(UnavailableError, match="another society"):
        vault.keys.seal(vault.keys.new_record_key("SN"), place("GM"), b"x")


def test_documents_exchanged_between_two_rows_open_in_neither(vault):
    one, two = sealed(vault), sealed(vault)

    for moved in (Sealed(one.blob, two.context), Sealed(two.blob, one.context)):
        with pytest.raises(UnsealError):
            reveal_all(vault, [moved])


def test_a_blob_whose_key_id_was_exchanged_does_not_open(vault):
    one, two = sealed(vault), sealed(vault)
    forged = one.blob[:1] + two.blob[1:17] + one.blob[17:]

    with pytest.raises(UnsealError):
        reveal_all(vault, [Sealed(forged, one.context)])


def test_a_document_of_another_society_does_not_pass_as_ones_own(vault):
    theirs = sealed(vault, society="GM")

    with pytest.raises(UnsealError):
        reveal_all(vault, [Sealed(theirs.blob, Context("SN", "person", theirs.context.record_id))])


def test_a_document_under_another_societys_key_is_refused_even_if_well_sealed(vault):
    context, key_id = place("SN"), vault.keys.new_record_key("GM")
    key = record_keys(vault.keys.ring, [key_id])[key_id].key

    with pytest.raises(UnsealError):
        reveal_all(vault, [Sealed(seal(key, key_id, context, b"x"), context)])


def test_wrapped_keys_exchanged_between_two_rows_are_dead(vault):
    one, two = sealed(vault), sealed(vault)
    ids = [key_id_of(one.blob), key_id_of(two.blob)]
    with vault.key_database.begin() as session:
        rows = [session.get(RecordKey, key_id) for key_id in ids]
        rows[0].wrapped, rows[1].wrapped = rows[1].wrapped, rows[0].wrapped

    with pytest.raises(UnsealError):
        reveal_all(vault, [one])


def test_a_destroyed_key_opens_nothing_from_that_moment(vault):
    kept, erased = sealed(vault), sealed(vault)
    elsewhere = vault.another_process()
    assert reveal_all(elsewhere, [erased]) == [b"Mamadou Diallo"]

    vault.keys.destroy(key_id_of(erased.blob))
    vault.keys.destroy(key_id_of(erased.blob))

    for process in (vault, elsewhere):
        with pytest.raises(ErasedError):
            reveal_all(process, [kept, erased])
        assert reveal_all(process, [kept]) == [b"Mamadou Diallo"]
    with pytest.raises(ErasedError):
        vault.keys.seal(key_id_of(erased.blob), erased.context, b"again")
    elsewhere.close()


def test_a_destroyed_key_leaves_a_tombstone_and_no_trace_in_the_files(vault):
    erased = sealed(vault)
    key_id = key_id_of(erased.blob)
    with vault.key_database.begin() as session:
        wrapped = session.get(RecordKey, key_id).wrapped
    assert wrapped is not None

    vault.keys.destroy(key_id)

    with vault.key_database.begin() as session:
        row = session.get(RecordKey, key_id)
        assert row.wrapped is None
        assert row.destroyed_at is not None
    for path in vault.folder.glob("keys.db*"):
        assert wrapped not in path.read_bytes(), path.name


def test_destroying_what_never_was_is_an_error(vault):
    with pytest.raises(NotFoundError):
        vault.keys.destroy(uuid4())


def test_a_lost_key_is_not_called_erased(vault):
    lost = sealed(vault)
    with vault.key_database.begin() as session:
        session.delete(session.get(RecordKey, key_id_of(lost.blob)))

    with pytest.raises(UnavailableError, match="missing"):
        reveal_all(vault, [lost])


def test_a_society_without_keys_gets_none_by_accident(vault):
    with pytest.raises(UnavailableError, match="no keys yet"):
        vault.keys.new_record_key("ML")
    vault.keys.ensure_society("ML")
    vault.keys.ensure_society("ML")
    with vault.key_database.begin() as session:
        rows = session.scalars(sa.select(SocietyKey).where(SocietyKey.society == "ML")).all()
    assert {(row.kind, row.epoch) for row in rows} == {(kind, 1) for kind in SocietyKind}
    assert vault.keys.new_record_key("ML")


def test_a_rotation_in_another_process_is_heeded_at_once(vault):
    old = sealed(vault)
    with vault.key_database.begin() as session:
        place_of_key = society_binding("SN", SocietyKind.RECORDS, 2)
        wrapped = vault.keys.ring.root.wrap(new_key(), place_of_key)
        now = datetime.now(UTC)
        session.add(
            SocietyKey(
                society="SN", kind=SocietyKind.RECORDS, epoch=2, wrapped=wrapped, created_at=now
            )
        )

    new = sealed(vault, b"after")

    with vault.key_database.begin() as session:
        assert session.get(RecordKey, key_id_of(old.blob)).epoch == 1
        assert session.get(RecordKey, key_id_of(new.blob)).epoch == 2
    assert reveal_all(vault, [old, new]) == [b"Mamadou Diallo", b"after"]


def test_tags_are_the_same_in_every_process_and_different_for_every_purpose(vault):
    elsewhere = vault.another_process()

    tags = {purpose: vault.keys.tag(purpose, "221770000000") for purpose in TagPurpose}

    assert len(set(tags.values())) == len(TagPurpose)
    assert tags == {purpose: elsewhere.keys.tag(purpose, "221770000000") for purpose in TagPurpose}
    many = vault.keys.tag_many(TagPurpose.NAME_INDEX, ["diallo", "jallow"])
    assert many == [vault.keys.tag(TagPurpose.NAME_INDEX, name) for name in ("diallo", "jallow")]
    elsewhere.close()


def test_each_kind_of_key_is_a_key_of_its_own(vault):
    held = {vault.keys.ring.installation(kind) for kind in InstallationKind}

    assert len(held) == len(InstallationKind)


def test_an_installation_is_provided_with_keys_once(vault):
    with vault.key_database.begin() as session:
        before = session.scalars(sa.select(InstallationKey.wrapped)).all()

    with pytest.raises(RuleBrokenError, match="stay as they are"):
        service.provision(vault.key_database, FileRoot(vault.folder / "root.key"))

    with vault.key_database.begin() as session:
        assert session.scalars(sa.select(InstallationKey.wrapped)).all() == before


def test_another_root_key_opens_nothing_and_says_why(vault, tmp_path):
    other = FileRoot.create(tmp_path / "other.key")
    store = service.KeyStore(vault.key_database, other)

    with pytest.raises(UnavailableError, match="does not belong"):
        store.tag(TagPurpose.EMAIL, "x")
    with pytest.raises(UnsealError):
        store.new_record_key("SN")


def test_an_empty_key_store_says_so(tmp_path, vault):
    with vault.key_database.begin() as session:
        session.execute(sa.delete(InstallationKey))
    process = vault.another_process()

    with pytest.raises(UnavailableError, match="holds no keys yet"):
        process.keys.tag(TagPurpose.EMAIL, "x")
    process.close()


def test_without_the_key_store_nothing_is_sealed_or_opened(vault):
    one = sealed(vault)
    with vault.key_database.engine.begin() as connection:
        connection.execute(sa.text("DROP TABLE record_key"))

    with pytest.raises(UnavailableError, match="does not answer"):
        reveal_all(vault, [one])
    with pytest.raises(UnavailableError, match="does not answer"):
        vault.keys.new_record_key("SN")
    with pytest.raises(UnavailableError, match="does not answer"):
        vault.keys.seal(key_id_of(one.blob), one.context, b"x")


def test_a_session_without_a_key_store_is_refused(vault):
    with vault.database.begin() as session, pytest.raises(UnavailableError, match="no key store"):
        service.of(session)


def test_no_key_rests_in_clear(vault):
    held = [vault.keys.ring.installation(kind) for kind in InstallationKind]
    with vault.key_database.begin() as session:
        rests = b"".join(
            wrapped
            for model in (InstallationKey, SocietyKey, RecordKey)
            for wrapped in session.scalars(sa.select(model.wrapped))
        )

    assert all(key not in rests for key in held)


def test_a_database_that_is_away_fails_closed(tmp_path):
    root = FileRoot.create(tmp_path / "root.key")
    away = Database("postgresql://nobody@localhost:1/none")

    with pytest.raises(UnavailableError, match="does not answer"):
        service.KeyStore(away, root).tag(TagPurpose.EMAIL, "x")


def test_ids_are_random(vault):
    ids = vault.keys.new_record_keys("SN", 5)

    assert len(set(ids)) == 5
    assert all(isinstance(key_id, UUID) and key_id.version == 4 for key_id in ids)
