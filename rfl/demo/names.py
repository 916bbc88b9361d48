"""Names as they are borne on the routes, each in the spellings of the clerks who write them. Pure.

One entry is one name: `fr|en|pt|own script`; a missing spelling is the first one. Chosen by hand
for being common; no list of real people was used.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

SPELLINGS = ("fr", "en", "pt", "own")


@dataclass(frozen=True, slots=True)
class Stock:
    """The names of one people: their scripts, what their clerks write, and where they come from."""

    men: tuple[str, ...]
    women: tuple[str, ...]
    families: tuple[str, ...]
    places: tuple[tuple[str, str], ...]
    """(country, place), some near a border."""
    languages: tuple[str, ...]
    own_script: str
    """'' where the names are written in Latin letters at home, else the script's language code."""
    gender_families: bool = False
    """Whether the father's name stands in the place of a family name."""


WEST = Stock(
    men=(
        "Mamadou|Momodou|Mamadu|مامادو",
        "Ousmane|Ousman|Usumane|عثمان",
        "Ibrahima|Ebrima|Ibraima|إبراهيما",
        "Abdoulaye|Abdoulie|Abdulai|عبد الله",
        "Cheikh|Sheikh|Cheic|شيخ",
        "Amadou|Amadou|Amadu|أحمدو",
        "Alassane|Alhassan|Alassana|الحسن",
        "Lamine|Lamin|Lamine|الأمين",
        "Moussa|Musa|Mussa|موسى",
        "Boubacar|Bubacarr|Bubacar|أبو بكر",
        "Souleymane|Sulayman|Suleimane|سليمان",
        "Seydou|Saidou|Saido|سعيدو",
        "Aliou|Alieu|Aliu|عليو",
        "Demba|Demba|Demba|دمبا",
        "Samba|Samba|Samba|سامبا",
        "Yaya|Yahya|Iaia|يحيى",
        "Idrissa|Edrissa|Idrissa|إدريس",
        "Modou|Modou|Modu|مودو",
        "Malick|Malick|Malique|مالك",
        "Assane|Assan|Assane|حسن",
        "Ousseynou|Ousainou|Ussumane|حسين",
        "Bakary|Bakary|Bacari|بكاري",
        "Salif|Salifu|Salifo|سالف",
        "Daouda|Dawda|Dauda|داود",
        "Youssouf|Yusupha|Iussufe|يوسف",
        "Pape|Pa|Pape|باب",
        "Karamoko|Karamo|Caramo|كراموكو",
        "Fodé|Foday|Fodé|فودي",
        "Sidi|Sidi|Sidi|سيدي",
        "Hamidou|Hamidou|Amidu|حميدو",
    ),
    women=(
        "Aïssatou|Isatou|Aissatu|عائشة",
        "Fatoumata|Fatoumatta|Fatumata|فاطمة",
        "Mariama|Mariama|Mariama|مريم",
        "Khady|Haddy|Cadi|خديجة",
        "Aminata|Aminatta|Aminata|أمينة",
        "Binta|Binta|Binta|بنت",
        "Oumou|Umu|Umo|أم",
        "Awa|Awa|Aua|حواء",
        "Ramata|Ramatoulie|Ramata|رحمة",
        "Coumba|Kumba|Cumba|كومبا",
        "Kadiatou|Kaddy|Cadiato|خدياتو",
        "Maïmouna|Maimuna|Maimuna|ميمونة",
        "Ndèye|Ndey|Ndei|اندي",
        "Rokhaya|Rohey|Rocaia|رقية",
        "Safiatou|Safiatou|Safiato|صفية",
        "Hawa|Hawa|Haua|حواء",
        "Djénéba|Jainaba|Djenaba|زينب",
        "Sira|Sira|Sira|سيرة",
        "Salimata|Salimata|Salimata|سليمة",
        "Fanta|Fanta|Fanta|فانتا",
    ),
    families=(
        "Diallo|Jallow|Djaló|ديالو",
        "Ndiaye|Njie|Ndiaye|انجاي",
        "Cissé|Ceesay|Cissé|سيسي",
        "Touré|Touray|Turé|توري",
        "Sow|Sowe|Só|صو",
        "Bâ|Bah|Bá|با",
        "Diop|Jobe|Diop|جوب",
        "Thiam|Cham|Tiam|تيام",
        "Camara|Camara|Camará|كمارا",
        "Traoré|Trawally|Traoré|تراوري",
        "Baldé|Baldeh|Baldé|بالدي",
        "Sané|Sanneh|Sané|ساني",
        "Diatta|Jatta|Djata|جاتا",
        "Badji|Bajie|Badji|باجي",
        "Mané|Manneh|Mané|ماني",
        "Fofana|Fofana|Fofana|فوفانا",
        "Konaté|Konateh|Conaté|كوناتي",
        "Sarr|Saar|Sar|سار",
        "Faye|Faye|Faie|فاي",
        "Fall|Faal|Fal|فال",
        "Sylla|Sillah|Sila|سيلا",
        "Coulibaly|Kulibali|Culibali|كوليبالي",
        "Keïta|Keita|Queita|كيتا",
        "Diarra|Jarra|Djara|جارا",
        "Guèye|Gaye|Gueye|غي",
        "Drammé|Drammeh|Dramé|درامي",
        "Sidibé|Sidibeh|Sidibé|سيديبي",
        "Sall|Saal|Sal|سال",
        "Kanté|Kanteh|Canté|كانتي",
        "Danso|Danso|Danso|دانسو",
    ),
    places=(
        ("SN", "Kolda"),
        ("SN", "Vélingara"),
        ("SN", "Mbour"),
        ("SN", "Ziguinchor"),
        ("SN", "Tambacounda"),
        ("SN", "Saint-Louis"),
        ("GM", "Basse"),
        ("GM", "Brikama"),
        ("GM", "Serekunda"),
        ("GM", "Farafenni"),
        ("ML", "Kayes"),
        ("ML", "Sikasso"),
        ("ML", "Nioro"),
        ("GN", "Labé"),
        ("GN", "Mamou"),
        ("GW", "Gabú"),
        ("MR", "Kaédi"),
    ),
    languages=("Pulaar", "Wolof", "Mandinka", "Bambara"),
    own_script="",
)

