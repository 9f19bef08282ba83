# -*- coding: utf-8 -*-
"""Shapes: how a value may look in a text that somebody else has written.

As it is, escaped as in JSON or Python, percent-encoded, quoted-printable, as entities of HTML or
XML, several of these one inside the other, with other blanks, in broken lines, also if each begins
with a mark as in mails, in capitals, in base64 or hexadecimal, or cut off.
"""
from __future__ import unicode_literals

import bisect
import collections
import re

from ..compat import character, entity
from . import variants

#: How a text is looked at: word by word; with its lines joined; without any blanks.
WORDS, LINES, DENSE = 'words', 'lines', 'dense'
#: How often a text is decoded: a value in JSON in an attribute of XML is escaped twice.
LEVELS = 3
#: A piece of a value that adjoins an end or an ellipsis is masked from this many characters on; of
#: a value shorter than :data:`SHORT`, from :data:`LEAST_OF_SHORT` on.
LEAST_AT_END, SHORT, LEAST_OF_SHORT = 6, 12, 4
#: Elsewhere, from this many on if that is more than half of the value. Of a long value without
#: blanks, such as a token, the second number is enough: no ordinary word is that long.
LEAST_ANYWHERE, ENOUGH_OF_TOKEN = 8, 24
#: Where lines or words are joined, from this many on if that is more than half of the value.
LEAST_JOINED = 12

# These are compiled when something is decoded or was cut off.
_ESCAPE = (
    r'\\u(?P<high>[dD][89abAB]H{2})\\u(?P<low>[dD][c-fC-F]H{2})'
    r'|\\(?:u(?P<four>H{4})|x(?P<two>H{2})|U(?P<eight>H{8})|(?P<plain>["\'\\/nrtbf]))'
    r'|(?P<percent>%[0-7]H|%[c-dC-D]H%[89abAB]H|%[eE]H(?:%[89abAB]H){2}'
    r'|%[fF][0-7](?:%[89abAB]H){3}|%[89a-fA-F]H)'
    r'|(?P<printable>(?:=[89A-F][0-9A-F])+|=3D)'
    r'|&(?P<entity>\#[0-9]{1,7}|\#[xX]H{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});').replace(
        'H', '[0-9a-fA-F]')
_CONTROLS = {'n': '\n', 'r': '\r', 't': '\t', 'b': '\b', 'f': '\f'}
# What is drawn as nothing: format characters and controls; one of these begins a colour.
_HIDDEN = (
    '\x00-\x08\x0e-\x1b\x7f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f'
    '\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0')
_COLOUR = r'(?:(?<=\x1b)\[[0-9;]*[A-Za-z])?'
_BREAK = '[wW]?[bB][rR] ?/?>'
# What mails, comments and logs put before each line that they quote.
_QUOTATION = r'(?:[ \t]{0,9}(?:[>|\#*]|//))'
#: What is left out, or is one blank, by how a text is looked at. Patterns that begin with a set of
#: characters are searched for several times faster.
_BETWEEN = {
    WORDS: r'(?u)[\s+{0}]{1}(?:(?<! )|(?=[\s+{0}]))(?:[\s+{0}]{1})*'.format(_HIDDEN, _COLOUR),
    LINES: r'(?u)[=\\]?[ \t]{{0,9}}(?:[\r\n\u2028\u2029{0}]{1}|<{2})\s*'
           r'(?:{3}{{1,9}}\s*)?|(?<=(?<!\w)\S)[ ](?=\S(?!\w))'.format(
               _HIDDEN, _COLOUR, _BREAK, _QUOTATION),
    DENSE: r'(?u)[\s{0}<=\\](?:(?<=[\r\n\u2028\u2029]){3}{{1,9}}|(?<=[\s{0}]){1}|(?<=<){2}'
           r'|(?<=[=\\])\s(?:(?<=[\r\n]){3}{{1,9}})?)'.format(_HIDDEN, _COLOUR, _BREAK, _QUOTATION)}
_BLANK = re.compile(r'(?u)[\s+]')
_HAS_ESCAPE = re.compile(r'[\\%&]|=[389A-F][0-9A-F]')
# What may follow a piece before the place where it was cut off: quotes, and part of an escape.
_CUT_AFTER = (
    r'(?i)(?:\\(?:u[0-9a-f]{0,3}|x[0-9a-f]?)?|%[0-9a-f]?|&\#?[a-z0-9]{0,8})?'
    r'["\'`\u201d\u2019)\]}>,;:!?\s]{0,20}(?:\.{0,2}\Z|[(\[{<]?(?:\.\.\.|\u2026)'
    r'|[~\u2192]|[*\u2022]{2}'
    r'|[(\[{<+*\s-]{0,20}(?:(?:and\s+)?[0-9]+\s+(?:more|further|other|char|byte)|truncat|shorten'
    r'|cut\b|snip|omit|elided|abbrev|clipped|trimmed|more\b|etc\b))')
