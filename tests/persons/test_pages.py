"""People are registered, looked at, changed and sealed through the pages, on both databases."""

import re
from uuid import UUID

import pytest

from rfl.access.rules import Role
from rfl.audit.rules import Act
from rfl.persons.models import Registration
from rfl.societies import service as societies
from tests.persons.people import CANARY, CHILD, register, rows, somebody
from tests.tracing.web import words_of

SEMHAR = {
    "agrees": "y",
    "share": "yes",
    "language": "Tigrinya",
    "person-names-0-parts-0-text": "Semhar",
    "person-names-0-parts-0-role": "given",
    "person-sex": "female",
    "person-calendar": "ethiopian",
    "person-precision": "about",
    "person-year": "1995",
    "person-give_or_take": "1",
    "person-birth_words": "before the drought",
    "person-origin_country": "ER",
    "person-origin": "ደቀምሓረ",
    "person-father-name": "Tesfay Habte",
    "person-father-alive": "dead",
    "person-mark": "a scar on the left hand",
    "words": "I am well. Pray for me.",
    "reach": "through the centre, mornings",
    "tell_alive": "yes",
}


def found(pattern: str, text: str) -> str:
    """Return what a pattern finds on a page."""
    match = re.search(pattern, text)
    assert match, pattern
    return match.group()


def registered(answer) -> UUID:
    """Return the id of the registration that an answer leads to."""
    return UUID(found(r"[0-9a-f-]{36}", answer.headers["Location"]))


@pytest.fixture
def awa(site):
    return site.as_(site.world.colleague(Role.OFFICER, society="GM", name="Awa Sarr"))


def test_a_person_is_registered_and_read_back_with_who_said_what(awa, site):
    answer = awa.fill("/registrations/new", SEMHAR)
    page = awa.follow(answer)
    words = words_of(page)
    assert "about 1995 in Ge’ez (the person: before the drought" in words
    assert "ደቀምሓረ , Eritrea" in words
    assert '<bdi lang="ti" dir="ltr">ደቀምሓረ</bdi>' in page.text
    assert "Tesfay Habte , dead" in words
    assert "I am well. Pray for me." in words
    assert "Tell the family that they are alive yes" in words
    assert "read in Tigrinya" in words
    assert "Awa Sarr" in words
    trail = site.world.trail(registered(answer), "GM")
    assert trail[-1] == Act.REGISTRATION_OPENED


def test_a_name_and_a_yes_are_enough(awa):
    few = {"agrees": "y", "share": "no", "person-names-0-parts-0-text": "Momodou"}
    assert "Momodou" in words_of(awa.follow(awa.fill("/registrations/new", few)))


def test_nothing_typed_is_lost_on_a_bad_form(awa):
    wrong = {
        **SEMHAR,
        "agrees": None,
        "share": "some",
        "person-names-0-parts-0-text": "",
        "person-precision": "day",
        "person-day": "31",
        "person-month": "9",
        "met_on": "2999-01-01",
        "attested": "y",
    }
    page = awa.fill("/registrations/new", wrong, 422)
    words = words_of(page)
    for sentence in (
        "‘31 Ginbot’ does not exist. Did they mean 30?",
        "Write at least one name, as it was said.",
        "This day lies in the future.",
        "Tick at least one society, or choose all or none.",
        "Write who decided for them.",
    ):
        assert sentence in words
    assert 'href="#person-day"' in page.text
    typed = {name: [value] for name, value in wrong.items() if value}
    assert {name: awa.form.get(name) for name in typed} == typed


def test_figures_of_any_script_are_read_and_others_are_asked_for_again(awa):
    arabic = {**SEMHAR, "person-precision": "", "person-year": "", "person-age": "٢٤"}
    assert "24 years old" in words_of(awa.follow(awa.fill("/registrations/new", arabic)))
    spelled = {**arabic, "person-age": "young"}
    assert "Write this in figures" in words_of(awa.fill("/registrations/new", spelled, 422))
    assert awa.form["person-age"] == ["young"]


