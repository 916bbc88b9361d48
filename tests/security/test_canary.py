"""A name that must be found nowhere: in no file of the installation, no log, no address."""

import io
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa
import structlog

from rfl import clock
from rfl.access.rules import Permission, Role
from rfl.audit.rules import SYSTEM
from rfl.children.document import EntryDocument
from rfl.children.rules import EntryKind
from rfl.intake import service, taking_in
from rfl.intake.models import ImportKind
from rfl.jobs import service as jobs
from rfl.linking import proposing
from rfl.linking.document import NameDocument
from rfl.linking.naming_rules import ProposalAct
from rfl.matching.additions import AdditionKind
from rfl.notices import service as notices
from rfl.notices.digest import DIGEST_JOB
from rfl.notices.rules import MailWish
from rfl.transfers import answering as transfers
from rfl.transfers import handing_over, offering
from rfl.transfers.offering import NewOffer
from rfl.transfers.rules import OfferKind
from tests.children.files import team_of
from tests.exchange.gate import gate_of
from tests.intake.kobo import export, row
from tests.messages.post import Post, photograph, reached
from tests.tracing.web import site_of

CANARY = "Zebulonzinho"
FAMILY = "Qwertzuiopovic"
SPELLINGS = [CANARY, CANARY.lower(), CANARY.upper(), FAMILY, FAMILY.lower()]


@pytest.fixture
def logged():
    with structlog.testing.capture_logs() as entries:
        yield entries


def _everything(folder: Path) -> bytes:
    return b"\n".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def _act(world, site, addresses):
    gate = gate_of(world)
    name = f"{CANARY} {FAMILY}"
    with world.begin() as session:
        data = export([row(1, name), row(2, name, person__birth_date="never"), row(3, name)])
        run_id = service.start(session, gate.lamin, ImportKind.REGISTRATIONS, data).id
    taking_in.run_import(world.begin, gate.lamin, run_id)
    with world.begin() as session:
        forms = (("", FAMILY), ("fr", f"{FAMILY}ski"))
        names = NameDocument(AdditionKind.ONE_NAME, is_family=True, forms=forms, why=CANARY)
        proposed = proposing.propose(session, gate.awa, names).id
    with world.begin() as session:
        proposing.review(session, gate.ousmane, proposed, ProposalAct.ACCEPT)
    request_id = gate.request(name)
    link = gate.links(request_id)[0]
    browser = site.as_(gate.awa)
    site.app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    for answer in (
        browser.client.get(f"/links/{link.id}"),
        browser.client.get(f"/requests/{request_id}"),
        browser.client.post("/search", data={"q": name}),
        browser.client.post("/registrations/new", data={"person-names-0-text": name}),
        browser.client.get("/requests?number=" + "x" * 20),
        site.as_(world.colleague(Role.ADMIN)).client.get(f"/requests/{request_id}"),
        site.as_(world.colleague(Role.OFFICER, society="ES")).client.get(f"/links/{link.id}"),
    ):
        addresses.append(answer.headers.get("Location", ""))
        addresses.append(answer.request.url)
    _carry(world, site, gate, name, addresses)
    _look_after_a_child(world, site, name, addresses)
    _hand_over(world, site, gate, addresses)
    return gate.sent(gate.judged(link.id))


def _carry(world, site, gate, name, addresses):
    """Take a message down by its page, on paper too; have it read, brought, answered, printed."""
    post = Post(world, gate.awa, gate.ousmane, gate.lamin, gate.haddy)
    typed = {
        "sender_name": name, "addressee_name": name, "agrees": "y", "to_society": "GM",
        "address_place": CANARY, "text": f"From {name}", "restrictions": FAMILY,
    }  # fmt: skip
    browser = site.as_(gate.awa)
    broken = {**typed, "pages": (io.BytesIO(b"x"), f"{name}.jpg")}
    safe = {"sender_name": name, "agrees": "y", "to_society": "GM", "relatives-0-name": name}
    answers = [
        browser.fill("/messages/new", typed),
        browser.fill("/messages/new", broken, 422),
        browser.fill("/messages/safe-and-well", safe),
    ]
    message_id = UUID(answers[0].headers["Location"].rsplit("/", 1)[1])
    _id, delivery_id = post.dispatched(post.screened(message_id))
    post.handed(delivery_id, reached(where=CANARY, words=name))
    post.answered(delivery_id, f"I am {name}")
    answers += [browser.client.get(f"/messages/{message_id}/sheet"), browser.get("/messages")]
    for answer in answers:
        addresses.append(repr(answer.headers))
        addresses.append(answer.request.url)