# What may follow a longer piece there: the end of a quotation, or a remark that it was cut off.
_CUT_AFTER_MUCH = '["\'`*\u201d\u2019\\[({<>})\\]]'
_CUT_BEFORE = (
    r'(?i)(?:\A|\.\.\.|\u2026)["\'`\u201c\u2018(\[{<\s]*'
    r'(?:\#?[a-z0-9]{0,8};|[ux]?[0-9a-f]{1,4})?\Z')
#: How far before a piece the beginning of a text or an ellipsis may be.
_NEAR = 20

#: A value as it is looked for: the text, the pieces of it that a part to be masked must contain,
#: from how many characters on a part is masked anywhere, from how many at an end, words that are
#: not masked, since they say what was wrong, and how the text is looked at: :data:`WORDS`,
#: :data:`LINES` or :data:`DENSE`, and whether in lower case.
Needle = collections.namedtuple('Needle', 'text anchors anywhere at_end words look')


class View(object):
    """A text that was decoded, and where its characters stood before.

    Where they stood is only worked out once a value is found: most hold none.

    :param text: the text.
    :param source: the view that it was made of; None for a text as it was.
    :param changes: what was replaced there, a function that returns matches and replacements.
    """

    def __init__(self, text, source=None, changes=None):
        self.text, self._source, self._changes = text, source, changes
        self._steps = None

    def span(self, start, end):
        """Where a part of the decoded text is in the original one."""
        if self._source is None:
            return start, end
        first, last = self._step(start), self._step(end - 1)
        begins = first[1] if first[2] is not None else first[1] + start - first[0]
        ends = last[2] if last[2] is not None else last[1] + end - last[0]
        return self._source.span(begins, ends)

    def _step(self, index):
        """For a run of characters: where it begins here and in the source, and where it ends there
        if it stands for an escape, else None.
        """
        if self._steps is None:
            self._steps, here, there = [(0, 0, None)], 0, 0
            for match, text in self._changes():
                here += match.start() - there
                there = match.end()
                self._steps.append((here, match.start(), there))
                here += len(text)
                self._steps.append((here, there, None))
            self._starts = [step[0] for step in self._steps]
        return self._steps[bisect.bisect_right(self._starts, index) - 1]

    def replaced(self, pattern, replacement):
        """A view in which each match of a pattern is replaced.

        :param replacement: a text, or a function of the match that returns one.
        """
        source, function = self.text, replacement if callable(replacement) else (
            lambda match: replacement)
        text = re.sub(pattern, replacement, source)
        return self if text == source else View(text, self, lambda: (
            (match, function(match)) for match in re.finditer(pattern, source)))

    def without_case(self):
        """A view of the same in lower case."""
        return View(variants.without_case(self.text), self._source, self._changes)


def needles(value, words=()):
    """What to search for to find a value in all shapes.

    :param value: a text.
    :param words: words in lower case that are no part of it, but say what was wrong with it.
    :return: a list of :class:`Needle`.
    """
    collected = collections.OrderedDict()
    for view in _levels(View(value)):
        for text in variants.of_unicode(view.text):
            for needle in _of_text(text, words):
                collected.setdefault((needle.text, needle.look), needle)
    for needle in _of_encodings(value, words) if len(value) >= LEAST_OF_SHORT else ():
        collected.setdefault((needle.text, needle.look), needle)
    return list(collected.values())


def spans(text, needles):
    """Where values are in a text, whatever they look like there.

    :param text: the text.
    :param needles: a list of :class:`Needle`.
    :return: a list of pairs: where a part to be masked begins and ends.
    """
    # Word by word, shorter parts are found: what was searched so need not be searched otherwise.
    needles = sorted(needles, key=lambda needle: needle.look != (WORDS, False))
    parts, looks = [], set(needle.look for needle in needles)
    for level in _every_level(text) if needles else ():
        views, searched = _seen(level, looks), set()
        for needle in needles:
            view = views[needle.look]
            if (view.text, needle.text) not in searched:
                searched.add((view.text, needle.text))
                parts.extend(view.span(start, end) for start, end in _parts(view.text, needle))
    return parts


def _every_level(text):
    """The views of a text, and of one in which a line was broken within an escape."""
    views = _levels(View(text))
    if len(views) > 1:
        joined = _between(views[0], LINES)
        views += _levels(joined)[1:] if joined is not views[0] else []
    return views


