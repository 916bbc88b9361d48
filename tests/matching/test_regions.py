"""How clerks of two languages write one name, people by people: to the engine it is one."""

import pytest

from rfl.matching import Reason, compare_names

SPELT = {
    "senegambia": "Mamadou Momodou, Modou Modu, Fatou Fatu, Abdoulaye Abdulai, Ndiaye Njie, "
    "Cissé Ceesay, Camara Kamara, Thiam Cham, Faye Fye",
    "wolof": "Ndeye Ndey, Astou Astu, Mbaye Mbye, Ngoné Ngoneh, Mbacké Mbakeh",
    "serer": "Diouf Juf, Sarr Saar",
    "diola": "Diatta Jatta, Badji Badjie, Coly Colley",
    "mande": "Traoré Trawally, Keita Keyta, Kouyaté Kuyateh, Touré Touray, Doumbia Dumbuya",
    "fula": "Bah Ba, Barry Bari, Baldé Baldeh, Sow Sowe, Diallo Jalloh, Souleymane Sulayman",
    "sahel": "Moussa Musa, Harouna Aruna",
    "hassaniya": "Sidi Sidy, Mohamedou Mohamedu, Fatimetou Fatimetu",
    "maghreb": "Youssef Yusuf, Abdelkader Abdulkadir, Rachid Rashid, Khadidja Khadija",
    "mashriq": "Hussein Husayn, Khaled Khalid, Mahmoud Mahmud, Abdallah Abdullah, Khoury Khuri",
    "sudan": "Osman Uthman, Elhadi Alhadi, Idris Idriss, Elamin Alamin",
    "somali": "Cabdi Abdi, Xasan Hassan, Maxamed Mohamed, Xaawo Hawa, Cali Ali, Cumar Omar",
    "oromo": "Caaltuu Chaltu, Gammachuu Gemechu",
    "ethiopia": "Haile Hayle, Tekle Tecle, Woldemariam Weldemariam, Gebremariam Ghebremariam, "
    "Mengistu Menghistu, Kidane Chidane",
    "persian": "Hossein Husayn, Mohammadi Muhammadi, Rezaei Rezai, Mahdi Mehdi",
    "pashto": "Zmarai Zmaray, Noorzai Nurzai, Popalzai Popalzay, Wardak Vardak",
    "hazara": "Rezaie Rezai, Qurban Ghorban, Alizada Alizadeh",
    "urdu": "Hussain Hussein, Chaudhry Choudhary, Qureshi Koreishi, Akhtar Akhter, Shaikh Sheikh",
    "punjabi": "Gurpreet Gurprit, Jaswinder Jasvinder, Harjit Harjeet, Dhillon Dhilon",
    "bengali": "Hossain Hussein, Begum Begam, Miah Mia, Chowdhury Chaudhuri, Akter Akhtar",
    "kurdish": "Rojda Rozhda, Xezal Khazal",
    "turkish": "Mehmet Mehmed, Cemal Jamal, Yusuf Youssef",
    "balkan": "Krasniqi Krasnici, Petrović Petrovitch, Jovan Yovan",
    "slavic": "Oleksandr Olexandr, Kovalenko Kowalenko, Yuliya Julia, Ivanov Iwanow",
    "caucasus": "Sargsyan Sarkisian, Aliyev Aliev, Hovhannisyan Oganesyan",
    "hausa": "Yakubu Yakoubou, Hauwa Haoua, Audu Aoudou",
    "yoruba": "Funmilayo Olufunmilayo, Oluwadamilare Damilare, Kehinde Kehende",
    "igbo": "Chinedu Chinedou, Okafor Okafo",
    "akan": "Kofi Coffie, Yaw Yao, Mensah Mensa",
    "kongo": "Mwamba Muamba, Ilunga Ilounga",
    "swahili": "Mwajuma Muajuma, Bakari Bakary, Halima Halimah",
}
"""Spellings as people's own papers have them."""


@pytest.mark.parametrize("people", SPELT)
def test_one_name_of_two_clerks_is_one(people: str) -> None:
    for one, other in (pair.split() for pair in SPELT[people].split(", ")):
        found = compare_names(one, other)
        assert found.evidence[0].reason is Reason.CLASS, (one, other)
        assert found.likeness == pytest.approx(0.98), (one, other)
