"""How names in several scripts and spellings are judged, and what is said about it."""

import pytest

from rfl.matching import Likeness, Name, NamePart, NameRole, Particulars, Reason, compare_names
from rfl.matching import compare as compare_people
from rfl.matching.pool import Pool
from rfl.matching.reading import (
    HONORIFICS,
    JOINERS,
    PARTICLES,
    SERVANTS,
    SONS,
    TITLES,
    read,
)
from rfl.matching.script import words

LIKELY = 0.85
UNLIKELY = 0.6


def said(found: Likeness) -> str:
    return " ".join(str(row.because) for row in found.evidence)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Mamadou Diallo", "Momodou Jallow"),
        ("Aminata Touré", "Aminata Touray"),
        ("Mamadou Diallo", "Mamadu Djaló"),
        ("Cabdiraxmaan Maxamed", "عبد الرحمن محمد"),
        ("Abd al-Rahman", "Abderrahmane"),
        ("Abderrahmane", "عبد الرحمن"),
        ("Mohammed Hassan", "محمد حسن"),
        ("Fatima Zahra", "فاطمة الزهراء"),
        ("Abdul Karim", "আব্দুল করিম"),
        ("Narendra Modi", "नरेन्द्र मोदी"),
        ("David Levi", "דוד לוי"),
        ("Aleksandr Petrov", "Александр Петров"),
        ("Georgios Papadopoulos", "Γεώργιος Παπαδόπουλος"),
        ("Gebre Medhin", "ገብረ መድኅን"),
    ],
)
def test_one_name_in_two_spellings_is_found_alike(a: str, b: str) -> None:
    assert compare_names(a, b).likeness >= LIKELY


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Hassan Ali", "Hussein Ali"),
        ("حسن", "حسين"),
        ("Omar", "Amr"),
        ("Mahmoud", "Mohamed"),
        ("Moussa Diop", "Moussa Diouf"),
        ("Abdoulaye Sow", "Abdoul Aziz Sow"),
    ],
)
def test_names_that_only_look_alike_are_kept_apart(a: str, b: str) -> None:
    found = compare_names(a, b)
    assert found.likeness < UNLIKELY
    assert Reason.CONFLICT in {row.reason for row in found.evidence}


def test_the_reason_names_both_spellings_and_their_languages() -> None:
    found = said(compare_names("Mamadou Diallo", "Momodou Jallow"))
    assert "Diallo is the French, Jallow the English spelling of one name" in found
    assert "It is common here, so it weighs less." in found


def test_two_names_of_two_scripts_are_never_one_word() -> None:
    assert [token.key for token in read(Name.of("নূর Тестов"))] == ["nur", "testov"]


def test_what_stands_before_most_names_of_a_country_weighs_little() -> None:
    found = compare_names("Md Rahim Uddin", "মোঃ রহিম উদ্দিন").evidence
    before, own = found[0].bits, found[1].bits
    assert before < own / 2


@pytest.mark.parametrize(
    ("short", "whole", "is_made_of_it"),
    [
        ("Debbie", "Deborah", True),
        ("Winnie", "Winifred", True),
        ("Connie", "Constance", True),
        ("Barry", "Barrow", False),
        ("Debi", "Deborah", False),
        ("Ally", "Alassane", False),
        ("Winnie", "Winn", False),
    ],
)
def test_a_pet_form_is_known_by_its_making(short: str, whole: str, is_made_of_it: bool) -> None:
    told = f"{short} is made of the beginning of {whole}."
    assert (told in said(compare_names(short, whole))) is is_made_of_it


@pytest.mark.parametrize(
    ("slipped", "name", "meant"),
    [
        ("Diaallo", "Jallow", "Diallo"),
        ("Slyla", "Sillah", "Sylla"),
        ("Abderrahmanne", "عبد الرحمن", "Abderrahmane"),
        ("Diaallo", "Sow", ""),
        ("Kandiallo", "Jallow", ""),  # another word, however near its end
        ("Mohamdou", "Mamadou", ""),  # as near to two other names
    ],
)
def test_a_slip_of_the_pen_is_known_by_the_spelling_it_was_meant_for(
    slipped: str, name: str, meant: str
) -> None:
    told = f"{slipped} may be a slip of the pen for {meant}, which is one name with {name}."
    for pair in ((slipped, name), (name, slipped)):
        found = compare_names(*pair)
        assert (told in said(found)) is bool(meant)
        assert (found.likeness > 0.75) is bool(meant)


