"""How the letters of each script are read: which of two spellings is nearer, and what is found."""

import pytest

from rfl.matching import compare_names
from rfl.matching.pool import Pool
from rfl.matching.script import token_key, words
from rfl.matching.spelling import said, signs_of

NEARER = """
arabic|بيتر|Peter|Bashir
arabic|جوزيف|Joseph|Yusra
arabic|غوردون|Gordon|Ordone
arabic|كوفي|Kofi|Kaveh
arabic|چنگیز|Chingiz|Yangis
arabic|ڤيكتور|Victor|Hector
arabic|ژاله|Jaleh|Salah
arabic|بورقيبة|Bourguiba|Barakiba
arabic|ثامر|Thamer|Samer
arabic|ذياب|Dhiyab|Ziyad
arabic|تشاد|Chad|Tushad
arabic|ميلوشيفيتش|Milošević|Malushev
arabic|فروخ|Farroukh|Feras
arabic|خالد|Khalid|Walid
arabic|حميد|Hameed|Khaled
arabic|زابف|Zapf|Sabawi
hebrew|ג'ורג'|George|Gurg
hebrew|ז׳אן|Jean|Zan
hebrew|צ'רצ'יל|Churchill|Tsartsil
hebrew|שרה|Sarah|Shura
hebrew|פרץ|Peretz|Fares
hebrew|כהן|Cohen|Khan
hebrew|ויצמן|Weizmann|Utzman
hebrew|אליעזר|Eliezer|Alazar
devanagari|चन्द्र|Chandra|Kandra
devanagari|यज्ञ|Yagya|Yajna
devanagari|ज़फ़र|Zafar|Japhara
devanagari|अनिल|Anil|Anal
devanagari|राजकुमार|Rajkumar|Rajakamara
devanagari|शर्मा|Sharma|Sarama
devanagari|छेत्री|Chhetri|Ketri
devanagari|जॉन|John|Jin
bengali|আব্দুল|Abdul|Abid
bengali|যতীন|Jatin|Yatin
bengali|জয়|Joy|Joja
bengali|চৌধুরী|Chowdhury|Kodhuri
gujarati|પટેલ|Patel|Patil
gurmukhi|ਸਿੰਘ|Singh|Sigha
tamil|குமார்|Kumar|Kamara
cyrillic|Хрущёв|Khrushchev|Hrusov
cyrillic|Чжоу|Zhou|Chzho
cyrillic|Џорџ|George|Dorde
cyrillic|Гюго|Hugo|Yugov
cyrillic|Цзян|Jiang|Tsyan
cyrillic|Кейс|Keyes|Kosa
cyrillic|Щукин|Shchukin|Sukin
cyrillic|Ђорђе|Đorđe|Dordu
cyrillic|Митико|Michiko|Mitica
cyrillic|Кодзима|Kojima|Kozina
cyrillic|Магнуссон|Magnusson|Manuson
cyrillic|Штайнман|Steinman|Schneiman
cyrillic|Райс|Rice|Rush
greek|Ίγκνας|Ignas|Inas
greek|Γουίλσον|Wilson|Gilson
greek|Λορέντσα|Lorenza|Lorinda
arabic|سيغنه|Signe|Sine
arabic|لوتز|Lutz|Lotus
arabic|نجوى|Najwa|Najwi
bengali|শ্যামল|Shamal|Shajmal
bengali|ওয়াজেদ|Wajed|Oyajed
bengali|জাকির|Zakir|Yakir
devanagari|जोशी|Joshi|Yoshi
greek|Μπούρας|Bouras|Mouras
greek|Ντίνος|Dinos|Tinos
greek|Γιώργος|Giorgos|Gyrgas
greek|Τζορτζ|George|Tzorta
greek|Ευάγγελος|Evangelos|Eugelos
greek|Χρήστος|Christos|Kristas
armenian|Առստամյան|Arstamyan|Rastaman
armenian|Խաչատրյան|Khachatryan|Hakatrian
armenian|Ղազարյան|Ghazaryan|Lazaryan
georgian|ჭავჭავაძე|Chavchavadze|Kavkavaze
georgian|ღვინიაშვილი|Gviniashvili|Rviniasvili
georgian|ყიფიანი|Kipiani|Hifiani
ethiopic|ኃይለ|Haile|Hule
latin|Ljoebtsjeva|Lyubcheva|Lobseva
latin|Schröder|Shroder|Skroder
latin|Wałęsa|Walensa|Valesh
latin|Nguyễn|Nguyen|Nagayn
latin|Xhaka|Djaka|Haka
latin|Cevdet|Jevdet|Kevdet
latin|Guillaume|Giyom|Galimov
latin|Gonçalves|Gonsalves|Gonkalves
latin|Hughes|Hyuz|Hugues
latin|Yves|Iv|Yavas
latin|Tchaikovsky|Čajkovskij|Takovski
latin|Xasan|Hassan|Kazan
latin|Ouattara|Wattara|Utara
latin|Jean|Zhan|Yan
latin|Juárez|Juarez|Jurez
latin|Wasyid|Washid|Wasid
latin|Vattier|Vatye|Vater
latin|Collantes|Koyantes|Konantes
latin|Rogers|Rojers|Rodarz
latin|Kristers|Krister|Kristert
latin|Boujou|Buzhu|Byeyu
cyrillic|Олимпий|Olympius|Olympeva
cyrillic|Аттал|Attalus|Attalin
cyrillic|Муллар|Mullard|Mullarg
cyrillic|Ватье|Vattier|Vater
cyrillic|Хьюстон|Hewston|Hiuson
cyrillic|Тейт|Tate|Tat
cyrillic|Пайк|Pike|Pik
cyrillic|Юкити|Yukichi|Yukisi
cyrillic|Симпсон|Simpson|Simpcon
cyrillic|Дикая|Diká|Dik
arabic|بيزييه|Bezier|Bezira
arabic|باراخا|Baraja|Barata
hebrew|ואנהאנן|Vanhanen|Vanhan
hebrew|דזשאן|John|Dazan
hebrew|זשאן|Jean|Zoan
georgian|ბაიდენი|Baiden|Baidenov
devanagari|यादब|Yadav|Yadam
devanagari|सिंह|Singh|Sinha
"""


