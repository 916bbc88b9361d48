"""From a photo to a page for everybody and back to the officer, by the pages alone."""

import io

import pytest

from rfl.approvals import service as approvals
from rfl.boards.rules import QUESTIONS, Risk, questions
from rfl.typesetting import jpeg_size
from tests.boards.test_boards import Desk
from tests.messages.post import photograph
from tests.tracing.web import Browser, words_of

WORDS, CONTACT = "I am her son, in Sfax since May", "the baker Khaled"


def answered(**changed: str) -> dict[str, str]:
    """Return a check in which nothing keeps the photo back, with some answers changed."""
    found = {}
    for one in questions(is_child=False):
        found[one.value] = "yes" if QUESTIONS[one].safe else "no"
        found[f"{one.value}_why"] = "She said so herself"
    return {**found, **changed}


def asked(awa: Browser, desk: Desk) -> str:
    """Ask for a board by the page of the case; return its address."""
    new = f"/requests/{desk.case}/photo-board"
    assert "Publish their photo" in words_of(awa.get(f"/requests/{desk.case}"))
    missing = words_of(awa.fill(new, {"language": "Pulaar"}, 422))
    assert "Choose the photo" in missing
    assert "write down that they agree" in missing  # at once: the photo is chosen anew each time
    file = (io.BytesIO(photograph(secret=b"13.4549 N")), "Balde.jpg")
    answer = awa.send(new, {"file": file, "agreed": "y"})
    return answer.headers["Location"]


def published(site, desk: Desk) -> tuple[Browser, str, str]:
    """Bring a board to everybody; return the officer's browser, its address and its number."""
    awa, ousmane = site.as_(desk.awa), site.as_(desk.ousmane)
    board = asked(awa, desk)
    awa.get(board)
    left = words_of(awa.post(f"{board}/check", answered(**{f"{Risk.FREE}_why": " "}), 422))
    assert "Answer, and say how you know: Did they decide alone" in left
    kept_back = awa.follow(awa.post(f"{board}/check", answered(**{Risk.PURSUED: "yes"})))
    assert "keeps it back" in words_of(kept_back) or "not shown" in words_of(kept_back)
    assert "A second person decides" in words_of(awa.follow(awa.post(f"{board}/check", answered())))
    wishes = ousmane.get("/approvals")
    assert "I look for my son" in words_of(wishes)
    desk.do(approvals.approve, desk.ousmane, *desk.wish())
    page = awa.get(board)
    assert "Approved, not shown yet" in words_of(page)
    page = awa.follow(awa.post(f"{board}/publish"))
    assert "Shown to everybody" in words_of(page)
    number = next(part for part in words_of(page).split() if part.startswith("SN-B-"))
    return awa, board, number


def looked_at(everybody: Browser, number: str) -> None:
    """See the face as everybody does: no name, no script, no cookie, in no search engine."""
    for path in ("/boards", f"/boards/{number}", "/boards?speak=ar", "/boards?society=SN"):
        page = everybody.get(path)
        assert "Baldé" not in page.text
        assert "<script" not in page.text
        assert "Set-Cookie" not in page.headers
        assert "noindex" in page.headers["X-Robots-Tag"]
        assert 'content="noindex' in page.text
        assert page.headers["Cache-Control"] == "no-store"
    assert 'dir="rtl"' in everybody.get("/boards?speak=ar").text
    picture = everybody.client.get(f"/boards/{number}/pictures/1")
    assert max(jpeg_size(picture.data)) == 1000
    assert b"13.4549" not in picture.data
    assert "noindex" in picture.headers["X-Robots-Tag"]
    assert everybody.get("/boards/SN-B-2026-99999", 404).headers.get("Set-Cookie") is None


def answer(everybody: Browser, number: str) -> dict[str, str]:
    """Answer as somebody who saw it; return what opens the answer again."""
    form = f"/boards/{number}/answer"
    assert "Say in a sentence" in words_of(everybody.fill(form, {"words": "Yes"}, 422))
    kept = everybody.send(form, {"words": WORDS, "contact": CONTACT}, 200)
    return {
        name.lower(): "".join(kept.text.split(f"<dt>{name}</dt>")[1].split(">")[1][:-4].split())
        for name in ("Reference", "Secret")
    }


def talk(awa: Browser, everybody: Browser, ticket: dict[str, str], case: object) -> None:
    """Read the answer as its officer, ask back, and hear what is said then."""
    work = awa.get("/my-work")
    lead = next(part for part in work.text.split('"') if "/photo-boards/answers/" in part)
    page = awa.get(lead)
    assert WORDS in words_of(page)
    assert CONTACT in page.text
    assert "Write what you want to say" in words_of(awa.post(f"{lead}/reply", {"words": ""}, 422))
    awa.post(f"{lead}/reply", {"words": "What did she call you?"})
    wrong = everybody.fill("/boards/answers", {**ticket, "secret": "x"}, 422)
    assert "do not belong together" in words_of(wrong)
    page = everybody.fill("/boards/answers", ticket, 200)
    assert "What did she call you?" in words_of(page)
    assert str(case) not in page.text
    assert "Ndongo" in words_of(everybody.send("/boards/answers/more", {"words": "Ndongo"}, 200))
    closed = awa.follow(awa.post(f"{lead}/close", {"words": "It is him"}))
    assert "An answer to a photo board was closed" in words_of(closed)


@pytest.mark.parametrize("world", ["sqlite"], indirect=True)
def test_a_face_goes_by_its_pages_and_an_answer_comes_back(site):
    desk = Desk(site.world)
    awa, board, number = published(site, desk)
    everybody, head = Browser(site.app.test_client()), site.as_(desk.ousmane)
    looked_at(everybody, number)
    assert number in awa.get("/boards").text
    assert "Do you know" in words_of(everybody.get(f"/boards/{number}"))
    talk(awa, everybody, answer(everybody, number), desk.case)
    assert awa.client.get(f"{board}/poster.pdf").data.startswith(b"%PDF")
    for shelf in ("drafts", "waiting", "published", "ending", "ended"):
        is_here = number in words_of(awa.get(f"/photo-boards?show={shelf}"))
        assert is_here is (shelf == "published")
    assert "Choose an age" in words_of(head.fill("/photo-boards/settings", {"min_age": "9"}, 422))
    head.send("/photo-boards/settings", {"min_age": "16", "is_indexed": "y"})
    assert "X-Robots-Tag" not in everybody.get(f"/boards/{number}").headers
    awa.get(board)
    awa.post(f"{board}/take-down", {"words": "She asked for it"})
    assert "Nobody is shown here" in words_of(everybody.get(f"/boards/{number}", 404))
    assert everybody.client.get(f"/boards/{number}/pictures/1").status_code == 404
    assert "was taken down" in words_of(awa.get(f"/requests/{desk.case}"))
