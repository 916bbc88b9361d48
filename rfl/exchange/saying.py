"""What was sent about a sought person, as the reader reads it: countries, days and births."""

from markupsafe import Markup

from rfl.exchange import fields
from rfl.linking.wording import value_words
from rfl.societies.names import country_name
from rfl.text import Text
from rfl.web.formats import apart, day
from rfl.web.i18n import say


def readable(field: str, value: str) -> str | Text:
    """Return the value of a field to be said in the reader's language."""
    found = fields.told(field, value)
    return found if isinstance(found, str) else value_words(found, country_name, day)


def sent_words(field: str, value: str) -> Markup:
    """Return the value of a field for a page, in its own direction where somebody said it."""
    found = readable(field, value)
    return say(found) if isinstance(found, Text) else apart(str(say(found).unescape()))
