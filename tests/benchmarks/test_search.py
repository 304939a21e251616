"""The search box: every key typed finds its twenty hits, beside the bare index PLATFORM knows to be the fastest."""

from __future__ import annotations

import random
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any

import pytest

from desktop.app import search
from desktop.core.pinyin import readings
from tests.benchmarks.communities import bare_connection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tests.benchmarks.communities import Made
    from tests.benchmarks.conftest import Compare

HITS = 20
WORST_MS = 15.0
LONGEST = 11
PER_LENGTH = 4
ASKED_TIMES = 5
TIMES = 2.0
PLUS_MS = 1.0


class ReferenceIndex:
    """One contentless FTS5 index over everything, its tokens made here, asked through the bare driver."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        connection.execute(
            "CREATE VIRTUAL TABLE reference USING fts5(t, content='', prefix='1 2', tokenize=\"ascii tokenchars '-'\")"
        )

    def fill(self, documents: Iterable[Sequence[str]]) -> None:
        self.connection.execute("BEGIN")
        rows = ((" - ".join(self.tokens(field) for field in document if field),) for document in documents)
        self.connection.executemany("INSERT INTO reference (t) VALUES (?)", rows)
        self.connection.execute("COMMIT")

    @staticmethod
    def tokens(field: str) -> str:
        kept = "".join(character for character in field.casefold() if character.isalnum() or character == "-")
        return " ".join(kept[start : start + 3] for start in range(len(kept)))

    def find(self, typed: str) -> list[int]:
        wanted = typed.casefold()
        if len(wanted) < 3:
            match = f'"{wanted}"*'
        else:
            match = '"' + " ".join(wanted[start : start + 3] for start in range(len(wanted) - 2)) + '"'
        found = self.connection.execute(
            "SELECT rowid FROM reference WHERE reference MATCH ? ORDER BY rowid DESC LIMIT ?", (match, HITS)
        )
        return [row[0] for row in found]


def documents(bare: Any) -> Iterable[Sequence[str]]:
    """Yield what residents and requests are found by: the older first, as they came in."""
    phones: dict[int, list[str]] = {}
    for resident_id, digits in bare.execute("SELECT resident_id, digits FROM phone"):
        phones.setdefault(resident_id, []).append(digits)
    for id_, name in bare.execute("SELECT id, name FROM resident ORDER BY id"):
        yield (name, *readings(name), *phones.get(id_, ()))
    yield from bare.execute("SELECT number, room_label, phone, words, reporter FROM request ORDER BY id")


def queries(bare: Any) -> dict[str, list[str]]:
    """Return what is typed, by kind: pieces of 1 to 11 characters of what there is, and some that nothing holds."""
    chance = random.Random(7)
    names = sorted(row[0] for row in bare.execute("SELECT DISTINCT name FROM resident WHERE id % 7 = 0"))
    words = sorted(row[0] for row in bare.execute("SELECT DISTINCT words FROM request WHERE id % 97 < 9"))
    digits = sorted(row[0] for row in bare.execute("SELECT digits FROM phone WHERE id % 7 = 0"))
    numbers = sorted(row[0] for row in bare.execute("SELECT number FROM request WHERE id % 97 = 0"))
    rooms = sorted(row[0] for row in bare.execute("SELECT label FROM room WHERE id % 7 = 0"))
    spelt = [reading for name in names for reading in readings(name)]
    kinds = {"Chinese": [*names, *words], "pinyin": spelt, "digits": [*digits, *rooms, *numbers]}
    typed: dict[str, list[str]] = {}
    for kind, texts in kinds.items():
        pieces = []
        for length in range(1, LONGEST + 1):
            fitting = [text for text in texts if len(text) >= length]
            for text in chance.sample(fitting, min(PER_LENGTH, len(fitting))):
                start = chance.choice((0, len(text) - length))
                pieces.append(text[start : start + length])
        typed[kind] = pieces
    typed["nothing"] = ["龘龘", "qqqq", "17700990099"]
    return typed


@dataclass(frozen=True)
class Asked:
    """One query with the best times of both, in milliseconds."""

    typed: str
    ours: float
    reference: float

    @property
    def beyond(self) -> float:
        """Return how much of what is allowed is used up."""
        return self.ours / (TIMES * self.reference + PLUS_MS)


def timed(one: Callable[[str], object], typed: str) -> float:
    begun = perf_counter()
    one(typed)
    return (perf_counter() - begun) * 1000


def asked(community: Made, reference: ReferenceIndex, typed: Sequence[str], times: int) -> list[Asked]:
    """Ask both for each of `typed`, in turn."""
    found = []
    for text in typed:
        ours, beside = [], []
        for _ in range(times):
            ours.append(timed(lambda text: search.find(community.desk, text), text))
            beside.append(timed(reference.find, text))
        found.append(Asked(text, min(ours), min(beside)))
    return found


@pytest.fixture(scope="module")
def measured(
    month_old: Made, years_old: Made, tmp_path_factory: pytest.TempPathFactory, *, full: bool
) -> dict[str, dict[str, list[Asked]]]:
    """Return by age of the community and kind of text what the queries took."""
    found: dict[str, dict[str, list[Asked]]] = {}
    for age, community in (("month", month_old), ("years", years_old)):
        bare = community.bare()
        reference = ReferenceIndex(bare_connection(tmp_path_factory.mktemp(age) / "reference.db", community.key))
        reference.fill(documents(bare))
        times = ASKED_TIMES if full else 1
        found[age] = {kind: asked(community, reference, typed, times) for kind, typed in queries(bare).items()}
        bare.close()
        reference.connection.close()
    return found


def test_that_a_key_typed_is_answered_beside_the_bare_index(
    measured: dict[str, dict[str, list[Asked]]], compare: Compare
) -> None:
    for kind, queried in measured["years"].items():
        middle = median(one.ours for one in queried), median(one.reference for one in queried)
        compare.judge(f"search, {kind}: the middle query", *middle, TIMES, PLUS_MS)
        furthest = max(queried, key=lambda one: one.beyond)
        name = f"search, {kind}: nearest its limit ({furthest.typed})"
        compare.judge(name, furthest.ours, furthest.reference, TIMES, PLUS_MS)


def test_that_no_query_takes_long_and_ten_times_the_requests_change_little(
    measured: dict[str, dict[str, list[Asked]]], compare: Compare
) -> None:
    everything = {age: [one for queried in kinds.values() for one in queried] for age, kinds in measured.items()}
    worst = max(everything["years"], key=lambda one: one.ours)
    compare.judge(f"search: the worst query ({worst.typed}) beside 15 ms", worst.ours, WORST_MS, 1)
    middle = {age: median(one.ours for one in queried) for age, queried in everything.items()}
    compare.judge("search: ten times the requests, the middle query", middle["years"], middle["month"], None)