def test_whose_son_somebody_is_makes_two_people() -> None:
    one, other = "Ahmad bin Hasan al-Ubaidi", "Hasan bin Ahmad al-Ubaidi"
    turned = compare_names(one, other)
    assert turned.likeness < compare_names(one, one).likeness - 0.25
    assert turned.bits < compare_names(one, "Ahmad Hasan al-Ubaidi").bits - 5
    assert compare_names("Ahmad bin Hasan", "Ahmad Hasan").likeness == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("child", "father"),
    [("Khalid bin Omar", "Omar bin Khalid"), ("خالد بن سالم", "سالم بن خالد")],
)
def test_whose_son_somebody_is_counts_within_a_known_compound_too(child: str, father: str) -> None:
    assert compare_names(child, father).likeness < 0.6
    assert compare_names(child, child.replace("bin", "Ben")).likeness >= 0.98


def test_a_family_that_begins_with_bin_may_stand_first() -> None:
    assert compare_names("Ben Omar Khalid", "Khalid bin Omar").likeness > 0.9


@pytest.mark.parametrize("son", sorted(SONS))
def test_every_word_for_a_child_says_whose(son: str) -> None:
    turned = compare_names(f"Ahmad {son} Hasan", f"Hasan {son} Ahmad").likeness
    assert turned < compare_names("Ahmad Hasan", "Hasan Ahmad").likeness - 0.2


@pytest.mark.parametrize(
    "son",
    [
        "bin",
        "ben",
        "ibn",
        "bint",
        "binti",
        "ould",
        "wuld",
        "mint",
        "ag",
        "walad",
        "بن",
        "ابن",
        "بنت",
        "ولد",
        "منت",
    ],
)
def test_the_words_for_a_child_are_known(son: str) -> None:
    assert son in SONS


def test_long_names_too_are_answered_in_any_order() -> None:
    names = ["Karamoko", "Fadiga", "Bagirishya", "Mansour", "Akhtar", "Petrenko"]
    found = compare_names(" ".join(names), " ".join(reversed(names)))
    assert found.likeness > LIKELY
    assert Reason.DIFFERENT not in {row.reason for row in found.evidence}


def test_a_long_name_with_a_word_said_twice_is_itself() -> None:
    names = "Ali Karamoko Fadiga Ali Bagirishya Mansour Petrenko"
    assert compare_names(names, names).likeness == pytest.approx(1.0)
    turned = compare_names(names, "Karamoko Ali Fadiga Bagirishya Ali Mansour Petrenko")
    assert turned.likeness > LIKELY


def test_a_fathers_name_may_stand_where_another_form_asks_for_the_family() -> None:
    divided = Name((NamePart("Ahmad", NameRole.GIVEN), NamePart("Hasan", NameRole.FAMILY)))
    found = compare_people(
        Particulars(names=(divided,)), Particulars(names=(Name.of("Ahmad bin Hasan"),))
    )
    assert found.likeness == pytest.approx(1.0)


def test_a_common_name_is_missed_less_than_a_rare_one() -> None:
    common = compare_names("Akhtar Mansour", "Mohamed Akhtar Mansour").likeness
    rare = compare_names("Akhtar Mansour", "Bagirishya Akhtar Mansour").likeness
    assert rare < common < 1


def test_another_order_costs_little() -> None:
    straight = compare_names("Moussa Traoré", "Moussa Traore").likeness
    turned = compare_names("Moussa Traoré", "Traore Moussa").likeness
    assert LIKELY < turned < straight


def test_a_missing_generation_costs_less_than_a_contradicting_one() -> None:
    missing = compare_names("Ahmed Ali Hassan", "Ahmed Hassan").bits
    other = compare_names("Ahmed Ali Hassan", "Ahmed Yusuf Hassan").bits
    assert missing > other + 2


