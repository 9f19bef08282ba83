# -*- coding: utf-8 -*-
"""The process that fuzzes a target.

Usage: ``python -m tests.fuzz.guided TARGET CORPUS [OPTION OF LIBFUZZER]``; what
:mod:`tests.fuzz.__main__` starts.
"""
from __future__ import unicode_literals

import sys

import atheris

with atheris.instrument_imports(include=['slipstream.api', 'json', 'http.cookiejar']):
    from . import targets


def main(name, corpus, *options):
    """Run the target until a limit is reached; the engine ends the process itself."""
    atheris.Setup([sys.argv[0], '-max_len=4096', '-timeout=20', '-artifact_prefix=%s/' % corpus]
                  + list(options) + [corpus], targets.TARGETS[name])
    atheris.Fuzz()


if __name__ == '__main__':
    main(*sys.argv[1:])
