"""The table the benchmarks print: ours, what it is compared with, their ratio and the limit of it."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["RatioTable", "Row"]

_HEAD = ("operation", "ours", "beside it", "ratio", "at most", "")


@dataclass(frozen=True)
class Row:
    """One comparison; both values are in `unit`, and so is the `absolute` allowance on top of `at_most`."""

    name: str
    ours: float
    reference: float
    at_most: float | None
    absolute: float = 0
    unit: str = "ms"

    @property
    def ratio(self) -> float:
        return self.ours / self.reference

    @property
    def holds(self) -> bool:
        return self.at_most is None or self.ours <= self.at_most * self.reference + self.absolute

    def cells(self) -> tuple[str, ...]:
        allowed = ""
        if self.at_most is not None:
            allowed = f"{self.at_most:g}x" + (f" + {self.absolute:g} {self.unit}" if self.absolute else "")
        verdict = "" if self.at_most is None else "ok" if self.holds else "MISSED"
        return (self.name, self._value(self.ours), self._value(self.reference), f"{self.ratio:.2f}x", allowed, verdict)

    def _value(self, value: float) -> str:
        return f"{value:.{3 if value < 1 else 1 if value < 1000 else 0}f} {self.unit}"

    def __str__(self) -> str:
        return "  ".join(self.cells())


@dataclass
class RatioTable:
    """The rows so far, in the order of the benchmarks."""

    rows: list[Row] = field(default_factory=list)

    def lines(self) -> list[str]:
        cells = [_HEAD, *(row.cells() for row in self.rows)]
        widths = [max(len(row[place]) for row in cells) for place in range(len(_HEAD))]
        return [
            "  ".join(
                text.rjust(width) if 0 < place < 4 else text.ljust(width)
                for place, (text, width) in enumerate(zip(row, widths, strict=True))
            ).rstrip()
            for row in cells
        ]
