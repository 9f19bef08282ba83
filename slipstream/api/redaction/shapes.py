# -*- coding: utf-8 -*-
"""Shapes: how a value may look in a text that somebody else has written.

As it is, escaped as in JSON or Python, percent-encoded, as entities of HTML or XML, several of
these one inside the other, with other blanks, or cut off.
"""
from __future__ import unicode_literals

import bisect
import collections
import re

from ..compat import character, entity

#: How often a text is decoded: a value in JSON in an attribute of XML is escaped twice.
LEVELS = 3
#: A piece of a value that adjoins an end or an ellipsis is masked from this many characters on; of
#: a value shorter than :data:`SHORT`, from :data:`LEAST_OF_SHORT` on.
LEAST_AT_END, SHORT, LEAST_OF_SHORT = 6, 12, 4
#: Elsewhere, from this many on if that is more than half of the value. Of a long value without
#: blanks, such as a token, the second number is enough: no ordinary word is that long.
LEAST_ANYWHERE, ENOUGH_OF_TOKEN = 8, 24

# These are compiled when something is decoded or was cut off.
_ESCAPE = (
    r'\\u(?P<high>[dD][89abAB]H{2})\\u(?P<low>[dD][c-fC-F]H{2})'
    r'|\\(?:u(?P<four>H{4})|x(?P<two>H{2})|U(?P<eight>H{8})|(?P<plain>["\'\\/nrtbf]))'
    r'|(?P<percent>%[0-7]H|%[c-dC-D]H%[89abAB]H|%[eE]H(?:%[89abAB]H){2}'
    r'|%[fF][0-7](?:%[89abAB]H){3}|%[89a-fA-F]H)'
    r'|&(?P<entity>\#[0-9]{1,7}|\#[xX]H{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});').replace(
        'H', '[0-9a-fA-F]')
_CONTROLS = {'n': '\n', 'r': '\r', 't': '\t', 'b': '\b', 'f': '\f'}
_BLANKS = re.compile(r'[\s+]+')
_HAS_ESCAPE = re.compile(r'[\\%&]')
# What may follow a piece before the place where it was cut off: quotes, and part of an escape.
_CUT_AFTER = (
    r'(?i)(?:\\(?:u[0-9a-f]{0,3}|x[0-9a-f]?)?|%[0-9a-f]?|&\#?[a-z0-9]{0,8})?'
    r'["\'`\u201d\u2019)\]}>,;:!?\s]*(?:\.{0,2}\Z|\.\.\.|\u2026)')
# What may follow a longer piece there: the end of a quotation, or a remark that it was cut off.
_CUT_AFTER_MUCH = '["\'`*\u201d\u2019\\[({<>})\\]]'
_CUT_BEFORE = (
    r'(?i)(?:\A|\.\.\.|\u2026)["\'`\u201c\u2018(\[{<\s]*'
    r'(?:\#?[a-z0-9]{0,8};|[ux]?[0-9a-f]{1,4})?\Z')
#: How far before a piece the beginning of a text or an ellipsis may be.
_NEAR = 20

#: A value as it is looked for: the text, the pieces of it that a part to be masked must contain,
#: from how many characters on a part is masked anywhere, from how many at an end, and words that
#: are not masked: they say what was wrong.
Needle = collections.namedtuple('Needle', 'text anchors anywhere at_end words')


class View(object):
    """A text that was decoded, and where its characters stood before.

    :param text: the text.
    :param steps: for each run of characters: where it begins here and in the source, and where it
        ends there if it stands for an escape, else None.
    :param source: the view that it was made of; None for a text as it was.
    """

    def __init__(self, text, steps=None, source=None):
        self.text, self._steps, self._source = text, steps, source
        self._starts = [step[0] for step in steps or ()]

    def span(self, start, end):
        """Where a part of the decoded text is in the original one."""
        if self._source is None:
            return start, end
        first, last = self._step(start), self._step(end - 1)
        begins = first[1] if first[2] is not None else first[1] + start - first[0]
        ends = last[2] if last[2] is not None else last[1] + end - last[0]
        return self._source.span(begins, ends)

    def _step(self, index):
        return self._steps[bisect.bisect_right(self._starts, index) - 1]

    def replaced(self, pattern, replacement):
        """A view in which each match of a pattern is replaced by what a function makes of it.

        :param replacement: a function of the match; None leaves it as it is.
        """
        pieces, steps, here, there = [], [(0, 0, None)], 0, 0
        for match in pattern.finditer(self.text):
            text = replacement(match)
            if text is None:
                continue
            pieces.extend([self.text[there:match.start()], text])
            here += match.start() - there
            there = match.end()
            steps.append((here, match.start(), there))
            here += len(text)
            steps.append((here, there, None))
        pieces.append(self.text[there:])
        return View(''.join(pieces), steps, self) if there else self


def needles(value, words=()):
    """What to search for to find a value in all shapes.

    :param value: a text.
    :param words: words in lower case that are no part of it, but say what was wrong with it.
    :return: a list of :class:`Needle`.
    """
    collected = []
    views = _levels(View(value))
    texts = [view.text for view in views]
    texts += [text.encode('utf-8', 'replace').decode('latin-1') for text in texts
              if any(char > '\x7f' for char in text)]  # read as if it were Latin-1
    for text in texts:
        text = _folded(View(text)).text
        if len(text) >= LEAST_OF_SHORT and text not in [needle.text for needle in collected]:
            collected.append(_needle(text, words))
    return collected


