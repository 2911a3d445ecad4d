"""Which names does the compiled half have? Writes them where type checkers and editors look.

    python scripts/names.py --write     after a preset, an operation or a tailoring was added, and the package was built
    python scripts/names.py --check     whether that was done; the tests ask
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from naskh import _naskh

package = Path(__file__).parent.parent / "python" / "naskh"

HEAD = '''"""Which presets are there? Written by scripts/names.py."""

from __future__ import annotations

from enum import Enum


class Preset(str, Enum):
    """A named, versioned set of operations. A member is its name: where one is wanted, the other does.

    >>> from naskh import Normalizer
    >>> Normalizer(Preset.SEARCH).id, Normalizer("search").id
    ('search@1', 'search@1')
    """

'''
TAIL = '''
    def __str__(self) -> str:
        return self.value
'''


def presets() -> str:
    members = [
        f'    {name.upper().replace("-", "_")} = "{name}"\n    """{description}"""\n'
        for name, description in _naskh.presets()
    ]
    return HEAD + "".join(members) + TAIL


def stubs(now: str) -> str:
    for kind, names in [("_Ops", _naskh.op_names()), ("_Tailorings", _naskh.tailoring_names())]:
        fields = "".join(f"    {name}: bool\n" for name in names)
        head = f"class {kind}(TypedDict, total=False):\n"
        now, found = re.subn(re.escape(head) + r"(    \w+: bool\n)*", lambda _: head + fields, now)
        assert found == 1, kind
    return now


files = {package / "_presets.py": presets()}
stub = package / "_naskh.pyi"
files[stub] = stubs(stub.read_text(encoding="utf-8"))

if sys.argv[1:] == ["--write"]:
    for path, text in files.items():
        path.write_text(text, encoding="utf-8")
elif sys.argv[1:] == ["--check"]:
    stale = [path.name for path, text in files.items() if path.read_text(encoding="utf-8") != text]
    sys.exit(f"{', '.join(stale)}: not what scripts/names.py --write writes" if stale else 0)
else:
    sys.exit(__doc__)
