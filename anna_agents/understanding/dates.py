"""Days that a message names, as the customer sees the calendar."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from itertools import islice

import dateparser

from anna_agents.procedures.vocabulary import LANGUAGES
from anna_agents.understanding.draft import BLANK, Candidate, Draft
from anna_agents.understanding.numbers import number_words
from anna_agents.understanding.phrases import alternation, folded, lexicon

LONGEST_READ = 40
MOST_READ = 20
NOT_A_DAY = (
    r"(?! ?(?:x|[%€/]|st|dag|uur|werkdag|week|weken|day|hour|tag|stunde|woche|jour|heure|dia|hora|"
    r"giorn|or[ae]\b|eur|mm|cm))"
)
ORDINAL = "e|ste|de|st|nd|rd|th|er"
DAY_ALONE = re.compile(
    r"(?<![^\W_])(?:de|the|le|il|el|den|am|dem|op|on) ([12]?\d|3[01])"
    rf"(?:{ORDINAL}|\.|º)?(?![\w/]|[.,:-]\d| ?(?:%|€))"
    rf"|(?<![\w.,])([12]?\d|3[01])(?:{ORDINAL})(?![^\W_])"
)
OF_MONTH = re.compile(
    r",?(?: (?:den|the|le|el|il|de))? (\d{1,2})(?:st|nd|rd|th|e|er|\.|º)?"
    r"(?!\d|[:.,/h-]?\d| ?(?:uur|u|h|uhr|am|pm|st|x|%|€)(?![^\W_]))"
)
SHORT = re.compile(
    rf"(?<![\w./,-])(0?[1-9]|[12]\d|3[01])(?:/(0?[1-9]|1[0-2])(?![\w/-]|[.,]\d)"
    rf"|-(0?[1-9]|1[0-2])(?![\w/-]|[.,]\d)|\.(0?[1-9]|1[0-2])(?:\.(?!\d)|(?![\w.,]))){NOT_A_DAY}"
)
CLAUSE_END = re.compile(r"[,.;:?!\n]")
LEADING = re.compile(r",? ?(?:(?:den|the|le|el|il|de|dem|op|on) )?")
WEEKDAYS = 7
MONTH_AHEAD = 31
FURTHEST_AHEAD = 300
"""Days."""


def take_dates(draft: Draft, whole: list[tuple[int, int, date]]) -> None:
    """The day that is meant, as an ISO date; `whole` are those that were written out in digits."""
    found = [Candidate(day.isoformat(), start, end) for start, end, day in whole]
    if not whole or "date" in draft.asked:
        found += _free(draft, _with_months(draft))
        found += _free(draft, _short(draft))
        found += _free(draft, _relative(draft))
    if not found and "date" in draft.asked:
        found += _free(draft, _days_of_month(draft))
    found = sorted(_apart(draft, found), key=lambda each: each.start)
    ahead = [each for each in found if not _is_past(draft, each)]
    # "Tomorrow nobody is in, can it be 12 June": the day of the month is the wish.
    ahead = [each for each in ahead if _is_numbered(draft, each)] or ahead
    # What was is not what is wished: a day behind us counts only where we asked for one.
    draft.take("date", ahead or (found if "date" in draft.asked else []))
    if "date" in draft.asked and "date" not in draft.facts:
        _take_whole_answer(draft)


def _free(draft: Draft, found: Iterator[Candidate]) -> Iterator[Candidate]:
    return (each for each in found if BLANK not in draft.left[each.start : each.end])


def _apart(draft: Draft, found: list[Candidate]) -> list[Candidate]:
    """Without the weekdays that only go before a date: in "vrijdag 5 juni" the 5th counts."""
    return [each for each in found if not any(_leads(draft, each, other) for other in found)]


def _leads(draft: Draft, weekday: Candidate, day: Candidate) -> bool:
    between = draft.plain[weekday.end : day.start]
    digits = any(sign.isdigit() for sign in draft.plain[day.start : day.end])
    named = draft.plain[weekday.start : weekday.end].isalpha()
    inside = day.start <= weekday.start and weekday.end <= day.end and weekday is not day
    return digits and named and (inside or bool(LEADING.fullmatch(between)))


def _is_numbered(draft: Draft, candidate: Candidate) -> bool:
    return any(sign.isdigit() for sign in draft.plain[candidate.start : candidate.end])


def _is_past(draft: Draft, candidate: Candidate) -> bool:
    return bool(_past().search(draft.plain[max(0, candidate.start - 25) : candidate.start])) or (
        str(candidate.value) < draft.today.isoformat()
    )


def _with_months(draft: Draft) -> Iterator[Candidate]:
    for match in islice(_month_pattern().finditer(draft.left), MOST_READ):
        past = bool(_past().search(draft.plain[max(0, match.start() - 25) : match.start()]))
        day = _read(" ".join(match[0].split()), draft.today, past)
        if day and "date" not in draft.asked and (day - draft.today).days > FURTHEST_AHEAD:
            # Nobody orders print for next spring: the day was this spring.
            continue
        if day:
            yield Candidate(day.isoformat(), *match.span())


def _short(draft: Draft) -> Iterator[Candidate]:
    """31-12 or 5/6 without a year: a day when it can hardly be anything else."""
    for match in SHORT.finditer(draft.left):
        day, month = int(match[1]), int(match[2] or match[3] or match[4])
        before = draft.plain[max(0, match.start() - 20) : match.start()]
        clear = day > 12 or match[0].endswith(".") or len(match[0]) == 5
        if clear or "date" in draft.asked or _near().search(before):
            found = _next(draft.today, month, day, past=bool(_past().search(before)))
            far = found is not None and (found - draft.today).days > FURTHEST_AHEAD
            if found and (not far or "date" in draft.asked):
                yield Candidate(found.isoformat(), *match.span())


def _days_of_month(draft: Draft) -> Iterator[Candidate]:
    """Only the day's number, as an answer: "liefst de 15e"."""
    for match in DAY_ALONE.finditer(draft.left):
        for ahead in range(MONTH_AHEAD):
            day = draft.today + timedelta(ahead)
            if day.day == int(match[1] or match[2]):
                yield Candidate(day.isoformat(), *match.span())
                break


