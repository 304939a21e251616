"""The month in a few sentences, as a person would write them: what is said depends on what the figures say.

Used at the head of the report, which tells the figures, and as the draft of a department's comment, which judges them.
Nothing is said of what there was none of: a rate over nothing is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.i18n import Message, msg
from desktop.core.phones import mask_phones_in
from desktop.core.texts import clean
from desktop.issues.model import ActionState
from desktop.months.report.earlier import earlier_actions
from desktop.months.report.shortfalls import fell_short, overdue, target_text, verdict, went_well
from desktop.months.report.words import cut_off
from desktop.months.rows import Figure, difference_text, is_met
from desktop.requests.model import GOOD_GRADES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.i18n import Language
    from desktop.issues.rows import ActionRow
    from desktop.months.rows import Answer, HotSpot, MonthReport

__all__ = ["STEADY", "comment_in_sentences", "month_in_sentences"]

STEADY = 0.05
"""A number that changed by less than this share is about the same."""

FEW = 2
MANY = 10
"""So is one of so many at least that changed by no more than these few: 3 after 1 is not."""

MOST_SPOTS = 2
MOST_PLANNED = 2
LONGEST_QUOTE = 40
LONGEST_ACTION = 30
_ENDS = "。.!！?？;；,，"


def month_in_sentences(report: MonthReport, language: Language, most: int = 5) -> list[str]:
    """Return at most `most` sentences about the month, in the order a report tells it.

    Of more than `most` those go first that matter least: the plan, what stands out, what was answered.
    """
    story = _Story(report, language)
    told = (
        (0, story.received()),
        (1, story.completed()),
        (3, story.fell_short()),
        (5, story.stands_out()),
        (4, story.answered()),
        (2, story.actions()),
        (6, story.planned()),
    )
    ranked = sorted((rank, place) for place, (rank, words) in enumerate(told) if words)
    kept = sorted(place for _rank, place in ranked[:most])
    return [_capital(told[place][1]) for place in kept]


def comment_in_sentences(report: MonthReport, language: Language, most: int) -> list[str]:
    """Return the draft of a comment, at most `most` sentences.

    It stands below the month in brief, so it does not tell its rates once more: which targets were missed, what stands
    out, what a dissatisfied resident said, what became of the actions, what comes next.
    """
    story = _Story(report, language)
    judged = story.judged()
    told = [story.received(), judged or story.completed(), "" if judged else story.fell_short()]
    told += [story.stands_out(), story.complained(), story.actions(), story.planned()]
    return [_capital(each) for each in told if each][:most]


class _Story:
    """Chooses the sentences; each is "" where there is nothing to say."""

    def __init__(self, report: MonthReport, language: Language) -> None:
        self._report = report
        self._language = language
        self._t = language.gettext
        self._summary = report.summary
        self._figures = report.summary.total.figures
        self._over = report.summary.cut_off == report.summary.month.end(report.summary.zone)

    # --- what came in -------------------------------------------------------------------------------------------

    def received(self) -> str:
        t, language, now = self._t, self._language, self._figures.received
        before, last_year = self._summary.total.previous, self._summary.total.last_year
        month = language.month(self._summary.month)
        if not now:
            return self._nothing_received(month)
        came = self._came(now, month)
        if before is None:
            return t("%(came)s; there is no earlier month to compare it with.", came=came)
        if not self._over:
            return self._up_to_now(came, before.received)
        step = self._against_last_month(now, before.received)
        if last_year is None or not last_year.received:
            return t("%(came)s, %(step)s.", came=came, step=step)
        if _is_steady(now, before.received) and _is_steady(now, last_year.received):
            return t("%(came)s, about as many as the month before and as a year ago.", came=came)
        year = self._against_last_year(now, last_year.received)
        return t("%(came)s, %(step)s and %(year)s.", came=came, step=step, year=year)

    def _up_to_now(self, came: str, before: int) -> str:
        """Return what came in of a month that is not over: held against a whole one it would always look like less."""
        return self._language.ngettext(
            "Up to %(moment)s, %(came)s; the whole month before brought %(count)s.",
            "Up to %(moment)s, %(came)s; the whole month before brought %(count)s.",
            before,
            moment=cut_off(self._summary, self._language),
            came=came,
        )

    def _came(self, now: int, month: str) -> str:
        language, complaints = self._language, self._figures.counts.complaints
        if complaints == now:
            return language.ngettext(
                "%(month)s brought %(count)s complaint", "%(month)s brought %(count)s complaints", now, month=month
            )
        came = language.ngettext(
            "%(month)s brought %(count)s request", "%(month)s brought %(count)s requests", now, month=month
        )
        if complaints:
            return self._t("%(came)s (complaints: %(count)s)", came=came, count=language.integer(complaints))
        return came

    def _nothing_received(self, month: str) -> str:
        before = self._summary.total.previous
        if before is None or not before.received:
            return self._t("In %(month)s no requests came in.", month=month)
        return self._language.ngettext(
            "In %(month)s no requests came in, after %(count)s the month before.",
            "In %(month)s no requests came in, after %(count)s the month before.",
            before.received,
            month=month,
        )

    def _against_last_month(self, now: int, before: int) -> str:
        t, step = self._t, now - before
        if not before:
            return t("after none the month before")
        if not step:
            return t("just as many as the month before")
        if _is_steady(now, before):
            return t("about as many as the month before (%(count)s)", count=self._language.integer(before))
        size = self._language.integer(abs(step))
        percent = self._language.percent(abs(step) / before)
        if step > 0:
            return t("%(count)s more than the month before (up %(percent)s)", count=size, percent=percent)
        return t("%(count)s fewer than the month before (down %(percent)s)", count=size, percent=percent)

    def _against_last_year(self, now: int, before: int) -> str:
        if _is_steady(now, before):
            return self._t("about as many as a year ago")
        percent = self._language.percent(abs(now - before) / before)
        if now > before:
            return self._t("%(percent)s more than a year ago", percent=percent)
        return self._t("%(percent)s fewer than a year ago", percent=percent)

    # --- what was done ------------------------------------------------------------------------------------------

    def completed(self) -> str:
        parts = [part for part in (self._completion(), self._on_time()) if part]
        return self._sentence(parts)

    def _completion(self) -> str:
        t, rate = self._t, self._figures.completion_rate
        if rate is None:
            done = self._figures.completed
            if not done:
                return ""
            return self._language.ngettext(
                "%(count)s older request was completed", "%(count)s older requests were completed", done
            )
        if rate in {0, 1}:
            return self._all_or_none(done=bool(rate))
        percent = self._language.percent(rate)
        if self._over:
            return t("%(rate)s of them were completed by the end of the month", rate=percent)
        return t("%(rate)s of them are completed so far", rate=percent)

    def _all_or_none(self, *, done: bool) -> str:
        t, single = self._t, self._figures.received == 1
        if done and self._over:
            every, one = (
                t("All of them were completed by the end of the month"),
                t("It was completed by the month's end"),
            )
        elif done:
            every, one = t("All of them are completed"), t("It is completed")
        elif self._over:
            every, one = t("None was completed by the end of the month"), t("It was not completed by the month's end")
        else:
            every, one = t("None is completed so far"), t("It is not completed yet")
        return one if single else every

    def _on_time(self) -> str:
        t, rate = self._t, self._figures.on_time_rate
        target = self._summary.targets.get(Figure.ON_TIME_RATE)
        if rate is None:
            return ""
        if rate == 1:
            return t("everything completed was on time")
        if not rate:
            return t("nothing completed was on time")
        percent = self._language.percent(rate)
        if target is None:
            return t("%(rate)s of the work was on time", rate=percent)
        wanted = target_text(Figure.ON_TIME_RATE, target, self._language)
        if is_met(Figure.ON_TIME_RATE, rate, target):
            return t(
                "%(rate)s of the work was on time, which meets the target of %(target)s", rate=percent, target=wanted
            )
        points = difference_text(Figure.ON_TIME_RATE, target, rate, self._language, unit=False).lstrip("+")
        return t(
            "%(rate)s of the work was on time, %(points)s points short of the target of %(target)s",
            rate=percent,
            points=points,
            target=wanted,
        )

    def fell_short(self) -> str:
        short = fell_short(self._summary, self._language, over=self._over)
        if short:
            return self._t("What fell short: %(parts)s.", parts=self._t("; ").join(short))
        return self._sentence(went_well(self._summary, self._language, over=self._over))

    def judged(self) -> str:
        """Return which targets were met and missed, and what is overdue; "" where no target can be judged."""
        told = verdict(self._summary, self._language)
        return self._sentence([told, *overdue(self._summary, self._language, over=self._over)]) if told else ""

    # --- what stands out ----------------------------------------------------------------------------------------

    def stands_out(self) -> str:
        t, month = self._t, self._summary.month
        titles = [issue.title for issue in self._report.issues if issue.month == month]
        if titles:
            named = [t("“%(words)s”", words=title) for title in titles[:MOST_SPOTS]]
            if len(titles) <= MOST_SPOTS:
                return t("Raised as problem points: %(titles)s.", titles=t(", ").join(named))
            return t(
                "Problem points raised: %(count)s, first of all %(titles)s.",
                count=self._language.integer(len(titles)),
                titles=t(", ").join(named),
            )
        return self._sentence([self._spot(spot) for spot in self._report.lists.hot_spots[:MOST_SPOTS]])

    def _spot(self, spot: HotSpot) -> str:
        name = spot.building
        building = msg("Building %(name)s", name=name) if name.isascii() else Message("%(name)s", {"name": name})
        return self._t(
            "%(building)s stands out for “%(category)s”: %(count)s requests, where its share would be %(expected)s",
            building=building,
            category=spot.category,
            count=self._language.integer(spot.requests),
            expected=self._language.decimal(spot.expected),
        )

    # --- what residents answered --------------------------------------------------------------------------------

    def answered(self) -> str:
        t = self._t
        rate, answers = self._figures.satisfaction, self._figures.counts.answers
        target = self._summary.targets.get(Figure.SATISFACTION)
        if rate is None:
            return ""
        said = self._satisfied(rate, answers)
        if rate not in {0, 1} and target is not None:
            wanted = target_text(Figure.SATISFACTION, target, self._language)
            if is_met(Figure.SATISFACTION, rate, target):
                said = t("%(said)s, which meets the target of %(target)s", said=said, target=wanted)
            else:
                said = t("%(said)s, below the target of %(target)s", said=said, target=wanted)
        quote = self._quote(rate, target)
        return t("%(said)s; a resident: “%(words)s”.", said=said, words=quote) if quote else self._sentence([said])

    def complained(self) -> str:
        """Return what a resident said who was not content; "" where nobody wrote it down."""
        told = [each for each in self._report.lists.answers if clean(each.words)]
        if not told:
            return ""
        quote = _shortened(mask_phones_in(clean(told[0].words)), LONGEST_QUOTE)
        return self._t("One resident said: “%(words)s”.", words=quote)

    def _satisfied(self, rate: float, answers: int) -> str:
        t, count = self._t, self._language.integer(answers)
        if answers == 1:
            return t("The one answer in the follow-ups was good") if rate else t("The one answer was not a good one")
        if rate == 1:
            return t("In follow-ups (answers: %(count)s) everyone was satisfied", count=count)
        if not rate:
            return t("In follow-ups (answers: %(count)s) nobody was satisfied", count=count)
        percent = self._language.percent(rate)
        return t("In follow-ups (answers: %(count)s) %(rate)s were satisfied", count=count, rate=percent)

    def _quote(self, rate: float, target: float | None) -> str:
        """Return what one resident said: someone dissatisfied where the figure is poor, else someone satisfied."""
        lists = self._report.lists
        told: Sequence[Answer] = [each for each in (*lists.voices, *lists.answers) if clean(each.words)]
        poor = rate < 1 and is_met(Figure.SATISFACTION, rate, target) is not True
        fitting = [each for each in told if (each.grade in GOOD_GRADES) is not poor] or told
        return _shortened(mask_phones_in(clean(fitting[0].words)), LONGEST_QUOTE) if fitting else ""

    # --- actions ------------------------------------------------------------------------------------------------

    def actions(self) -> str:
        """Tell what became of the actions the month began with."""
        language, earlier = self._language, earlier_actions(self._report.issues, self._summary)
        number = {state: sum(action.state is state for action in earlier) for state in ActionState}
        late = sum(action.overdue_days > 0 for action in earlier if action.state is ActionState.OPEN)
        if not earlier:
            return ""
        if number[ActionState.EFFECTIVE] == len(earlier):
            return language.ngettext(
                "The action agreed earlier proved effective.",
                "All %(count)s actions agreed earlier proved effective.",
                len(earlier),
            )
        if number[ActionState.OPEN] - late == len(earlier):
            return language.ngettext(
                "The action agreed earlier is still to be done.",
                "All %(count)s actions agreed earlier are still to be done.",
                len(earlier),
            )
        parts = (
            (number[ActionState.EFFECTIVE], msg("%(count)s effective", count=number[ActionState.EFFECTIVE])),
            (number[ActionState.INEFFECTIVE], msg("%(count)s not effective", count=number[ActionState.INEFFECTIVE])),
            (number[ActionState.DONE], msg("%(count)s done and to be checked", count=number[ActionState.DONE])),
            (number[ActionState.OPEN] - late, msg("%(count)s still to be done", count=number[ActionState.OPEN] - late)),
            (late, msg("%(count)s not done and late", count=late)),
            (number[ActionState.DROPPED], msg("%(count)s given up", count=number[ActionState.DROPPED])),
        )
        told = [language.message(words) for count, words in parts if count]
        return language.ngettext(
            "%(count)s action agreed earlier: %(parts)s.",
            "%(count)s actions agreed earlier: %(parts)s.",
            len(earlier),
            parts=self._t(", ").join(told),
        )

    def planned(self) -> str:
        """Tell what is to be done in the months to come."""
        t = self._t
        open_ = [
            action
            for issue in self._report.issues
            for action in issue.actions
            if action.state is ActionState.OPEN
            and action.due_on is not None
            and action.due_on > self._summary.month.last_day
        ]
        open_.sort(key=lambda action: (str(action.due_on), action.id))
        if not open_:
            return ""
        parts = [self._planned(action) for action in open_[:MOST_PLANNED]]
        more = len(open_) - len(parts)
        if more:
            parts.append(self._language.ngettext("%(count)s more", "%(count)s more", more))
        return t("Next: %(parts)s.", parts=t("; ").join(parts))

    def _planned(self, action: ActionRow) -> str:
        assert action.due_on is not None
        day = self._language.short_date(action.due_on)
        words = _shortened(clean(action.words), LONGEST_ACTION)
        if action.owner:
            return self._t("%(words)s (%(owner)s, by %(day)s)", words=words, owner=action.owner, day=day)
        return self._t("%(words)s (by %(day)s)", words=words, day=day)

    def _sentence(self, parts: Sequence[str]) -> str:
        return self._t("%(words)s.", words=self._t("; ").join(parts)) if parts else ""


def _is_steady(now: int, before: int) -> bool:
    return (before >= MANY and abs(now - before) <= FEW) or abs(now - before) < STEADY * before


def _shortened(words: str, most: int) -> str:
    kept = words.rstrip(_ENDS)
    return kept if len(kept) <= most else kept[: most - 1].rstrip(_ENDS) + "…"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
