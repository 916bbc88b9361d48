"""A photo of a case: drawn anew, sealed, seen by those who work on it, taken away, erased."""

import io
from datetime import timedelta

import pytest
import sqlalchemy as sa

from rfl import clock, picturing
from rfl.access.rules import Role
from rfl.attachments import service
from rfl.attachments.document import AttachmentDocument
from rfl.attachments.models import Attachment, AttachmentPage
from rfl.attachments.rules import SMALL_SIDE, AttachmentKind
from rfl.attachments.service import Pictures
from rfl.audit.rules import Act
from rfl.crypto.sealing import UnsealError
from rfl.db import dumping
from rfl.db.base import Base
from rfl.erasure import emptying, gathering
from rfl.erasure.rules import Record, RecordKind
from rfl.errors import DeniedError, NotFoundError, RuleBrokenError
from rfl.messages.models import MessagePage
from rfl.persons.document import Said
from rfl.persons.models import Registration
from rfl.persons.rules import SourceKind
from rfl.tracing import queries
from rfl.typesetting import jpeg_size
from tests.messages.post import photograph
from tests.persons.people import register
from tests.tracing.web import words_of

GIVER, NOTE = "Fatou his sister", "Taken in Kolda"
DRAWN = Pictures((b"\xff\xd8 first", b"\xff\xd8 second"), b"\xff\xd8 small")
PAPER = AttachmentDocument(
    AttachmentKind.IDENTITY_PAPER, Said(SourceKind.RELATIVE, words=GIVER), note=NOTE
)


@pytest.fixture
def added(world):
    """Return an officer, their case, and a paper of two pages in it."""
    awa = world.colleague(Role.OFFICER)
    request_id = world.case(awa)
    with world.begin() as session:
        return awa, request_id, service.add(session, awa, request_id, PAPER, DRAWN).id


def shown(world, actor, paper, place: int) -> bytes:
    with world.begin() as session:
        return service.picture(session, actor, paper, place)


def clear(session) -> str:
    tables = (Attachment.__table__, AttachmentPage.__table__)
    rows = [row for table in tables for row in session.execute(sa.select(table)).all()]
    return repr([tuple(row) for row in rows])


def test_a_paper_rests_sealed_opens_to_those_of_the_case_and_goes_with_it(world, added):
    awa, request_id, paper = added
    assert [shown(world, awa, paper, place) for place in (0, 1, 2)] == [DRAWN.small, *DRAWN.pages]
    with world.begin() as session:
        found = service.read(session, awa, paper)
        assert (found.document, found.row.pages) == (PAPER, 2)
        assert not any(word in clear(session) for word in (GIVER, NOTE, "identity", "first"))
    for role, society in ((Role.OFFICER, "GM"), (Role.VOLUNTEER, "SN"), (Role.SAFEGUARDING, "SN")):
        with pytest.raises((NotFoundError, DeniedError)):
            shown(world, world.colleague(role, society=society), paper, 1)
    with pytest.raises(NotFoundError):
        shown(world, awa, paper, 3)
    assert world.trail(paper).count(Act.ATTACHMENT_OPENED) == 3
    assert world.trail(paper).count(Act.ATTACHMENT_LISTED) == 1
    with world.begin() as session:
        parts = gathering.gather(session, Record(RecordKind.REQUEST, request_id))
        emptying.empty(session, parts, clock.now())
        assert session.get_one(Attachment, paper).sealed == b""
        assert session.query(AttachmentPage).count() == 0
    with pytest.raises(NotFoundError):
        shown(world, awa, paper, 1)


def test_what_was_taken_away_leaves_its_reason_and_a_moved_page_does_not_open(world, added):
    awa, request_id, paper = added
    with world.begin() as session:
        first, second = (
            session.scalars(sa.select(AttachmentPage).where(AttachmentPage.place == place)).one()
            for place in (1, 2)
        )
        first.sealed, second.sealed = second.sealed, first.sealed
    with pytest.raises(UnsealError):
        shown(world, awa, paper, 1)
    with world.begin() as session, pytest.raises(RuleBrokenError, match="Say why"):
        service.take_away(session, awa, paper, " ")
    with world.begin() as session:
        service.take_away(session, awa, paper, "It is somebody else’s")
    with world.begin() as session, pytest.raises(NotFoundError):
        service.take_away(session, awa, paper, "Twice")
    with world.begin() as session:
        assert service.of_request(session, request_id) == []
        assert session.query(AttachmentPage).count() == 0
        row = session.get_one(Attachment, paper)
        assert (row.sealed, row.taken_by) == (b"", awa.user_id)
    assert world.trail(paper)[-1] == Act.ATTACHMENT_TAKEN


def test_a_backup_holds_few_pictures_at_once():
    tables = Base.metadata.tables
    for name in (AttachmentPage.__tablename__, MessagePage.__tablename__):
        assert dumping.rows_of(tables[name]) * picturing.MOST_BYTES < dumping.MOST_FRAME_BYTES
    assert dumping.rows_of(tables[Attachment.__tablename__]) == dumping.ROWS


