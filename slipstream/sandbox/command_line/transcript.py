# -*- coding: utf-8 -*-
"""Transcripts: what a person types at Python's prompt, and what comes back.

Every line that is shown is a line that is executed, so a transcript cannot show what does not work.
"""
from __future__ import print_function, unicode_literals

import pprint

from ..compat import text_type, to_text

_WIDTH = 110


class Transcript(object):
    """Executes lines in one namespace and writes them down, with their results, in plain ASCII.

    :param out: where to write, a text stream.
    """

    def __init__(self, out):
        self._out = out
        self.names = {'pp': self.show, 'print': self._print}

    def write(self, text=''):
        """Write a line."""
        self.part('%s\n' % (text,))

    def part(self, text):
        """Write something without ending the line, and let it be seen at once."""
        self._out.write(to_text(text).encode('ascii', 'backslashreplace').decode('ascii'))
        self._out.flush()

    def _print(self, *values):
        self.write(' '.join('%s' % (value,) for value in values))

    def heading(self, text):
        """Begin a chapter."""
        self.write('\n--- %s %s' % (text, '-' * (_WIDTH - len(text) - 5)))

    def prompt(self, source):
        """Write a line as it is typed; the caller does what it says."""
        self.write('>>> ' + source)

    def show(self, value):
        """Write a value as the prompt would, long ones on several lines."""
        self.write(to_text(pprint.pformat(value, width=_WIDTH)))

    def enter(self, source):
        """Type a line: write it, execute it, and write what it gives.

        :param str source: an expression or a statement.
        """
        self.prompt(source)
        try:
            code = compile(source, '<tour>', 'eval')
        except SyntaxError:
            exec(compile(source, '<tour>', 'exec'), self.names)
            return
        value = eval(code, self.names)
        if value is not None:
            self.show(value)

    def define(self, name, value):
        """Give a name a value and write that line down."""
        self.names[name] = value
        self.prompt('%s = %s' % (name, literal(value)))


def literal(value):
    """A value as it is typed, in the same way on every Python."""
    text = to_text(repr(value))
    return text[1:] if isinstance(value, text_type) and text.startswith('u') else text