def test_rows_are_added_and_taken_out_without_a_script(awa):
    awa.get("/registrations/new")
    awa.send("/registrations/new", {**SEMHAR, "row": "add:person-names-0-parts"}, 200)
    awa.send(
        "/registrations/new",
        {"person-names-0-parts-1-text": "Tesfay", "row": "add:person-names"},
        200,
    )
    awa.send(
        "/registrations/new",
        {"person-names-1-parts-0-text": "ሰምሃር", "row": "add:person-relatives"},
        200,
    )
    awa.send(
        "/registrations/new",
        {"person-relatives-0-name": "Yonas", "row": "add:person-relatives"},
        200,
    )
    page = awa.send("/registrations/new", {"row": "drop:person-relatives-1"}, 200)
    assert "1995 in Ge’ez is September 2002 to September 2003." in words_of(page)
    assert "person-relatives-1-name" not in awa.form
    words = words_of(awa.follow(awa.send("/registrations/new")))
    assert "Semhar Tesfay" in words
    assert "ሰምሃር" in words
    assert "Brother Yonas" in words


def test_a_change_keeps_what_was_said_before_and_a_slip_is_told_as_one(awa):
    show = awa.fill("/registrations/new", SEMHAR).headers["Location"]
    later = {"person-year": "1997", "source": "relative", "person-mark": "a scar on the right hand"}
    words = words_of(awa.follow(awa.fill(f"{show}/edit", later)))
    assert words.index("about 1997 in Ge’ez (a relative") < words.index("about 1995 in Ge’ez")
    assert "a scar on the left hand" in words
    slip = {"person-names-0-parts-0-text": "Samhar", "how": "slip"}
    words = words_of(awa.follow(awa.fill(f"{show}/edit", slip)))
    assert "Samhar" in words
    assert words.index("Put right: written wrongly") < words.index("Semhar")
    assert "about 1995 in Ge’ez" in words


def test_a_form_sent_unchanged_changes_nothing(awa, site):
    show = awa.fill("/registrations/new", SEMHAR).headers["Location"]
    awa.get(show)
    before = words_of(awa.get(show))
    after = words_of(awa.follow(awa.fill(f"{show}/edit", {"source": "relative"})))
    assert after.replace("Nothing was changed. ", "") == before
    trail = site.world.trail(UUID(show.rsplit("/", 1)[1]), "GM")
    assert Act.REGISTRATION_CHANGED not in trail


def test_a_consent_is_taken_back_by_its_button_and_given_again(awa):
    show = awa.fill("/registrations/new", SEMHAR).headers["Location"]
    button = found(rf"{show}/consents/[0-9a-f-]+/withdraw", awa.get(show).text)
    assert "Search for relatives taken back" in words_of(awa.follow(awa.post(button)))
    again = {"purpose": "tracing", "decision": "yes", "language": "Arabic"}
    words = words_of(awa.follow(awa.fill(f"{show}/consents/new", again)))
    assert "Search for relatives yes" in words
    assert "read in Arabic" in words
    icrc = {"purpose": "share_icrc", "decision": "yes", "language": "Arabic"}
    words = words_of(awa.follow(awa.fill(f"{show}/consents/new", icrc)))
    assert "Share with the ICRC yes" in words
    awa.fill(f"{show}/consents/new", {"decision": "yes"}, 422)


def test_other_societies_and_other_roles_are_kept_out(awa, site):
    show = awa.fill("/registrations/new", SEMHAR).headers["Location"]
    world = site.world
    for role in (Role.OFFICER, Role.SUPERVISOR, Role.VOLUNTEER):
        stranger = site.as_(world.colleague(role, society="SN"))
        stranger.get(show, 404)
        stranger.get(f"{show}/edit", 404)
    for role in (Role.ADMIN, Role.COORDINATOR, Role.SAFEGUARDING, Role.PARTNER):
        site.as_(world.colleague(role, society="GM")).get(show, 403)


