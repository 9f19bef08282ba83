# -*- coding: utf-8 -*-
"""What the guide about notebooks shows and the ordinary environments cannot execute, as it needs pandas and matplotlib."""
from __future__ import unicode_literals

import re

from slipstream.sandbox import Sandbox

from ..docs.blocks import blocks, read

PAGE = 'docs/guides/notebooks.rst'


def test_frames_and_figures_of_the_guide():
    lines = [line for block in blocks(PAGE, read(PAGE)) if block.language == 'text' for line in re.findall(r'(?m)^>>> (.*)$', block.code)]
    with Sandbox(speed=0) as sandbox:
        api = sandbox.api()
        shown = {'api': api, 'deployment': api.wait_deployment(api.deploy('apps/WordPress/wordpress'))}
        for number, line in enumerate(lines):
            exec('result{} = {}'.format(number, line) if re.match(r'(data_frame|offers\.|figures)', line) else line, shown)
    assert len(lines) == 7 and str(shown['result1']) == 'datetime64[ns, UTC]'
    assert shown['result3']['IE'] == 0.0059
    assert [type(shown[name]).__name__ for name in ('result5', 'result6')] == ['Figure', 'Figure']
