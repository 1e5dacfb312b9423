"""Who may use which route: one table from routes to the least role. A route without a rule stops the start.

On loopback, where access is open, the table is not asked.
"""

from collections.abc import Iterable
from typing import Literal

from assistant.store.keys import ROLES, Role

Rule = Literal["anyone"] | Role
RULES: dict[Rule, str] = {
    "anyone": """
        GET /healthz
        GET /readyz
        GET /assets/{name}
        GET /accessibility
        GET /data-protection
        GET /sign-in
        POST /sign-in
        POST /sign-out
    """,
    "reader": """
        GET /
        POST /ask
        GET /conversations
        POST /conversations/erase
        GET /conversations/{conversation_id}
        POST /conversations/{conversation_id}/ask
        POST /conversations/{conversation_id}/title
        POST /conversations/{conversation_id}/erase
        POST /answers/{answer_id}/feedback
        GET /reviews
        GET /reviews/{review_id}
        GET /reviews/{review_id}/pages/{number}
        GET /findings
        GET /findings/themes
        GET /findings/themes.svg
        GET /findings/{finding_id}/places/{number}
        GET /about
        GET /docs
        GET /openapi.json
        POST /v1/ask
        GET /v1/search
        GET /v1/reviews
        GET /v1/reviews/{review_id}
        GET /v1/reviews/{review_id}/pages/{number}
        GET /v1/reviews/{review_id}/pages/{number}.png
        GET /v1/findings
        GET /v1/conversations
        DELETE /v1/conversations
        GET /v1/conversations/{conversation_id}
        PATCH /v1/conversations/{conversation_id}
        DELETE /v1/conversations/{conversation_id}
        GET /v1/answers/{answer_id}
        POST /v1/feedback
        POST /v1/chat/completions
        GET /v1/models
        GET /v1/models/{model}
    """,
    "trainer": """
        GET /desk
        POST /desk/briefing
        GET /desk/compare
        GET /desk/collect
        POST /desk/collect
        POST /desk/collections
        GET /desk/collections/{collection_id}
        POST /desk/collections/{collection_id}/title
        POST /desk/collections/{collection_id}/erase
        POST /desk/collections/{collection_id}/words
        POST /desk/collections/{collection_id}/items/{item_id}/words
        POST /desk/collections/{collection_id}/items/{item_id}/note
        POST /desk/collections/{collection_id}/items/{item_id}/move
        POST /desk/collections/{collection_id}/items/{item_id}/out
        POST /desk/collections/{collection_id}/frozen
        GET /desk/collections/{collection_id}/frozen/{number}
        GET /v1/collections
        POST /v1/collections
        GET /v1/collections/{collection_id}
        PATCH /v1/collections/{collection_id}
        DELETE /v1/collections/{collection_id}
        POST /v1/collections/{collection_id}/items
        PATCH /v1/collections/{collection_id}/items/{item_id}
        DELETE /v1/collections/{collection_id}/items/{item_id}
        POST /v1/collections/{collection_id}/frozen
        GET /v1/collections/{collection_id}/frozen/{number}
        GET /v1/collections/{collection_id}/export
        GET /v1/compare
        GET /v1/answers/{answer_id}/export
        GET /v1/findings/export
        POST /v1/briefings
    """,
    "librarian": """
        POST /v1/reviews
        DELETE /v1/reviews/{review_id}
        GET /v1/jobs/{job_id}
    """,
    "maintainer": """
        GET /metrics
    """,
}
_LEAST = {tuple(line.split()): rule for rule, lines in RULES.items() for line in lines.strip().splitlines()}


def least(method: str, path: str) -> Rule | None:
    """Who may use a route at least, by its method and its path as it is declared; None: there is no rule for it."""
    return _LEAST.get(("GET" if method == "HEAD" else method, path))


def without_rule(routes: Iterable[tuple[str, str]]) -> list[str]:
    """Those of ``routes``, by method and path, for which the table has no rule."""
    return [f"{method} {path}" for method, path in routes if least(method, path) is None]


def may(role: Role | None, rule: Rule) -> bool:
    """Whether ``role`` suffices; None is a stranger."""
    return rule == "anyone" or (role is not None and ROLES.index(role) >= ROLES.index(rule))