def _look_after_a_child(world, site, name, addresses) -> None:
    """Have a child's file hold the name wherever something can be written."""
    team = team_of(world)
    child_id = team.opened(name)
    said = EntryDocument(words=f"My aunt is {name}.")
    for kind in (EntryKind.WISH, EntryKind.RISK, EntryKind.CARE, EntryKind.NOTE):
        team.write(child_id, kind, said)
    lamin = site.as_(team.lamin)
    for answer in (
        lamin.client.get(f"/children/{child_id}"),
        lamin.client.post(f"/children/{child_id}/write/visit", data={"words": name}),
        lamin.client.get("/my-work"),
        site.as_(team.binta).client.get("/access/children"),
    ):
        assert answer.status_code in (200, 422)
        addresses.append(answer.request.url)


def _hand_over(world, site, gate, addresses) -> None:
    """Have a case hold the name wherever something is written when it changes hands."""
    name = f"{CANARY} {FAMILY}"
    request_id = gate.request(name)
    awa = site.as_(gate.awa)
    told = {"service": FAMILY, "told": name, "carer": name, "is_agreed": "y"}
    answers = [awa.fill(f"/requests/{request_id}/refer", told)]
    hidden = photograph(secret=name.encode())
    given = {"giver": name, "note": name, "file": (io.BytesIO(hidden), f"{name}.jpg")}
    page = awa.follow(awa.fill(f"/requests/{request_id}/attach", given))
    paper = next(part for part in page.text.split('"') if part.startswith("/attachments/"))
    answers += [page, awa.client.get(paper), awa.get(paper.split("/pages")[0])]
    answers.append(awa.post(f"/requests/{request_id}/offer/GM", {"why": name}, 422))
    with world.begin() as session:
        new = NewOffer("GM", "Closer to the mother", OfferKind.SHARED)
        offer_id = offering.offer(session, gate.awa, request_id, new).id
    with world.begin() as session:
        transfers.accept(session, gate.lamin, offer_id)
    with world.begin() as session:
        handing_over.hand_over(session, gate.ousmane, offer_id, f"By {name}")
    lamin = site.as_(gate.lamin)
    answers.append(lamin.post(f"/transfers/received/{offer_id}/notes", {"words": name}))
    answers.append(awa.get(f"/transfers/{offer_id}"))
    for answer in answers:
        addresses.append(repr(answer.headers))
        addresses.append(answer.request.url)


def _mail(world):
    """Have the letters of tomorrow sent, to somebody with work of theirs, and return them."""
    gate = gate_of(world)
    gate.request(f"{CANARY} {FAMILY}")
    with world.begin() as session:
        notices.choose_mail(session, gate.awa, MailWish.DAILY)
    with clock.at(clock.now().replace(hour=12) + timedelta(days=1)):
        with world.begin() as session:
            job = jobs.ask(session, kind=DIGEST_JOB, society="SN", asked_by=SYSTEM, arguments={}).id
        jobs.run(world.installation.begin, job)
    return list(world.installation.config.mail_folder.iterdir())


def test_a_name_is_found_in_no_file_log_or_address(world, site, logged, tmp_path):
    addresses: list[str] = []

    _act(world, site, addresses)
    assert len(_mail(world)) == 1

    told = (repr(logged) + repr(addresses)).encode()
    kept = _everything(tmp_path) + _dump(world)
    for spelling in SPELLINGS:
        for encoding in ("utf-8", "utf-16-le"):
            assert spelling.encode(encoding) not in kept, spelling
            assert spelling.encode(encoding) not in told, spelling


def _dump(world) -> bytes:
    """Return every row of both databases, as a thief of a dump would have them."""
    found: list[bytes] = []
    for database in (world.installation.database, world.installation.key_database):
        with database.engine.connect() as connection:
            for table in sa.inspect(connection).get_table_names():
                rows = connection.execute(sa.select(sa.text("*")).select_from(sa.table(table)))
                found.extend(b"".join(_bytes(value) for value in line) for line in rows)
    return b"\n".join(found)


def _bytes(value: object) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def test_the_canary_would_be_seen(tmp_path):
    (tmp_path / "leak").write_text(CANARY, encoding="utf-8")

    assert CANARY.encode() in _everything(tmp_path)


def test_an_unforeseen_error_tells_nothing_of_what_it_held(world, logged, capfd):
    """Neither page, log nor terminal shows a message, a traceback or a local of ours."""

    def broken():
        name = f"{CANARY} {FAMILY}"
        raise ValueError(f"{name} is no number")

    broken.requires = Permission.HOME  # type: ignore[attr-defined]  # as access.guards sets it
    site = site_of(world, alone=True)
    site.app.add_url_rule("/broken", "broken", broken)

    answer = site.as_(world.colleague(Role.OFFICER)).get("/broken", 500)

    out, err = capfd.readouterr()
    told = answer.text + repr(logged) + out + err
    assert "ValueError" in repr(logged)
    assert "Traceback" not in told
    assert [spelling for spelling in SPELLINGS if spelling in told] == []
