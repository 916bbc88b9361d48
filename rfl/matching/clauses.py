"""Clauses of the lexicon that are said in every language that is offered: the frequent ones.

The lexicon has thousands, in English. A reader of another language is told these, and is spared the
others (`rfl.text.Text.unless`). To have one more said, add it here and translate it.
"""

from rfl.text import N_

MEANINGS = (
    N_("a Wolof clan name"),
    N_("a Soninke clan name"),
    N_("a Manding clan name"),
    N_("a Mandinka clan name"),
    N_("a Diola clan name"),
    N_("a Serer clan name"),
    N_("a Pulaar clan name"),
    N_("a Mossi clan name"),
    N_("a Toorodo clan name"),
    N_("a Fula clan name"),
    N_("a Fula clan name of Fouladou"),
    N_("one of the four great Fula clan names"),
    N_("a Luba name"),
    N_("an Albanian clan name"),
    N_("a family name of Tunisia"),
    N_("a family name, from Portuguese"),
    N_("a Senegalese family name"),
    N_("a Wolof woman's name"),
    N_("born on Friday"),
    N_("Muhammad as it is said in Pulaar, Wolof and Mandinka"),
    N_("Ibrahim as it is said in West Africa"),
    N_("Fatima as it is said in West Africa"),
    N_("Amina as it is said in West Africa"),
)
"""What a name means or whose it is: follows on a colon."""

CONFLICTS = (
    N_("A man's name and a woman's name"),
    N_("Two names of like beginning"),
    N_("Two names of like ending"),
    N_("Two names of like sound"),
    N_("Two names one letter apart"),
    N_("Two clan names of like beginning"),
    N_("Two clan names of like sound"),
    N_("Two clan names one letter apart"),
    N_("Two Manding clan names"),
    N_("Two family names of like beginning"),
    N_("Two family names of like ending"),
    N_("Two family names of one root"),
)
"""Why two names that look alike are two: a sentence but for its stop."""
