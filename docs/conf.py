# -*- coding: utf-8 -*-
"""
Settings of the documentation
=============================
"""
from slipstream.api import __version__

project = 'slipstream-api'
copyright = 'the slipstream-api developers'
version = release = __version__

extensions = ['sphinx.ext.autodoc', 'sphinx.ext.viewcode']
exclude_patterns = ['_build']
default_role = 'code'
highlight_language = 'python'

autodoc_member_order = 'bysource'
autodoc_typehints = 'none'

html_theme = 'furo'
html_title = 'slipstream-api {}'.format(release)
html_show_sphinx = False
