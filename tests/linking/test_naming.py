"""A society adds names to the lexicon: two people, audited, in every process, and found at once."""

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from rfl.access import service as access
from rfl.access.document import StaffDocument
from rfl.access.rules import Role
from rfl.audit.rules import SYSTEM
from rfl.cli import main
from rfl.config import from_environment
from rfl.errors import DeniedError, NotFoundError, RuleBrokenError
from rfl.installation import open_installation
from rfl.jobs.models import Job, JobState
from rfl.linking import naming, proposing, reindexing
from rfl.linking import service as linking
from rfl.linking.document import NameDocument
from rfl.linking.index import LAYOUT
from rfl.linking.models import IndexedPerson
from rfl.linking.naming_rules import ProposalAct, ProposalState
from rfl.linking.reindexing import REINDEX_JOB, RELINK_JOB
from rfl.matching import compare_names
from rfl.matching.additions import AdditionKind, forms_in
from rfl.matching.classes import lexicon
from rfl.matching.score import VERSION
from rfl.matching.types import Reason

ONE, TWO = AdditionKind.ONE_NAME, AdditionKind.TWO_NAMES


def document(*forms, kind=ONE, family=True):
    return NameDocument(
        kind, family, forms_in("\n".join(forms)), "Kédougou", "an elder", "one clan, two spellings"
    )


def propose(gate, *forms, who=None, **more):
    with gate.world.begin() as session:
        return proposing.propose(session, who or gate.awa, document(*forms, **more)).id


def review(gate, proposal_id, act=ProposalAct.ACCEPT, *, who=None, words=""):
    with gate.world.begin() as session:
        return proposing.review(session, who or gate.ousmane, proposal_id, act, words)


def work(gate):
    for kind in (REINDEX_JOB, RELINK_JOB):
        list(reindexing.work_here(gate.world.begin, kind))


def indexed_by(gate):
    with gate.world.begin() as session:
        return set(session.scalars(select(IndexedPerson.version)))


def test_a_name_that_is_accepted_finds_who_was_registered_before(gate):
    registered = gate.register("Tsuvaniro")
    request_id = gate.request("Gwembeshi")
    assert gate.links(request_id) == []

    review(gate, propose(gate, "fr=Tsuvaniro", "Gwembeshi"))
    work(gate)

    (link,) = gate.links(request_id)
    assert link.registration_id == registered
    assert link.model == f"{VERSION}+1"
    assert indexed_by(gate) == {f"{VERSION}/{LAYOUT}+1"}
    with gate.world.begin() as session:
        seen = linking.review(session, gate.awa, link.id)
    assert Reason.CLASS in {row.reason for row in seen.likeness.evidence}


def test_the_page_of_a_pair_says_by_which_lexicon_it_was_judged(site, gate):
    gate.register("Tsuvaniro")
    review(gate, propose(gate, "Tsuvaniro", "Gwembeshi"))
    (link,) = gate.links(gate.request("Gwembeshi"))
    page = site.as_(gate.awa).get(f"/links/{link.id}").text
    assert f"Engine and lexicon {VERSION}+1." in page


def test_what_is_proposed_does_not_count_before_a_second_person_accepts_it(gate):
    proposal_id = propose(gate, "Tsuvaniro", "Gwembeshi", who=gate.ousmane)
    with pytest.raises(RuleBrokenError, match="A second person"):
        review(gate, proposal_id)
    with pytest.raises(DeniedError):
        review(gate, proposal_id, who=gate.awa)
    with pytest.raises(NotFoundError):
        review(gate, proposal_id, who=gate.haddy)
    with gate.world.begin() as session:
        assert naming.refresh(session).version == 0

    review(gate, proposal_id, who=gate.world.colleague(Role.SUPERVISOR))

    with gate.world.begin() as session:
        naming.refresh(session)
    assert compare_names("Tsuvaniro", "Gwembeshi").evidence[0].reason is Reason.CLASS
    assert gate.world.trail(proposal_id) == [
        "lexicon:proposed", "lexicon:accepted"
    ]  # fmt: skip


def test_a_pair_that_is_held_apart_is_suggested_no_more(gate):
    gate.register("Zubenelo Gwembeshi")
    assert gate.links(gate.request("Zubenelo Gwembesha"))

    review(gate, propose(gate, "Gwembeshi", "Gwembesha", kind=TWO))

    with gate.world.begin() as session:
        naming.refresh(session)
    found = compare_names("Gwembeshi", "Gwembesha").evidence[0]
    assert (found.reason, str(found.because)) == (Reason.CONFLICT, "one clan, two spellings.")


@pytest.mark.parametrize(
    ("forms", "said"),
    [(("Hassan", "Hussein"), "held to be two names"), (("Diallo", "Camara"), "one name of two")],
)
def test_what_clashes_is_refused_with_the_reason(gate, forms, said):
    with pytest.raises(RuleBrokenError, match=said):
        propose(gate, *forms)


def test_what_came_to_clash_meanwhile_is_refused_when_it_is_accepted(gate):
    first, second = (
        propose(gate, "Tsuvaniro", "Gwembeshi"),
        propose(gate, "Tsuvaniro", "Gwembeshi", kind=TWO),
    )
    review(gate, first)
    with pytest.raises(RuleBrokenError, match="as spellings of one name"):
        review(gate, second)
    with gate.world.begin() as session:
        shown = proposing.proposal(session, gate.awa, second)
    assert "as spellings of one name" in str(shown.trouble)

    review(gate, second, ProposalAct.REFUSE, words="It is one name.")

    with gate.world.begin() as session:
        shown = proposing.proposal(session, gate.awa, second)
    assert (shown.row.state, shown.document.answer) == (ProposalState.REFUSED, "It is one name.")
    assert (shown.proposed_by, shown.reviewed_by) == ("Awa Sarr", "Ousmane Faye")


