"""The report of the handbook assistant, made from the lines alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from benchmarks.comparison import comparisons
from benchmarks.douane.ranking import METRICS
from benchmarks.douane.time_saved import Lookup, Search, estimates, sections
from benchmarks.estimate import Estimate
from benchmarks.published import published
from benchmarks.report import plots
from benchmarks.report.model import (
    Assumption,
    Cell,
    Column,
    Figure,
    Metric,
    Paragraph,
    Row,
    Section,
    SuiteReport,
    Table,
)
from benchmarks.statistics import mean_estimate, proportion_estimate

Line = Mapping[str, Any]
AGAINST = "bm25"
BY_WORDS = ("keyword", "bm25", "expanded")
ANSWERS = "answers"
CHANGED = "changed"
COLUMNS = (
    Metric("ndcg_at_10", "nDCG@10", "number", main=True, description="Ranking quality, 0 to 1."),
    Metric("recall_at_1", "Recall@1", main=True, description="Share of the gold found first."),
    Metric("recall_at_5", "Recall@5", main=True, description="Share of the gold among five."),
    Metric("recall_at_10", "Recall@10", main=True, description="Share of the gold among ten."),
    Metric("mrr", "MRR", "number", description="Mean of 1 / rank of the first gold paragraph."),
    Metric(
        "wrong_part",
        "Wrong part",
        main=True,
        better="lower",
        description="Questions whose first paragraph stands in another part than the gold.",
    ),
    Metric("quote_exactness", "Quotes exact", description="Quotes that are exact spans."),
    Metric("citation_precision", "Citation precision", description="Cited and gold, of cited."),
    Metric("citation_recall", "Citation recall", description="Cited and gold, of gold."),
    Metric("answer_found", "Answer found", description="Gold words within the quotes."),
    Metric("false_answers", "False answers", better="lower", description="Of the unanswerable."),
    Metric("false_refusals", "False refusals", better="lower", description="Of the answerable."),
    Metric("consistency", "Consistency", description="Paraphrases that cite the same first."),
    Metric("stale_quotes", "Stale quotes", better="lower", description="Of text not valid today."),
    Metric(
        "changed_answers",
        "Changed answers change",
        description="Of the questions whose answer changed and that are answered on both days, "
        "those whose quotes differ, each from the text of its day.",
    ),
    Metric(
        "both_found",
        "Right on both days",
        description="Questions whose answer changed, with the old answer found before the new "
        "edition and the new one after.",
    ),
)


def douane_report(
    rankings: Sequence[Line],
    answers: Sequence[Line],
    titles: Mapping[str, str],
    *,
    embedding: str,
    model: str,
    seed: int,
    title: str = "Douane: the handbook assistant",
) -> SuiteReport:
    """Rows of retrieval, each paired with BM25, a row of answers, and what time is saved."""
    by_row: dict[str, list[Line]] = {}
    for line in rankings:
        by_row.setdefault(line["row"], []).append(line)
    rows = _retrieval_rows(by_row, titles, embedding, seed)
    if answers:
        rows.append(answer_row(answers, model, seed))
        if any("earlier" in line for line in answers):
            rows.append(_changed_row(answers, model))
    return SuiteReport(
        suite="douane",
        title=title,
        lead=_lead(rows, answers),
        metrics=COLUMNS,
        headline="ndcg_at_10",
        rows=tuple(rows),
        sections=tuple(_sections(by_row, answers, seed)),
    )


def _retrieval_rows(
    by_row: Mapping[str, Sequence[Line]], titles: Mapping[str, str], embedding: str, seed: int
) -> list[Row]:
    scores = {name: [line["ndcg_at_10"] for line in lines] for name, lines in by_row.items()}
    others = {name: values for name, values in scores.items() if name != AGAINST}
    compared = (
        comparisons(scores[AGAINST], others, against="BM25", seed=seed, unit="number")
        if AGAINST in scores
        else {}
    )
    return [
        Row(
            name=name,
            title=titles.get(name, name),
            model="–" if name in BY_WORDS else embedding,
            metrics={
                metric: mean_estimate([line[metric] for line in lines], seed=seed)
                for metric in METRICS
            },
            group="Finding the paragraph",
            comparison=compared.get(name),
        )
        for name, lines in by_row.items()
    ]


def answer_row(answers: Sequence[Line], model: str, seed: int) -> Row:
    """The row of the answers: exactness, citations, refusals, consistency, freshness."""
    answerable = [line for line in answers if line["answerable"]]
    others = [line for line in answers if not line["answerable"]]
    quotes = sum(line["quotes"] for line in answers)
    exact = sum(line["exact"] for line in answers)
    stale = sum(line["invalid"] + line["stale"] for line in answers)
    return Row(
        name=ANSWERS,
        title="Answers in literal quotes",
        model="embedded reader (no LLM)" if model == "embedded" else model,
        metrics={
            "quote_exactness": Estimate(exact / quotes if quotes else None, n=quotes),
            "citation_precision": _mean(answerable, "citation_precision", seed),
            "citation_recall": _mean(answerable, "citation_recall", seed),
            "answer_found": _mean(answerable, "answer_found", seed),
            "false_answers": proportion_estimate([line["answered"] for line in others])
            if others
            else Estimate.undefined(),
            "false_refusals": proportion_estimate([not line["answered"] for line in answerable])
            if answerable
            else Estimate.undefined(),
            "consistency": _consistency(answers, seed),
            "stale_quotes": Estimate(stale / quotes if quotes else None, n=quotes),
        },
        group="Answering",
        headline="answer_found",
    )


def _changed_row(answers: Sequence[Line], model: str) -> Row:
    """Questions whose answer changed, asked on the last day of the old text and on the new."""
    found = [line["earlier"] for line in answers if "earlier" in line]
    both = [line for line in found if line["answered"]]
    changed = [line["differs"] and not line["invalid"] for line in both]
    right = [line["old_found"] > 0 and (line["new_found"] or 0) > 0 for line in found]
    return Row(
        name=CHANGED,
        title="Answers that the new edition changed",
        model="embedded reader (no LLM)" if model == "embedded" else model,
        metrics={
            "changed_answers": proportion_estimate(changed) if both else Estimate.undefined(),
            "both_found": proportion_estimate(right),
        },
        group="Answering",
        headline="both_found",
    )


def _mean(lines: Sequence[Line], name: str, seed: int) -> Estimate:
    values = [line[name] for line in lines if line[name] is not None]
    return mean_estimate(values, seed=seed) if values else Estimate.undefined()


def _consistency(answers: Sequence[Line], seed: int) -> Estimate:
    groups: dict[str, list[frozenset[str]]] = {}
    for line in answers:
        if line["group"]:
            groups.setdefault(line["group"], []).append(frozenset(line["cited"]))
    agreeing = [
        float(np.mean([bool(a & b) for n, a in enumerate(found) for b in found[:n]]))
        for found in groups.values()
        if len(found) > 1
    ]
    return mean_estimate(agreeing, seed=seed) if agreeing else Estimate.undefined()


def _sections(
    by_row: Mapping[str, Sequence[Line]], answers: Sequence[Line], seed: int
) -> list[Section]:
    found = [_study()]
    if "hybrid" in by_row:
        found.append(_by_kind(by_row))
    if len({line["answerable"] for line in answers}) == 2:
        found.append(_curve(answers))
    lookups = [_lookup(line) for line in answers if line["answerable"]]
    if lookups:
        found += sections(lookups, seed)
    found.append(_method())
    return found


def _study() -> Section:
    names = ("judged", "asked_for", "time_saved", "answer_order")
    rows = tuple((published(f"douane.{n}").shown, published(f"douane.{n}").source) for n in names)
    return Section(
        "What the study says", (Table("Statements of the study", ("Statement", "Source"), rows),)
    )


def _by_kind(by_row: Mapping[str, Sequence[Line]]) -> Section:
    shown = [name for name in ("bm25", "expanded", "hybrid", "hybrid_alone") if name in by_row]
    kinds = sorted({line["kind"] for line in by_row["hybrid"] if line["kind"]})
    rows: list[tuple[Cell, ...]] = []
    for kind in kinds:
        cells: list[Cell] = [kind]
        for name in shown:
            values = [line["recall_at_10"] for line in by_row[name] if line["kind"] == kind]
            cells.append(mean_estimate(values, seed=0))
        rows.append(tuple(cells))
    columns: tuple[Column | str, ...] = ("Kind", *(Column(name, "share") for name in shown))
    return Section(
        "By kind of question", (Table("Recall@10 by kind of question", columns, tuple(rows)),)
    )


def _curve(answers: Sequence[Line]) -> Section:
    """False answers against false refusals as the threshold moves."""
    yes = np.array([line["evidence"] for line in answers if line["answerable"]])
    no = np.array([line["evidence"] for line in answers if not line["answerable"]])
    points = [
        (float(np.mean(yes < t)), proportion_estimate(no >= t)) for t in np.linspace(0, 1.0001, 25)
    ]
    svg = plots.lines(
        {"embedded evidence": points},
        x_label="False refusals, share of answerable questions",
        y_label="False answers, share of unanswerable ones",
    )
    return Section(
        "When to say that it is not there",
        (
            Figure(
                "False answers against false refusals",
                svg,
                "Each point is a threshold; the one in use was chosen on development questions.",
                "Line plot of the share of false answers against that of false refusals.",
            ),
        ),
    )


def _lookup(line: Line) -> Lookup:
    def search(found: Line) -> Search:
        return Search(found["queries"], tuple(found["opened"]), found["found"])

    right = bool(line["answered"]) and (line["answer_found"] or 0.0) >= 0.5
    return Lookup(
        question_words=line["question_words"],
        newcomer=search(line["newcomer"]),
        experienced=search(line["experienced"]),
        answered=line["answered"],
        right=right,
        answer_words=line["answer_words"],
        source_words=tuple(line["source_words"]) if line["answered"] else (),
        group=line["group"],
    )


def _method() -> Section:
    text = (
        "Questions come from `fixtures/douane/questions`, written by others than the word lists, "
        "development and test apart. Weights, thresholds and everything else that was chosen was "
        "chosen on the development questions (`python -m benchmarks.douane.tune`). Recall, MRR and "
        "nDCG are computed by ir-measures; intervals are bootstrapped over questions, the "
        "comparison with BM25 is a paired test, p-values are Holm's across the table. The "
        "handbooks are written for this project: nothing in them is law."
    )
    return Section(
        "How it was measured",
        (
            Paragraph(text),
            Assumption("Answer found", "90% of the gold quote's words in one quote", "our own"),
        ),
    )


def _lead(rows: Sequence[Row], answers: Sequence[Line]) -> str:
    by_name = {row.name: row for row in rows}

    def value(row: str, metric: str) -> str:
        found = by_name[row].metrics[metric].value if row in by_name else None
        return "—" if found is None else f"{100 * found:.0f}%"

    text = (
        "Officers ask five handbooks a question and get the literal text with its source. Among "
        "the ten paragraphs found the gold is for keyword search "
        f"{value('keyword', 'recall_at_10')}, for BM25 "
        f"**{value('bm25', 'recall_at_10')}**, for the tuned hybrid "
        f"**{value('hybrid', 'recall_at_10')}**."
    )
    if ANSWERS in by_name:
        text += (
            f" Of the answerable questions {value(ANSWERS, 'answer_found')} get the answer within "
            f"quotes that are exact ({value(ANSWERS, 'quote_exactness')}); "
            f"{value(ANSWERS, 'false_answers')} of the unanswerable ones are answered all the same."
        )
    saved = estimates([_lookup(x) for x in answers if x["answerable"]], 0) if answers else {}
    minutes = saved.get("newcomer", {}).get("minutes_saved") if saved else None
    if minutes is not None and minutes.value is not None:
        text += f" A newcomer saves {minutes.value:+.1f} minutes a question under our assumptions."
    return text
