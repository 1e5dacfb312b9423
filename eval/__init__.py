"""The evaluation suite: shows that a change did not make answers worse, and that it would have noticed if it had."""
