# -*- coding: utf-8 -*-
"""Transcripts: lines typed at Python's prompt, and their results.

Every line in a transcript is executed, so a transcript cannot show code that does not work.
"""
from __future__ import print_function, unicode_literals

import pprint

from ..compat import text_type, to_text

_WIDTH = 110


class Transcript(object):
    """Executes lines in one namespace, and writes them and their results in plain ASCII.

    :param out: the text stream to write to.
    """

    def __init__(self, out):
        self._out = out
        self.names = {'pp': self.show, 'print': self._print}

    def write(self, text=''):
        """Write a line."""
        self.part('%s\n' % (text,))

    def part(self, text):
        """Write text without ending the line, and flush it."""
        self._out.write(to_text(text).encode('ascii', 'backslashreplace').decode('ascii'))
        self._out.flush()

    def _print(self, *values):
        self.write(' '.join('%s' % (value,) for value in values))

    def heading(self, text):
        """Begin a chapter."""
        self.write('\n--- %s %s' % (text, '-' * (_WIDTH - len(text) - 5)))

    def prompt(self, source):
        """Write a line as if it was typed; the caller executes it."""
        self.write('>>> ' + source)

    def show(self, value):
        """Write a value as the prompt would, long ones on several lines."""
        self.write(to_text(pprint.pformat(value, width=_WIDTH)))

    def enter(self, source):
        """Type a line: write it, execute it, and write its result.

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
        """Assign a value to a name, and write that line."""
        self.names[name] = value
        self.prompt('%s = %s' % (name, literal(value)))


def literal(value):
    """A value as source code, the same on every Python version."""
    text = to_text(repr(value))
    return text[1:] if isinstance(value, text_type) and text.startswith('u') else text
