# -*- coding: utf-8 -*-
"""The mutants of a module: copies of its source with one small mistake each.

mutmut generates the mistakes. ``mutmut run`` itself is not used: it creates a copy of each function
for each mutant, and collects all tests for each mutant, which takes 15 seconds here. Tests that
inspect classes, signatures or tracebacks also see these copies. Here, the code of a mutant replaces
the code of an existing function: nothing else changes, and nothing is imported again.
"""
import ast
import difflib
import gc
import types

import libcst
from libcst.metadata import ByteSpanPositionProvider, MetadataWrapper, PositionProvider
from mutmut.mutation.mutators import mutation_operators, operator_string

#: Calls that are not changed inside: with another argument they nearly always raise TypeError.
NOT_WORTH_IT = ('len', 'isinstance', 'super')

FUNCTIONS = (ast.FunctionDef, ast.Lambda)


class Mutant(object):
    """One mistake.

    :ivar str path: the module, below the top of the repository.
    :ivar tuple lines: the first and the last line of the statement that is changed.
    :ivar str removed: the lines that are gone, without indentation.
    :ivar str added: the lines that are there instead.
    """

    def __init__(self, path, source, mutated_source, lines):
        self.path = path
        self.mutated_source = mutated_source
        self.lines = lines
        changes = _changes(source.splitlines(), mutated_source.splitlines())
        self.removed = _joined(changes, '- ')
        self.added = _joined(changes, '+ ')

    @property
    def key(self):
        """What it is known by, wherever its lines move in the file."""
        return self.path, self.removed, self.added

    def apply(self, functions):
        """Put it into the functions that live; return how many it has changed."""
        tree = ast.parse(self.mutated_source)
        codes = _codes(compile(tree, self.path, 'exec', dont_inherit=True))
        changed = 0
        for (line, name), living in functions.items():
            code = codes.get((line, name))
            for function in living if code is not None else ():
                if _differs(code, function.__code__):
                    function.__code__ = code.replace(co_filename=function.__code__.co_filename)
                    changed += 1
        return changed + self._apply_defaults(tree, functions)

    def _apply_defaults(self, tree, functions):
        changed = 0
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.args.defaults:
                line = node.decorator_list[0].lineno if node.decorator_list else node.lineno
                for function in functions.get((line, node.name), ()):
                    changed += _set_defaults(function, node.args.defaults)
        return changed


def _changes(old, new):
    """The lines that are gone, and the new ones, as :func:`difflib.ndiff` marks them."""
    begin = _common(old, new)
    old, new = old[begin:], new[begin:]
    end = _common(old[::-1], new[::-1])
    return [line for line in difflib.ndiff(old[:len(old) - end], new[:len(new) - end])
            if line[:2] in ('- ', '+ ')]


def _common(old, new):
    """How many lines both begin with."""
    return next((number for number, (line, other) in enumerate(zip(old, new)) if line != other),
                min(len(old), len(new)))


def _joined(changes, mark):
    return ' '.join(line[2:].strip() for line in changes if line.startswith(mark))


def _codes(code):
    """The code of every function in a module, by the line where it begins and its name."""
    codes = {}
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            codes[constant.co_firstlineno, constant.co_name] = constant
            codes.update(_codes(constant))
    return codes


def _differs(code, other):
    """Whether they do something else; where their lines stand does not count."""
    return _substance(code) != _substance(other)


def _substance(code):
    constants = [_substance(constant) if isinstance(constant, types.CodeType)
                 else (type(constant), repr(constant)) for constant in code.co_consts]
    return code.co_code, constants, code.co_names, code.co_varnames, code.co_freevars


def _set_defaults(function, nodes):
    """Give a function other default values; return whether they were others."""
    try:
        defaults = tuple(eval(compile(ast.Expression(node), 'defaults', 'eval'),
                              function.__globals__) for node in nodes)
    except NameError:
        return False    # a name of the class: its value is not seen from here
    differ = [(type(new), repr(new)) != (type(old), repr(old))
              for new, old in zip(defaults, function.__defaults__ or ())]
    if any(differ):
        function.__defaults__ = tuple(
            new if is_other else old
            for new, old, is_other in zip(defaults, function.__defaults__, differ))
    return any(differ)


def living_functions():
    """The functions of all imported modules: by file, and there by first line and name."""
    functions = {}
    for candidate in gc.get_objects():
        if isinstance(candidate, types.FunctionType):
            code = candidate.__code__
            of_file = functions.setdefault(code.co_filename, {})
            of_file.setdefault((code.co_firstlineno, code.co_name), []).append(candidate)
    return functions


def _without_effect(node):
    """Something that is called, or waited for, is not."""
    yield node.with_changes(value=libcst.Name('None'))


def _without_value(node):
    """A function returns nothing."""
    if node.value is not None and not _is_none(node.value):
        yield node.with_changes(value=libcst.Name('None'))


def _without_error(node):
    """An error is not raised."""
    yield libcst.Pass()


