"""Each rule by which a clerk writes another's name, and no class shares what they make."""

import pytest

from rfl.matching.classes import key_of, lexicon
from rfl.matching.hands import HANDS, LEAST_LETTERS, copies, machine_form, written_by
from rfl.matching.reading import JOINERS, PARTICLES, TITLES
from rfl.matching.script import words

RULES = """
fr>en ouattara wattara|fr>en moussoulou mussulu|fr>en djibril jibril|fr>en guinel ginel
fr>en tchambo chambo|fr>en thiam cham|fr>en tiam cham|fr>en diatta jatta|fr>en moussa mousa
fr>en kebbe kebbeh|fr>en ndiaye njaye|fr>en haique haike
en>fr haroon haroun|en>fr jameela jamila|en>fr rashid rachid|en>fr awad aouad|en>fr musa mousa
en>fr jalil djalil|en>fr touray toure|en>fr kinteh kinte
en>pt jalo djalo|en>pt bashir baxir|en>pt haroon harun|en>pt julyeta julheta
en>es rashid rachid|en>es haroon harun|en>es jameel jamil|en>es walid ualid
en>it bashir bascir|en>it shama sciama|en>it jamal giamal
en>de rashid raschid|en>de jamal dschamal|en>de awad auad|en>de yasin jasin
en>tr jamal camal|en>tr khalil halil|en>tr walid valid|en>tr qasim kasim
en>so hasan xasan|en>so haroon harun|en>so jameel jamiil
en>ku khalid xalid|en>ku jamal camal|en>ku haroon harun|en>ku jameel jamil
sr>en petrovic petrovich|sr>en petrovic petrovitch|sr>en djordje jorje|sr>en hodzic hojic
sr>en jovan yovan|sr>de petrovic petrovitsch|sr>de hodzic hodschic
ar>fr haroon haroun|ar>fr abdulaziz abdelaziz|ar>fr abdulaziz abdoulaziz
ar>fr abdelaziz abdoulaziz|ar>en abdelaziz abdulaziz|ar>en abdoulaziz abdulaziz
ar>en abdourahman abdurahman
hassaniya fatimetou fatimettou|hassaniya fatimetou fatimetu|hassaniya hamadou hamadu
geez gebremariam ghebremariam|geez gebremariam geberemariam|geez woldemariam weldemariam
geez woldemariam uoldemariam|geez hailemariam haylemariam|geez teklemariam teclemariam
"""
CASES = [case.split() for case in RULES.replace("|", "\n").split("\n") if case]


@pytest.mark.parametrize(("hand", "name", "made"), CASES)
def test_a_clerk_writes_what_he_hears(hand: str, name: str, made: str) -> None:
    beside = ["none", name, "nothing"]  # each key by itself, whatever stands around it
    assert (1, made) in written_by(hand, beside)


@pytest.mark.parametrize("hand", HANDS)
def test_every_rule_of_a_hand_is_shown_by_a_name(hand: str) -> None:
    names = [name for one, name, _ in CASES if one == hand]
    for rule in HANDS[hand]:
        assert any(rule.pattern.search(name) and rule.core in name for name in names), rule


@pytest.mark.parametrize(
    ("spelling", "form"),
    [
        ("Müller", "mueller"),
        ("Ægir Þórsson", "aegirthórsson"),
        ("Đorđe", "dorde"),
        ("محمد", "mxhmd"),
        ("شريف", "xshryf"),
        ("ريان", ""),
        ("فاطمة", ""),
        ("Sall", ""),
    ],
)
def test_a_passport_writes_by_its_table(spelling: str, form: str) -> None:
    assert machine_form(spelling) == form


def test_short_names_generate_nothing() -> None:
    assert not list(copies([("fr", "Sow", "sow")]))
    assert (0, "cham") not in list(copies([("fr", "Thiam", "thiam")]))


def test_a_generated_spelling_is_one_class_and_no_particle() -> None:
    known = lexicon()
    listed = {key_of(form) for name in known.classes.values() for _, form in name.forms}
    made = {key: slugs for key, slugs in known.by_key.items() if key not in listed}
    assert made
    assert all(len(slugs) == 1 for slugs in made.values())
    assert not set(made) & (PARTICLES | TITLES | JOINERS)
    assert min(map(len, made)) >= LEAST_LETTERS


def test_a_listed_spelling_keeps_the_classes_that_list_it() -> None:
    known = lexicon()
    listing: dict[str, set[str]] = {}
    for slug, name in known.classes.items():
        for _, form in name.forms:
            assert slug in known.of("".join(words(form))), (slug, form)
            listing.setdefault(key_of(form), set()).add(slug)
    for key, slugs in listing.items():
        assert known.by_key[key] <= slugs, key


def test_a_spelling_of_another_script_takes_no_latin_name() -> None:
    assert lexicon().of("অলি") == {"wali"}
    assert lexicon().of("ali") == {"ali"}
    assert lexicon().of("мамаду") == lexicon().of("mamadu")


def test_a_class_is_found_by_a_spelling_that_no_list_holds() -> None:
    assert lexicon().by_key["ghebremicael"] == {"gebremichael"}
    assert lexicon().by_key["dschamal"] == {"jamal"}
    assert lexicon().by_key["mxhmd"] == {"mohamed"}
