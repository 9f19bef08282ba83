# -*- coding: utf-8 -*-
"""Catalogues as files."""
from __future__ import unicode_literals

import io
import json

from slipstream.sandbox.catalogue.writing import Writer, json_of, lines_of

MODULE = {
    'path': 'a/web', 'version': 7, 'type': 'component', 'authz': {'publicPost': True},
    'packages': ['nginx', {'name': 'vim', 'repository': None}],
    'parameters': [{'value': '80', 'name': 'port'}, {'name': 'text', 'value': ['a', 'b']}],
    'targets': {'execute': ['#!/bin/sh', 'echo "ä"', '']}, 'images': {}}


def written(**members):
    """A file with some modules and resources."""
    out = io.StringIO()
    writer = Writer(out)
    writer.value('format', 2)
    writer.entries('modules', members.get('modules', ()))
    writer.groups('resources', members.get('resources', ()))
    writer.end()
    return out.getvalue()


def test_each_idea_has_a_line():
    assert written(modules=[MODULE]) == '''{
"format": 2,
"modules": [
 {
  "path": "a/web",
  "version": 7,
  "type": "component",
  "authz": {
   "publicPost": true
  },
  "images": {},
  "packages": [
   "nginx",
   {"name": "vim", "repository": null}
  ],
  "parameters": [
   {"name": "port", "value": "80"},
   {
    "name": "text",
    "value": [
     "a",
     "b"
    ]
   }
  ],
  "targets": {
   "execute": [
    "#!/bin/sh",
    "echo \\"ä\\"",
    ""
   ]
  }
 }
],
"resources": {}
}
'''


def test_groups_of_documents_are_written_one_after_another():
    offers = ({'id': 'service-offer/%d' % number, 'connector': {'href': 'x'}}
              for number in range(2))
    text = written(resources=iter([('serviceOffers', offers), ('quotas', [])]))
    assert json.loads(text)['resources'] == {
        'serviceOffers': [{'id': 'service-offer/0', 'connector': {'href': 'x'}},
                          {'id': 'service-offer/1', 'connector': {'href': 'x'}}], 'quotas': []}
    assert '\n "serviceOffers": [\n  {\n   "id": "service-offer/0",\n   "connector": {' in text


def test_only_one_entry_is_held_at_a_time():
    asked = []

    def entries():
        """Entries that see how far the file has come before they are asked for."""
        for number in range(3):
            asked.append(out.getvalue().count('"path"'))
            yield {'path': '%d' % number}

    out = io.StringIO()
    Writer(out).entries('modules', entries())
    assert asked == [0, 1, 2]


def test_everything_comes_back_as_it_was():
    assert json.loads(written(modules=[MODULE, {}]))['modules'] == [MODULE, {}]


def test_half_a_character_does_not_spoil_the_file():
    broken = json.loads('"\\ud800"')
    assert json_of(broken) == '"\\ud800"'
    json_of({'a': broken}).encode('utf-8')


def test_a_text_of_several_lines_is_a_list():
    assert lines_of('a\nb\n') == ['a', 'b', '']
    assert [lines_of(text) for text in ('', 'a', None)] == ['', 'a', None]
