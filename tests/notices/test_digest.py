"""The letter of the day: counts by kind, in the reader's language, once, and to nobody shut out."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from rfl import clock
from rfl.access import service as access
from rfl.access.models import User
from rfl.access.rules import Role
from rfl.audit.rules import SYSTEM
from rfl.config import Smtp
from rfl.jobs import rhythm
from rfl.jobs import service as jobs
from rfl.jobs.models import Job, JobState
from rfl.notices import service
from rfl.notices.digest import DIGEST_JOB
from rfl.notices.models import NewsSetting
from rfl.notices.posting import NotPostedError
from rfl.notices.rules import MailWish, Tally, is_due, mailed, write
from rfl.text import ENGLISH
from rfl.tracing.rules import CaseState
from rfl.tracing.work import WorkKind
from tests.notices.post_office import Office, opened

HEADS = ("Mamadou", "Diallo", "Aïssatou", "Baldé", "SN-20", "Awa", "Sarr", "Senegal")
"""What no letter may say: people, numbers of cases, colleagues, societies."""


@pytest.fixture
def morning(monkeypatch):
    """Let it be nine o'clock in Dakar, and return what moves the clock on."""
    moment = [datetime.now(UTC).replace(hour=9, minute=0) + timedelta(days=1)]
    monkeypatch.setattr(clock, "now", lambda: moment[0])

    def move(**amount):
        moment[0] += timedelta(**amount)

    return move


@pytest.fixture
def awa(world):
    return world.colleague(Role.OFFICER, name="Awa Sarr")


def wants(world, actor, wish=MailWish.DAILY):
    with world.begin() as session:
        service.choose_mail(session, actor, wish)


def ask(world):
    with world.begin() as session:
        return jobs.ask(session, kind=DIGEST_JOB, society="SN", asked_by=SYSTEM, arguments={}).id


def run(world, job=None):
    """Run a job of the hour, and return its row."""
    job = job or ask(world)
    jobs.run(world.installation.begin, job)
    with world.begin() as session:
        return session.get_one(Job, job)


def through(world, office):
    """Have the world send by `office`."""
    smtp = Smtp("127.0.0.1", office.port, "rfl@sn.example")
    config = replace(world.installation.config, smtp=smtp, hosts=("localhost", "rfl.sn.example"))
    world.installation = replace(world.installation, config=config)


@pytest.fixture
def office(world):
    with opened(Office()) as office:
        through(world, office)
        yield office


def letters(office):
    return [message.get_content() for _recipient, message in office.taken]


def test_a_letter_counts_by_kind_and_says_nothing_more(world, awa, morning, office):
    cases = [world.case(awa) for _ in range(3)]
    world.set(cases[0], state=CaseState.RETURNED)
    wants(world, awa)

    assert run(world).result == {"sent": 1, "nothing": 0, "refused": 0}

    [(recipient, message)] = office.taken
    text = message.get_content()
    assert "- 3 cases to carry on" in text
    assert "https://rfl.sn.example/" in text
    whole = message.as_string().replace(recipient, "")
    assert [word for word in HEADS if word in whole or word in text] == []
    assert "news:mailed" in world.trail(awa.user_id)


def test_one_letter_a_day_and_the_next_one_on_the_next(world, awa, morning, office):
    world.case(awa)
    wants(world, awa)
    for _ in range(3):
        run(world)
        morning(hours=1)
    assert len(office.taken) == 1
    morning(hours=18)  # six o'clock on the next day
    run(world)
    assert len(office.taken) == 2


def test_only_who_wants_it_gets_it_and_only_when_there_is_something(world, awa, morning, office):
    idle = world.colleague(Role.OFFICER)
    late_only = world.colleague(Role.OFFICER)
    world.case(awa)
    case = world.case(late_only)
    wants(world, idle)
    wants(world, late_only, MailWish.LATE)
    assert run(world).result == {"sent": 0, "nothing": 2, "refused": 0}

    world.set(case, state=CaseState.ACTIVE, review_on=clock.now() - timedelta(days=30))
    morning(days=1)
    run(world)

    [text] = letters(office)
    assert "- 1 review to make" in text
    assert "to carry on" not in text
    wants(world, late_only, MailWish.NEVER)
    morning(days=1)
    run(world)
    assert len(office.taken) == 1


@pytest.mark.parametrize("shut", ["ended_at", "suspended_at", "leaves_on"])
def test_nobody_whose_account_is_shut_gets_one(world, awa, morning, office, shut):
    world.case(awa)
    wants(world, awa)
    with world.begin() as session:
        day = clock.today() - timedelta(days=1)
        value = day if shut == "leaves_on" else clock.now()
        setattr(session.get_one(User, awa.user_id), shut, value)

    assert run(world).result == {"sent": 0, "nothing": 0, "refused": 0}
    assert office.taken == []


