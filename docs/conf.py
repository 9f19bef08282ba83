# -*- coding: utf-8 -*-
"""Settings of the documentation."""
from docutils import nodes
from sphinx.util import logging

from slipstream.api import __version__, errors

logger = logging.getLogger(__name__)

project = 'slipstream-api'
copyright = 'the slipstream-api developers'
version = release = __version__

extensions = ['sphinx.ext.autodoc', 'sphinx.ext.autosummary', 'sphinx.ext.viewcode',
              'sphinx_copybutton', 'myst_nb']
exclude_patterns = ['_build']
default_role = 'code'
highlight_language = 'python'

autodoc_member_order = 'bysource'
autodoc_typehints = 'none'
autosummary_generate = False

# The tutorial keeps its output: building the documentation executes nothing. A test executes it.
nb_execution_mode = 'off'
nb_merge_streams = True

# A reference that leads nowhere is a warning, and warnings are errors.
nitpicky = True
nitpick_ignore_regex = [('py:.*', name) for name in (
    r'(uuid|requests|matplotlib|pandas|socket)\..*', r'config_sources', r'json', r'endpoint',
    r'catalogue', r'.*World', r'Card', r'.*\.Quoting')]

# Prompts are not copied.
copybutton_prompt_text = r'>>> |\.\.\. |\$ '
copybutton_prompt_is_regexp = True

pygments_dark_style = 'monokai'

html_theme = 'furo'
html_title = 'slipstream-api {}'.format(release)
html_static_path = ['_static']
html_css_files = ['own.css']
html_show_sphinx = False


def find_by_last_name(app, env, node, contnode):
    """The target of a reference by the name under which programs import it.

    What it documents stands under the module that defines it.
    """
    domain, name = env.get_domain('py'), node.get('reftarget', '').rpartition('.')[2]
    matching = [full for full in domain.objects if full.startswith('slipstream.')
             and full.endswith('.' + name)]
    if node.get('refdomain') != 'py' or len(matching) != 1:
        return None
    return domain.resolve_xref(env, node['refdoc'], app.builder, node['reftype'], matching[0], node,
                               contnode)


def warn_of_broken_rows(app, doctree, name):
    """Warn of rows whose first cell is empty.

    Nobody writes such a row on purpose: it is the second line of a cell that was wrapped.
    """
    for body in doctree.findall(nodes.tbody):
        for row in body.findall(nodes.row):
            if not row[0].astext().strip():
                logger.warning('a row with an empty first cell: %s', row.astext(), location=row)


def link_to_troubles(app, what, name, obj, options, lines):
    """Let each exception link to its entry in the page of troubles.

    A link that leads nowhere is a warning.
    """
    if obj in map(errors.__dict__.get, errors.__all__):
        anchor = errors.help_page(obj).partition('#')[2]
        lines += ['', 'What to do: see :ref:`its entry in Troubleshooting <{}>`.'.format(anchor)]


def setup(app):
    """Called by Sphinx."""
    app.connect('autodoc-process-docstring', link_to_troubles)
    app.connect('doctree-resolved', warn_of_broken_rows)
    app.connect('missing-reference', find_by_last_name)