ARAB = Stock(
    men=(
        "Mohamed|Muhammad|Mohamed|محمد",
        "Ahmed|Ahmad|Ahmed|أحمد",
        "Youssef|Yusuf|Iussef|يوسف",
        "Abderrahmane|Abdulrahman|Abderramane|عبد الرحمن",
        "Khaled|Khalid|Caled|خالد",
        "Hassan|Hasan|Hassan|حسن",
        "Houssein|Hussein|Hussein|حسين",
        "Omar|Umar|Omar|عمر",
        "Ibrahim|Ibrahim|Ibraim|إبراهيم",
        "Abdelkader|Abdulqadir|Abdelcader|عبد القادر",
        "Djamel|Jamal|Jamal|جمال",
        "Rachid|Rashid|Rachid|رشيد",
        "Mustapha|Mustafa|Mustafa|مصطفى",
        "Tarek|Tariq|Tarique|طارق",
        "Nabil|Nabeel|Nabil|نبيل",
        "Samir|Sameer|Samir|سمير",
        "Karim|Kareem|Carim|كريم",
        "Salah|Saleh|Sala|صلاح",
        "Ayoub|Ayyub|Aiub|أيوب",
        "Hicham|Hisham|Hicham|هشام",
        "Othmane|Uthman|Otmane|عثمان",
        "Adel|Adil|Adel|عادل",
    ),
    women=(
        "Fatima|Fatimah|Fátima|فاطمة",
        "Khadija|Khadijah|Cadija|خديجة",
        "Meriem|Maryam|Míriam|مريم",
        "Zineb|Zaynab|Zainab|زينب",
        "Aïcha|Aisha|Aicha|عائشة",
        "Amina|Ameena|Amina|أمينة",
        "Nour|Noor|Nur|نور",
        "Houda|Huda|Huda|هدى",
        "Samira|Sameera|Samira|سميرة",
        "Leïla|Layla|Leila|ليلى",
        "Hanane|Hanan|Hanane|حنان",
        "Salma|Salma|Salma|سلمى",
        "Yasmine|Yasmin|Iasmin|ياسمين",
        "Rania|Raniya|Rania|رانيا",
    ),
    families=(
        "Benali|Ben Ali|Benali|بن علي",
        "Haddad|Haddad|Hadade|حداد",
        "Khoury|Khoury|Curi|خوري",
        "Mansour|Mansur|Mansur|منصور",
        "Bouazza|Bouazza|Buaza|بوعزة",
        "El Amrani|Al Amrani|Amrani|العمراني",
        "Cherif|Sharif|Xerife|شريف",
        "Hamdi|Hamdi|Hamdi|حمدي",
        "Saïdi|Saidi|Saidi|سعيدي",
        "Al Masri|Al Masri|Almasri|المصري",
        "Ziani|Zayani|Ziani|زياني",
        "Belkacem|Belqasim|Belcacem|بلقاسم",
        "Hachemi|Hashimi|Hachemi|هاشمي",
        "Jaber|Jabir|Jaber|جابر",
        "Nasser|Nasir|Nasser|ناصر",
        "Slimani|Sulaymani|Slimani|سليماني",
    ),
    places=(
        ("MA", "Beni Mellal"),
        ("MA", "Oujda"),
        ("DZ", "Oran"),
        ("DZ", "Annaba"),
        ("TN", "Sfax"),
        ("LY", "Zuwara"),
        ("EG", "Tanta"),
        ("SY", "Idlib"),
        ("SY", "Deraa"),
        ("IQ", "Mosul"),
        ("SD", "El Fasher"),
    ),
    languages=("Arabic",),
    own_script="ar",
)

