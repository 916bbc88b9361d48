"""What is sealed of a referral, under its case's key: also to whom, for what help. Pure."""

from datetime import date
from uuid import UUID

import msgspec

from rfl.directory.rules import HelpKind
from rfl.referrals.rules import ReferralAct


class FollowUp(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was found out on a day."""

    day: date
    act: ReferralAct
    words: str = ""


class ReferralDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who was sent where, for what, with what agreed and told."""

    person_id: UUID
    """The enquirer, or a sought person of the case."""
    kind: HelpKind
    service: str
    """Its name as it was then."""
    reach: str = ""
    """How it was reached."""
    told: str = ""
    carer: str = ""
    """Who agreed with a child, or for somebody who could not."""
    follow_ups: tuple[FollowUp, ...] = ()
    """The oldest first."""
