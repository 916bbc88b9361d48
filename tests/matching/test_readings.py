"""How every letter and group of letters is first read, script by script."""

import pytest

from rfl.matching.sounds import tables
from rfl.matching.spelling import said, signs_of

READINGS = {
    "arabic": """
يا ia|يو iu|ون un|ين in|ا a|اي ay|او au|ب b|ت t|تش CS|تس cs|ث T|ج J|ح h|خ X|
د d|دج J|ذ D|ر r|ز z|س s|ش S|ص s|ض d|ط t|ظ z|ع |غ g|ف f|ق k|ك k|كس ks|
ل l|م m|ن n|ه h|و u|ي i|ء |پ p|چ C|ژ Z|گ g|ڤ v|ڨ g|ں n|ھ h|ٹ t|ڈ d|ڑ r|
ۆ o|ے e|ٻ b|ڭ g|ڠ ng|ټ t|ډ d|ړ r|ښ S|ږ g|ګ g|ڼ n|څ c|ځ z|
نن nn|سس ss|مم mm|رر rr|تت tt|دد dd|بب bb|كك kk|فف ff|زز zz|شش SS|جج JJ|لل ll|يي iy|
بييه byye|ينن inn|ونن unn
""",
    "hebrew": """
א |ב v|ג g|ד d|ה h|ו v|ז z|ח h|ט t|י y|כ k|ך k|ל l|מ m|ם m|נ n|ן n|ס s|
ע |פ p|ף f|צ c|ץ c|ק k|ר r|ש S|ת t|קס ks|טש C|ג׳ J|ז׳ Z|צ׳ C|ץ׳ C|ת׳ t|
ד׳ d|ח׳ X|ט׳ z|ע׳ g|ר׳ g|ו׳ w|
ננ nn|סס ss|ממ mm|רר rr|תת tt|דד dd|בב vv|לל ll|טט tt|זז zz|פפ pp|זש Z|דזש J
""",
    "cyrillic": """
сю syu|ся sya|сё syo|си si|ти ti|тя tya|тю tyu|тё tyo|цз z|цзи zi|цзя zya|
цзю zyu|чж Z|ьо yo|ье ye|ья ya|ьё yo|ью yu|ьи yi|ия iya|ию iyu|ио io|иу iu|
уэ ue|уи ui|уа ua|уо uo|йо yo|юэ ue|нь ny|ау au|а a|б b|в v|г g|ґ g|ѓ J|ғ g|
д d|дж J|дз z|ђ J|е e|ё yo|є ye|ж Z|з z|ѕ z|и i|і i|ї yi|й y|ий iy|ј y|
к k|кв kw|кс ks|қ k|ќ C|л l|ль l|љ ly|м m|н n|нг ng|њ ny|ң ng|о o|ө O|п p|
р r|с s|т t|тц c|тч C|ть t|ћ C|у u|ў w|ү u|ұ u|ф f|х X|һ h|ц c|ч C|џ J|
ш S|щ SC|ъ |ы i|ь |э e|ә a|ю yu|я ya|цк ck|оу ou|ей ey|ай ay|эй ey|сх sh|
тье tye|тья tya|лье lye|лья lya|лью lyu|хью hyu|бая baya|тс ts|дт t|лл l|
Си si|Ся sya|Сю syu|Сё syo|Ти ti|Тя tya|Тю tyu|Тё tyo|Дз z|Дзя zya|Дзю zyu|Дзё zyo
""",
    "greek": """
α a|αι ay|αυ av|αου au|β v|γ g|γκ ng|γξ nks|γχ nX|δ d|ε e|ει iy|ευ ev|ζ z|
η i|θ t|ι i|κ k|κσ ks|λ l|μ m|μπ mb|ν n|ντ nd|ντζ nJ|ξ ks|ο o|οι oy|ου u|
π p|ρ r|σ s|ς s|τ t|τζ J|τσ Cs|υ i|υι i|φ f|χ h|ψ ps|ω o|
γουα wua|λλ l|ντσ nts
""",
    "armenian": """
ա a|բ b|գ g|դ d|ե e|զ z|է e|ը |թ t|ժ Z|ի i|լ l|խ X|ծ c|կ k|հ h|ձ z|ղ R|
ճ C|մ m|յ y|ն n|շ S|ո o|ու u|չ C|պ p|ջ J|ռ r|ս s|վ v|տ t|ր r|ց c|ւ v|փ p|
ք k|օ o|ֆ f|և ev
""",
    "georgian": """
ა a|ბ b|გ g|დ d|ე e|ვ v|ზ z|თ t|ი i|კ k|ლ l|მ m|ნ n|ო o|პ p|ჟ Z|რ r|ს s|
ტ t|უ u|ფ p|ქ k|ღ g|ყ q|შ S|ჩ C|ც c|ძ z|წ c|ჭ C|ხ X|ჯ J|ჰ h|ბი bi
""",
    "latin": """
tsch C|dsch J|szcz SC|shch SC|stsj SC|sch S|guill guil|ouill wil|bsch bS|sh S|
sz S|sj Sy|bsj bS|skj S|tsj C|tch C|tzsch C|tš C|cz C|ch C|chi Ci|ck k|cqu k|
c k|ci si|cs Cs|ç s|č C|ć C|bci bCi|cia Cia|dzs J|dž J|dż J|dź J|dzh J|dj Jy|
dz zz|dyi dii|dh d|dt t|th t|tj Cy|tz c|ts c|tsi ci|tion sion|tii ti|ty ti|
tsu cu|zh Z|zsch S|zs Z|ž Z|ż Z|ź z|z z|ph f|pf pf|pst pst|bh b|kh X|gh g|
bgh bg|ght t|gn ny|gnt nyt|gli li|gui gui|güi gUi|ğ g|ģ d|ghi gi|bgi bJi|
gia Jia|gy Ji|bge bZe|gi gi|g g|j J|jh J|q k|qui kui|qu kw|x ks|xt St|ks ks|
xh Jsh|sci Si|ş S|š S|ș S|ś S|ŝ S|ţ c|ț c|ñ ny|ń ny|nh ny|lh ly|ly ly|ny ny|
ł l|ľ l|ř rZ|rz rz|rh r|wrt rt|knt knt|đ d|ð d|þ t|ď d|ť t|w w|bw bw|wh w|
v v|bv bv|f f|b b|p p|t t|d d|s s|bs bs|sa sa|bes bes|bis bis|bus bus|
bas bas|ß s|h h|ha ha|ħ h|k k|m m|n n|bn bn|ng ng|bng bng|ñg ng|l l|r r|y i|
ya ya|bya bia|ý i|ÿ i|ij iy|iy iy|yj iy|ou u|où u|oo u|oe oe|œ O|ø O|ö O|
ő O|ee i|ea ea|eau o|eaux o|baux bo|eu eu|eo eo|ei ey|ey ey|ai ay|ay ay|ae ae|
aë ae|aï ay|äu oy|ie ie|ieu O|iou iu|ui uy|ue ue|uy uy|oi oy|oy oy|oui wi|
oua wa|oue we|au au|aw aw|aou au|ow ow|bow bow|bew bew|biew biew|ioa ioa|ia ia|
iu iu|ja ya|ju yu|jo yo|je ye|aa a|å o|ã a|ä e|æ e|ą a|ę e|ə e|ă a|â a|î i|
ê e|ı i|ü U|ű U|û u|ů u|õ o|a a|at at|e e|be be|i i|it it|o o|u u|
bová bova|bova bova|é e|oa oa|ua ua|bt bt|bd bd|bx bks|bais beys|baix beys|
bault boult|baud boud|bot bot|bet bet|bets bets|ber ber|bez bez|beux bOs|beu bOu|
baise beyze|cki cki|cky cki|cka cka|tsky cski|bgue bgue|gue gue|que kue|bque bkue|
ille ile|aill ayl|eill eyl|mct makt|igh ayg|augh aug|ough oug|bce bse|
bcia bCia|tio tio|bch bC|ngh ng|ti ti|di di|dzi zi|shi Si|nji nJi|yn in|
bean bian|oun un|our our|bure bure|bie bie|bey biy|bay bey|bai bey|beh beh|
bah bah|owt owt|biu biu|all al|alk alk|wa wa|war war|yo yo|yu yu|ye ye|
hugh hyu|jean Zan|bius bius|bier byer|brd brd|bnd bnd|brt brt|bnt bnt|bieux byOs|dg J|bdge bJe|
ew ew|sya Sa|B b|jou yu|á a|ë e|ï i|ù u|bcká bcka|
bate bate|bake bake|bane bane|bale bale|bame bame|bade bade|bave bave|bape bape|babe babe|
bise bise|bice bise|bize bize|bire bire|bife bife|bige biJe|bibe bibe|
byne bine|byte bite|byle bile|byke bike|byde bide|byme bime|byce bise|byse bise|byre bire|
stb stb|spb spb|stho sto|stein steyn|walk walk|white wite|J J|Jh J|Ya a|Y |
bite bite|bike bike|bine bine|bile bile|bime bime|bide bide|bive bive
""",
}
"""Letters and what they say in the alphabet of sounds, parted by a space; nothing is silence."""

CASES = [
    (script, *case.split(" "))
    for script, table in READINGS.items()
    for case in table.replace("\n", "").split("|")
    if case
]


@pytest.mark.parametrize("script", READINGS)
def test_letters_are_first_read_so(script: str) -> None:
    for _, letters, aloud in (case for case in CASES if case[0] == script):
        assert said(signs_of(letters)) == aloud, letters


@pytest.mark.parametrize("script", READINGS)
def test_no_letter_that_a_rule_names_is_silent_elsewhere(script: str) -> None:
    rules = tables().spellings[script]
    alone = {rule.letters for rule in rules if len(rule.letters) == 1}
    within = {letter for rule in rules for letter in rule.letters}
    assert within - alone <= {"׳"}  # a geresh is no letter, and says nothing by itself
