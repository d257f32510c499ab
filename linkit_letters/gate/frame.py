"""What of a letter is about the candidate: not the address, the salutation or the signature."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from linkit_letters.documents.source import Source
from linkit_letters.gate.stance import LACK
from linkit_letters.language.sentences import Piece, clauses, lines_of, sentences

SALUTATION = re.compile(
    r"\W*(?:geachte|beste|dag|hallo|hoi|ha|hi|hello|dear|goede(?:morgen|middag|dag)|l\.?s\.?\b|"
    r"heren|mevrouw,|good (?:morning|afternoon)|hey|hé|hee|lieve|moi|"
    r"to whom)\b[^.!?\n]{0,60}[,!:.]?\s*$",
    re.I,
)
GREETED = re.compile(
    r"\W*(?:geachte|beste|dag|hallo|hoi|ha|hi|hello|dear|hey|hé|hee|lieve|moi)\s+[^,.!?\n]{1,40}[,!]",
    re.I,
)
CLOSING = re.compile(
    r"\W*(?:(?:met )?(?:vriendelijke|hartelijke|beste|warme|zonnige|"
    r"een hartelijke)\s+groet(?:en|jes)?|hoogachtend|groet(?:en|jes)?|mvg|gr\.|"
    r"(?:kind|best|warm|warmest|many)?\s*regards|sincerely|yours (?:sincerely|faithfully|"
    r"truly)|cheers|best wishes|all the best|thanks,|thank you,|best,|tot (?:snel|gauw|ziens|"
    r"horens)|"
    r"met (?:de )?(?:meeste )?hoogachting|alvast (?:bedankt|dank)(?:,|\s*$)|dank(?:,|\s*$)|"
    r"groetjes|hartelijks|liefs|gegroet)\b[^.?\n]{0,60}$",
    re.I,
)
LABELLED = re.compile(
    r"\W*(?:betreft|onderwerp|subject|re|inzake|datum|date|aan|to|van|from|cc|t\.a\.v\.?|"
    r"kenmerk|ref(?:erentie|erence)?|plaats)\s*:\s",
    re.I,
)
DATED = re.compile(
    r"\W*(?:[A-Z][\w' -]{2,25},\s*)?\d{1,2}[ -]+(?:\w{3,9}|\d{1,2})[ -]+20\d\d\W*$|"
    r"\W*\w{3,9}\s+\d{1,2},\s+20\d\d\W*$"
)
ITEM = re.compile(r"(?:[-*•–▪·+]|\d{1,2}[.)])\s+")
SIGNED = 10
ADDRESS = re.compile(
    r"\b\d{4}\s?[A-Z]{2}\b|^\W*(?:postbus|p\.?o\.? box)\b|@[\w-]+\.\w+\W*$|\b0\d[\d -]{8,}",
    re.I | re.M,
)


@dataclass(frozen=True)
class Frame:
    """A letter divided into its sentences, with what frames them left out."""

    letter: Source
    vacancy: Source | None = None

    @cached_property
    def body(self) -> tuple[int, int]:
        """From after the salutation to before the closing; the whole letter without these."""
        start, end = 0, len(self.letter.text)
        lines = lines_of(self.letter.text)
        for line in lines[:14]:
            if SALUTATION.fullmatch(line.text):
                start = line.end
                break
            greeted = GREETED.match(line.text)
            if greeted:
                start = line.start + greeted.end()
                break
        for line in lines[-SIGNED:]:
            if line.start > start and CLOSING.match(line.text):
                end = line.start
                break
        return start, end

    @cached_property
    def pieces(self) -> list[Piece]:
        """The sentences of the body, without the items of a list of what is lacking."""
        start, end = self.body
        found = [p for p in sentences(self.letter.text) if self._counts(p, start, end)]
        return [piece for place, piece in enumerate(found) if not self._lacked(found, place)]

    def _lacked(self, pieces: list[Piece], place: int) -> bool:
        """Whether a piece is an item under `Wat ontbreekt:`; what follows in the item is not."""
        if not ITEM.match(self._line_start(pieces[place])):
            return False
        for before in reversed(pieces[:place]):
            if not ITEM.match(self._line_start(before)) and self._opens_line(before):
                return before.text.endswith(":") and bool(LACK.search(before.text))
        return False

    def _line_start(self, piece: Piece) -> str:
        """The piece if it opens its line, else nothing."""
        return piece.text if self._opens_line(piece) else ""

    def _opens_line(self, piece: Piece) -> bool:
        before = self.letter.text[: piece.start].rsplit("\n", 1)[-1]
        return not before.strip()

    @cached_property
    def parts(self) -> list[tuple[Piece, Piece]]:
        """Every clause with its sentence; of a table row the cells that answer."""
        return [
            (clause, piece)
            for piece in self.pieces
            for clause in (self._cells(piece) if piece.table else clauses(self._answer(piece)))
        ]

    def _answer(self, piece: Piece) -> Piece:
        """`Minimaal 5 jaar Java: zes jaar bij Vestora` without what the vacancy asks."""
        label = re.match(r"\W*(.{3,160}?)\s*:\s+(?=\S)", piece.text, re.S)
        if label is None or len(label[1].split()) < 3 or LACK.search(piece.text):
            return piece
        if " ".join(label[1].lower().split()) not in self._asked:
            return piece
        return Piece(piece.start + label.end(), piece.end, piece.text[label.end() :])

    def _cells(self, row: Piece) -> list[Piece]:
        """The row whole where it denies something; else its cells without what is asked."""
        if LACK.search(row.text):
            return [row]
        cells = [
            Piece(row.start + m.start(), row.start + m.end(), m[0])
            for m in re.finditer(r"[^|\s][^|]*", row.text)
        ]
        asked = self._asked
        return [
            c
            for c in cells
            if len(c.text.split()) < 3 or " ".join(c.text.lower().split()) not in asked
        ]

    @cached_property
    def _asked(self) -> str:
        return " ".join(self.vacancy.text.lower().split()) if self.vacancy else ""

    @cached_property
    def names(self) -> str:
        """What stands outside the body: names of the addressee and of the sender."""
        start, end = self.body
        return f"{self.letter.text[:start]}\n{self.letter.text[end:]}"

    def _counts(self, piece: Piece, start: int, end: int) -> bool:
        if piece.end <= start or piece.start >= end:
            return False
        text = piece.text
        return not (
            LABELLED.match(text)
            or DATED.fullmatch(text)
            or (ADDRESS.search(text) and len(text) < 90)
        )
