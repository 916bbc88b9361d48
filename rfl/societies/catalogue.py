"""The societies of the programme and some of the places where they work.

Source: the programme's list of societies (docs/GLOSSARY.md); places are real and public, with their
approximate position. Other societies are added with `rfl societies add`.
"""

from dataclasses import dataclass

from rfl.societies.rules import Route, SiteKind
from rfl.text import N_


@dataclass(frozen=True, slots=True)
class SiteEntry:
    """A place where a society works; degrees north and east."""

    name: str
    kind: SiteKind
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class SocietyEntry:
    """One society."""

    code: str
    name: str
    """In English; its name in other languages is the official one (rfl/translations)."""
    country: str
    routes: tuple[Route, ...]
    sites: tuple[SiteEntry, ...] = ()


_A, _W, _C = Route.ATLANTIC, Route.WESTERN_MEDITERRANEAN, Route.CENTRAL_MEDITERRANEAN
_E, _B, _O = Route.EASTERN_MEDITERRANEAN, Route.WESTERN_BALKANS, Route.OTHER
_FIXED, _MOBILE, _BRANCH = SiteKind.HSP_FIXED, SiteKind.HSP_MOBILE, SiteKind.BRANCH
_RECEPTION, _TRANSIT, _LANDING = SiteKind.RECEPTION, SiteKind.TRANSIT, SiteKind.DISEMBARKATION
_HELD = SiteKind.DETENTION
_S, _P = SocietyEntry, SiteEntry

