"""What of the installation is in order, and what somebody has to look at. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from rfl.text import N_, Counted, Text

PATIENCE = timedelta(minutes=5)
"""Work that waits longer waits for a worker that is not there: the sweep sends it every 20 s."""

FAILED_DAYS = 7
"""How long failed work is told: a week, as the sentences say."""

BACKUP_AGE = timedelta(days=2)
"""A backup a day is usual; after two days one was missed."""

WORK_WORDS: Mapping[str, str] = {
    "linking.compare": N_("Compare people who were registered or are sought"),
    "linking.reindex": N_("Index everybody anew"),
    "linking.relink": N_("Compare everybody anew"),
    "linking.rekey": N_("Change the key of the index"),
    "intake.import": N_("Take in a list"),
    "erasure.shred": N_("Erase for good"),
    "erasure.lapse": N_("Look what is kept too long"),
    "protection.retention": N_("Look whose time is over"),
    "keys.rotate": N_("Change a key"),
    "keys.look": N_("Look which keys are due"),
    "keeping.backup": N_("Back up"),
    "children.watch": N_("Look after the files of children"),
    "safeguarding.glass": N_("Look after emergencies"),
    "desk.watch": N_("Look for unusual access"),
    "approvals.expire": N_("End wishes that nobody decided"),
    "drafts.discard": N_("Discard forms that were left"),
    "boards.end": N_("Take down photos whose time is over"),
    "notices.digest": N_("Send the daily letters"),
    "notices.closing": N_("Tell of accounts that close"),
    "accounts.review_roles": N_("Begin the review of roles"),
    "accounts.leave": N_("Shut accounts of who left"),
    "accounts.lapse": N_("Shut accounts that nobody uses"),
}
"""Kind of background work → what it does. Every kind that workers know is here."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of the installation at one moment."""

    waits_since: datetime | None
    """Since when the oldest background work waits."""
    failed: int
    """Work of the last days that was given up."""
    backed_up_at: datetime | None
    has_backup_key: bool


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that is in order, or not; then `advice` says what to do."""

    words: Text
    is_well: bool
    advice: Text | None = None


def signs(standing: Standing, now: datetime) -> list[Sign]:
    """Return what to say of the installation: work, failures, backups."""
    return [_waiting(standing, now), _failed(standing), _backup(standing, now)]


def _waiting(standing: Standing, now: datetime) -> Sign:
    since = standing.waits_since
    if since is None or now - since <= PATIENCE:
        return Sign(Text("Background work is done as it comes."), is_well=True)
    minutes = int((now - since).total_seconds() // 60)
    words = Text(
        Counted(
            "Background work has waited for %(num)d minute.",
            "Background work has waited for %(num)d minutes.",
        ),
        num=minutes,
    )
    return Sign(words, is_well=False, advice=Text("Is a server with a worker running?"))


def _failed(standing: Standing) -> Sign:
    if not standing.failed:
        return Sign(Text("No background work failed in the last week."), is_well=True)
    words = Text(
        Counted(
            "%(num)d piece of background work failed in the last week.",
            "%(num)d pieces of background work failed in the last week.",
        ),
        num=standing.failed,
    )
    advice = Text("Each was tried several times. The server’s log says what kind of error it was.")
    return Sign(words, is_well=False, advice=advice)


def _backup(standing: Standing, now: datetime) -> Sign:
    made = standing.backed_up_at
    if not standing.has_backup_key:
        return Sign(
            Text("There is no backup key, so nothing can be backed up."),
            is_well=False,
            advice=_made_with("rfl keys backup-key"),
        )
    if made is None:
        words = Text("No backup was made yet.")
    elif now - made > BACKUP_AGE:
        words = Text(
            Counted("The last backup is %(num)d day old.", "The last backup is %(num)d days old."),
            num=(now - made).days,
        )
    else:
        return Sign(Text("A backup was made in the last two days."), is_well=True)
    return Sign(words, is_well=False, advice=_made_with("rfl backup"))


def _made_with(command: str) -> Text:
    return Text("Whoever runs the server makes one: %(command)s.", command=command)