def _otherwise(node):
    """A condition is the other way round."""
    test = node.test.with_changes(lpar=[libcst.LeftParen()], rpar=[libcst.RightParen()])
    yield node.with_changes(test=libcst.UnaryOperation(libcst.Not(), test))


def _is_none(node):
    return isinstance(node, libcst.Name) and node.value == 'None'


def _another_text(node):
    """A text is another one. Sentences are left alone: how they are worded is no behaviour."""
    if ' ' not in node.value.strip():
        for new in operator_string(node):
            yield new
            return    # the others have the same letters, small or large


#: All that is changed: what mutmut does, and what it does not: a statement is forgotten, a
#: condition is turned round.
OPERATORS = [(kind, changes_of) for kind, changes_of in mutation_operators
             if changes_of is not operator_string] + [
    (libcst.SimpleString, _another_text), (libcst.Expr, _without_effect),
    (libcst.Return, _without_value), (libcst.Raise, _without_error), (libcst.If, _otherwise),
    (libcst.While, _otherwise)]


class _Places(libcst.CSTVisitor):
    """Where mutmut sees something to change: the node, what replaces it, its line and place."""

    METADATA_DEPENDENCIES = (PositionProvider, ByteSpanPositionProvider)

    def __init__(self):
        super().__init__()
        self.changes = []

    def on_visit(self, node):
        if _is_left_alone(node):
            return False
        line = self.get_metadata(PositionProvider, node, None)
        for kind, changes_of in OPERATORS:
            if isinstance(node, kind) and line is not None:
                self.changes += [self._change(node, new) + (line.start.line,)
                                 for new in changes_of(node)]
        return True

    def _change(self, node, new):
        """What takes the place of which bytes; of a compound statement, only the condition."""
        if isinstance(node, (libcst.If, libcst.While)):
            node, new = node.test, new.test
        if getattr(node, 'lpar', ()) and hasattr(new, 'lpar'):
            new = new.with_changes(lpar=(), rpar=())    # the place is within the parentheses
        return new, self.get_metadata(ByteSpanPositionProvider, node)


def _is_left_alone(node):
    if isinstance(node, libcst.Call) and isinstance(node.func, libcst.Name):
        return node.func.value in NOT_WORTH_IT
    if isinstance(node, libcst.Expr):
        return isinstance(node.value, libcst.SimpleString)     # a docstring
    return isinstance(node, (libcst.Annotation, libcst.Decorator, libcst.Import,
                             libcst.ImportFrom))


def mutants_of(path):
    """Every mutant of a module, as a :class:`Maker`: most of a sample are never made.

    What a module or a class does while it is imported is left out.
    """
    with open(path, encoding='utf-8') as file:
        source = file.read()
    wrapper = MetadataWrapper(libcst.parse_module(source))
    places = _Places()
    wrapper.visit(places)
    statements = _Statements(source)
    return [Maker(path, source, wrapper.module, change, statements)
            for change in places.changes if statements.function_at(change[2])]


class Maker(object):
    """Makes a mutant when it is called.

    :ivar str path: the module.
    :ivar str text: the lines of the statement that is changed, without indentation.
    """

    def __init__(self, path, source, module, change, statements):
        self.path, self._source, self._module = path, source, module
        self._new, self._place, line = change
        self._lines = statements.around(line)
        lines = source.splitlines()[self._lines[0] - 1:self._lines[1]]
        self.text = ' '.join(line.strip() for line in lines)
        self._indentation = lines[0][:len(lines[0]) - len(lines[0].lstrip())]

    def __call__(self):
        source, end = self._source.encode('utf-8'), self._place.start + self._place.length
        old = source[self._place.start:end]
        new = self._module.code_for_node(self._new).strip().replace('\n', '\n' + self._indentation)
        mutated = (source[:end - len(old.lstrip())].decode('utf-8') + new
                   + source[end:].decode('utf-8'))
        return Mutant(self.path, self._source, mutated, self._lines)


class _Statements(object):
    """The lines of the statements of a module."""

    def __init__(self, source):
        nodes = list(ast.walk(ast.parse(source)))
        self._functions = [(node.lineno, node.end_lineno) for node in nodes
                           if isinstance(node, FUNCTIONS)]
        self._defs = {node.lineno: (node.lineno, node.end_lineno) for node in nodes
                      if isinstance(node, ast.FunctionDef)}
        self._statements = [_extent(node) for node in nodes if isinstance(node, ast.stmt)]

    def function_at(self, line):
        """The first and last line of a function around this line, or None."""
        around = [lines for lines in self._functions if lines[0] <= line <= lines[1]]
        return max(around) if around else None

    def around(self, line):
        """The lines whose tests can notice a change at this one."""
        around = [lines for lines in self._statements if lines[0] <= line <= lines[1]]
        first, last = min(around, key=lambda lines: lines[1] - lines[0])
        return self._defs.get(first, (first, last))


def _extent(node):
    """The lines of a statement, or of the head of a compound one."""
    body = getattr(node, 'body', None)
    last = max(node.lineno, body[0].lineno - 1) if body else node.end_lineno
    return node.lineno, last
