"""Headings that societies write over their columns, in five languages. Pure.

They only choose what a column is first taken for: the reader sees it, and can say otherwise,
before a row is kept. A heading that may mean two fields is left out; so are running numbers: those
of two lists would be taken for the same people.
"""

from collections.abc import Mapping
from types import MappingProxyType

from rfl.intake.columns import Field

_PERSON: Mapping[Field, str] = {
    Field.NAME: "name; full name; nom; nom complet; noms et prénoms; prénom et nom; nom et prénom;"
    " nombre; nombre completo; nombre y apellidos; nome; nome completo; الاسم; الاسم الكامل",
    Field.NAME_NATIVE: "name in own script; native name; nom en arabe; nombre en árabe;"
    " nom dans sa langue; الاسم بالعربية",
    Field.FATHER: "father; father's name; fathers name; père; nom du père; padre; nombre del padre;"
    " pai; nome do pai; اسم الأب; الأب",
    Field.MOTHER: "mother; mother's name; mothers name; mère; nom de la mère; madre;"
    " nombre de la madre; mãe; nome da mãe; اسم الأم; الأم",
    Field.SEX: "gender; sexe; genre; sexo; género; gênero; الجنس",
    Field.BIRTH_DATE: "date of birth; dob; birthdate; born; né le; née le; né(e) le;"
    " date de naissance; fecha de nacimiento; nacido el; data de nascimento;"
    " تاريخ الميلاد; تاريخ الولادة",
    Field.AGE: "âge; edad; idade; العمر; السن",
    Field.ORIGIN_COUNTRY: "country; country of origin; pays; pays d'origine; país;"
    " país de origen; país de origem; البلد; بلد الأصل",
    Field.ORIGIN_PLACE: "village; place of origin; village of origin; home town; lieu d'origine;"
    " village d'origine; localité; pueblo; lugar de origen; aldeia; lugar de origem;"
    " القرية; مكان الأصل",
}

_REGISTRATION: Mapping[Field, str] = {
    **_PERSON,
    Field.TELEPHONE: "phone; telephone; phone number; téléphone; tél; teléfono; telefone; الهاتف;"
    " رقم الهاتف",
    Field.SITE: "site; service point; hsp; point de service; sitio; lugar de registro; الموقع",
    Field.SHARE: "share; consent to share; accord; accord de partage; consentement;"
    " consentimiento; consentimento; الموافقة",
    Field.DAY: "met on; date of registration; date d'enregistrement; fecha de registro;"
    " تاريخ التسجيل",
    Field.NOTES: "remarks; comments; remarques; observations; notas; observaciones; observações;"
    " ملاحظات",
}

_REQUEST: Mapping[Field, str] = {
    **_PERSON,
    Field.NAME: _PERSON[Field.NAME] + "; sought person; personne recherchée; persona buscada;"
    " pessoa procurada; الشخص المفقود; اسم المفقود",
    Field.ENQUIRER: "enquirer; demandeur; demandeuse; nom du demandeur; solicitante; requerente;"
    " مقدم الطلب",
    Field.RELATION: "relationship; lien; lien de parenté; parenté; parentesco; relación;"
    " صلة القرابة",
    Field.LAST_DAY: "last contact; date of last contact; dernier contact; date du dernier contact;"
    " último contacto; fecha del último contacto; تاريخ آخر اتصال",
    Field.LAST_PLACE: "place of last contact; lieu du dernier contact; lugar del último contacto;"
    " مكان آخر اتصال",
    Field.HEADING_TO: "destination; going to; destino; الوجهة",
    Field.NOTES: _REGISTRATION[Field.NOTES],
}


def _read(headings: Mapping[Field, str]) -> Mapping[str, Field]:
    return MappingProxyType(
        {
            heading.strip(): field
            for field, written in headings.items()
            for heading in written.split(";")
        }
    )


HEADINGS: Mapping[str, Mapping[str, Field]] = {
    "registrations": _read(_REGISTRATION),
    "requests": _read(_REQUEST),
}
"""Kind of list → heading in lower case → what it is taken for."""
