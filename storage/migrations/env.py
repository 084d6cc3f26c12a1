"""Alembic's entry: runs the steps on the connection that it is given."""

from alembic import context

from storage.tables import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_server_default=False,  # endless false differences on SQLite (libraries P10)
)
with context.begin_transaction():
    context.run_migrations()
