"""Passkeys and security keys (WebAuthn): always with user verification, each challenge once."""

from dataclasses import dataclass
from secrets import token_bytes

from sqlalchemy import update
from sqlalchemy.orm import Session
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from rfl.access import factors
from rfl.access.document import FactorDocument
from rfl.access.factors import Factor
from rfl.access.models import User, WebSession
from rfl.access.steps import FactorKind

CHALLENGE_BYTES = 32
REQUIRED = UserVerificationRequirement.REQUIRED
NAME_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Place:
    """Where keys are used: a host name, and the origin that browsers sign."""

    host: str
    origin: str


def ask_new(session: Session, web: WebSession, user: User, place: Place, account: str) -> str:
    """Return, as JSON, what a browser needs to make a key; its challenge is kept in `web`."""
    web.challenge = token_bytes(CHALLENGE_BYTES)
    options = generate_registration_options(
        rp_id=place.host,
        rp_name=factors.ISSUER,
        user_id=user.id.bytes,
        user_name=account,
        challenge=web.challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED, user_verification=REQUIRED
        ),
        exclude_credentials=_known(factors.of(session, user, FactorKind.KEY)),
    )
    return options_to_json(options)


def keep_new(
    session: Session, web: WebSession, user: User, place: Place, credential: str, name: str
) -> bool:
    """Keep the key that a browser made; False when it does not answer the challenge."""
    challenge = _spend(session, web)
    if challenge is None:
        return False
    try:
        made = verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=place.host,
            expected_origin=place.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError):
        return False
    row = factors.add(
        session,
        user,
        FactorKind.KEY,
        FactorDocument(
            name=name.strip()[:NAME_LENGTH],
            credential_id=made.credential_id,
            public_key=made.credential_public_key,
        ),
    )
    factors.confirm(session, user, row, made.sign_count)
    return True


def ask(session: Session, web: WebSession, user: User, place: Place) -> str:
    """Return, as JSON, what a browser needs to use a key of `user`; '' if they have none."""
    known = _known(factors.of(session, user, FactorKind.KEY))
    if not known:
        return ""
    web.challenge = token_bytes(CHALLENGE_BYTES)
    options = generate_authentication_options(
        rp_id=place.host,
        challenge=web.challenge,
        allow_credentials=known,
        user_verification=REQUIRED,
    )
    return options_to_json(options)


def use(session: Session, web: WebSession, user: User, place: Place, credential: str) -> bool:
    """Take what a key signed."""
    challenge = _spend(session, web)
    if challenge is None:
        return False
    try:
        shown = parse_authentication_credential_json(credential)
        found = next(
            one
            for one in factors.of(session, user, FactorKind.KEY)
            if one.document.credential_id == shown.raw_id
        )
        done = verify_authentication_response(
            credential=shown,
            expected_challenge=challenge,
            expected_rp_id=place.host,
            expected_origin=place.origin,
            credential_public_key=found.document.public_key,
            credential_current_sign_count=found.row.counter,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, StopIteration):
        return False
    return factors.sign(session, found.row, done.new_sign_count)


def _known(found: list[Factor]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=one.document.credential_id) for one in found]


def _spend(session: Session, web: WebSession) -> bytes | None:
    """Take the challenge out of the session: of two answers at once, one finds none."""
    challenge = web.challenge
    if challenge is None:
        return None
    done = session.execute(
        update(WebSession)
        .where(WebSession.id == web.id, WebSession.challenge == challenge)
        .values(challenge=None)
        .returning(WebSession.id)
    )
    return challenge if done.first() else None
