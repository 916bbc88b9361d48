"""What the engine makes of names: the latter half of docs/EVIDENCE.md (tests.matching.worth)."""

from collections.abc import Iterator, Sequence

from rfl.matching import Name, NamePart, NameRole, Particulars, compare, compare_names
from rfl.matching.bones import bones_of
from rfl.matching.commonness import CommonSense
from rfl.matching.index import TokenLexicon, tokens_of
from rfl.matching.names import bearer_keys
from rfl.matching.reading import ReadToken, read
from rfl.matching.script import token_key, words

Section = tuple[str, Sequence[str], Iterator[Sequence[str]]]


def sections() -> Iterator[Section]:
    """Yield the title, the head and the rows of each table of names."""
    yield "Names", ("one", "the other", "how alike", "bits"), _names()
    yield "Part by part", ("one", "the other", "rows"), _parts()
    yield "How a name is read", ("as written", "its parts"), _read()
    yield "How common a name is where no index tells", ("name", "one in"), _common()
    yield "Letters", ("as written", "its key"), _letters()
    yield "What is heard of a word", ("as written", "its consonants"), _heard()
    yield "In words", ("one", "the other", "what is said"), _said()
    yield "What a word may be", ("sought", "found among all these"), _expanded()


def _parts() -> Iterator[Sequence[str]]:
    for pair in PARTS.strip().splitlines():
        one, other = pair.split(" / ")
        found = compare(_person(one), _person(other)).evidence
        rows = (f"{row.kind}: {row.a or '–'} ~ {row.b or '–'}, {row.reason.value} {row.bits:+.2f}"
                for row in found)  # fmt: skip
        yield one, other, "; ".join(rows)


def _person(text: str) -> Particulars:
    """Return somebody of a name, of which a part may stand behind its role: `father=Hasan`."""
    parted = (word.partition("=") for word in text.split(" + "))
    parts = [NamePart(name, NameRole(role)) if name else NamePart(role) for role, _, name in parted]
    return Particulars(names=(Name(tuple(parts)),))


PARTS = """
Mamadou Diallo / Momodou Jallow
Mamadou Diallo / Jallow Momodou
Mamadou Diallo / Mamadou
Mamadou Lamine Diallo / Lamine Mamadou Jallow
Mohamed Ahmed Ali / Mohamed Ali
Mohamed Ahmed Ali / Mohamed Yusuf Ali
Mohamed Ahmed Ali Hassan / Ali Hassan Mohamed Ahmed
given=Mamadou + family=Diallo / Momodou Jallow
given=Mamadou + family=Diallo / given=Diallo + family=Mamadou
given=Ahmad + father=Hasan / given=Hasan + father=Ahmad
given=Ahmad + father=Hasan + grandfather=Ali / given=Ahmad + father=Hasan + family=Ali
given=Ahmad + nickname=Abu Bakr / given=Ahmad + family=Boubacar
Ahmad bin Hasan / Hasan bin Ahmad
Ahmad bin Hasan / given=Ahmad + family=Hasan
Omar / Amr
Hassan Ali / Hussein Ali
Moussa Diop / Moussa Diouf
Raúl Castillo / Raúl Castro
Zubenelo Tsuvaniro / Zubenelo Kuvanir
Bal Krishna Khand / Balkrishna Khand
Ahmed Zubenelo Salif Tsuvaniro Gwembeshi Karamoko Fadiga / Tsuvaniro Gwembeshi
M. Bagirishya / Moussa Bagirishya
JC Juncker / Jean Claude Juncker
Mohamed Mohamed / Mohamed
Karamoko Fadiga Mansour Akhtar Petrenko Salif / Salif Petrenko Akhtar Mansour Fadiga Karamoko
Hajj Mamadou Diallo / Mamadou Diallo
Ould Ahmed / Ahmed
Youssouf / Giuseppe
习近平 / 习近朋
김정은 / 김종은
"""


def _read() -> Iterator[Sequence[str]]:
    for line in READ.strip().splitlines():
        yield line, "; ".join(map(_token, read(Name.of(line))))


def _token(token: ReadToken) -> str:
    said = [token.text, *sorted(token.classes)]
    said += ["" if token.role is NameRole.FULL else token.role.value, "light" * token.is_light]
    said += ["vowels left out" * token.is_open, "initial" * token.is_initial]
    return ", ".join(filter(None, said))


READ = """
Mamadou Diallo
Abd al-Rahman Sow
Abdoul Aziz Sow
Abou Bakr Camara
Abu al-Hassan Sow
Cheikh Abd
عبد الرحمن محمد
أبو بكر الصديق
الحسن بن علي
الياس
كارولين بنت
Ahmad bin Hasan
Ahmad bin Hasan bin Ali
bin Hasan
Mohamed Ould Ahmed
Ben Ali
El Hajj Umar Tall
El-Hadj Malick Sy
Dr. J. C. Juncker
Md Rahim Uddin
मा. राम सिंह
শ্রী নূর Тестов
Dan Djouma
Fatima Zahra
فاطمة الزهراء
Kim Jong-un[14]
M. B.
E. Silva e Costa
Ю. Ш. Петров
JC Juncker
Li
"""


def _common() -> Iterator[Sequence[str]]:
    for word in COMMON.split():
        (token,) = read(Name.of(word))
        yield word, f"{1 / CommonSense().frequency(bearer_keys(token)):,.0f}"


COMMON = """
Mohamed Mamadou Diallo Ahmed Fatoumata Ali Ba Ndiaye Traoré Moussa Ibrahima Fatima Hussein Hassan
Abdullah Camara Md Mst Karamoko Awa Bagirishya Zubenelo
"""


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
सँ हंस দুঃখ চাঁদ ਸਿੰਘ ਸਾਂਝ સંગ தமிழ் తెలుగు ऋषि कृष्ण क्ळ ऌ
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
