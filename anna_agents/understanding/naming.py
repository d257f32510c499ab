"""Files, companies, voucher codes, and answers in the customer's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from anna_agents.understanding.choices import IMAGES, keeps_back
from anna_agents.understanding.draft import BLANK, Candidate, Draft
from anna_agents.understanding.identifiers import labelled
from anna_agents.understanding.phrases import alternation, folded, lexicon, listed

EXTENSIONS = (
    "pdf|ai|psd|indd|idml|eps|svg|jpe?g|png|tiff?|heic|webp|gif|bmp|docx?|pptx?|xlsx?|csv|zip|rar|"
    "7z|cdr|pub|pages|afdesign|afpub|sla|odt|txt|mp4|mov"
)
FILE = re.compile(
    rf"(?<![\w)+&.@/-])[\w+&-][\w()+&.-]{{0,100}}(?: \(\d{{1,2}}\))?\.(?:{EXTENSIONS})(?![\w@])"
)
LINK = re.compile(
    r"(?:https?://)?(?:[\w-]{1,40}\.){0,3}(?:wetransfer\.com|we\.tl|dropbox\.com|box\.com|"
    r"drive\.google\.com|docs\.google\.com|onedrive\.live\.com|1drv\.ms|swisstransfer\.com|"
    r"sharepoint\.com|icloud\.com|transfernow\.net|grosfichiers\.com|smash\.gg|canva\.com|"
    r"mega\.nz)/[^\s<>\"')]{1,300}"
)
URL = re.compile(r"(?:https?://|www\.)[^\s<>\"']{1,300}")
VOUCHER = re.compile(r"(?<![\w-])[A-Za-z0-9](?:[A-Za-z0-9-]{2,22})[A-Za-z0-9](?![\w-])")
SHOUTED_CODE = re.compile(r"(?<![\w-])[A-Z]{4,16}-?\d{1,4}(?![\w-])")
OTHER_SPELLINGS = (
    r"s\.?r\.?l\.?s?", r"s\.p\.a\.", "Srl", "SpA", "Spa", "Sarl", "Sas", r"b\.v\.", r"n\.v\.",
    r"e\.K\.", r"S\. ?L\.", r"v\.o\.f\.", r"e\.V\.",
)  # fmt: skip
FREE = ("reason", "remark")
LONGEST_REMARK = 500
LONGEST_NAME = 80
CONNECTING = frozenset(lexicon("companies")["any"]["connecting"].split(", "))


def take_files(draft: Draft, attachments: tuple[str, ...]) -> None:
    """A file that came along, is named or linked; other links are only put out of sight."""
    found = [Candidate(draft.text[m.start() : m.end()].rstrip(".,;"), *m.span())
             for m in LINK.finditer(draft.left)]  # fmt: skip
    found += [
        Candidate(draft.text[m.start() : m.end()], *m.span()) for m in FILE.finditer(draft.left)
        if BLANK not in m[0] and not any(each.start <= m.start() < each.end for each in found)
    ]  # fmt: skip
    if attachments:
        own = [name for name in attachments if not name.lower().endswith(IMAGES)]
        draft.facts["file"] = (own or list(attachments))[0]
    draft.take("file", sorted(found, key=lambda each: each.start))
    for match in URL.finditer(draft.left):
        draft.blank(*match.span())


def take_voucher_codes(draft: Draft) -> None:
    """Codes after a word for voucher, or of the usual build where one was asked for."""
    asked = "voucher_code" in draft.asked
    candidates = [
        Candidate(match[0].upper(), *match.span())
        for match in VOUCHER.finditer(draft.text)
        if BLANK not in draft.left[match.start() : match.end()]
        and _looks_like_code(match[0])
        and (asked or labelled(draft, match.start(), "voucher_code"))
    ]
    if not candidates and _voucher_word().search(draft.plain):
        candidates = [
            Candidate(match[0], *match.span()) for match in SHOUTED_CODE.finditer(draft.text)
            if BLANK not in draft.left[match.start() : match.end()]
        ]  # fmt: skip
    draft.take("voucher_code", candidates)


@cache
def _voucher_word() -> re.Pattern[str]:
    words = alternation(
        word for word in listed("labels", "voucher_code") if len(word) > len("code")
    )
    return re.compile(rf"(?<![^\W_])(?:{words})(?![^\W_])")


def _looks_like_code(token: str) -> bool:
    letters = [sign for sign in token if sign.isalpha()]
    digits = any(sign.isdigit() for sign in token)
    return bool(letters) and ((digits and len(letters) > 1) or (token.isupper() and len(token) > 4))


def take_company(draft: Draft) -> None:
    """A name with its legal form, or the name that is said to be a company's."""
    found = sorted([*_with_form(draft), *_said_to_be(draft)], key=lambda each: each.start)
    whole = [
        each for each in found
        if not any(other.start <= each.start and each.end <= other.end and
                   other.end - other.start > each.end - each.start for other in found)
    ]  # fmt: skip
    draft.take("company", whole)
    if "company" in draft.asked and "company" not in draft.facts:
        _take_text(draft, "company", LONGEST_NAME)


@cache
def _form_pattern() -> re.Pattern[str]:
    forms = str(lexicon("companies")["any"]["forms"]).split(",")
    spelled = (
        r"\.?".join(form.strip()) if form.strip().isupper() else form.strip() for form in forms
    )
    body = "|".join(sorted((*spelled, *OTHER_SPELLINGS), key=len, reverse=True))
    return re.compile(rf"(?<=[^\W_][ ,])(?:{body})\.?(?:[ ]?& ?Co\.? ?KG)?(?![\w])")


