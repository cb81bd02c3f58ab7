"""Derivations are on the page of mathematics alone; every reference to it in the theory names one of its sections."""

import re

from tests.repo.files import ROOT, python_files

PAGE = "docs/mathematics.md"


def test_every_reference_names_a_section_of_the_page():
    sections = re.findall(r"^#+ (.+)$", (ROOT / PAGE).read_text(encoding="utf-8"), re.MULTILINE)
    texts = [" ".join((ROOT / path).read_text(encoding="utf-8").split()) for path in python_files("theory")]
    pointers = [name for text in texts for name in re.findall(rf'{re.escape(PAGE)}, "([^"]+)"', text)]
    assert len(pointers) == sum(text.count(PAGE) for text in texts) > 0
    assert [name for name in pointers if name not in sections] == []
