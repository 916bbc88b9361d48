"""State tables as diagrams: `python -m tests.states` writes docs/STATES.md."""

from collections.abc import Iterator
from pathlib import Path

from rfl.access.rules import ROLE_WORDS, Role
from tests.states.machines import Edge, Machine, machines

PAGE = Path(__file__).resolve().parents[2] / "docs" / "STATES.md"
COMMAND = "make diagrams"

HEAD = f"""# States

What may happen to a record, and who may do it. Written by `{COMMAND}` from the tables that the
code asks; a test fails when this page is stale. What else an act needs (words, consent, a second
person) stands in the rules beside each table.
"""

MARKS = str.maketrans({":": ",", ";": ",", '"': "’"})
"""Signs that mean something to Mermaid."""


def page() -> str:
    """Return the page as the tables say it now."""
    return "\n".join([HEAD, *(_chapter(machine) for machine in machines())])


def _chapter(machine: Machine) -> str:
    return "\n".join(
        [
            f"## {machine.title}\n",
            f"`{machine.where}`\n",
            "```mermaid",
            *_diagram(machine),
            "```\n",
            *_table(machine),
            "",
        ]
    )


def _diagram(machine: Machine) -> Iterator[str]:
    yield "stateDiagram-v2"
    for state, words in machine.states.items():
        if any(state in (edge.source, edge.target) for edge in machine.edges):
            yield f"    {state} : {words.translate(MARKS)}"
    for edge in machine.edges:
        yield f"    {edge.source} --> {edge.target} : {edge.words.translate(MARKS)}"


def _table(machine: Machine) -> Iterator[str]:
    yield "| act | from | to | by | not by |"
    yield "|---|---|---|---|---|"
    by_act: dict[tuple[str, str, str], list[Edge]] = {}
    for edge in machine.edges:
        by_act.setdefault((edge.act, edge.target, edge.words), []).append(edge)
    for (_act, target, words), edges in by_act.items():
        sources = ", ".join(machine.states[edge.source] for edge in edges)
        roles = [ROLE_WORDS[role] for role in Role if role in edges[0].roles]
        cells = (words, sources, machine.states[target], ", ".join(roles), _other(edges[0]))
        yield f"| {' | '.join(cells)} |"


def _other(edge: Edge) -> str:
    return f"`{edge.other}`" if edge.other else ""


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
