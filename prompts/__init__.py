"""The prompts for language models: one file a prompt, read by ``assistant.writing.prompts``."""