@pytest.mark.parametrize("row", NEARER.split("\n")[1:-1])
def test_the_right_reading_is_the_nearer(row: str) -> None:
    _, name, right, wrong = row.split("|")
    assert compare_names(name, right).likeness > compare_names(name, wrong).likeness + 0.02


@pytest.mark.parametrize(
    ("word", "aloud"),
    [
        ("चन्द्र", "Candr"),
        ("ज़फ़र", "zafar"),
        ("যতীন", "Jatin"),
        ("জয়", "Jai"),
        ("ג׳ים", "Jym"),
        ("מוסקבה", "mvskva"),
        ("محمد", "mhmd"),
        ("Щукин", "SCukin"),
        ("Μπούρας", "buras"),
        ("ჭავჭავაძე", "CavCavaze"),
        ("jean", "Zan"),
        ("tzsch", "C"),
    ],
)
def test_a_word_is_read_aloud(word: str, aloud: str) -> None:
    assert said(signs_of("".join(words(word)))) == aloud


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Mo7amed Sa3id", "mohamed said"),
        ("5alid 9ala7", "khalid salah"),
        ("Ig0r Sech1n", "igor sechin"),
        ("Jong-un[14]", "jong un 14"),
        ("A12", "a12"),
        ("Mπαντάουι", "μπαντάουι"),
        ("Петpов", "петров"),
        ("Иван Petrov", "иван petrov"),
        ("Zдrav", "zдrav"),
    ],
)
def test_letters_and_figures_typed_for_others_are_taken_for_them(text: str, said: str) -> None:
    assert words(text) == tuple(said.split())


def test_of_a_word_longer_than_twenty_four_sounds_the_rest_tells_nothing() -> None:
    long = "badoki" * 4
    assert len(signs_of(long)) == 24
    assert compare_names(f"{long}mu", f"{long}selo").likeness == pytest.approx(0.97)
    assert compare_names(f"{long[:-2]}mu", f"{long[:-2]}selo").likeness < 0.96


TWINS = """
λ AΑ BΒ EΕ ZΖ HΗ IΙ KΚ MΜ NΝ OΟ PΡ TΤ YΥ XΧ aα eε oο uυ pρ vν kκ iι tτ xχ
ж AА BВ EЕ KК MМ HН OО PР CС TТ XХ YУ IІ JЈ SЅ aа eе oо pр cс xх yу iі jј sѕ
"""
"""A letter of a script, and pairs of Latin letters and that script's that look the same."""


