# -*- coding: utf-8 -*-
"""Guard: around public methods, so that their errors say nothing secret.

Errors of requests and of what is below it quote what has arrived. They are cleaned where they leave
the library, together with the errors that led to them. Tools show tracebacks with the local
variables of each function; those of the library hold passwords and cookies, and are forgotten, as
are those of what it calls. Those of the program that calls, or is called back, stay.
"""
from __future__ import unicode_literals

import functools
import sys
import types

from ..compat import PY2, native_str, string_types
from . import tracebacks
from .masking import SentValues
from .responses import scrubbed, scrubbed_request

_PACKAGE = __name__.rpartition('.redaction.')[0]
# The flag of the code of generators.
_GENERATOR = 0x20


class Cleaned(object):
    """A context: an error that leaves it says nothing that a terminal would obey, and no secret.

    Nor does its traceback show any, with the local variables of functions of this library and of
    what is below it; nor does a notebook show their lines. Errors of functions of the program,
    which are called back, stay as they are.

    :param sent: the :class:`~slipstream.api.redaction.SentValues` of the session; None for none.
    """

    def __init__(self, sent=None):
        self._sent = sent

    def __enter__(self):
        # An error that the program is handling meanwhile is its own.
        self._outer = sys.exc_info()[1]
        return self

    def __exit__(self, kind, error, traceback):
        if error is None:
            return
        sent = SentValues() if self._sent is None else self._sent
        for part in chain(error, self._outer):
            trace = traceback if part is error else getattr(part, '__traceback__', None)
            if _is_ours(type(part).__module__) or _is_ours(_raised_in(trace)):
                _clean(part, sent)
            _forget_locals_of(trace)
        if _is_ours(_raised_in(traceback)):
            tracebacks.shorten(error)
            if type(error) in (TypeError, ValueError):
                # Of an argument, the message says all: not what was tried with it as well.
                error.__context__ = self._outer
        self._outer = None


class Forgetful(object):
    """An iterator; the functions that an error leaves forget their local variables.

    :param rows: a generator.
    :param str name: the method that returned it.
    """

    def __init__(self, rows, name='a method'):
        self._rows, self._name = rows, name

    def __repr__(self):
        return native_str('<iterator of %s, for a loop>' % self._name)

    def __iter__(self):
        return self

    def __next__(self):
        try:
            return next(self._rows)
        except StopIteration:
            raise
        except BaseException as error:
            forget_locals(error)
            raise

    next = __next__  # the name on Python 2

    def close(self):
        """End it, before all rows were read."""
        self._rows.close()

    def __reduce__(self):
        raise TypeError('An iterator that reads from the service cannot be copied or pickled: copy '
                        'its rows, list(...)')

    def __reduce_ex__(self, protocol):
        return self.__reduce__()


def guarded(function, explain=None):
    """A public method, whose errors are :class:`Cleaned`; also a decorator.

    A generator that it returns is :class:`Forgetful`.

    :param function: the method, of a session or of an object that has one as ``session``.
    :param explain: called with the method, the keywords and the error when a call has failed with a
        ``TypeError``; None for nothing.
    """
    @functools.wraps(function)
    def guard(self, *args, **kwargs):
        try:
            with Cleaned(getattr(getattr(self, 'session', self), 'sent_values', None)):
                result = function(self, *args, **kwargs)
                return Forgetful(result, function.__name__ + '()') if isinstance(
                    result, types.GeneratorType) else result
        except TypeError as error:
            if explain is not None:
                explain(function, kwargs, error)
            raise
        finally:
            del args, kwargs  # a traceback would show them

    guard.__wrapped__ = function  # Python 2 does not say
    return guard


def guard_methods(kind, explain=None):
    """Let all public methods of a class be :func:`guarded`; also a decorator of classes.

    :param kind: a class. Its bases are taken in, as far as they are of this library.
    :param explain: as for :func:`guarded`.
    """
    for owner in kind.__mro__:
        if owner.__module__.startswith(_PACKAGE + '.'):
            _guard_own_methods(owner, explain)
    return kind


def _guard_own_methods(kind, explain):
    for name, member in list(vars(kind).items()):
        if name.startswith('_') and name != '__init__':
            continue
        function = getattr(member, '__func__', member)
        if hasattr(function, '__wrapped__'):
            continue
        if isinstance(member, types.FunctionType) and not _is_generator(member.__code__):
            setattr(kind, name, guarded(member, explain))
        elif isinstance(member, classmethod):
            setattr(kind, name, classmethod(guarded(function, explain)))


def _is_generator(code):
    # Asked here, as "inspect" takes as long to import as twenty of our modules.
    return bool(code.co_flags & _GENERATOR)


def chain(error, outer=None):
    """An error, those that led to it and those that it carries.

    :param error: the error; None for none.
    :param outer: an error to leave out, with those that led to it.
    :return: a list.
    """
    errors, left = [], [error]
    while left:
        part = left.pop()
        if part is None or part is outer or any(part is other for other in errors):
            continue
        errors.append(part)
        carried = list(part.args) + [getattr(part, name, None)
                                     for name in ('reason', '__cause__', '__context__')]
        left.extend(other for other in carried if isinstance(other, BaseException))
    return errors


def forget_locals(error):
    """Let the functions of this library that an error has left forget their local variables.

    :param error: the error; those that led to it are taken in.
    """
    for part in chain(error):
        _forget_locals_of(getattr(part, '__traceback__', None))


def _forget_locals_of(trace):
    """Forget the local variables of functions that have ended; Python 2 shows none."""
    is_outermost = True
    while trace is not None and not PY2:
        frame = trace.tb_frame
        # An error that was seen further out has left a function that stopped where it was raised.
        has_ended = not is_outermost and trace.tb_lasti == frame.f_lasti
        trace, is_outermost = trace.tb_next, False
        if _is_ours(tracebacks.module_of(frame)) and (has_ended or not _may_go_on(frame)):
            try:
                frame.clear()
            except RuntimeError:  # it has not ended
                continue


def _may_go_on(frame):
    """Whether a frame belongs to a generator that may continue."""
    if not _is_generator(frame.f_code):
        return False
    is_paused = frame.f_code.co_code[frame.f_lasti] in _pauses()
    # New in Python 3.14, which knows for certain.
    generator = getattr(frame, 'f_generator', frame)
    return is_paused if generator is frame else getattr(generator, 'gi_frame', None) is not None


def _pauses():
    """The instructions at which a generator may pause: the last one of another was another."""
    import opcode  # few calls fail
    return [opcode.opmap[name] for name in ('YIELD_VALUE', 'YIELD_FROM', 'SEND', 'RESUME')
            if name in opcode.opmap]


def _raised_in(trace):
    """The module that an error was raised in; the library itself if unknown."""
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return _PACKAGE if trace is None else tracebacks.module_of(trace.tb_frame)


def _is_ours(module):
    return tracebacks.is_inside(module, tracebacks.LIBRARIES)


def _clean(error, sent):
    if hasattr(error, 'sent_values'):  # one of ours: it neutralises what it says
        error.sent_values = sent
        return
    args = tuple(native_str(sent.clean(part)) if isinstance(part, string_types) else part
                 for part in error.args)
    if args != error.args:
        error.args = args
    for name, value in list(vars(error).items()):
        if isinstance(value, string_types):
            setattr(error, name, native_str(sent.clean(value)))
    # A pickle would hold what was sent, and the cookies.
    if hasattr(error, 'request') and hasattr(error, 'response'):
        error.request = scrubbed_request(error.request, sent.clean)
        error.response = scrubbed(error.response)
