"""The settings, one frozen object, read once at the top: argument, else environment (``REVIEWS_…``), else default."""

from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AliasChoices, Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from assistant.logs import LogForm
from assistant.store.keys import Role
from assistant.withholding import LiveCase
from ingest.embedding import DEFAULT_MODEL


class Settings(BaseSettings):
    """What the product runs with. Every name can be set in the environment with ``REVIEWS_`` before it."""

    model_config = SettingsConfigDict(env_prefix="REVIEWS_", frozen=True, extra="ignore")

    library: Path = Field(default=Path("library"), description="the folder that keeps everything")
    embedder: str = Field(default=DEFAULT_MODEL, description="embedding model: the built-in one, or a folder")
    reranker: str | None = Field(
        default=None, description="cross-encoder that orders passages: a folder, or a name known here; none: off"
    )
    workers: int = Field(default=2, ge=1, le=64, description="processes that read files during ingest")
    read_seconds: float = Field(
        default=600.0, gt=0, description="longest time to read one file, in seconds; small files get less"
    )
    read_megabytes: int = Field(default=1024, ge=512, description="most memory to read one file, in MB")
    signposts: Path | None = Field(default=None, description="YAML file of where to turn if a child is at risk now")
    abstention_threshold: float = Field(
        default=0.08, ge=0, le=1, description="least chance that the evidence answers; below it none is given"
    )
    database_url: SecretStr | None = Field(
        default=None,
        validation_alias=AliasChoices("database_url", "reviews_database_url"),
        description="database of conversations (DATABASE_URL too); a file in the library folder when not set",
    )
    chroma_url: str | None = Field(
        default=None,
        validation_alias=AliasChoices("chroma_url", "reviews_chroma_url"),
        description="Chroma server of a library that machines share (CHROMA_URL too); its catalogue is in DATABASE_URL",
    )
    ingest_here: bool = Field(default=True, description="whether `reviews serve` ingests too; else `reviews work` must")
    retention_days: int = Field(
        default=30, ge=1, le=36500, description="days after its last question that a conversation is kept"
    )
    collection_days: int = Field(
        default=730, ge=1, le=36500, description="days after its last change that a collection is kept"
    )
    audit_days: int = Field(default=1095, ge=1, le=36500, description="days that the audit trail is kept")
    model: str | None = Field(
        default=None, description="language model that writes answers, as provider:name; none: answers are quotes"
    )
    model_url: str | None = Field(
        default=None, description="base address of the model's server, when not its provider's own"
    )
    model_key: SecretStr | None = Field(
        default=None, description="key for the model, when not in its provider's own variable (OPENAI_API_KEY, …)"
    )
    model_seconds: float = Field(default=60.0, gt=0, description="longest time for one reply of the model, in seconds")
    model_tries: int = Field(default=3, ge=1, le=10, description="most calls of the model for one answer")
    model_prompt_tokens: int = Field(
        default=6000, ge=1000, description="most tokens of question and evidence put to the model"
    )
    model_reply_tokens: int = Field(default=1500, ge=100, description="most tokens that the model may write")
    model_failure: Literal["quotes", "error"] = Field(
        default="quotes", description="what an asker gets when the model fails: the quotes, marked as such, or an error"
    )
    live_case: LiveCase = Field(
        default="warn",
        description="a question with details of a live case: warn the asker, withhold it from store and model, or off",
    )
    log: LogForm = Field(default="text", description="lines of the log as text or as json; neither holds a question")
    otel_url: str | None = Field(
        default=None, description="where to send traces (OTLP over HTTP, https://HOST:4318/v1/traces); none: nowhere"
    )
    host: str = Field(default="127.0.0.1", description="address to serve on")
    port: int = Field(default=8000, ge=0, le=65535, description="port to serve on")
    processes: int = Field(default=1, ge=1, le=64, description="processes that serve; each holds the index of vectors")
    stop_seconds: int = Field(
        default=30, ge=1, le=3600, description="longest time that requests in flight have to finish at a stop"
    )
    access: Literal["auto", "keys"] = Field(
        default="auto", description="auto: open on loopback, keys on any other address; keys: keys everywhere"
    )
    session_hours: int = Field(default=12, ge=1, le=720, description="hours that a sign-in on the page lasts")
    requests_a_minute: int | None = Field(
        default=None,
        ge=1,
        description="most requests a minute of one key or address; none: 300 with keys, else no limit",
    )
    at_once: int = Field(default=256, ge=1, description="most requests that are answered at once")
    at_once_each: int = Field(
        default=16, ge=1, description="most of them for one key or address, where keys are in force"
    )
    proxies: Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode] = Field(
        default=(), description="addresses or networks of the proxies in front, by commas; only they are believed"
    )
    proxy_user_header: str | None = Field(
        default=None, description="header in which a proxy (OpenID Connect) names who signed in there"
    )
    proxy_role_header: str | None = Field(
        default=None, description="header in which it lists their groups; those called like a role count"
    )
    proxy_role: Role = Field(default="reader", description="role of whom a proxy names, without a header for it")

    @field_validator("proxies", mode="before")
    @classmethod
    def _by_commas(cls, value: object) -> object:
        return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value
