# -*- coding: utf-8 -*-
"""The source tree, as the rules see it.

Every module parsed once: its text, its syntax tree, what it imports.
"""
from __future__ import unicode_literals

import ast
import io
import os
from collections import namedtuple

#: The top of the repository.
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

#: An import: the dotted name of the imported module, the names taken from it, whether it happens
#: when the module is imported, whether it names the product from the top.
Import = namedtuple('Import', 'module names at_once is_absolute_own')


def _is_own(name):
    return name.split('.')[0] == 'slipstream'


class Module(object):
    """One source file.

    :param str path: its path below the top of the repository, with slashes.
    """

    def __init__(self, path):
        self.path = path
        self.name = path[:-len('.py')].replace('/', '.')
        self.is_package = self.name.endswith('.__init__')
        if self.is_package:
            self.name = self.name[:-len('.__init__')]
        with io.open(os.path.join(ROOT, *path.split('/')), encoding='utf-8') as source:
            self.text = source.read()
        self.tree = ast.parse(self.text.encode('utf-8'), str(path))

    def __repr__(self):
        return str(self.path)

    @property
    def package(self):
        """The dotted name that its relative imports start from."""
        return self.name if self.is_package else self.name.rpartition('.')[0]

    def nodes(self, *kinds):
        """All nodes of some kinds."""
        return [node for node in ast.walk(self.tree) if isinstance(node, kinds)]

    def imports(self):
        """What it imports, relative names made absolute."""
        inner = {id(node) for function in self.nodes(ast.FunctionDef)
                 for node in ast.walk(function)}
        imports = []
        for node in self.nodes(ast.Import, ast.ImportFrom):
            at_once = id(node) not in inner
            if isinstance(node, ast.Import):
                imports.extend(Import(alias.name, [], at_once, _is_own(alias.name))
                             for alias in node.names)
            else:
                own = not node.level and _is_own(node.module)
                origin, names = self._origin(node), [alias.name for alias in node.names]
                imports.append(Import(origin, names, at_once, own))
        return imports

    def _origin(self, node):
        if not node.level:
            return node.module
        above = self.package.split('.')
        above = above[:len(above) - node.level + 1]
        return '.'.join(above + ([node.module] if node.module else []))


def python_files(folder):
    """The paths of the modules below a folder of the repository, sorted."""
    paths = []
    for parent, folders, names in os.walk(os.path.join(ROOT, folder)):
        folders[:] = [name for name in folders if not name.startswith(('.', '__'))]
        paths.extend(os.path.relpath(os.path.join(parent, name), ROOT).replace(os.sep, '/')
                     for name in names if name.endswith('.py'))
    return sorted(paths)


def text_files():
    """The paths of all files of the project that people read, sorted."""
    paths = []
    for parent, folders, names in os.walk(ROOT):
        at_top = parent == ROOT
        folders[:] = [name for name in folders if not name.startswith(('.', '_'))
                      and not name.endswith('.egg-info')
                      and not (at_top and name in ('build', 'dist'))]
        paths.extend(os.path.relpath(os.path.join(parent, name), ROOT).replace(os.sep, '/')
                     for name in names
                     if not name.endswith(('.pyc', '.pyo')))
    return sorted(name for name in paths if not os.path.basename(name).startswith('.'))


def hidden_files():
    """The paths of what the project says to tools that look into folders with a dot, sorted."""
    return sorted(os.path.relpath(os.path.join(parent, name), ROOT).replace(os.sep, '/')
                  for folder in ('.ci', '.github')
                  for parent, _, names in os.walk(os.path.join(ROOT, folder)) for name in names)


#: The library and the sandbox, by name.
API = {module.name: module for module in map(Module, python_files('slipstream/api'))}
SANDBOX = {module.name: module for module in map(Module, python_files('slipstream/sandbox'))}
PRODUCT = dict(API, **SANDBOX)
#: The plugin for pytest.
PLUGIN = {module.name: module for module in map(Module, python_files('slipstream/testing'))}
PRODUCT.update(PLUGIN)
TESTS = {module.name: module for module in map(Module, python_files('tests'))}


def imported_modules(module, at_once_only=False):
    """The names of the modules of the product that a module imports."""
    names = set()
    for entry in module.imports():
        if entry.at_once or not at_once_only:
            inside = {'.'.join([entry.module, name]) for name in entry.names} & set(PRODUCT)
            names |= inside
            if entry.module in PRODUCT and len(inside) < max(len(entry.names), 1):
                names.add(entry.module)
    return names
