"""What a photo board says: one sentence in the voice of who is shown. Pure."""

from collections.abc import Mapping

from rfl.persons.rules import RelationKind
from rfl.text import N_

_R = RelationKind

LOOKS_WORDS: Mapping[RelationKind, str] = {
    _R.MOTHER: N_("I look for my mother"),
    _R.FATHER: N_("I look for my father"),
    _R.SISTER: N_("I look for my sister"),
    _R.BROTHER: N_("I look for my brother"),
    _R.SON: N_("I look for my son"),
    _R.DAUGHTER: N_("I look for my daughter"),
    _R.WIFE: N_("I look for my wife"),
    _R.HUSBAND: N_("I look for my husband"),
    _R.PARTNER: N_("I look for my partner"),
    _R.AUNT: N_("I look for my aunt"),
    _R.UNCLE: N_("I look for my uncle"),
    _R.GRANDMOTHER: N_("I look for my grandmother"),
    _R.GRANDFATHER: N_("I look for my grandfather"),
    _R.NIECE: N_("I look for my niece"),
    _R.NEPHEW: N_("I look for my nephew"),
    _R.COUSIN: N_("I look for my cousin"),
    _R.GUARDIAN: N_("I look for the person who cared for me"),
    _R.OTHER_RELATIVE: N_("I look for a relative"),
    _R.TRAVEL_COMPANION: N_("I look for somebody with whom I travelled"),
}
