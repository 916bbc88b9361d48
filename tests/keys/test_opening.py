"""There is one door to a sealed document: by import graph, and at run time."""

import ast
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

import rfl
from rfl.audit.models import Entry
from rfl.audit.reveal import Sealed, reveal
from rfl.audit.rules import SYSTEM, Act
from rfl.audit.service import Receipt, record
from rfl.crypto.sealing import Context
from rfl.errors import UnavailableError
from rfl.keys.opening import open_many
from rfl.keys.warrant import Warrant

PACKAGE = Path(rfl.__file__).parent

DOORS = {
    "rfl.keys.opening": {"rfl.audit.reveal"},
    "rfl.keys.trail": {
        "rfl.keys.service",
        "rfl.audit.trail",
        "rfl.audit.service",
        "rfl.audit.reading",
        "rfl.audit.verify",
        "rfl.audit.witnessing",  # the head that is kept, to be shown to witnesses
        "rfl.desk.keyholding",  # keys of focal points: shares them, opens no entry itself
    },
    "rfl.crypto.sealing.unseal": {"rfl.keys.opening"},
    "rfl.crypto.sealing.unbox": {"rfl.keys.days", "rfl.keys.recipients"},
    "rfl.crypto.wrapping.unwrap": {
        "rfl.keys.root",
        "rfl.keys.ring",
        "rfl.keys.rotating",
        "rfl.keys.passphrase",
    },
    "rfl.keys.ring.record_keys": {"rfl.keys.service", "rfl.keys.opening"},
    "rfl.keys.warrant": {"rfl.keys.opening", "rfl.audit.service"},
}
"""What can open something, and who may import it."""


def imports() -> dict[str, set[str]]:
    """Return, for each module of the package, every name it imports, in full."""
    found = {}
    for path in PACKAGE.rglob("*.py"):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        module = ".".join(parts).removesuffix(".__init__")
        names: set[str] = set()
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{module}: relative import"
                names |= {f"{node.module}.{alias.name}" for alias in node.names}
        found[module] = names
    return found


@pytest.mark.parametrize("door", DOORS)
def test_only_the_trail_imports_what_can_open(door):
    users = {
        module
        for module, names in imports().items()
        if any(name == door or name.startswith(f"{door}.") for name in names)
    }

    assert users == DOORS[door]


def test_whoever_imports_a_whole_module_could_reach_its_doors_so_nobody_does():
    packages = {"rfl", "rfl.keys", "rfl.crypto", "rfl.crypto.sealing", "rfl.crypto.wrapping"}
    packages |= {"rfl.keys.ring"}

    assert not {module for module, names in imports().items() if names & packages}


def test_the_cipher_itself_is_used_in_the_modules_of_the_cipher_only():
    users = {
        module
        for module, names in imports().items()
        if any(name.endswith("AESGCM") for name in names)
    }

    assert users == {
        "rfl.crypto.sealing",
        "rfl.crypto.wrapping",
        "rfl.crypto.hiding",  # where in the blind index somebody rests, never what is known of them
        "rfl.crypto.stream",  # backups, sealed to a key that is not here
    }


def test_nobody_asks_the_ring_for_a_societys_key_but_the_key_store():
    users = {
        path.relative_to(PACKAGE).parts[0]
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute)
        and node.attr == "society"
        and isinstance(node.value, ast.Attribute | ast.Name)
        and (node.value.attr if isinstance(node.value, ast.Attribute) else node.value.id)
        in {"ring", "_ring"}
    }

    assert users == {"keys"}


@pytest.fixture
def sealed(vault):
    context = Context("SN", "person", uuid4())
    return Sealed(vault.keys.seal(vault.keys.new_record_key("SN"), context, b"secret"), context)


@pytest.mark.parametrize("forged", [None, object(), "receipt", True])
def test_nothing_opens_without_a_receipt(vault, sealed, forged):
    with pytest.raises(UnavailableError, match="without an entry"):
        open_many(vault.keys, [sealed], forged)