def _next(today: date, month: int, day: int, *, past: bool) -> date | None:
    """The coming such day, or the last one."""
    for year in (today.year, today.year - 1 if past else today.year + 1):
        if day <= calendar.monthrange(year, month)[1]:
            found = date(year, month, day)
            if found <= today if past else found >= today:
                return found
    return None


@lru_cache(maxsize=4096)
def _read(written: str, today: date, past: bool) -> date | None:
    """What dateparser makes of a candidate, the coming one unless `past`."""
    settings = {
        "RELATIVE_BASE": datetime(today.year, today.month, today.day, 12),
        "PREFER_DATES_FROM": "past" if past else "future",
        "DATE_ORDER": "DMY",
        "REQUIRE_PARTS": ["day", "month"],
    }
    try:
        found = dateparser.parse(written, languages=list(LANGUAGES), settings=settings)
    except (ValueError, OverflowError, TypeError):
        return None
    return found.date() if found else None


def _relative(draft: Draft) -> Iterator[Candidate]:
    """Tomorrow, next Friday, in three days."""
    for language in [draft.language] if draft.language in LANGUAGES else LANGUAGES:
        words = _calendar(language)
        not_days = [match.span() for match in words["not_days"].finditer(draft.plain)]
        for match in words["days"].finditer(draft.plain):
            distance = _distance(language)[match[0].replace("-", " ")]
            inside = any(start <= match.start() < end for start, end in not_days)
            if not inside and (distance > 0 or "date" in draft.asked):
                yield _on(draft, draft.today + timedelta(distance), match)
        for match in words["weekdays"].finditer(draft.plain):
            yield _on(draft, _weekday(draft, language, match), match)
        for match in words["ahead"].finditer(draft.plain):
            yield _on(draft, _ahead(draft.today, language, match), match)
        for match in words["weekend"].finditer(draft.plain):
            yield _on(draft, draft.today + timedelta((4 - draft.today.weekday()) % 7), match)
        for match in words["month_end"].finditer(draft.plain):
            last = calendar.monthrange(draft.today.year, draft.today.month)[1]
            yield _on(draft, draft.today.replace(day=last), match)
        if "date" in draft.asked and not words["weekdays"].search(draft.plain):
            for match in words["next_week"].finditer(draft.plain):
                yield _on(draft, draft.today + timedelta(7 - draft.today.weekday()), match)


def _on(draft: Draft, day: date, match: re.Match[str]) -> Candidate:
    return Candidate(day.isoformat(), *match.span())


def _weekday(draft: Draft, language: str, match: re.Match[str]) -> date:
    """The coming one; last Friday and Friday of next week where that is said."""
    index = _weekday_of(language)[match[0]]
    around = draft.plain[max(0, match.start() - 25) : match.end() + 28]
    distance = (index - draft.today.weekday() - 1) % WEEKDAYS + 1
    numbered = OF_MONTH.match(draft.plain, match.end())
    for ahead in range(distance, distance + MONTH_AHEAD, WEEKDAYS) if numbered else ():
        if numbered and (draft.today + timedelta(ahead)).day == int(numbered[1]):
            return draft.today + timedelta(ahead)
    if _calendar(language)["next_week"].search(around):
        distance = WEEKDAYS - draft.today.weekday() + index
    elif _is_told(draft, language, match):
        distance = -((draft.today.weekday() - index - 1) % WEEKDAYS + 1)
    return draft.today + timedelta(distance)


