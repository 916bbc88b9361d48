"""`make i18n`: collect all sentences and bring the files of each language up to them.

`make i18n ROOM=ar/desk` writes nothing: it tells what is missing and wrong in that one file, in
`ROOM=desk` of every language, in `ROOM=ar` of every room.
"""

import sys

from rfl.web import catalogues
from tests.translations.collecting import PLURALS, forms_of, missing, msgid_of, sentences, update
from tests.translations.faults import faults


def collect() -> None:
    """Write the files anew from what the product says."""
    template = sentences()
    for language in PLURALS:
        update(language, template)


def check(asked: str) -> int:
    """Tell what is missing and wrong; return 1 if something is wrong."""
    faulty = False
    for language in PLURALS:
        lacking = {}
        for file in catalogues.files(language):
            if asked not in ("", language, file.stem, f"{language}/{file.stem}"):
                continue
            messages = [one for one in catalogues.read(file, language) if one.id]
            lacking[file.stem] = len(list(missing(messages)))
            for message in messages:
                for fault in faults(message, language) if all(forms_of(message)) else ():
                    faulty = True
                    sys.stdout.write(f"{language}/{file.name}: ‘{msgid_of(message)}’ {fault}\n")
        if lacking:
            rooms = ", ".join(f"{name} {number}" for name, number in lacking.items() if number)
            sys.stdout.write(f"{language}: {sum(lacking.values())} missing. {rooms}\n")
    return int(faulty)


if __name__ == "__main__":
    room = sys.argv[1] if len(sys.argv) > 1 else ""
    if not room:
        collect()
    sys.exit(check(room))
