"""What is kept of asking, in one database: conversations, answers with their evidence as it was shown, feedback."""