def spans(text, needles):
    """Where values are in a text, whatever they look like there.

    :param text: the text.
    :param needles: a list of :class:`Needle`.
    :return: a list of pairs: where a part to be masked begins and ends.
    """
    parts = []
    for view in _levels(View(text)) if needles else ():
        view = _folded(view)
        for needle in needles:
            parts.extend(view.span(start, end) for start, end in _parts(view.text, needle))
    return parts


def _levels(view):
    """The views of a text: as it is, decoded once, and so on until nothing changes."""
    views = [view]
    while len(views) <= LEVELS and _HAS_ESCAPE.search(views[-1].text):
        decoded = views[-1].replaced(re.compile(_ESCAPE), _unescaped)
        if decoded is views[-1]:
            break
        views.append(decoded)
    return views


def _folded(view):
    """A view in which one blank stands for blanks of any kind and number; a plus is one, too."""
    return view.replaced(_BLANKS, lambda match: ' ')


def _unescaped(match):
    kind, code = match.lastgroup, match.group(match.lastgroup)
    if kind == 'low':
        high = int(match.group('high'), 16) - 0xd800
        return character(0x10000 + (high << 10) + int(code, 16) - 0xdc00)
    if kind == 'plain':
        return _CONTROLS.get(code, code)
    if kind == 'percent':
        return _from_percent(bytearray(int(digits, 16) for digits in code.split('%')[1:]))
    if kind != 'entity':
        return character(int(code, 16))
    if code.startswith('#'):
        return character(int(code[2:], 16) if code[1] in 'xX' else int(code[1:]))
    return entity(code)


def _from_percent(octets):
    try:
        return bytes(octets).decode('utf-8')
    except UnicodeDecodeError:
        return bytes(octets).decode('latin-1')


def _needle(text, words):
    length = len(text)
    anywhere = max(LEAST_ANYWHERE, length // 2 + 1)
    if ' ' not in text and len(set(text)) >= ENOUGH_OF_TOKEN // 2:  # not one word many times
        anywhere = min(anywhere, ENOUGH_OF_TOKEN)
    at_end = min(LEAST_AT_END if length >= SHORT else LEAST_OF_SHORT, length)
    # A part of that length contains one of these pieces, wherever it was cut out.
    size = min((anywhere + 1) // 2, length)
    anchors = [(start, text[start:start + size]) for start in range(0, length - size + 1, size)]
    anchors += [(0, text[:at_end]), (length - at_end, text[-at_end:])]
    return Needle(text, sorted(set(anchors)), anywhere, at_end, words)


def _parts(text, needle):
    """Where a text contains a value, or a part of it that must be masked."""
    for offset, anchor in needle.anchors:
        index = text.find(anchor)
        while index >= 0:
            start, end, begins, ends = _widest(text, needle.text, index, offset, len(anchor))
            index += 1
            if _is_telling(text, needle, start, end, begins, ends):
                yield start, end
                index = max(index, end)
            index = text.find(anchor, index)


def _widest(text, value, index, offset, size):
    """The widest part of a text around an index that is also part of the value: where it begins and
    ends in both."""
    before = _longest(min(index, offset), 0, lambda length: _agree(
        text, index - length, value, offset - length, length))
    after = _longest(min(len(text) - index, len(value) - offset), size, lambda length: _agree(
        text, index, value, offset, length))
    return index - before, index + after, offset - before, offset + after


def _longest(most, least, agrees):
    """The greatest length for which a function is true, asked a few times: a service may repeat one
    character so often that asking for every length takes minutes.

    :param least: a length for which it is true.
    :param agrees: a function of a length; what is true for one is true for the smaller ones.
    """
    if agrees(most):
        return most
    step = 1
    while most - least > 1:
        length = least + step if least + step < most else (least + most) // 2
        if agrees(length):
            least, step = length, step * 2
        else:
            most = length
    return least


def _agree(text, index, value, offset, length):
    """Whether a text and a value are the same for a length, each from an index on."""
    return text.startswith(value[offset:offset + length], index)


def _is_telling(text, needle, start, end, begins, ends):
    """Whether a part of a text that is also a part of the value must be masked."""
    if end - start == len(needle.text):
        return True
    part = text[start:end]
    # Blanks at its ends are those between words, or as good as these.
    start, begins = start + len(part) - len(part.lstrip()), begins + len(part) - len(part.lstrip())
    length = len(part.strip())
    if part.strip().lower() in needle.words:  # it says what was wrong, not the value
        return False
    if length >= needle.anywhere:
        return True
    if length < needle.at_end:
        return False
    ends_cut = _CUT_AFTER + ('|' + _CUT_AFTER_MUCH if length >= LEAST_ANYWHERE else '')
    if begins == 0 and re.compile(ends_cut).match(text, end):
        return True
    before = text[:start] if start <= _NEAR else '|' + text[start - _NEAR:start]
    return ends == len(needle.text) and re.search(_CUT_BEFORE, before) is not None