def test_a_child_and_a_sealed_record_are_in_no_list_of_an_unrelated_officer(awa, site):
    world = site.world
    head = world.colleague(Role.SUPERVISOR, society="GM", name="Omar Ceesay")
    other = site.as_(world.colleague(Role.OFFICER, society="GM"))
    child = register(world, head, CHILD)
    show = awa.fill("/registrations/new", SEMHAR).headers["Location"]
    assert "1 person" in words_of(other.get("/registrations"))
    assert "1 person" in words_of(other.get("/persons"))
    other.get(f"/registrations/{child}", 404)
    omar = site.as_(head)
    assert "Ebrima Jallow" in words_of(omar.get(f"/registrations/{child}"))
    assert "Wrote it down" in words_of(omar.get(f"{show}/seal"))
    refused = omar.fill(f"{show}/seal", {"readers": []}, 422)
    assert "Name at least one person" in words_of(refused)
    said = words_of(omar.fill(f"{show}/seal", {"readers": [str(head.user_id)]}, 200))
    assert "Only these colleagues go on knowing of it: Omar Ceesay" in said
    assert "do not find it any more: Awa Sarr" in said
    assert "Who may open it: Omar Ceesay" in words_of(omar.get(show))
    other.get(show, 404)
    awa.get(show, 404)
    assert "Nobody is registered yet" in words_of(other.get("/registrations"))
    assert "Nobody yet" in words_of(other.get("/persons"))


def test_a_list_is_paged_and_narrowed_in_the_address(awa, site):
    world = site.world
    officer = world.colleague(Role.OFFICER, society="GM")
    made = [register(world, officer, person=somebody(f"Person Nr {n}")) for n in range(27)]
    with world.begin() as session:
        figures = session.get_one(Registration, made[0]).number[-5:]
    first = words_of(awa.get("/registrations"))
    assert "27 people" in first
    assert "Page 1 of 2" in first
    assert "Page 2 of 2" in words_of(awa.get("/registrations?page=2"))
    narrowed = awa.get(f"/registrations?number={figures}&kind=wants_family_to_know&days=365")
    assert "1 person" in words_of(narrowed)
    assert "Nobody like this" in words_of(awa.get("/registrations?kind=patient"))
    awa.get("/registrations?site=x&days=x&kind=x&page=x")


def test_a_volunteer_begins_with_two_buttons_and_their_own_entries(awa, site):
    awa.fill("/registrations/new", SEMHAR)
    volunteer = site.as_(site.world.colleague(Role.VOLUNTEER, society="GM"))
    words = words_of(volunteer.get("/intake"))
    assert "This person wants the family to know" in words
    assert "This person looks for somebody" in words
    assert "Semhar" not in words
    volunteer.fill("/registrations/new", {**SEMHAR, "person-names-0-parts-0-text": "Yonas"})
    assert "Yonas" in words_of(volunteer.get("/intake"))
    volunteer.get("/persons", 403)


def test_a_person_has_a_page_without_a_registration_too(awa, site):
    answer = awa.fill("/registrations/new", SEMHAR)
    _row, person = rows(site.world, registered(answer))
    words = words_of(awa.get(f"/persons/{person.id}"))
    assert "Semhar" in words
    assert "GM-R-" in words
    assert site.world.trail(person.id, "GM")[-1] == Act.PERSON_OPENED


def test_the_data_protection_officer_sees_numbers_and_no_names(awa, site):
    awa.fill("/registrations/new", {**SEMHAR, "person-names-0-parts-0-text": CANARY})
    dpo = site.as_(site.world.colleague(Role.DPO, society="GM"))
    page = dpo.get("/consents")
    words = words_of(page)
    assert "GM-R-" in words
    assert "3 decisions" in words
    assert CANARY not in page.text
    dpo.get("/rights/new")
    dpo.post(found(r"/consents/[0-9a-f-]+/withdraw", page.text))
    assert "taken back" in words_of(dpo.get("/consents?show=taken_back"))


def test_a_registration_at_a_site_is_named_by_it(awa, site):
    awa.get("/registrations/new")
    with site.world.begin() as session:
        banjul = societies.sites(session, "GM")[0]
    answer = awa.send("/registrations/new", {**SEMHAR, "site": str(banjul.id), "place": ""})
    assert banjul.name in words_of(awa.follow(answer))
    with site.world.begin() as session:
        assert session.get_one(Registration, registered(answer)).site_id == banjul.id