def test_an_initial_supports_but_little() -> None:
    initial = compare_names("M. Bagirishya", "Moussa Bagirishya").bits
    whole = compare_names("Moussa Bagirishya", "Moussa Bagirishya").bits
    wrong = compare_names("K. Bagirishya", "Moussa Bagirishya").bits
    assert wrong < initial < whole


def test_a_rare_name_tells_more_than_a_common_one() -> None:
    rare = compare_names("Bagirishya", "Bagirishya").bits
    assert rare > compare_names("Diallo", "Diallo").bits + 3


def test_a_name_that_a_pool_has_often_tells_less_there() -> None:
    others = [f"Awa {first}{last}o" for first in "bdfgkl" for last in "mnrst"]
    rare, common = (Pool(["Samba Fadiga"] * times + others) for times in (1, 60))
    rare_bits, common_bits = (
        pool.search("Samba Fadiga", 1)[0].likeness.bits for pool in (rare, common)
    )
    assert rare_bits > common_bits + 5


@pytest.mark.parametrize(("bearers", "is_common"), [(1, False), (2, True)])
def test_a_name_is_called_common_from_one_in_a_hundred_on(bearers: int, is_common: bool) -> None:
    others = [f"Awa {first}{last}o" for first in "bdfgklmnrstvzhpcjwxy" for last in "aeioumnrst"]
    pool = Pool([*(["Zubenelo Kuvanir", "Zubenelo Tsuvaniro"][:bearers]), *others])
    found = pool.search("Zubenelo", 1)[0].likeness
    assert ("It is common here" in said(found)) is is_common


def test_a_name_that_all_in_a_pool_bear_tells_next_to_nothing() -> None:
    pool = Pool(["Samba Fadiga"] * 9 + ["Samba Kuvanir"])
    rows = pool.search("Samba Fadiga", 1)[0].likeness.evidence
    assert 0.3 < min(row.bits for row in rows) <= max(row.bits for row in rows) < 0.5


def test_names_that_many_bear_only_order_those_that_rarer_ones_found(monkeypatch) -> None:
    names = ["Samba Bagirishya", "Samba Kuvanir", "Awa Fadiga", "Samba Fadiga", "Samba Tsuvaniro"]
    assert len(Pool(names).search("Samba Fadiga")) == len(names)
    monkeypatch.setattr("rfl.matching.pool.ROWS_PER_SEARCH", 2)
    found = [names[one.place] for one in Pool(names).search("Samba Fadiga")]
    assert found == ["Samba Fadiga", "Awa Fadiga"]


def test_the_best_of_several_names_decides() -> None:
    both = (Name.of("Mohammed Hassan"), Name.of("محمد حسن"))
    found = compare_people(
        Particulars(names=both), Particulars(names=(Name.of("Ivan Petrov"), Name.of("محمد حسن")))
    )
    assert found.likeness == pytest.approx(1.0)


def test_stated_roles_name_the_rows() -> None:
    divided = Name((NamePart("Mamadou", NameRole.GIVEN), NamePart("Diallo", NameRole.FAMILY)))
    found = compare_people(
        Particulars(names=(divided,)), Particulars(names=(Name.of("Momodou Jallow"),))
    )
    assert [row.kind for row in found.evidence] == ["given_name", "family_name"]


def test_given_and_family_name_in_each_others_field_cost_more_than_another_order() -> None:
    one, other = (
        Name((NamePart(given, NameRole.GIVEN), NamePart(family, NameRole.FAMILY)))
        for given, family in (("Karamoko", "Fadiga"), ("Fadiga", "Karamoko"))
    )
    crossed = compare_people(Particulars(names=(one,)), Particulars(names=(other,))).likeness
    assert crossed < compare_names("Karamoko Fadiga", "Fadiga Karamoko").likeness - 0.1


def test_a_word_said_twice_is_two_rows() -> None:
    rows = compare_names("Ali Ali", "Ali Ali").evidence
    assert [row.kind for row in rows] == ["given_name", "father_name"]


def test_without_a_name_nothing_is_likely() -> None:
    found = compare_names("", "Mamadou Diallo")
    assert (found.likeness, found.evidence) == (0.0, ())


