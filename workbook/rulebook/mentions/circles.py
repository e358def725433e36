"""Rules that wait for each other in a circle, named one circle at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from workbook.rulebook.load.load import Rulebook
from workbook.rulebook.mentions.atlas import Atlas
from workbook.rulebook.mentions.graph import Graph, Node
from workbook.rulebook.sorts.model import Question
from workbook.words.issues import Issue, Kind, issue


def circles(edges: Mapping[Node, Mapping[Node, None]]) -> list[list[Node]]:
    """One circle for each group of nodes that wait for each other; the first node stands again at its end.

    Examples:
        >>> circles({"甲": {"乙": None}, "乙": {"丙": None, "甲": None}, "丙": {}})
        [['甲', '乙', '甲']]
    """
    found: list[list[Node]] = []
    done: set[Node] = set()
    for start in edges:
        if start in done:
            continue
        way, rest = [start], [list(edges[start])]
        while way:
            if not rest[-1]:
                rest.pop()
                done.add(way.pop())
                continue
            following = rest[-1].pop(0)
            if following in way:
                circle = [*way[way.index(following) :], following]
                if not any(set(circle) & set(other) for other in found):
                    found.append(circle)
            elif following not in done:
                way.append(following)
                rest.append(list(edges[following]))
    return found


def cycle_issues(here: Atlas) -> Iterable[Issue]:
    """Rules that wait for their own results, with the way round."""
    graph = Graph(here)
    for circle in circles(graph.edges):
        rule = graph.rules[circle[0]]
        heading = next((h for h in ("列", "编号") if h in rule.header), "编号")
        yield issue(Kind.RULE_CYCLE, rule.at(heading), path=" → ".join(circle))


def question_circles(book: Rulebook) -> Iterable[Issue]:
    """Questions of one form that are asked only when one of them is answered already, or the question itself."""
    forms: dict[str, dict[str, Question]] = {}
    for question in book.all(Question):
        forms.setdefault(question.form, {})[question.question] = question
    for form, questions in forms.items():
        asked = {
            name: dict.fromkeys(path[0] for path in one.when.references() if len(path) == 1 and path[0] in questions)
            for name, one in questions.items()
        }
        for circle in circles(asked):
            path = f"问卷 {form} 的 {' → '.join(circle)}"
            yield issue(Kind.RULE_CYCLE, questions[circle[0]].at("若"), path=path)
