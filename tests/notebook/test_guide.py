# -*- coding: utf-8 -*-
"""What the guide about notebooks shows and only pandas and matplotlib can execute."""
from __future__ import unicode_literals

import re

from slipstream.sandbox import Sandbox

from ..docs.blocks import blocks, read

PAGE = 'docs/guides/notebooks.rst'


def test_frames_and_figures_of_the_guide_can_be_made():
    lines = [line for block in blocks(PAGE, read(PAGE)) if block.language == 'text'
             for line in re.findall(r'(?m)^>>> (.*)$', block.code)]
    with Sandbox(speed=0) as sandbox:
        api = sandbox.api()
        shown = {'api': api,
                 'deployment': api.wait_deployment(api.deploy('apps/WordPress/wordpress'))}
        for number, line in enumerate(lines):
            exec('result{} = {}'.format(number, line)
                 if re.match(r'(to_dataframe|offers\.|plots)', line) else line, shown)
    assert len(lines) == 7 and str(shown['result1']) == 'datetime64[ns, UTC]'
    assert shown['result3']['IE'] == 0.0059
    assert [type(shown[name]).__name__ for name in ('result5', 'result6')] == ['Figure', 'Figure']


def test_cells_of_the_tutorial_run():
    """What is typed into the notebook there: frames and figures among the other cells."""
    page = 'docs/tutorial.rst'
    cells = [block.code for block in blocks(page, read(page))
             if block.language in ('python', 'text')]
    cells = cells[cells.index(
        next(cell for cell in cells if cell.startswith('from slipstream.api import Api'))):]
    with Sandbox(speed=0) as sandbox:
        shown = {'api': sandbox.api()}
        for cell in cells[1:]:
            lines, _, last = cell.rstrip().rpartition('\n')
            exec(lines, shown)
            shown[cell] = eval(last, shown)
    kinds = [type(shown[cell]).__name__ for cell in cells[1:]]
    assert kinds == ['CimiSequence', 'Deployment', 'DataFrame', 'Figure', 'bool']