SOCIETIES: tuple[SocietyEntry, ...] = (
    _S("AL", N_("Albanian Red Cross"), "Albania", (_B,), (_P("Kapshticë", _TRANSIT, 40.6, 21.0),)),
    _S("BE", N_("Belgian Red Cross"), "Belgium", (_O,), (_P("Brussels", _BRANCH, 50.85, 4.35),)),
    _S("BA", N_("Red Cross Society of Bosnia and Herzegovina"), "Bosnia and Herzegovina", (_B,),
       (_P("Blažuj", _RECEPTION, 43.85, 18.26), _P("Bihać", _MOBILE, 44.82, 15.87))),
    _S("BG", N_("Bulgarian Red Cross"), "Bulgaria", (_B, _E),
       (_P("Harmanli", _RECEPTION, 41.93, 25.90), _P("Sofia", _BRANCH, 42.70, 23.32))),
    _S("BF", N_("Burkinabe Red Cross Society"), "Burkina Faso", (_A, _C),
       (_P("Ouagadougou", _BRANCH, 12.37, -1.53),)),
    _S("CV", N_("Red Cross of Cape Verde"), "Cape Verde", (_A,),
       (_P("Sal", _LANDING, 16.74, -22.94),)),
    _S("TD", N_("Red Cross of Chad"), "Chad", (_C,), (_P("N’Djamena", _BRANCH, 12.13, 15.06),)),
    _S("HR", N_("Croatian Red Cross"), "Croatia", (_B,), (_P("Rijeka", _TRANSIT, 45.33, 14.44),)),
    _S("CY", N_("Cyprus Red Cross Society"), "Cyprus", (_E,),
       (_P("Pournara", _RECEPTION, 35.09, 33.19),)),
    _S("FR", N_("French Red Cross"), "France", (_W, _O),
       (_P("Calais", _MOBILE, 50.95, 1.86), _P("Paris", _BRANCH, 48.86, 2.35))),
    _S("GM", N_("The Gambia Red Cross Society"), "The Gambia", (_A,),
       (_P("Banjul", _FIXED, 13.45, -16.58), _P("Basse", _MOBILE, 13.31, -14.21),
        _P("Brikama", _BRANCH, 13.27, -16.65))),
    _S("GR", N_("Hellenic Red Cross"), "Greece", (_E, _B),
       (_P("Lesvos", _RECEPTION, 39.11, 26.56), _P("Athens", _FIXED, 37.98, 23.73))),
    _S("GN", N_("Red Cross Society of Guinea"), "Guinea", (_A,),
       (_P("Labé", _BRANCH, 11.32, -12.29),)),
    _S("GW", N_("Red Cross Society of Guinea-Bissau"), "Guinea-Bissau", (_A,),
       (_P("Bissau", _BRANCH, 11.86, -15.60),)),
    _S("IT", N_("Italian Red Cross"), "Italy", (_C, _B),
       (_P("Lampedusa", _LANDING, 35.50, 12.61), _P("Ventimiglia", _MOBILE, 43.79, 7.61),
        _P("Trieste", _FIXED, 45.65, 13.77))),
    _S("ML", N_("Mali Red Cross"), "Mali", (_A, _W),
       (_P("Bamako", _BRANCH, 12.64, -8.00), _P("Kayes", _FIXED, 14.45, -11.44),
        _P("Gao", _TRANSIT, 16.27, -0.04))),
    _S("MR", N_("Mauritanian Red Crescent"), "Mauritania", (_A,),
       (_P("Nouadhibou", _FIXED, 20.93, -17.03), _P("Nouakchott", _BRANCH, 18.08, -15.98),
        _P("Rosso", _TRANSIT, 16.51, -15.81),
        _P("Nouadhibou, detention centre", _HELD, 20.94, -17.04))),
    _S("ME", N_("Red Cross of Montenegro"), "Montenegro", (_B,),
       (_P("Božaj", _TRANSIT, 42.35, 19.40), _P("Rožaje", _TRANSIT, 42.84, 20.17))),
    _S("NE", N_("Red Cross Society of Niger"), "Niger", (_C,),
       (_P("Agadez", _TRANSIT, 16.97, 7.99),)),
    _S("MK", N_("Red Cross of North Macedonia"), "North Macedonia", (_B,),
       (_P("Gevgelija", _TRANSIT, 41.14, 22.50), _P("Lojane", _MOBILE, 42.23, 21.66))),
    _S("SN", N_("Senegalese Red Cross Society"), "Senegal", (_A,),
       (_P("Dakar", _BRANCH, 14.69, -17.45), _P("Mbour", _FIXED, 14.42, -16.96),
        _P("Kolda", _BRANCH, 12.89, -14.94), _P("Ziguinchor", _BRANCH, 12.57, -16.27),
        _P("Saint-Louis", _LANDING, 16.02, -16.50))),
    _S("RS", N_("Red Cross of Serbia"), "Serbia", (_B,),
       (_P("Preševo", _RECEPTION, 42.31, 21.65), _P("Šid", _TRANSIT, 45.13, 19.23))),
    _S("SK", N_("Slovak Red Cross"), "Slovakia", (_B,), (_P("Bratislava", _BRANCH, 48.15, 17.11),)),
    _S("SI", N_("Slovenian Red Cross"), "Slovenia", (_B,),
       (_P("Ljubljana", _BRANCH, 46.06, 14.51),)),
    _S("ES", N_("Spanish Red Cross"), "Spain", (_A, _W),
       (_P("Arguineguín", _LANDING, 27.76, -15.68), _P("Las Raíces", _RECEPTION, 28.49, -16.31),
        _P("Irun", _TRANSIT, 43.34, -1.79), _P("Almería", _LANDING, 36.83, -2.46))),
    _S("CH", N_("Swiss Red Cross"), "Switzerland", (_O,), (_P("Wabern", _BRANCH, 46.93, 7.45),)),
    _S("TR", N_("Turkish Red Crescent Society"), "Türkiye", (_E,),
       (_P("İzmir", _BRANCH, 38.42, 27.14), _P("Gaziantep", _BRANCH, 37.07, 37.38))),
    _S("GB", N_("British Red Cross"), "United Kingdom", (_O,),
       (_P("Dover", _LANDING, 51.13, 1.31),)),
)  # fmt: skip
