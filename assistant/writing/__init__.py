"""Prose by a language model, held to the evidence: the model, its prompts, and the verification of what it writes."""