HORN = Stock(
    men=(
        "Tesfay|Tesfay|Tesfai|ተስፋይ",
        "Yohannes|Yohannes|Iohannes|ዮሃንስ",
        "Filmon|Filmon|Filmon|ፊልሞን",
        "Gebremedhin|Gebremedhin|Ghebremedhin|ገብረመድህን",
        "Dawit|Dawit|Dauit|ዳዊት",
        "Samuel|Samuel|Samuel|ሳሙኤል",
        "Yonas|Yonas|Ionas|ዮናስ",
        "Mehari|Mehari|Meari|መሓሪ",
        "Habtom|Habtom|Habtom|ሃብቶም",
        "Kidane|Kidane|Chidane|ኪዳነ",
        "Berhane|Berhane|Berane|ብርሃነ",
        "Abel|Abel|Abel|ኣቤል",
    ),
    women=(
        "Semhar|Semhar|Semhar|ሰምሃር",
        "Selam|Selam|Selam|ሰላም",
        "Saba|Saba|Saba|ሳባ",
        "Letebrhan|Letebrhan|Letebrhan|ለተብርሃን",
        "Rahel|Rahel|Rahel|ራሄል",
        "Helen|Helen|Elen|ሄለን",
        "Feven|Feven|Feven|ፈቨን",
        "Mihret|Mihret|Miret|ምሕረት",
    ),
    families=(),
    places=(
        ("ER", "Keren"),
        ("ER", "Mendefera"),
        ("ER", "Senafe"),
        ("ET", "Adwa"),
        ("ET", "Mekelle"),
    ),
    languages=("Tigrinya",),
    own_script="ti",
    gender_families=True,
)

