"""Texts broken into lines of whole words, so that no name is cut."""

from __future__ import annotations

from timeline.charts.labels import text_width


def break_lines(text: str, width: float, size: float) -> tuple[str, ...]:
    """Lines that are no wider than that; a word that is wider by itself is broken.

    >>> break_lines("European security", 80, 13)
    ('European', 'security')
    """
    lines: list[str] = []
    for word in text.split():
        for piece in _pieces(word, width, size):
            longer = f"{lines[-1]} {piece}" if lines else piece
            if lines and text_width(longer, size) <= width:
                lines[-1] = longer
            else:
                lines.append(piece)
    return tuple(lines)


def _pieces(word: str, width: float, size: float) -> list[str]:
    if text_width(word, size) <= width:
        return [word]
    pieces = [""]
    for letter in word:
        if pieces[-1] and text_width(pieces[-1] + letter, size) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def in_two(text: str, size: float) -> float:
    """The least width in which a text takes two lines.

    >>> in_two("Covert action", 13) < text_width("Covert action", 13)
    True
    """
    words = text.split()
    halves = [(" ".join(words[:n]), " ".join(words[n:])) for n in range(1, len(words))]
    return min((max(text_width(half, size) for half in pair) for pair in halves), default=text_width(text, size))