def refused(awa, attach) -> None:
    """Send what is no photo, or was given tomorrow: it is said, and nothing typed is lost."""
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    assert "Choose the photo" in words_of(awa.fill(attach, {"note": NOTE}, 422))
    for day, data, why in (
        ("", b"<svg onload='x()'/>", "cannot be read"),
        (tomorrow, photograph(), "still to come"),
    ):
        file = (io.BytesIO(data), "Mamadou Diallo.jpg")
        page = awa.send(attach, {"file": file, "day": day, "giver": GIVER}, 422)
        assert why in words_of(page)
        assert GIVER in page.text


def look(awa, path, place: int, side: int) -> None:
    """See a page as a plain picture that nothing can run from and nobody keeps."""
    picture = awa.client.get(f"{path}/pages/{place}")
    assert max(jpeg_size(picture.data)) == side
    assert b"13.4549" not in picture.data
    assert picture.mimetype == "image/jpeg"
    assert picture.headers["Cache-Control"] == "no-store"
    assert picture.headers["X-Content-Type-Options"] == "nosniff"
    assert picture.headers["Content-Security-Policy"].endswith("sandbox")


@pytest.mark.parametrize("world", ["sqlite"], indirect=True)
def test_a_photo_goes_by_its_pages(site):
    world = site.world
    awa = site.as_(actor := world.colleague(Role.OFFICER))
    request_id = world.case(actor)
    with world.begin() as session:
        (sought,) = queries.sought(session, [request_id])
    assert "Nothing yet. A photo" in words_of(awa.get(f"/requests/{request_id}"))
    attach = f"/requests/{request_id}/attach"
    refused(awa, attach)
    hidden = (io.BytesIO(photograph(secret=b"13.4549 N")), "Mamadou Diallo.html")
    page = awa.follow(awa.send(attach, {"file": hidden, "sought": str(sought.id), "day": ""}))
    assert "Photo of a sought person" in words_of(page)
    assert "A photo of a sought person was added" in words_of(page)
    path = next(part for part in page.text.split('"') if part.startswith("/attachments/"))
    path = path.removesuffix("/pages/0")
    assert f"{path}/pages/0" in page.text
    look(awa, path, 0, SMALL_SIDE)
    look(awa, path, 1, 1000)
    assert "Mamadou Diallo" in words_of(awa.get(path))
    assert "Say why" in words_of(awa.post(f"{path}/take-away", {"reason": ""}, 422))
    page = words_of(awa.follow(awa.post(f"{path}/take-away", {"reason": "Not him"})))
    assert "A photo or document was taken away" in page
    assert "Not him" in page
    awa.get(f"{path}/pages/1", 404)


def test_a_registered_persons_photo_rests_under_their_key_and_goes_with_them(world):
    cheikh, awa = (world.colleague(role, society="GM") for role in (Role.VOLUNTEER, Role.OFFICER))
    registration = register(world, cheikh)
    photo = AttachmentDocument(AttachmentKind.PHOTO, Said(SourceKind.PERSON), note=NOTE)
    with world.begin() as session:
        row = service.add_to_registration(session, cheikh, registration, photo, DRAWN)
        person_id = session.get_one(Registration, registration).person_id
    assert shown(world, cheikh, row.id, 0) == DRAWN.small
    with world.begin() as session:
        page = service.read(session, awa, row.id)
        assert (page.document, page.home.id, page.row.request_id) == (photo, registration, None)
        assert NOTE not in clear(session)
    for role, society in ((Role.OFFICER, "SN"), (Role.VOLUNTEER, "GM")):
        with pytest.raises((NotFoundError, DeniedError)):
            shown(world, world.colleague(role, society=society), row.id, 0)
    with world.begin() as session:
        parts = gathering.gather(session, Record(RecordKind.PERSON, person_id))
        emptying.empty(session, parts, clock.now())
        assert session.query(AttachmentPage).count() == 0
        assert session.get_one(Attachment, row.id).sealed == b""


@pytest.mark.parametrize("world", ["sqlite"], indirect=True)
def test_a_registered_persons_photo_goes_by_its_pages(site):
    actor = site.world.colleague(Role.OFFICER, society="GM")
    awa, registration = site.as_(actor), register(site.world, actor)
    here = f"/registrations/{registration}"
    assert "Nothing yet. A photo" in words_of(awa.get(here))
    file = (io.BytesIO(photograph()), "x.jpg")
    page = awa.follow(awa.fill(f"{here}/attach", {"file": file, "note": NOTE}))
    assert "Photo of the person" in words_of(page)
    path = next(part for part in page.text.split('"') if part.startswith("/attachments/"))
    path = path.removesuffix("/pages/0")
    awa.get(path)
    answer = awa.post(f"{path}/take-away", {"reason": "Not them"})
    assert "Nothing yet. A photo" in words_of(awa.follow(answer))