def test_it_speaks_the_language_of_who_reads_it(world, awa, morning, office):
    for _ in range(2):
        world.case(awa)
    wants(world, awa)
    with world.begin() as session:
        access.prefer_language(session, awa, "fr")

    run(world)

    [(_recipient, message)] = office.taken
    assert message["Content-Language"] == "fr"
    assert "waits" not in message.as_string() + message.get_content()
    assert "- 2 " in message.get_content()


def test_a_letter_not_taken_stays_due_through_every_attempt_and_the_next_hour(world, awa, morning):
    world.case(awa)
    wants(world, awa)
    with opened(Office()) as office:
        through(world, office)
    job = ask(world)  # the office has closed
    for attempt in range(jobs.MAX_ATTEMPTS):
        with pytest.raises(NotPostedError):
            jobs.run(world.installation.begin, job)
        with world.begin() as session:
            row = session.get_one(Job, job)
            is_last = attempt == jobs.MAX_ATTEMPTS - 1
            assert row.state is (JobState.FAILED if is_last else JobState.WAITING)
            assert row.result == {"error": "NotPostedError"}
    morning(hours=1)

    with opened(Office()) as office:
        through(world, office)
        assert run(world).result == {"sent": 1, "nothing": 0, "refused": 0}
    assert len(office.taken) == 1


def test_an_address_refused_for_good_holds_up_nobody(world, awa, morning, office):
    other = world.colleague(Role.OFFICER)
    for one in (awa, other):
        world.case(one)
        wants(world, one)
    office.refuses["c1@rfl.example"] = 550

    assert run(world).result == {"sent": 1, "nothing": 0, "refused": 1}
    assert run(world).result == {"sent": 0, "nothing": 0, "refused": 0}


def test_an_address_refused_for_now_holds_up_nobody_and_is_tried_again(world, awa, morning, office):
    other = world.colleague(Role.OFFICER)
    for one in (awa, other):
        world.case(one)
        wants(world, one)
    office.refuses["c1@rfl.example"] = 450
    job = ask(world)
    with pytest.raises(NotPostedError):
        run(world, job)
    assert [recipient for recipient, _ in office.taken] == ["c2@rfl.example"]

    office.refuses.clear()
    run(world, job)

    assert [recipient for recipient, _ in office.taken] == ["c2@rfl.example", "c1@rfl.example"]


def test_without_a_server_it_lies_in_the_folder_and_names_nobody(world, awa, morning):
    world.case(awa)
    wants(world, awa)

    run(world)

    [path] = world.installation.config.mail_folder.iterdir()
    text = path.read_text(encoding="utf-8")
    assert "1 case to carry on" in text
    assert [word for word in (*HEADS, "c1@rfl.example") if word in text + path.name] == []


def test_it_is_looked_for_every_hour(world, awa, morning):
    with world.begin() as session:
        rhythm.ask_due(session, SYSTEM)
    with world.begin() as session:
        asked = session.query(Job).filter(Job.kind == DIGEST_JOB).all()
        assert [job.society_code for job in asked] == ["SN"]
        assert session.get(NewsSetting, awa.user_id) is None


@pytest.mark.parametrize(
    ("wish", "mailed_days_ago", "hour", "is_it"),
    [
        (MailWish.DAILY, None, 6, True),
        (MailWish.DAILY, None, 5, False),
        (MailWish.DAILY, 0, 9, False),
        (MailWish.DAILY, 1, 6, True),
        (MailWish.LATE, 1, 23, True),
        (MailWish.NEVER, None, 9, False),
    ],
)
def test_when_a_letter_is_due(wish, mailed_days_ago, hour, is_it):
    local = datetime(2026, 11, 20, hour, tzinfo=UTC)
    day = None if mailed_days_ago is None else local.date() - timedelta(days=mailed_days_ago)
    assert is_due(wish, day, local) is is_it


def test_a_letter_says_how_many_are_late_and_new_and_where_to_sign_in():
    kinds = {kind: 1 + place for place, kind in enumerate(WorkKind)}
    text = write(ENGLISH, "en", Tally(mailed(kinds), late=2, new=1), "").text
    for words in (
        "- 1 emergency to judge",
        "- 5 families to call",
        "2 of them are late.",
        "1 came since you last looked.",
        "Sign in to rfl to see it.",
    ):
        assert words in text