def _is_told(draft: Draft, language: str, match: re.Match[str]) -> bool:
    """Whether the clause around a weekday tells of what was: "on Sunday I sent"."""
    if _passed(language).search(draft.plain[max(0, match.start() - 12) : match.end() + 9]):
        return True
    before = CLAUSE_END.split(draft.plain[max(0, match.start() - 30) : match.start()])[-1]
    after = CLAUSE_END.split(draft.plain[match.end() : match.end() + 24])[0]
    told = _calendar(language)["told"]
    return bool(told.search(before) or told.search(after))


def _ahead(today: date, language: str, match: re.Match[str]) -> date:
    written = match["count"]
    count = int(written) if written.isdigit() else int(number_words(language).get(written, 1))
    return today + timedelta(count * _unit(language)[match["unit"]])


def _take_whole_answer(draft: Draft) -> None:
    text = " ".join(draft.left.replace(BLANK, " ").split())
    day = _read(text, draft.today, False) if 0 < len(text) <= LONGEST_READ else None
    if day:
        draft.facts["date"] = day.isoformat()


@cache
def _month_pattern() -> re.Pattern[str]:
    months = alternation(word for language in LANGUAGES for word in _group(language, "months"))
    day, ordinal = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:\.|º|°|e|er|re|st|nd|rd|th|ste|de)?"
    year = r"(?:,? (?:de |del |di )?20\d\d(?!\d))?"
    return re.compile(
        rf"(?<![\w.,/-]){day}{ordinal}[ -]?(?:de |of |d')?(?:{months})(?![^\W_])\.?{year}"
        rf"|(?<![^\W_])(?:{months})\.? {day}(?:st|nd|rd|th)?(?!\d|[.,]\d|[^\W_]){year}"
    )


@cache
def _calendar(language: str) -> Mapping[str, re.Pattern[str]]:
    """The patterns of a language's words for days."""
    kinds = ("not_days", "next_week", "weekend", "month_end", "told")
    patterns = {kind: _whole_words(alternation(_group(language, kind))) for kind in kinds}
    patterns["days"] = _whole_words(alternation(_distance(language)))
    patterns["weekdays"] = _whole_words(alternation(_weekday_of(language)))
    ahead, one, units = (alternation(words) for words in (
        _group(language, "ahead"), _group(language, "one"), _unit(language)))  # fmt: skip
    count = rf"\d{{1,2}}|{one}|{alternation(number_words(language))}"
    patterns["ahead"] = _whole_words(rf"(?:{ahead}) (?P<count>{count}) (?P<unit>{units})")
    return patterns


def _whole_words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_])(?:{pattern})(?![^\W_])")


def _group(language: str, kind: str) -> list[str]:
    """All words of a kind, whatever they stand for."""
    given = str(lexicon("dates")[language][kind])
    return [folded(word.strip()) for part in given.split(",") for word in part.split("|")]


@cache
def _distance(language: str) -> Mapping[str, int]:
    pairs = (part.split("=") for part in lexicon("dates")[language]["days"].split(","))
    return {folded(word).replace("-", " "): int(days) for days, words in pairs
            for word in words.split("|")}  # fmt: skip


@cache
def _weekday_of(language: str) -> Mapping[str, int]:
    groups = lexicon("dates")[language]["weekdays"].split(",")
    return {folded(word.strip()): index for index, group in enumerate(groups)
            for word in group.split("|")}  # fmt: skip


@cache
def _unit(language: str) -> Mapping[str, int]:
    pairs = (part.split("=") for part in lexicon("dates")[language]["units"].split(","))
    return {folded(word.strip()): int(days) for words, days in pairs for word in words.split("|")}


@cache
def _past() -> re.Pattern[str]:
    """Words right before a day that is behind us."""
    words = alternation(word for language in LANGUAGES for word in _group(language, "past"))
    return re.compile(rf"(?<![^\W_])(?:{words})(?: [^\W_]+day|dag| de| den| il| le| el)? ?$")


@cache
def _passed(language: str) -> re.Pattern[str]:
    return _whole_words(alternation(_group(language, "last")))


@cache
def _near() -> re.Pattern[str]:
    words = alternation(word for language in LANGUAGES for word in _group(language, "near"))
    weekdays = alternation(word for language in LANGUAGES for word in _weekday_of(language))
    return re.compile(rf"(?<![^\W_])(?:{words}|{weekdays}),? ?$")
