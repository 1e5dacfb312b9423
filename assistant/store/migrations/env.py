"""What alembic runs to apply the steps, within the transaction that ``Database`` hands it."""

from alembic import context

from assistant.store.tables import META


def run() -> None:
    """Apply the steps that are missing."""
    context.configure(connection=context.config.attributes["connection"], target_metadata=META)
    context.run_migrations()


if __name__ == "env_py":  # the name under which alembic loads this file; importing it otherwise does nothing
    run()