@pytest.mark.parametrize("row", TWINS.strip().split("\n"))
def test_every_letter_typed_for_its_twin_is_taken_for_it(row: str) -> None:
    letter, *pairs = row.split()
    for typed, meant in map(tuple, pairs):
        assert words(f"{letter}{typed}{letter}") == (f"{letter}{meant.lower()}{letter}",)


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("सिंह", "singh"),
        ("कबीर", "kabir"),
        ("राज", "raj"),
        ("चन्द्र", "chandr"),
        ("Touré", "toure"),
        ("ג'ים", "ג׳ים"),
        ("أحمد", "احمد"),
        ("Đorđe", "djordje"),
        ("N’Diaye", "ndiaye"),
    ],
)
def test_a_key_is_folded_in_its_script(word: str, key: str) -> None:
    assert token_key("".join(words(word))) == key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("JC Juncker", "Jean-Claude Juncker"),
        ("Arsen A. Arstamyan", "Առստամյան Արսեն Արամայիսի"),
        ("मा. यादव", "Yadav"),
        ("Joe Ndiaye", "Joseph Ndiaye"),
        ("Саша Петренко", "Oleksandr Petrenko"),
        ("Петър Георгиев", "Petar Georgiev"),
        ("Kim Jong-un[14]", "Kim Jong-un"),
        ("मा.राम सिंह यादब", "Ram Singh Yadav"),
        ("Debbie Ndiaye", "Deborah Ndiaye"),
        ("Haddy Jallow", "Haddijatou Jallow"),
        ("کارولین بنت", "Carolyn Bennett"),
        ("ПЕТЪР ГЕОРГИЕВ МРЪЦКОВ", "PETAR GEORGIEV MRATSKOV"),
    ],
)
def test_what_one_side_shortens_is_still_one_name(one: str, other: str) -> None:
    assert compare_names(one, other).likeness > 0.75


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Raúl Castillo", "Raúl Castro"),
        ("Luis Echegaray", "Luis Echeverría"),
        ("K. Juncker", "Jean Juncker"),
        ("JX Juncker", "Jean-Claude Juncker"),
        ("Ahmad bin Hasan al-Ubaidi", "Hasan bin Ahmad al-Ubaidi"),
        ("习近朋", "习近平"),
        ("김종은", "김정은"),
    ],
)
def test_what_only_begins_alike_is_doubted(one: str, other: str) -> None:
    assert compare_names(one, other).likeness < 0.84


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("रामचन्द्र यादव", "Ram Chandra Yadav"),
        ("Bal Krishna Khand", "Balkrishna Khand"),
        ("جو بایدن", "Joseph Biden"),
        ("דוד כהן", "David Cohen"),
        ("Momodou Jallow", "Mamadou Diallo"),
    ],
)
def test_a_pool_finds_what_is_written_otherwise(query: str, found: str) -> None:
    names = ["Ram Chandra Yadav", "Balkrishna Khand", "Joseph Biden", "David Cohen",
             "Mamadou Diallo", "Yadav Prasad", "Cohen Dov", "Ram Singh", "Chandra Rai"]  # fmt: skip
    assert names[Pool(names).search(query)[0].place] == found


@pytest.mark.parametrize(
    ("query", "name"),
    [("Balkrishna", "Bal Krishna"), ("Bal Krishna", "Balkrishna"), ("Tarasenko", "Taras Enko")],
)
def test_a_pool_finds_two_words_by_one_and_one_by_two(query: str, name: str) -> None:
    found = Pool(["Moussa Traoré", name, "Awa Cissé"]).search(query)
    assert [one.place for one in found] == [1]


def test_a_pool_gives_reasons_only_for_what_it_returns() -> None:
    found = Pool(["Moussa Traoré", "Moussa Traore", "Musa Touray", "Awa Cissé"]).search(
        "Moussa Traoré", 2
    )
    assert [one.place for one in found] == [0, 1]
    assert all(one.likeness.evidence for one in found)


@pytest.mark.parametrize("names", [[], ["", "🙂"]])
def test_a_pool_of_nobody_finds_nobody(names: list[str]) -> None:
    assert Pool(names).search("Moussa Traoré") == []


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("Moussa Traore", "Moussa Traore Diarra", 0.908),
        ("Ahmed Ali Hassan", "Ahmed Yusuf Hassan", 0.353),
        ("Raúl Castillo", "Raúl Castro", 0.822),
        ("M. Bagirishya", "Moussa Bagirishya", 0.974),
        ("Traore Moussa", "Moussa Traore", 0.97),
        ("Ibou Sow", "Ibrahima Sow", 0.925),
        ("Hassan Ali", "Hussein Ali", 0.279),
        ("دوستم", "Dostum", 0.952),
        ("Abou Bakr Sow", "Boubacar Sow", 0.92),
        ("Ümit Kara", "Mit Kara", 0.869),
        ("Zube Nelo Sow", "Zubenelo Sow", 1.0),
        ("Zube Nelo Sow", "Subanelo Sow", 0.953),
        ("Zube Nelo Sow", "Zupinelo Sow", 0.94),
        ("Zube Nelo Sow", "Zubanela Sow", 0.315),
        ("Alioune Ali", "Zubene Castillo Aliou", 0.249),
        ("K. Karamoko", "Karamoko", 0.854),
        ("Z. Zebene", "Zubenelo", 0.5),
        ("Hu", "Ou", 0.524),
        ("Hai", "Ai", 0.524),
        ("Awa", "Aya", 0.157),
    ],
)
def test_weights_stand_where_they_were_measured(one: str, other: str, likeness: float) -> None:
    assert compare_names(one, other).likeness == pytest.approx(likeness, abs=0.015)


def test_a_soft_sign_is_heard_though_no_key_holds_it() -> None:
    assert token_key("вьетта") == token_key("vetta")
    assert compare_names("Вьетта", "Vietta").likeness > compare_names("Вьетта", "Vetta").likeness


def test_urdu_and_persian_letters_for_h_are_one() -> None:
    assert words("شہلا") == words("شهلا")
    assert compare_names("شہلا", "Shahla").likeness >= 0.97
