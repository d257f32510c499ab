"""`python -m anna_agents.procedures FOLDER`: check a folder of procedures."""

from __future__ import annotations

import sys
from pathlib import Path

from anna_agents.procedures.checks import findings
from anna_agents.procedures.reading import Catalogue, read_procedure
from anna_agents.procedures.schema import Procedure
from language_models.errors import InputError


def main(arguments: list[str]) -> int:
    """Print what is wrong; 0 when nothing is, 2 otherwise."""
    folder = Path(arguments[0] if arguments else "fixtures/anna/procedures")
    found: list[str] = []
    procedures: dict[str, Procedure] = {}
    files: dict[str, Path] = {}
    everywhere = folder if folder.name == "procedures" else folder.parent
    for path in sorted(everywhere.rglob("*.yaml")):
        try:
            procedure = read_procedure(path.read_text(encoding="utf-8"), path)
        except InputError as error:
            if path.is_relative_to(folder):
                found.append(str(error))
            continue
        procedures[procedure.id], files[procedure.id] = procedure, path
    remarks = findings(Catalogue(procedures, files, ""))
    found += [remark for remark in remarks if remark.startswith(f"{folder}/")]
    print("\n".join(found) or f"{folder}: {len(procedures)} procedures, nothing found")
    return 2 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