def _with_form(draft: Draft) -> Iterator[Candidate]:
    for match in _form_pattern().finditer(draft.text):
        if match[0] in ("SA", "SC", "CV", "SNC") and draft.text[match.start() - 1] != " ":
            continue
        start = _company_starts(draft.text, match.start())
        if start is not None and BLANK not in draft.left[start : match.end()]:
            end = match.end() - (1 if _full_stop(match[0]) else 0)
            yield Candidate(draft.said(start, end), start, end)


def _full_stop(form: str) -> bool:
    """Whether the form's last dot is the sentence's: "Jansen BV." but not "Rossi s.r.l."."""
    return form.endswith(".") and "." not in form[:-1]


def _company_starts(text: str, end: int) -> int | None:
    """Where the name before its legal form begins: its capitals and small words between."""
    line = max(text.rfind("\n", 0, end), text.rfind(".  ", 0, end), text.rfind(": ", 0, end)) + 1
    line = max(line, end - LONGEST_NAME)
    begin = None
    for token in reversed(list(re.finditer(r"[^\s]+", text[line:end]))):
        word = token[0]
        if begin is not None and word[-1] in ".,;:!?" and len(word) > 2:
            break
        if word[:1].isupper() or word[:1].isdigit() or word == "&":
            begin = line + token.start()
        elif word.lower() not in CONNECTING:
            break
    while begin is not None:
        head = text[begin:end].split(" ")[0]
        if head not in CONNECTING and head.lower() not in _not_names():
            break
        following = text.find(" ", begin)
        begin = following + 1 if 0 < following < end - 1 else None
    return begin


@cache
def _not_names() -> frozenset[str]:
    """Words with a capital only because a sentence begins with them."""
    return frozenset(lexicon("companies")["any"]["not_names"].split(", "))


def _said_to_be(draft: Draft) -> Iterator[Candidate]:
    for match in re.finditer(r"[^\W\d_][^\n,;:!?()]{1,70}", draft.text):
        for token in re.finditer(r"(?<=[ '])[^\W\d_a-z][^\s]*", match[0]):
            start = match.start() + token.start()
            if not labelled(draft, start, "company"):
                continue
            end = _name_ends(draft.text, start, match.end())
            if BLANK not in draft.left[start:end] and not _person(draft.text, start):
                yield Candidate(draft.said(start, end), start, end)
            break
    for match in re.finditer(r"(?<=: )[^\W\d_][^\n,;!?]{1,60}", draft.text):
        if labelled(draft, match.start(), "company"):
            end = _name_ends(draft.text, match.start(), match.end())
            yield Candidate(draft.said(match.start(), end), match.start(), end)


def _person(text: str, start: int) -> bool:
    return bool(re.match(r"(?:mevrouw|meneer|dhr|mevr|mr|mrs|ms|herrn?|frau|monsieur|madame)\b",
                         folded(text[start : start + 12])))  # fmt: skip


def _name_ends(text: str, start: int, most: int) -> int:
    """Where a run of capitals and small connecting words ends."""
    end = start
    for token in re.finditer(r"[^\s]+", text[start:most]):
        word = token[0]
        if word[:1].isupper() or word[:1].isdigit() or word == "&" or not end - start:
            end = start + token.end()
        elif word.lower() not in CONNECTING:
            break
        if word.endswith(".") and len(word) > 6:
            break
    abbreviated = re.search(r"(?:[^\W\d_]\.){2,}$", text[start:end])
    return end - 1 if text[start:end].endswith(".") and not abbreviated else end


def take_answers(draft: Draft) -> None:
    """What can only be known in the customer's own words, for what was asked."""
    for name in FREE:
        if name in draft.asked:
            _take_text(draft, name, LONGEST_REMARK)
    if "name" in draft.asked:
        _take_text(draft, "name", LONGEST_NAME)
    if "po_number" in draft.asked and "po_number" not in draft.facts:
        _take_code(draft, "po_number", 2)
    if "tracking_code" in draft.asked and "tracking_code" not in draft.facts:
        _take_code(draft, "tracking_code", 8)


def _take_text(draft: Draft, name: str, longest: int) -> None:
    text = " ".join(draft.text.split())[:longest].strip()
    text = text[_opening(text) :].strip(" .") if name != "remark" else text
    if not any(sign.isalpha() for sign in text) or (text.endswith("?") and len(text) < 60):
        return
    if not (keeps_back(draft) and len(draft.words.words) < 10):
        draft.facts[name] = text


def _opening(text: str) -> int:
    """Where an answer begins after "my name is" and its like."""
    words = alternation(listed("labels", "opening"))
    match = re.match(rf"(?:{words})[ :]{{1,3}}", folded(text))
    return match.end() if match else 0


def _take_code(draft: Draft, name: str, fewest: int) -> None:
    for match in re.finditer(r"(?<![^\W_])[a-z0-9][a-z0-9./_-]{1,30}(?![^\W_])", draft.left):
        written = draft.text[match.start() : match.end()].rstrip(".-")
        if len(written) >= fewest and any(sign.isdigit() for sign in written):
            draft.take(name, [Candidate(written, *match.span())])
            return