def test_a_receipt_cannot_be_made_by_hand(vault, sealed):
    with vault.begin() as session:
        real = record(session, SYSTEM, Act.PERSON_OPENED, societies=["SN"])
        with pytest.raises(TypeError, match="record alone"):
            Receipt(object(), session, real._draft)

        blank = Receipt.__new__(Receipt)
        with pytest.raises(AttributeError):
            open_many(vault.keys, [sealed], blank)


def test_no_other_class_passes_for_a_receipt(vault, sealed):
    with pytest.raises(TypeError, match="leave to open"):
        type("Receipt", (Warrant,), {"admit": lambda *_: None})
    with pytest.raises(TypeError, match="leave to open"):
        type("Receipt", (Receipt,), {"admit": lambda *_: None, "__module__": "rfl.audit.service"})


def test_a_receipt_opens_only_in_its_own_session(vault, sealed):
    elsewhere = vault.another_process()
    with vault.begin() as session:
        receipt = record(session, SYSTEM, Act.PERSON_OPENED, societies=["SN"])
        stranger = elsewhere.database.sessions(info={"keys": elsewhere.keys})
        with stranger.begin(), pytest.raises(UnavailableError, match="Nothing was opened"):
            reveal(stranger, receipt, sealed)
        assert reveal(session, receipt, sealed) == b"secret"
    elsewhere.close()


def test_a_receipt_is_spent_when_its_transaction_ends(vault, sealed):
    with vault.begin() as session:
        receipt = record(session, SYSTEM, Act.PERSON_OPENED, societies=["SN"])
        assert reveal(session, receipt, sealed) == b"secret"

    with pytest.raises(UnavailableError, match="Nothing was opened"):
        reveal(session, receipt, sealed)
    with session.begin():
        with pytest.raises(UnavailableError, match="Nothing was opened"):
            reveal(session, receipt, sealed)
        record(session, SYSTEM, Act.PERSON_OPENED, societies=["SN"])
        with pytest.raises(UnavailableError, match="Nothing was opened"):
            reveal(session, receipt, sealed)


def test_a_receipt_is_spent_when_its_transaction_is_rolled_back(vault, sealed):
    with vault.database.sessions(info={"keys": vault.keys}) as session:
        receipt = record(session, SYSTEM, Act.PERSON_OPENED, societies=["SN"])
        session.rollback()
        with pytest.raises(UnavailableError, match="Nothing was opened"):
            reveal(session, receipt, sealed)
        session.connection()
        with pytest.raises(UnavailableError, match="Nothing was opened"):
            reveal(session, receipt, sealed)


def test_a_receipt_is_spent_when_its_entry_is_written(vault, sealed):
    refused: list[Session] = []

    def open_late(session):
        with pytest.raises(UnavailableError, match="Nothing was opened"):
            reveal(session, receipt, sealed)
        refused.append(session)

    with vault.begin() as session:
        receipt = record(session, SYSTEM, Act.PERSON_OPENED, societies=["SN"])
        sa.event.listen(session, "before_commit", open_late)

    assert refused == [session]


def test_a_receipt_is_spent_when_its_transaction_has_failed(vault, sealed):
    with vault.database.sessions(info={"keys": vault.keys}) as session:
        receipt = record(session, SYSTEM, Act.PERSON_OPENED, societies=["SN"])
        session.add(Entry(log="SN", seq=0))
        with pytest.raises(sa.exc.IntegrityError):
            session.flush()
        with pytest.raises(UnavailableError, match="Nothing was opened"):
            reveal(session, receipt, sealed)


def test_a_receipt_is_spent_when_its_savepoint_is_rolled_back(vault, sealed):
    with vault.begin() as session:
        savepoint = session.begin_nested()
        receipt = record(session, SYSTEM, Act.PERSON_OPENED, societies=["SN"])
        assert reveal(session, receipt, sealed) == b"secret"
        savepoint.rollback()
        with pytest.raises(UnavailableError, match="Nothing was opened"):
            reveal(session, receipt, sealed)
