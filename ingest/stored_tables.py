"""The tables of a library's catalogue. Records are kept as JSON, vectors as bytes; see ``stored_rows``."""

import sqlalchemy as sql

META = sql.MetaData()
DOCUMENTS = sql.Table(
    "documents", META,
    sql.Column("id", sql.String, primary_key=True), sql.Column("sha256", sql.String, unique=True, nullable=False),
    sql.Column("path", sql.String, nullable=False, index=True), sql.Column("file", sql.String, nullable=False),
    sql.Column("facts", sql.Text, nullable=False), sql.Column("quality", sql.Text, nullable=False),
    sql.Column("passages", sql.Integer, nullable=False), sql.Column("added", sql.String, nullable=False),
)  # fmt: skip
PAGES = sql.Table(
    "pages", META,
    sql.Column("document", sql.String, primary_key=True), sql.Column("ordinal", sql.Integer, primary_key=True),
    sql.Column("number", sql.Integer), sql.Column("label", sql.String), sql.Column("text", sql.Text, nullable=False),
)  # fmt: skip
PARAGRAPHS = sql.Table(
    "paragraphs", META,
    sql.Column("document", sql.String, primary_key=True), sql.Column("ordinal", sql.Integer, primary_key=True),
    sql.Column("number", sql.String), sql.Column("body", sql.Text, nullable=False),
)  # fmt: skip
PASSAGES = sql.Table(
    "passages", META,
    sql.Column("id", sql.String, primary_key=True), sql.Column("document", sql.String, nullable=False, index=True),
    sql.Column("ordinal", sql.Integer, nullable=False), sql.Column("body", sql.Text, nullable=False),
    sql.Column("vectors", sql.LargeBinary, nullable=False), sql.Column("pieces", sql.LargeBinary, nullable=False),
    sql.Column("counts", sql.LargeBinary, nullable=False),
)  # fmt: skip
VECTORS = sql.Table(
    "passage_vectors", META,
    sql.Column("id", sql.String, primary_key=True), sql.Column("document", sql.String, nullable=False, index=True),
    sql.Column("vector", sql.LargeBinary, nullable=False),
)  # fmt: skip
FINDINGS = sql.Table(
    "findings", META,
    sql.Column("id", sql.String, primary_key=True), sql.Column("document", sql.String, nullable=False, index=True),
    sql.Column("ordinal", sql.Integer, nullable=False), sql.Column("body", sql.Text, nullable=False),
)  # fmt: skip
SETTINGS = sql.Table(
    "settings", META, sql.Column("name", sql.String, primary_key=True), sql.Column("value", sql.String, nullable=False)
)
# Files sent to be ingested, kept until their job is done: who acknowledged them may end before they are read.
JOBS = sql.Table(
    "ingest_jobs", META,
    sql.Column("id", sql.String, primary_key=True), sql.Column("sent", sql.String, nullable=False, index=True),
    sql.Column("state", sql.String, nullable=False), sql.Column("files", sql.Text, nullable=False),
    sql.Column("outcomes", sql.Text, nullable=False), sql.Column("problem", sql.Text),
    sql.Column("tries", sql.Integer, nullable=False),
)  # fmt: skip
JOB_FILES = sql.Table(
    "ingest_files", META,
    sql.Column("job", sql.String, primary_key=True), sql.Column("file", sql.Integer, primary_key=True),
    sql.Column("part", sql.Integer, primary_key=True), sql.Column("content", sql.LargeBinary, nullable=False),
)  # fmt: skip
ORIGINALS = sql.Table(  # of a shared library only; one folder keeps them as files
    "originals", META,
    sql.Column("document", sql.String, primary_key=True), sql.Column("part", sql.Integer, primary_key=True),
    sql.Column("content", sql.LargeBinary, nullable=False),
)  # fmt: skip