def _levels(view):
    """The views of a text: as it is, decoded once, and so on until nothing changes."""
    views = [view]
    while len(views) <= LEVELS and _HAS_ESCAPE.search(views[-1].text):
        decoded = views[-1].replaced(_ESCAPE, _decoded)
        if decoded is views[-1]:
            break
        views.append(decoded)
    return views


def _seen(view, looks):
    """The views of a text for each way to look at it, as a dict."""
    views = dict((how, _between(view, how)) for how in set(how for how, _ in looks))
    return dict(((how, ignores_case), views[how].without_case() if ignores_case else views[how])
                for how, ignores_case in looks)


def _between(view, how):
    """A view without what is drawn as nothing, and with joined lines or words if asked for.

    Word by word, one blank stands for blanks of any kind and number; a plus is one, too.
    """
    return view.replaced(_BETWEEN[how], _blank if how == WORDS else '')


def _blank(match):
    return ' ' if _BLANK.search(match.group()) else ''


def _decoded(match):
    text = _unescaped(match)
    return match.group() if text is None else text


def _unescaped(match):
    kind, code = match.lastgroup, match.group(match.lastgroup)
    if kind == 'low':
        high = int(match.group('high'), 16) - 0xd800
        return character(0x10000 + (high << 10) + int(code, 16) - 0xdc00)
    if kind == 'plain':
        return _CONTROLS.get(code, code)
    if kind in ('percent', 'printable'):
        return _from_octets(bytearray(int(digits, 16) for digits in code.split(code[0])[1:]))
    if kind != 'entity':
        return character(int(code, 16))
    if code.startswith('#'):
        return character(int(code[2:], 16) if code[1] in 'xX' else int(code[1:]))
    return entity(code)


def _from_octets(octets):
    try:
        return bytes(octets).decode('utf-8')
    except UnicodeDecodeError:
        return bytes(octets).decode('latin-1')


def _of_text(text, words):
    """What to search for to find a text as it is, in capitals, and in broken lines."""
    plain = _between(View(text), WORDS).text
    needles = [_needle(plain, words, (WORDS, False))] if len(plain) >= LEAST_OF_SHORT else []
    # In capitals, shorter pieces may be other words.
    needles += [_needle(other, words, (WORDS, True), len(other), _more_than_half(other))
                for other in variants.in_other_cases(plain)]
    return needles + _in_broken_lines(text, plain, words)


def _in_broken_lines(text, plain, words):
    joined = _between(View(text), DENSE).text
    least, needles = min(len(joined), max(LEAST_JOINED, _more_than_half(joined))), []
    if len(joined) >= LEAST_OF_SHORT:
        look = LINES if _may_be_words(joined, plain, joined.islower()) else DENSE
        needles.append(_needle(joined, words, (look, False), least, least))
        look = LINES if _may_be_words(joined, plain, True) else DENSE
        needles += [_needle(other, words, (look, True), len(other), least)
                    for other in variants.in_other_cases(joined)]
    return needles


def _may_be_words(joined, plain, has_no_case):
    """Whether words of a sentence may be a value as soon as the blanks between them are left out.

    :param joined: the value without blanks.
    :param plain: the value with them.
    :param has_no_case: whether capitals tell nothing.
    """
    return len(joined) < LEAST_ANYWHERE or has_no_case and joined.isalpha() and (
        joined == plain and len(joined) < ENOUGH_OF_TOKEN)


def _of_encodings(value, words):
    return [_needle(text, words, (DENSE, False), at_end=LEAST_ANYWHERE)
            for text in variants.in_base64(value)] + [
        _needle(text, words, (DENSE, True), at_end=LEAST_JOINED)
        for text in variants.in_hexadecimal(value)]


def _needle(text, words, look, anywhere=None, at_end=None):
    length = len(text)
    anywhere = anywhere or _least_anywhere(text)
    at_end = min(at_end or (LEAST_AT_END if length >= SHORT else LEAST_OF_SHORT), length)
    # A part of that length contains one of these pieces, wherever it was cut out.
    size = min((anywhere + 1) // 2, length)
    anchors = [(start, text[start:start + size]) for start in range(0, length - size + 1, size)]
    if at_end < anywhere:
        anchors += [(0, text[:at_end]), (length - at_end, text[-at_end:])]
    return Needle(text, sorted(set(anchors)), anywhere, at_end, words, look)


def _least_anywhere(text):
    least = _more_than_half(text)
    if ' ' not in text and len(set(text)) >= ENOUGH_OF_TOKEN // 2:  # not one word many times
        least = min(least, ENOUGH_OF_TOKEN)
    return least


def _more_than_half(text):
    return max(LEAST_ANYWHERE, len(text) // 2 + 1)


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