AFGHAN = Stock(
    men=(
        "Mohammad|Mohammad|Mohamad|محمد",
        "Ali|Ali|Ali|علی",
        "Reza|Reza|Reza|رضا",
        "Hossein|Hussain|Hossein|حسین",
        "Mahdi|Mehdi|Mahdi|مهدی",
        "Ahmad|Ahmad|Ahmad|احمد",
        "Karim|Kareem|Karim|کریم",
        "Qasem|Qasim|Kassem|قاسم",
        "Nematollah|Nematullah|Nematola|نعمت‌الله",
        "Javad|Jawad|Javad|جواد",
        "Yaghoub|Yaqub|Iacub|یعقوب",
        "Ghulam|Gholam|Gulam|غلام",
    ),
    women=(
        "Zahra|Zahra|Zahra|زهرا",
        "Fatemeh|Fatima|Fátima|فاطمه",
        "Maryam|Mariam|Mariam|مریم",
        "Masoumeh|Masuma|Massuma|معصومه",
        "Leila|Laila|Leila|لیلا",
        "Narges|Nargis|Narges|نرگس",
        "Somayeh|Sumaya|Somaia|سمیه",
        "Shirin|Shereen|Chirin|شیرین",
    ),
    families=(
        "Rezaei|Rezai|Rezai|رضایی",
        "Hosseini|Hussaini|Hosseini|حسینی",
        "Ahmadi|Ahmadi|Ahmadi|احمدی",
        "Mohammadi|Mohammadi|Mohamadi|محمدی",
        "Karimi|Kareemi|Karimi|کریمی",
        "Jafari|Jaffari|Jafari|جعفری",
        "Haidari|Haydari|Haidari|حیدری",
        "Nazari|Nazari|Nazari|نظری",
        "Sadat|Sadat|Sadat|سادات",
        "Rahimi|Raheemi|Rahimi|رحیمی",
    ),
    places=(
        ("AF", "Jaghori"),
        ("AF", "Herat"),
        ("AF", "Mazar-e Sharif"),
        ("AF", "Bamyan"),
        ("AF", "Kunduz"),
        ("IR", "Mashhad"),
    ),
    languages=("Dari",),
    own_script="fa",
)

SOMALI = Stock(
    men=(
        "Mohamed|Mohamed|Maxamed|محمد",
        "Abdirahman|Abdirahman|Cabdiraxmaan|عبد الرحمن",
        "Hassan|Hassan|Xasan|حسن",
        "Ali|Ali|Cali|علي",
        "Omar|Omar|Cumar|عمر",
        "Ahmed|Ahmed|Axmed|أحمد",
        "Yusuf|Yusuf|Yuusuf|يوسف",
        "Abdullahi|Abdullahi|Cabdullaahi|عبد الله",
        "Farah|Farah|Faarax|فرح",
        "Ismail|Ismail|Ismaaciil|إسماعيل",
    ),
    women=(
        "Fadumo|Fadumo|Faadumo|فاطمة",
        "Halima|Halimo|Xaliimo|حليمة",
        "Amina|Amina|Aamina|أمينة",
        "Hodan|Hodan|Hodan|هودان",
        "Khadija|Khadija|Khadiija|خديجة",
        "Sahra|Sahra|Sahra|زهرة",
    ),
    families=(),
    places=(("SO", "Baidoa"), ("SO", "Hargeysa"), ("SO", "Kismaayo"), ("ET", "Jijiga")),
    languages=("Somali",),
    own_script="",
    gender_families=True,
)

STOCKS: Mapping[str, tuple[Stock, int]] = {
    "west": (WEST, 60),
    "arab": (ARAB, 16),
    "horn": (HORN, 8),
    "afghan": (AFGHAN, 10),
    "somali": (SOMALI, 6),
}
"""Peoples of the demonstration and how many of a hundred registered belong to each."""

CLERKS: Mapping[str, int] = {
    "SN": 0, "ML": 0, "MR": 0, "FR": 0, "BE": 0, "CH": 0, "GN": 0, "BF": 0, "NE": 0, "TD": 0,
    "GM": 1, "GB": 1, "GR": 1, "CY": 1, "BG": 1, "RS": 1, "BA": 1, "MK": 1, "TR": 1, "HR": 1,
    "GW": 2, "CV": 2, "ES": 0, "IT": 0, "SI": 1, "ME": 1, "AL": 1, "SK": 1,
}  # fmt: skip
"""Which spelling the clerks of a society use: an index into SPELLINGS."""


def spelt(entry: str, spelling: int) -> str:
    """Return the name `entry` as clerks of `spelling` write it."""
    forms = entry.split("|")
    return forms[spelling] if spelling < len(forms) and forms[spelling] else forms[0]


def slip(word: str, random: Random) -> str:
    """Return `word` with a slip of the pen: a doubled, dropped or swapped letter."""
    if len(word) < 4:  # noqa: PLR2004  # a slip in a short name makes another name
        return word
    place = random.randrange(1, len(word) - 1)
    kind = random.randrange(3)
    if kind == 0:
        return word[:place] + word[place] + word[place:]
    if kind == 1:
        return word[:place] + word[place + 1 :]
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
