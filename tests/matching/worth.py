"""What each thing tells, as docs/EVIDENCE.md shows it: `python -m tests.matching.worth` writes it.

Whoever changes a price, a bound or a letter sees here what else moves by it.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from rfl.matching import Birth, Name, Particulars, Place, Relative, Sighting, compare, compare_names
from rfl.matching.bones import bones_of
from rfl.matching.index import TokenLexicon, tokens_of
from rfl.matching.script import token_key, words

PAGE = Path(__file__).resolve().parents[2] / "docs" / "EVIDENCE.md"
COMMAND = "make explained"

HEAD = """# What each thing tells

Written by `make explained`, and checked by the tests: whoever changes a price, a bound or a letter
sees here what else moves by it. Bits are log2 likelihood ratios, after calibration
([ADR 2](adr/0002-matching-in-bits.md), [ADR 10](adr/0010-probabilities-and-thresholds.md)): +3 says
that it is eight times as likely if both are one person.
"""


def page() -> str:
    """Return the whole page, as the engine has it now."""
    parts = (HEAD, _table("Births", ("one says", "the other", "bits"), _births()),
        _table("Families", ("one names", "the other", "bits"), _families()),
        _table("Where they come from", ("one says", "the other", "bits"), _origins()),
        _table("The way", ("last news", "met", "bits"), _journeys()),
        _table("What else is told", ("one says", "the other", "bits"), _others()),
        _table("Names", ("one", "the other", "how alike", "bits"), _names()),
        _table("Letters", ("as written", "its key"), _letters()),
        _table("What is heard of a word", ("as written", "its consonants"), _heard()),
        _table("In words", ("one", "the other", "what is said"), _said()),
        _table("What a word may be", ("sought", "found among all these"), _expanded()))  # fmt: skip
    return "\n".join(parts)


def _table(title: str, head: Sequence[str], rows: Iterator[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return f"## {title}\n\n" + "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _bits(kind: str, one: Mapping[str, object], other: Mapping[str, object]) -> str:
    found = compare(_somebody(**one), _somebody(**other)).evidence
    told = [f"{row.bits:+.2f}" for row in found if row.kind == kind]
    return ", ".join(told) or "nothing"


def _somebody(**more: object) -> Particulars:
    return Particulars(names=(Name.of("Mamadou Diallo"),), **more)  # type: ignore[arg-type]  # any


def _births() -> Iterator[Sequence[str]]:
    day = date(1990, 3, 5)
    for first, second in (
        (_day(day), _day(day)),
        (_day(day), _day(date(1990, 5, 3))),
        (_day(day), _day(date(1990, 3, 6))),
        (_day(day), _day(date(1990, 4, 5))),
        (_day(day), _day(date(1991, 3, 5))),
        (_day(day), _day(date(1992, 3, 5))),
        (_day(day), _day(date(1993, 3, 5))),
        (_day(day), _day(date(1990, 11, 20))),
        (_day(day), _day(date(1975, 7, 9))),
        (_day(date(1990, 1, 1)), _day(date(1990, 1, 1))),
        (_day(date(1990, 1, 1)), _day(day)),
        (_day(date(1990, 1, 1)), _day(date(1993, 1, 1))),
    ):
        yield (
            str(first.stated),
            str(second.stated),
            _bits("birth", {"birth": first}, {"birth": second}),
        )
    for how in ("month", "year", "age", "range", "about"):
        for years in (0, 1, 2, 3, 5, 8, 12, 20, 40):
            one, other = _year(1990, how), _year(1990 + years, how)
            yield (
                str(one.stated),
                str(other.stated),
                _bits("birth", {"birth": one}, {"birth": other}),
            )


def _day(day: date) -> Birth:
    return Birth(day, day, "day", day.isoformat())


def _year(year: int, how: str) -> Birth:
    last = date(year, 1, 31) if how == "month" else date(year, 12, 31)
    return Birth(date(year, 1, 1), last, how, f"{how} {year}")


def _families() -> Iterator[Sequence[str]]:
    for one, other in (
        ("father Samba", "father Samba"),
        ("father Samba", "father Sambaa"),
        ("father Samba", "father Yaya"),
        ("father Bagirishya", "father Bagirishya"),
        ("father Samba Diallo", "father Samba Jallow"),
        ("father Samba Diallo", "father Yaya Keita"),
        ("father Samba Bagirishya Mukamana", "father Samba Bagirishya Mukamana"),
        ("mother Coumba Sow", "mother Kumba Sowe"),
        ("mother Coumba Sow", "mother Fatou Sow"),
        ("mother Ngozi Okonkwo", "mother Ngozi Okonkwo"),
        ("brother Salif Kanu", "brother Salifu Kanu"),
        ("brother Salif Kanu", "cousin Salifu Kanu"),
        ("brother Salif Kanu", "sister Salif Kanu"),
        ("brother Ousmane", "brother Karamoko"),
        ("wife Aminata Barry", "wife Aminata Bari"),
        ("wife Aminata Barry", "partner Aminata Barry"),
        ("husband Demba Sow", "husband Demba Sow"),
        ("son Demba Sow", "daughter Awa Sow"),
        ("son Demba Sow", "son Demba Sow"),
        ("uncle Yero Kandé", "guardian Yero Kande"),
        ("grandmother Coumba Sow", "grandfather Coumba Sow"),
        ("travel_companion Karamoko Fadiga", "travel_companion Karamo Fadiga"),
        ("other_relative Karamoko Fadiga", "niece Karamo Fadiga"),
        ("father 1960 Samba", "father 1961 Samba"),
        ("father 1960 Samba", "father 1985 Samba"),
        ("mother Coumba Sow, brother Salif Kanu", "mother Kumba Sow, brother Salif Kanu"),
    ):
        sides = ({"relatives": _relatives(one)}, {"relatives": _relatives(other)})
        kinds = dict.fromkeys(word.split()[0] for word in one.split(", "))
        yield one, other, "; ".join(_bits(kind, *sides) for kind in kinds)


def _relatives(text: str) -> tuple[Relative, ...]:
    found = []
    for part in text.split(", "):
        relation, *told = part.split()
        birth = _year(int(told.pop(0)), "year") if told[0].isdecimal() else None
        found.append(Relative(relation, (Name.of(" ".join(told)),), birth))
    return tuple(found)


def _origins() -> Iterator[Sequence[str]]:
    for one, other in (
        ("SN Kolda", "SN Kolda"),
        ("SN Kolda", "SN Tambacounda"),
        ("SN Kolda", "SN Dakar"),
        ("SN Kolda", "GM Basse Santa Su"),
        ("SN Kolda", "ML Gao"),
        ("SN Kolda", "AF Herat"),
        ("SN Sinthiou Malème", "SN Sinchu Malem"),
        ("SN Sinthiou Malème", "SN Senthu Maleme"),
        ("SN Darou Mousty, Kébémer", "SN Daaru Musti"),
        ("SN Medina Xoor", "SN Tawfeex"),
        ("SN Medina Xoor", "GM Tawfeex"),
        ("SN ", "SN "),
        ("SN ", "GM "),
        ("SN كولدا", "SN Kolda"),
    ):
        sides = [{"origin": Place(text[:2], text[3:])} for text in (one, other)]
        yield one, other, _bits("origin", *sides)


def _journeys() -> Iterator[Sequence[str]]:
    for one, other in (
        ("ML Gao 2026-01-05", "IT Lampedusa 2026-04-01"),
        ("TR Edirne 2026-01-05", "BA Bihać 2026-03-01"),
        ("BR Recife 2026-01-05", "CL Arica 2026-03-01"),
        ("TR Edirne 2026-01-05", "GM Banjul 2026-03-01"),
        ("SN Dakar 2026-01-05", "BA Bihać 2026-01-07"),
        ("SN Dakar 2026-01-05", "BA Bihać 2026-01-17"),
        ("SN Dakar 2026-05-05", "ES  2026-01-07"),
        ("SN Dakar 2026-01-30", "ES  2026-01-07"),
        ("SN Dakar 2026-02-07", "ES  2026-01-07"),
    ):
        yield one, other, _bits("journey", {"sighting": _seen(one)}, {"sighting": _seen(other)})


def _seen(text: str) -> Sighting:
    country, place, day = text.split(" ", 2)
    return Sighting(Place(country, place), date.fromisoformat(day))


def _others() -> Iterator[Sequence[str]]:
    for kind, one, other in (
        ("sex", "male", "male"),
        ("sex", "male", "female"),
        ("languages", "Pulaar", "Fula"),
        ("languages", "Dari", "Persian"),
        ("languages", "Malinke", "Mandinka"),
        ("languages", "Wolof", "Dari"),
        ("languages", "Wolof, French, Serer, Dari", "Wolof, French, Serer, Dari"),
        ("marks", "scar on chin", "scar on chin"),
        ("marks", "scar on chin", "scar on the chin"),
        ("marks", "scar on chin", "blue eyes"),
        ("occupation", "tailor", "tailor"),
        ("occupation", "tailor", "fisher"),
        ("telephones", "+221 77 123 45 67", "77 123 45 67"),
        ("telephones", "+221 77 123 45 67", "77 123 45 68"),
        ("telephones", "+221 77 123 45 67", "+220 77 123 45 67"),
    ):
        sides = [{kind: text if kind in LONE else tuple(text.split(", "))} for text in (one, other)]
        yield one, other, _bits(kind.removesuffix("s") if kind == "telephones" else kind, *sides)


LONE = frozenset({"sex", "occupation"})


def _names() -> Iterator[Sequence[str]]:
    for pair in PAIRS.strip().splitlines():
        one, other = pair.split(" / ")
        found = compare_names(one, other)
        yield one, other, f"{found.likeness:.3f}", f"{found.bits:+.2f}"


PAIRS = """
Mamadou Diallo / Momodou Jallow
Mamadou Diallo / Mamadu Djaló
Mamadou Diallo / Mamadou Diallo
Mamadou Diallo / Diallo Mamadou
Mamadou Diallo / M. Diallo
Mamadou Diallo / Mamadou
Mamadou Diallo / Mamadou Sow
Mamadou Diallo / Mamadou Diallo Sow Ba
Mamadou Lamine Diallo / Mamadou Diallo
Mamadou Diallo / Mamdaou Diallo
Mamadou Diallo / Mamadou Dialo
Mamadou Diallo / Karim Bensaïd
Ibrahima Diaallo / Ebrima Jallow
Coumba Slyla / Kumba Sillah
Abderrahmanne / عبد الرحمن
Mohamdou / Mamadou
Hussen / Hassan
Abdoulaye Sow / Abdoul Aziz Sow
Abdou Karim Sow / Abdoukarim Sow
Abd al-Rahman / Abderrahmane
Cabdiraxmaan Maxamed / عبد الرحمن محمد
Hassan Ali / Hussein Ali
Omar / Amr
Mahmoud / Mohamed
Moussa Diop / Moussa Diouf
Thiam / Cham
Touré / Touray
Cissé / Ceesay
N'Diaye / Njie
Gebre Medhin / ገብረ መድኅን
Haile / ኃይሌ
Tekle Haymanot / Teklehaimanot
Md Rahim Uddin / মোঃ রহিম উদ্দিন
Abdul Karim / আব্দুল করিম
Narendra Modi / नरेन्द्र मोदी
Mohammad Hossain / মোহাম্মদ হোসেন
Mahinda Perera / මහින්ද පෙරේරා
Mamadu Jalo / 𞤃𞤢𞤥𞤢𞤣𞤵 𞤔𞤢𞤤𞤮
Gurpreet Singh / ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ
David Levi / דוד לוי
Aleksandr Petrov / Александр Петров
Joe Petrov / Иосиф Петров
Ђорђе Петровић / Djordje Petrovic
Đorđe Petrović / Djordje Petrovic
Γεώργιος Παπαδόπουλος / Georgios Papadopoulos
Գևորգ Սարգսյան / Gevorg Sargsyan
გიორგი მაისურაძე / Giorgi Maisuradze
Şükrü Çelik / Shukru Chelik
Şükrü Çelik / Sukru Celik
Xelîl Şêx / Khalil Sheikh
Wojciech Schmidt / Voyceh Šmit
Müller / Mueller
Fatima Zahra / فاطمة الزهراء
Mohamed ould Ahmed / Mohamed Ahmedou
Ahmad bin Hasan / Hasan bin Ahmad
Debbie / Deborah
Lassana / Alassane
Bakary / Boubacar
Karamoko Fadiga / Karamo Fadiga
Ousmane Bagirishya / Ousmane Bagirischa
Ousmane Bagirishya / Usman Bagirişya
Mo7amed Sa3id / Mohamed Said
Nour / Noor
Yousouf / Jusuf
Youssouf / Giuseppe
Khadija / Hatice
Xorin / Хорен
"""


def _letters() -> Iterator[Sequence[str]]:
    for line in LETTERS.split():
        yield line, " ".join(token_key(word) for word in words(line))


LETTERS = """
абвгдежзийклмн опрстуфхцчшщъыьэюя ђјљњћџ ґєії ѓќѕ
αβγδεζηθικλμν ξοπρσςτυφχψω
აბგდევზთიკლმნ ოპჟრსტუფქღყშჩცძწჭხჯჰ
աբգդեզէըթժիլխծկհ ձղճմյնշոչպջռսվտրցւփքօֆ
אבגדהוזחטיכלמ נסעפצקרשת ךםןףץ ג׳ז׳צ׳
ሀሁሂሃሄህሆ ለመሰረሸቀበተቸነኘአ ከወዘዠየደጀገጠጨጰጸፀፈፐ
अआइईउऊएऐओऔ कखगघङचछजझञ टठडढणतथदधन पफबभमयरलवशषसह क़ज़फ़ड़ढ़ ज्ञसिंह
অআইঈউঊএঐওঔ কখগঘঙচছজঝঞ টঠডঢণতথদধন পফবভমযরলশষসহ ড়ঢ়য় ংঃঁ
ਕਖਗਘਚਛਜਝਟਠਡਢਣ ਤਥਦਧਨਪਫਬਭਮਯਰਲਵਸਹ
கஙசஞடணதந பமயரலவழளறன కఖగఘచఛజఝ కನಖಗ മലയാളം കൊച്ചി
অৌৰ মোহাম্মদ মৌলানা হোসেন தோமாஸ் മോഹൻ ಮೋಹನ ફોન ଯୋଗେଶ
අආඇඉඊඋඌඑඒඓඔඕඖ කඛගඝචඡජඣටඨඩඪණතථදධන පඵබභමයරලවශෂසහළෆ ඟඬඳඹඥ සිංහල ෆොන්සේකා පෝල් මෞලානා
ߒߞߏ ߡߊߡߊߘߎ߫ 𞤃𞤢𞤥𞤢𞤣𞤵 ⵎⵓⵃⵎⵎⴷ
أإآٱىئؤةۀکیێڕڵە ابتثجحخدذرزسشصض طظعغفقكلمنهوي پچژگ ٹڈڑں
àáâãäåæçèéêë ìíîïðñòóôõöø ùúûüýþÿ āăąćčďđēęěğ īįıķļłńňőœ řśşšţťūůűžź ßŋɓɗƴ
АBEKМHОРСТХ ABEZHIKMNΟΡΤ Aеoрсx
Mo7amed Sa3id Kha5led 6ariq 9alah 8azi Al1ne M0rad 2ahmed
١٢٣ ۴۵۶ ৭৮৯ ० ﬁn Ⅷ ªº ﷴ ﻣﺤﻤﺪ
N'Diaye N’Diaye Ndi`aye Al-Hassan O.K. a_b
"""


def _heard() -> Iterator[Sequence[str]]:
    for word in HEARD.split():
        token = tokens_of([Name.of(word)])[0]
        yield word, ", ".join(bones_of(token.signs)) or "none"


HEARD = """
Ba Bah Li Lee Aïcha Diallo Jallow Djaló Thiam Cham Njie N'Diaye Khalil Xelîl Şükrü Schmidt Wojciech
Giuseppe Quddus Abderrahmane Nebukadnezaroglouvitch عبدالرحمن محمد عمر Юрий Георгиос ገብረመድኅን
Pneumonoultramicroscopicsilicovolcanoconiosis
"""


def _said() -> Iterator[Sequence[str]]:
    for pair in SAID.strip().splitlines():
        one, other = pair.split(" / ")
        told = compare_names(one, other).evidence
        yield one, other, " ".join(dict.fromkeys(str(row.because) for row in told))


SAID = """
Mohammed / Muhammed
Mouhamadou / Mamadu
Mohamed / محمد
Khalil / Halil
Yousuf / Jusuf
Cissé / Ceesay
Wolof / Volof
Ba / Bah
Li / Lee
Aliou / Alieu
J. Diallo / Jean Diallo
Fatou / Fatoumata
Hassan / Hussein
Mahamat / Mahmud
"""

BORNE = """
mamadou momodou mamadu mohamed muhammad mahmoud mamoud mariama maryam mariam aminata amina aminatou
diallo jallow djalo dialo diaw jallo barry bari barrow sow so sall ali aly alioune alieu fatou
fatoumata fatima ousmane usman osman ismaila issa isa moussa musa omar umar amr youssouf yusuf josef
abdoulaye abdullahi abdou karim abdoukarim ibrahim ibrahima brahim touray toure camara kamara
"""


def _expanded() -> Iterator[Sequence[str]]:
    lexicon = TokenLexicon()
    for place, word in enumerate(BORNE.split()):
        lexicon.add(tokens_of([Name.of(word)])[0].key, 1 + place % 7)
    for sought in ("Mamadou", "Djalo", "محمد", "Fatoumata", "Yousef", "Abdoul", "Kamara", "Braima"):
        found = lexicon.expand(tokens_of([Name.of(sought)])[0])
        yield sought, ", ".join(f"{key} {likeness:.2f}" for key, likeness in found[:12])


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
