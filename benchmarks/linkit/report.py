"""The report of LINKIT's letters and descriptions, made from the lines alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.estimate import Estimate
from benchmarks.linkit import dba_section as dba
from benchmarks.linkit import gate_section as gate
from benchmarks.linkit import letters_section as letters
from benchmarks.linkit.time_saved import Offer, Rewriting, estimates, sections
from benchmarks.published import published
from benchmarks.report.model import Metric, Paragraph, Row, Section, SuiteReport, Table

Line = Mapping[str, Any]
COLUMNS = (
    Metric("coverage", "Met requirements told", main=True, description="Of those met or partly."),
    Metric("overclaimed", "Unmet told as met", main=True, better="lower"),
    Metric("grounded", "Sentences grounded", main=True, description="Pass the gate."),
    Metric("claims", "Claims a letter", "number", better="neither"),
    Metric("claims_supported", "Claims supported"),
    Metric("recall", "Inventions caught", main=True, description="Of those sown."),
    Metric("precision", "Alarms right", main=True, description="Of all alarms."),
    Metric("stopped", "Letters stopped", description="With an invention, at least one caught."),
    Metric("alarmed", "Grounded letters flagged", better="lower"),
    Metric("false_alarms", "False alarms a letter", "number", better="lower"),
    Metric(
        "flags_f1", "Flags F1", "number", main=True, description="Yellow or red, nine viewpoints."
    ),
    Metric("flags_precision", "Flags precision", "number"),
    Metric("flags_recall", "Flags recall", "number"),
    Metric("missing_f1", "Missing elements F1", "number", main=True),
    Metric("colours", "Colours right"),
    Metric("quotes", "Quotes right", description="Of rightly flagged viewpoints."),
    Metric("verdicts", "Verdicts right"),
)
GATES = {"gate": "The gate", "fuzzy": "Plain fuzzy matching of sentences"}
LETTERS = {
    "template": "Mail merge: whatever is asked is met",
    "extractive": "Letters from facts, gated",
    "model": "Letters by the model, gated",
    "ungated": "Letters by the model, without the gate",
}
EMBEDDED = "embedded reader (no LLM)"


def linkit_report(
    letter_lines: Sequence[Line],
    gate_lines: Mapping[str, Sequence[Line]],
    dba_lines: Mapping[str, Sequence[Line]],
    descriptions: Sequence[Line],
    offers: Sequence[Offer],
    *,
    seed: int,
) -> SuiteReport:
    """Rows for letters, gates and judgements; sections with everything by kind."""
    rows = [
        *_letter_rows(letter_lines, seed),
        *(_gate_row(name, lines, seed) for name, lines in gate_lines.items() if lines),
        *(_dba_row(model, lines, seed) for model, lines in dba_lines.items() if lines),
    ]
    judged = next(iter(dba_lines.values()), [])
    rewritings = _rewritings(judged, descriptions)
    found = [_study()]
    if gate_lines.get("gate"):
        found.append(gate.gate_section(gate_lines["gate"]))
    found.append(letters.letters_section(letter_lines, seed))
    if judged:
        found.append(dba.dba_section(judged, descriptions, seed))
    found += [*sections(offers, rewritings, seed), _method()]
    return SuiteReport(
        suite="linkit",
        title="LINKIT: offer letters and Wet DBA descriptions",
        lead=_lead(rows, offers, rewritings, seed),
        metrics=COLUMNS,
        headline="coverage",
        rows=tuple(rows),
        sections=tuple(found),
    )


def _letter_rows(lines: Sequence[Line], seed: int) -> list[Row]:
    rows = []
    keys = dict.fromkeys((line["row"], line.get("model", "embedded")) for line in lines)
    for name, model in keys:
        chosen = [x for x in lines if x["row"] == name and x.get("model", "embedded") == model]
        rows.append(
            Row(
                name=name if model == "embedded" else f"{name}:{model}",
                title=LETTERS[name],
                model={"template": "–"}.get(name, EMBEDDED if model == "embedded" else model),
                metrics={
                    "coverage": letters.coverage(chosen),
                    "overclaimed": letters.overclaimed(chosen),
                    "grounded": letters.grounded(chosen),
                    "claims": letters.mean_of(chosen, "claims", seed),
                    "claims_supported": letters.claims_supported(chosen),
                },
                group="Writing",
            )
        )
    return rows


def _gate_row(name: str, lines: Sequence[Line], seed: int) -> Row:
    return Row(
        name=name,
        title=GATES[name],
        model="–",
        metrics={
            "recall": gate.recall(lines),
            "precision": gate.precision(lines),
            "stopped": gate.letters_stopped(lines),
            "alarmed": gate.letters_alarmed(lines),
            "false_alarms": gate.false_alarms_per_letter(lines, seed),
        },
        group="Checking",
        headline="recall",
    )


def _dba_row(model: str, lines: Sequence[Line], seed: int) -> Row:
    precision, recall, f1 = dba.flag_scores(lines, None, seed)
    return Row(
        name=f"dba:{model}",
        title="Judging assignments on nine viewpoints",
        model=EMBEDDED if model == "embedded" else model,
        metrics={
            "flags_f1": f1,
            "flags_precision": precision,
            "flags_recall": recall,
            "missing_f1": dba.missing_scores(lines, None, seed)[2],
            "colours": dba.colours_right(lines),
            "quotes": dba.quotes_right(lines),
            "verdicts": dba.verdicts_right(lines),
        },
        group="Wet DBA",
        headline="flags_f1",
    )


def _rewritings(judged: Sequence[Line], descriptions: Sequence[Line]) -> list[Rewriting]:
    wrong = {
        line["id"]: sum(v["gold"] != v["ours"] for v in line["viewpoints"].values())
        + sum(e["gold"] != e["ours"] for e in line["elements"].values())
        for line in judged
    }
    words = {line["id"]: line["words"] for line in judged}
    return [
        Rewriting(x["author"], words[x["id"]], x["words"], x["question_words"], wrong[x["id"]])
        for x in descriptions
        if x["id"] in words
    ]


def _study() -> Section:
    names = (
        "minutes_saved_per_offer", "candidates_starting_before", "candidates_starting_after",
        "freelance_placements", "months_to_build_letters", "weeks_to_build_descriptions",
        "input", "styles", "open_wish", "descriptions",
    )  # fmt: skip
    figures = [published(f"linkit.{name}") for name in names]
    rows = tuple((figure.description, figure.shown, figure.source) for figure in figures)
    return Section(
        "What the study says", (Table("Figures and statements", ("", "Study", "Source"), rows),)
    )


def _method() -> Section:
    return Section(
        "How it was measured",
        (
            Paragraph(
                "People, assignments, pairs and letters are written by hand for this project by "
                "six authors; development and test are different authors, and the test texts were "
                "run once, at the end. `heden` in a CV means 1 July 2026. Rates carry Wilson "
                "intervals, F1 a bootstrap over assignments; whoever wrote a letter also sowed its "
                "inventions, so that the kinds are those an author thinks of. Sentences grounded "
                "is judged by the gate itself, which the rows under Checking examine; coverage and "
                "overclaiming are judged by the annotators alone."
            ),
        ),
    )


def _lead(
    rows: Sequence[Row], offers: Sequence[Offer], rewritings: Sequence[Rewriting], seed: int
) -> str:
    by_name = {row.name: row for row in rows}

    def share(row: str, metric: str) -> str:
        found = by_name[row].metrics[metric].value if row in by_name else None
        return "—" if found is None else f"{100 * found:.0f}%"

    text = (
        "A letter at one click with nothing invented: of the requirements that a candidate meets "
        f"our letters tell **{share('extractive', 'coverage')}**, and "
        f"{share('extractive', 'overclaimed')} of those not met are told as met (a mail merge: "
        f"{share('template', 'overclaimed')}). The gate catches **{share('gate', 'recall')}** of "
        f"sown inventions; {share('gate', 'precision')} of its alarms are right and "
        f"{share('gate', 'alarmed')} of grounded letters are flagged."
    )
    saved: Estimate | None = estimates(offers, rewritings, seed)["offer"].get("saved")
    if saved is not None and saved.value is not None:
        text += (
            f" Under our assumptions an offer takes **{saved.value:.0f}** minutes less; the "
            f"study's "
            "impression is 15 to 30."
        )
    return text
