"""Countries are named in the language of whoever reads."""

from flask_babel import force_locale

from rfl.societies.countries import countries
from rfl.societies.names import countries_in_order, country_name, names_in


def test_every_country_has_a_name_in_every_language_of_the_product():
    for language in ("fr", "es", "ar"):
        assert set(names_in(language)) == set(countries())
    assert names_in("en") == countries()


def test_a_reader_finds_a_country_by_its_name_in_their_language(site):
    with site.app.test_request_context(), force_locale("fr"):
        assert country_name("CI") == "Côte d’Ivoire"
        assert country_name("elsewhere") == "elsewhere"
        names = [name for _code, name in countries_in_order()]
    assert names.index("Érythrée") < names.index("Espagne") < names.index("Finlande")
