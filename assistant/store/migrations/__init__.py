"""The steps by which the store's tables came to be as ``assistant.store.tables`` has them; ``Database`` runs them."""
