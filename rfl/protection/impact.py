"""What could go wrong for people, and what keeps it from happening: the impact assessment. Pure.

Article 35 of the GDPR asks for it. Each measure names the code that keeps it and the test that
fails when it is broken; a test looks whether both are there.
"""

from dataclasses import dataclass

from rfl.text import N_


@dataclass(frozen=True, slots=True)
class Measure:
    """What is done about a risk. `page`: endpoint of the page on which it can be seen, or ''."""

    words: str
    code: str
    test: str
    page: str = ""


@dataclass(frozen=True, slots=True)
class Risk:
    """What could happen to whom, how grave it would be, and what is done."""

    title: str
    harm: str
    measures: tuple[Measure, ...]
    remains: str
    """What is left of it."""


RISKS: tuple[Risk, ...] = (
    Risk(
        N_("Somebody is found who does not want to be"),
        N_("Violence, a forced return, death."),
        (
            Measure(
                N_("Nothing is told before the person decided, purpose by purpose."),
                "rfl/exchange/rules.py",
                "tests/exchange/test_gate.py",
            ),
            Measure(
                N_("A refusal looks exactly like a search under way."),
                "rfl/exchange/rules.py",
                "tests/exchange/test_refusal.py",
            ),
            Measure(
                N_(
                    "A case goes to another society with the family’s consent alone, and of people "
                    "in danger after the focal point read the offer."
                ),
                "rfl/transfers/handing_over.py",
                "tests/transfers/test_moving.py",
            ),
            Measure(
                N_("What is taken back ends at once, in other societies too."),
                "rfl/persons/deciding.py",
                "tests/persons/test_consents.py",
                "consents.consents_index",
            ),
        ),
        N_(
            "Somebody may have written down what they were told; their society is to stop using it."
        ),
    ),
    Risk(
        N_("A copy or backup is stolen"),
        N_("A list of refugees in the hands of those who hunt them."),
        (
            Measure(
                N_("Everything personal rests sealed, the keys elsewhere."),
                "rfl/crypto/sealing.py",
                "tests/crypto/test_sealing.py",
            ),
            Measure(
                N_("What was erased cannot be read in old backups either."),
                "rfl/erasure/replaying.py",
                "tests/erasure/test_replaying.py",
                "rights.erasures",
            ),
        ),
        N_("Whoever holds the database, the key store and the root key at once can read."),
    ),
    Risk(
        N_("A colleague looks where they should not"),
        N_("Gossip, a sold address, a threatened family."),
        (
            Measure(
                N_("Roles are narrow, and one table says who may what."),
                "rfl/access/rules.py",
                "tests/security/test_routes.py",
            ),
            Measure(
                N_("Nothing opens without an entry that nobody can change unseen."),
                "rfl/audit/service.py",
                "tests/audit/test_fail_closed.py",
            ),
            Measure(
                N_(
                    "Unusual access comes before the focal points by itself, and who searches very "
                    "often says why."
                ),
                "rfl/desk/unusual.py",
                "tests/desk/test_reviews.py",
            ),
        ),
        N_("Who may open a record can misuse it once; it is seen afterwards."),
    ),
    Risk(
        N_("Somebody asks in another person’s name"),
        N_("A paper with a life on it in the wrong hands."),
        (
            Measure(
                N_(
                    "Nothing is given before somebody wrote down how they made sure, and a second "
                    "person agreed."
                ),
                "rfl/protection/deciding.py",
                "tests/protection/test_rights.py",
                "rights.index",
            ),
            Measure(
                N_("What speaks of others, who searches, and what was refused is never on it."),
                "rfl/protection/blackening.py",
                "tests/protection/test_blackening.py",
            ),
        ),
        N_("A forged paper may deceive two people."),
    ),
    Risk(
        N_("Two people are taken for one"),
        N_("False hope, or a secret told to strangers."),
        (
            Measure(
                N_("The program suggests and explains; two people decide."),
                "rfl/linking/rules.py",
                "tests/linking/test_links.py",
            ),
        ),
        N_(
            "Two people can err together; the found person is asked questions only they can answer."
        ),
    ),
    Risk(
        N_("A child is given to the wrong person"),
        N_("Abuse, trafficking, a second loss."),
        (
            Measure(
                N_("Both sides are asked apart, by two people, and shut until both are written."),
                "rfl/children/verifying.py",
                "tests/children/test_story.py",
            ),
            Measure(
                N_("A head of tracing and a focal point sign exactly what they read."),
                "rfl/children/deciding.py",
                "tests/children/test_story.py",
            ),
            Measure(
                N_("Steps that are late or left out come before the focal point by themselves."),
                "rfl/children/reviewing.py",
                "tests/children/test_pages.py",
            ),
        ),
        N_("People who know a family well can answer for it; visits afterwards are the last look."),
    ),
    Risk(
        N_("Data are kept for longer than they are needed"),
        N_("What is not there cannot be stolen; what is kept can."),
        (
            Measure(
                N_("Cases that ended are archived and made anonymous, with two people."),
                "rfl/protection/running.py",
                "tests/protection/test_retention.py",
                "retention.index",
            ),
        ),
        N_("Registrations stay until the person takes the consent back or has them erased."),
    ),
)
