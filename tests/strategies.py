# -*- coding: utf-8 -*-
"""Shared hypothesis strategies."""
from __future__ import unicode_literals

from hypothesis import strategies as st

from slipstream.api.compat import fast_etree

_VALUES = st.one_of(
    st.sampled_from(['', ' ', 'true', 'false', '12', ' 7 ', '-1', 'x,y', ',', ', ,', 'module/',
                     'module/a/12', '/', 'Image', 'Unknown',
                     '7b0e4a52-1c2d-4e5f-9a6b-8c7d6e5f4a3b',
                     ' 7B0E4A52-1C2D-4E5F-9A6B-8C7D6E5F4A3B ']),
    st.text(st.characters(blacklist_categories=['Cs', 'Cc']), max_size=8))


def elements(names):
    """Elements with any of these attributes, or none, with any values."""
    return st.dictionaries(st.sampled_from(names), _VALUES).map(_element)


def _element(attributes):
    element = fast_etree.Element('element')
    for name, value in attributes.items():
        element.set(name, value)
    return element
