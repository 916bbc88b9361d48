"""A family's picture: rows of generations, lines between those of whom it is known."""

from rfl.families.pictures import CARD, picture
from rfl.families.rules import Member, Standing, in_rows
from rfl.persons.rules import RelationKind

R = RelationKind


def member(name: str, relation: RelationKind | None = None) -> Member:
    return Member(name, relation, Standing.SOUGHT if relation else Standing.ASKS)


FAMILY = [
    member("Mariama"),
    member("Ousmane", R.HUSBAND),
    member("Awa", R.DAUGHTER),
    member("Ibrahima", R.SON),
    member("Aïssatou", R.MOTHER),
    member("Mamadou", R.FATHER),
    member("Fatou", R.SISTER),
    member("Modou", R.TRAVEL_COMPANION),
    member("Yaye", R.GRANDMOTHER),
]


def test_generations_stand_above_each_other_in_one_order():
    names = [[one.name for one in row] for row in in_rows(reversed(FAMILY))]
    assert names == [
        ["Yaye"],
        ["Mamadou", "Aïssatou"],
        ["Fatou", "Mariama", "Ousmane", "Modou"],
        ["Ibrahima", "Awa"],
    ]


def test_no_two_cards_touch_and_all_lie_in_the_picture():
    drawn = picture(FAMILY)
    for card in drawn.cards:
        assert 0 <= card.x <= drawn.width - CARD
        others = [one for one in drawn.cards if one.y == card.y and one is not card]
        assert all(abs(one.x - card.x) > CARD for one in others)
    assert len({(card.x, card.y) for card in drawn.cards}) == len(FAMILY)


def test_parents_and_spouses_are_joined_and_others_loosely():
    drawn = picture(FAMILY)
    assert len(drawn.firm) == 2 + (2 + 2) + (2 + 2)
    assert len(drawn.loose) == 2, "the grandmother and the companion"
    alone = picture(FAMILY[:1])
    assert (alone.firm, alone.loose, len(alone.cards)) == ((), (), 1)


def test_a_long_name_is_cut_in_the_picture_alone():
    (card,) = picture([member("Wolde-Giyorgis Tesfamariam Gebremedhin")]).cards
    assert card.name == "Wolde-Giyorgis Tes…"
