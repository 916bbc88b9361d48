"""Invented people for the tests of lists: the same each time."""

import random
from itertools import product

START = ("ba", "do", "fi", "ka", "lu", "mo", "si", "te")
MIDDLE, END = ("ma", "ri", "no", "su"), ("k", "l", "n", "ra")
WORDS = ["".join(parts) for parts in product(START, MIDDLE, END)]


def person(number, given, family, born, town, age):
    return {
        "id": number, "given_name": given, "surname": family, "dob": born,
        "town": town, "phone": age,
    }  # fmt: skip


def pool(count):
    luck = random.Random(7)  # noqa: S311  # invented people
    return [
        person(
            str(number), luck.choice(WORDS), luck.choice(WORDS),
            f"{luck.randint(1950, 2015)}-{luck.randint(1, 12):02}-{luck.randint(1, 28):02}",
            luck.choice(WORDS[:30]), float(luck.randint(10**7, 10**8)),
        )
        for number in range(count)
    ]  # fmt: skip


def double(one, number):
    """Return the person as another clerk wrote them: one thing is wrong or missing."""
    changed = {**one, "id": f"b{one['id']}"}
    year, month, day = one["dob"].split("-")
    if number % 4 == 0:
        changed["surname"] = one["surname"] + "h"
    elif number % 4 == 1 and int(day) <= 12:
        changed["dob"] = f"{year}-{day}-{month}"
    elif number % 4 == 2:
        changed["given_name"], changed["surname"] = one["surname"], one["given_name"]
    else:
        changed["town"] = ""
    return changed
