"""`rfl lexicon`: what the computer knows of names, and how a society adds to it."""

from collections.abc import Sequence
from contextlib import closing

import click
from sqlalchemy.orm import Session

from rfl.access.rules import Actor
from rfl.access.service import actor_of_email
from rfl.installation import open_installation
from rfl.linking import naming, proposing
from rfl.linking.document import NameDocument
from rfl.linking.exporting import console_actors
from rfl.linking.naming_rules import KIND_WORDS, STATE_WORDS, ProposalAct
from rfl.linking.proposing import Proposed
from rfl.matching import version
from rfl.matching.additions import AdditionKind, forms_in

AS = click.option("--as", "email", required=True, help="Your e-mail address: who acts is kept.")


@click.group()
def lexicon() -> None:
    """Names the computer knows, and those that your society adds."""


@lexicon.command("list")
@click.option("--as", "email", default="", help="Only what this colleague may see.")
def list_(email: str) -> None:
    """Tell the version of the lexicon, and list what was proposed and accepted. Audited."""
    with closing(open_installation()) as installation, installation.begin() as session:
        actors = [actor_of_email(session, email)] if email else console_actors(session)
        found = _all(session, actors)
        names = naming.refresh(session)
        click.echo(
            f"Lexicon {version()}: {len(names.classes):,} names, {len(names.by_key):,} spellings, "
            f"{len(names.conflicts):,} conflicts."
        )
    for one in found:
        for line in _lines(one):
            click.echo(line)


@lexicon.command()
@click.argument("spellings", nargs=-1, required=True)
@click.option("--apart", is_flag=True, help="The two are NOT one name.")
@click.option("--family", is_flag=True, help="Family names; else given names.")
@click.option("--region", default="", help="Where the name is borne.")
@click.option("--source", required=True, help="Where you know it from: an elder, a register.")
@click.option("--why", required=True, help="Why it should be added. Name no person.")
@AS
def add(spellings: tuple[str, ...], email: str, *, apart: bool, family: bool, **words: str) -> None:
    """Propose SPELLINGS of one name, each perhaps with its language: so=Cabdi ar=عبدي.

    A second person accepts it with `rfl lexicon review`.
    """
    kind = AdditionKind.TWO_NAMES if apart else AdditionKind.ONE_NAME
    document = NameDocument(kind, family, forms_in("\n".join(spellings)), **words)
    with closing(open_installation()) as installation, installation.begin() as session:
        row = proposing.propose(session, actor_of_email(session, email), document)
        number = row.number
    click.echo(
        f"Proposed as number {number}. A second person accepts it: "
        f"rfl lexicon review {number} --accept --as …"
    )


@lexicon.command()
@click.argument("number", type=int)
@click.option("--accept", "act", flag_value=ProposalAct.ACCEPT.value, help="Let it count.")
@click.option("--refuse", "act", flag_value=ProposalAct.REFUSE.value, help="With --why.")
@click.option("--take-back", "act", flag_value=ProposalAct.TAKE_BACK.value, help="With --why.")
@click.option("--why", default="", help="Why it is refused or taken back.")
@AS
def review(number: int, act: str | None, why: str, email: str) -> None:
    """Show the proposal NUMBER; accept it, refuse it, or take it back. Never one's own."""
    with closing(open_installation()) as installation:
        with installation.begin() as session:
            actor = actor_of_email(session, email)
            proposal_id = proposing.by_number(session, number)
            if act is not None:
                proposing.review(session, actor, proposal_id, ProposalAct(act), why)
        with installation.begin() as session:
            shown = _lines(proposing.proposal(session, actor, proposal_id))
            told = version()
    for line in shown:
        click.echo(line)
    if act in (ProposalAct.ACCEPT, ProposalAct.TAKE_BACK):
        click.echo(
            f"The lexicon is now {told}. Everybody is indexed and compared anew by the running "
            "server, or at once with `rfl links reindex`."
        )


def _all(session: Session, actors: Sequence[Actor]) -> list[Proposed]:
    found = {one.row.number: one for actor in actors for one in proposing.proposals(session, actor)}
    return [one for _, one in sorted(found.items(), reverse=True)]


def _lines(one: Proposed) -> list[str]:
    row, told = one.row, one.document
    kind = "family name" if told.is_family else "given name"
    forms = ", ".join(f"{tag}={form}" if tag else form for tag, form in told.forms)
    since = f" since version {row.version}" if row.version else ""
    head = f"{row.number}  {STATE_WORDS[row.state]}{since}: {KIND_WORDS[told.kind].lower()}"
    lines = [
        f"{head}, {kind}: {forms}",
        f"    {row.society_code}  {told.region or 'everywhere'}; from {told.source}; {told.why}",
    ]
    if told.answer:
        lines.append(f"    Answer: {told.answer}")
    if one.trouble:
        lines.append(f"    Does not go: {one.trouble}")
    return lines
