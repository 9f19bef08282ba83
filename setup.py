# -*- coding: utf-8 -*-
"""Build script.

What cannot be said in ``setup.cfg``: the version, read from the one module that holds it, and the
packages, which are portions of the namespace ``slipstream`` that other distributions share.

On Python 3 the namespace is a PEP 420 one: nothing is built for ``slipstream`` itself. Python 2.7
needs a module there, so what is built by 2.7 gets one that extends the path and does nothing else.
That is why there is a wheel for Python 2 and another for Python 3.
"""
import io
import os
import re
import shutil
import sys

from setuptools import find_packages, setup
from setuptools.command.build_py import build_py

HERE = os.path.dirname(os.path.abspath(__file__))
NAMESPACE = 'slipstream'
NAMESPACE_MODULE = os.path.join(HERE, 'packaging', 'namespace_for_python2.py')


class BuildPy(build_py):
    """The ordinary step, plus the module of the namespace when Python 2.7 builds."""

    def _namespace_target(self):
        return os.path.join(self.build_lib, NAMESPACE, '__init__.py')

    def run(self):
        # An earlier build may have left modules that are gone meanwhile.
        shutil.rmtree(os.path.join(self.build_lib, NAMESPACE), ignore_errors=True)
        build_py.run(self)
        if sys.version_info[0] == 2:
            self.copy_file(NAMESPACE_MODULE, self._namespace_target())

    def get_outputs(self, include_bytecode=1):
        outputs = build_py.get_outputs(self, include_bytecode)
        if sys.version_info[0] == 2:
            outputs.append(self._namespace_target())
        return outputs


def read_version():
    """The version, without importing the package: its requirements may not be installed yet."""
    with io.open(os.path.join(HERE, NAMESPACE, 'api', 'version.py'), encoding='utf-8') as source:
        return str(re.search(r"^__version__ = '([^']+)'$", source.read(), re.MULTILINE).group(1))


setup(
    version=read_version(),
    packages=['.'.join([NAMESPACE, package])
              for package in find_packages(os.path.join(HERE, NAMESPACE))],
    cmdclass={'build_py': BuildPy},
)
