"""The page: templates, style and a small script. Nothing here runs; ``assistant.api.pages`` renders it."""
