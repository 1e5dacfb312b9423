"""The evaluation suite: cases, measures, runs and their comparison live here."""