AROUND = """
al el ul ad as ash an ar at bin ben ibn bint binti ould wuld walad mint ag oglu zadeh de di da do
dos du la le van von der ou und y e ال بن ابن بنت ولد منت ابي аль эль بني haj haj hadja
alhaji alhagie elhadji sheikh shaikh sayed sayyid seyyed mr mrs ms miss mme mlle dr prof imam ustaz
president hon rt sir lord lady dame baroness rev capt eng ing jr sr ii iii iv دكتور دكتوره دكتر د
مهندس استاذ الاستاذ اقاي خانم جناب جونيور ג׳וניור मा माननीय श्री श्रीमती डा डॉ डाक्टर जनाब শ্রী ডাঃ জনাব
"""
"""Words that stand before or within many names and tell little of whose they are."""


@pytest.mark.parametrize("listed", [PARTICLES, TITLES, HONORIFICS, JOINERS, SERVANTS, SONS])
def test_words_that_are_looked_for_are_listed_as_they_are_read(listed: frozenset[str]) -> None:
    assert {words(word) for word in listed} == {(word,) for word in listed}


def test_what_stands_around_names_weighs_little_unless_it_is_a_name() -> None:
    for word in AROUND.split():
        _, token, _ = read(Name.of(f"Kuvanir {word} Zubenelo"))
        assert token.is_light or token.classes, word
        assert not read(Name.of(f"Kuvanir {word}"))[-1].is_light or word not in PARTICLES, word


def test_a_servant_of_god_is_one_name_that_is_never_parted() -> None:
    for servant in ["abd", "abdul", "abdel", "abdoul", "abdur", "abder", "abdal", "عبد"]:
        told = read(Name.of(f"{servant} Zubenelo"))
        assert len(told) == 1, servant
        assert len(read(Name.of(f"{servant} al Zubenelo"))) == 1, servant
        assert compare_names(f"{servant} Zubenelo", "Zubenelo").likeness < 0.8, servant


def test_a_father_or_mother_of_somebody_is_one_name_and_may_be_parted() -> None:
    for parent in ["abu", "abou", "aboul", "umm", "oum", "ابو", "ام", "نور"]:
        assert len(read(Name.of(f"{parent} Zubenelo"))) == 1, parent
        assert compare_names(f"{parent} Zubenelo", "Zubenelo").likeness > 0.85, parent


INITIALS = """
J Жан|Z Жан|S شريف|C شريف|U عمر|I عماد|O عمر|K Харитон|H Харитон|H Геннадий|G Геннадий|T Цой|C Цой
D جمال|J جمال|G جمال|T ثامر|D ذياب|Z ذياب|Z ظافر|D ضياء|G غازي|K خالد|J يوسف|W وليد|V وليد|O وليد
E Эльдар|Y Юрий|Y يوسف|C Чингиз|T Чингиз|S Щукин|I Юрий|P Филипп|F Филипп|G Գևորգ|D ዳዊት|Γ Giorgos
Ж Jean|Ш Shukhrat|Ч Chingiz|Ч Tchinguiz|Х Khariton|Д Jamal|Ю Yuri|Я Yana|Ц Tsoi
Đ Ђорђе|Đ Đorđe|Θ Theodoros|Ψ Psaltis
"""
"""An initial, and a name of another script of which it may be the first letter."""

OTHER_INITIALS = """
K Цой|B Владимир|M شريف|D طارق|L محمد|S طارق|R يوسف|T محمد|B Филипп|N Жан|A Владимир|S جمال|F خالد
K شريف|Ш Karim|Ж Karim|Ч Said
"""


@pytest.mark.parametrize("row", INITIALS.strip().split("\n"))
def test_an_initial_fits_whatever_letters_another_script_has_for_it(row: str) -> None:
    for initial, name in (pair.split() for pair in row.split("|")):
        found = compare_names(f"{initial}. Zubenelo", f"{name} Zubenelo")
        assert "Only a first letter is given, and it fits." in said(found), (initial, name)


@pytest.mark.parametrize("row", OTHER_INITIALS.strip().split("\n"))
def test_an_initial_of_another_letter_is_of_another_name(row: str) -> None:
    for initial, name in (pair.split() for pair in row.split("|")):
        found = compare_names(f"{initial}. Zubenelo", f"{name} Zubenelo")
        assert Reason.DIFFERENT in {one.reason for one in found.evidence}, (initial, name)
