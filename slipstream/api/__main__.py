# -*- coding: utf-8 -*-
"""Command line: ``python -m slipstream.api doctor``."""
from __future__ import print_function, unicode_literals

import argparse
import sys

from .compat import native_str, to_text


def main(arguments=None, output=None):
    """Run the command.

    :param arguments: words of the command line.
    :param output: where to print.
    :return: the exit status: 0 if all is well, 1 if something is not, 2 if the settings are not
        acceptable.
    """
    output = sys.stdout if output is None else output
    chosen = _parser().parse_args(arguments)
    from . import doctor  # Costly to import, and --help does not need it.
    from .api import Api
    overrides = dict((name, getattr(chosen, name)) for name in ('endpoint', 'cookie_file')
                     if getattr(chosen, name))
    try:
        api = Api.from_environment(profile=chosen.profile, insecure=chosen.insecure or None,
                                   timeout=10, retries=0, **overrides)
    except ValueError as error:
        print(native_str('%s' % (to_text(error),)), file=output)
        return 2
    with api:
        findings = doctor.Doctor(api).examine()
    print(doctor.as_json(findings) if chosen.json
          else doctor.report(findings, getattr(output, 'encoding', None)), file=output)
    return int(any(finding.ok is False for finding in findings))


def _parser():
    parser = argparse.ArgumentParser(prog=native_str('python -m slipstream.api'),
                                     description='The client of SlipStream.')
    commands = parser.add_subparsers(dest=native_str('command'), metavar=native_str('doctor'))
    commands.required = True
    doctor = commands.add_parser(native_str('doctor'),
                                 help='diagnose connection problems',
                                 description='Diagnose connection problems. The exit status is 0 '
                                 'if every check passes, 1 if one fails, and 2 if the settings are '
                                 'invalid.')
    doctor.add_argument('--endpoint', help='address of the service')
    doctor.add_argument('--profile', help='section of ~/.slipstream/config')
    doctor.add_argument('--cookie-file', help='where the session is kept')
    doctor.add_argument('--insecure', action='store_true', help='accept any certificate')
    doctor.add_argument('--json', action='store_true', help='print a JSON document')
    return parser


if __name__ == '__main__':
    sys.exit(main())
