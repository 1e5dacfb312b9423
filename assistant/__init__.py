"""From a question to a cited answer: retrieval, evidence, verification, and the doors to them."""