def test_every_process_notices_a_new_version(gate):
    other = open_installation(gate.world.installation.config)
    with other.begin() as session:
        assert naming.refresh(session).version == 0

    review(gate, propose(gate, "Tsuvaniro", "Gwembeshi"))

    with other.begin() as session:
        assert naming.refresh(session).version == 1
        assert lexicon().of("gwembeshi")
        assert naming.refresh(session) is lexicon()
    other.close()


def _accept_twice(gate, proposal_id):
    with gate.world.begin() as session:
        proposing.review(session, gate.ousmane, proposal_id, ProposalAct.ACCEPT)
        naming.refresh(session)
        proposing.review(session, gate.ousmane, proposal_id, ProposalAct.ACCEPT)


def test_a_version_that_was_rolled_back_leaves_nothing(gate):
    proposal_id, other = propose(gate, "Tsuvaniro", "Gwembeshi"), propose(gate, "Kuvanir", "Bexo")
    with pytest.raises(RuleBrokenError, match="already ‘accepted’"):
        _accept_twice(gate, proposal_id)

    review(gate, other)

    with gate.world.begin() as session:
        names = naming.refresh(session)
    assert (names.version, bool(names.of("gwembeshi")), bool(names.of("bexo"))) == (1, False, True)


def test_what_is_taken_back_counts_no_more(gate):
    gate.register("Tsuvaniro")
    proposal_id = propose(gate, "Tsuvaniro", "Gwembeshi")
    review(gate, proposal_id)
    with pytest.raises(RuleBrokenError, match="Say why"):
        review(gate, proposal_id, ProposalAct.TAKE_BACK)

    review(gate, proposal_id, ProposalAct.TAKE_BACK, words="Two clans after all.")
    work(gate)

    assert indexed_by(gate) == {f"{VERSION}/{LAYOUT}+2"}
    assert gate.links(gate.request("Gwembeshi")) == []
    with pytest.raises(RuleBrokenError, match="already ‘taken back’"):
        review(gate, proposal_id, ProposalAct.TAKE_BACK, words="Again.")


def test_another_society_sees_what_counts_and_not_who_proposed_it(gate):
    waits, counts = propose(gate, "Kuvanirka", "Bexolani"), propose(gate, "Tsuvaniro", "Gwembeshi")
    review(gate, counts)
    with gate.world.begin() as session:
        (seen,) = proposing.proposals(session, gate.haddy)
        assert (seen.row.id, seen.proposed_by, seen.reviewed_by) == (counts, "", "")
        with pytest.raises(NotFoundError):
            proposing.proposal(session, gate.haddy, waits)
        mine = [one.row.id for one in proposing.proposals(session, gate.awa)]
    assert mine == [counts, waits]


def test_parts_that_are_done_are_done_again_when_the_lexicon_changes_meanwhile(gate):
    gate.register("Tsuvaniro")
    review(gate, propose(gate, "Tsuvaniro", "Gwembeshi"))
    done = next(reindexing.work_here(gate.world.begin, REINDEX_JOB))

    review(gate, propose(gate, "Kuvanirka", "Bexolani"))

    with gate.world.begin() as session:
        part = session.get_one(Job, done).arguments["part"]
        query = select(Job).where(Job.kind == REINDEX_JOB, Job.state == JobState.WAITING)
        waiting = [job.arguments["part"] for job in session.scalars(query)]
    assert sorted(waiting) == list(range(reindexing.PARTS))
    assert part in waiting
    work(gate)
    assert indexed_by(gate) == {f"{VERSION}/{LAYOUT}+2"}


def test_the_console_adds_reviews_and_lists(tmp_path, monkeypatch):
    monkeypatch.setenv("RFL_INSTANCE", str(tmp_path / "instance"))
    for name in ("RFL_DATABASE_URL", "RFL_KEYSTORE_URL", "RFL_ROOT_PASSPHRASE"):
        monkeypatch.delenv(name, raising=False)
    assert run("init").exit_code == 0
    installation = open_installation(from_environment())
    with installation.begin() as session:
        for who, role in (("awa", Role.OFFICER), ("ousmane", Role.SUPERVISOR)):
            staff = StaffDocument(who.capitalize(), f"{who}@rfl.example")
            access.new_user(session, "SN", staff, [role], SYSTEM)
    installation.close()
    told = ("--source", "an elder", "--why", "one clan", "--as", "awa@rfl.example")

    added = run("lexicon", "add", "so=Tsuvaniro", "Gwembeshi", "--family", *told)
    refused = run("lexicon", "add", "Hassan", "Hussein", *told)
    own = run("lexicon", "review", "1", "--accept", "--as", "awa@rfl.example")
    accepted = run("lexicon", "review", "1", "--accept", "--as", "ousmane@rfl.example")
    listed = run("lexicon", "list")

    assert "Proposed as number 1." in added.output
    assert "held to be two names" in refused.output
    assert own.exit_code != 0
    assert f"The lexicon is now {VERSION}+1." in accepted.output
    assert f"Lexicon {VERSION}+1:" in listed.output
    assert "1  accepted since version 1: spellings of one name, family name: so=Tsuvaniro" in (
        listed.output
    )


def run(*args):
    return CliRunner().invoke(main, args)
