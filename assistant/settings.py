"""The settings, one frozen object, read once at the top: argument, else environment (``REVIEWS_…``), else default."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from ingest.embedding import DEFAULT_MODEL


class Settings(BaseSettings):
    """What the product runs with. Every name can be set in the environment with ``REVIEWS_`` before it."""

    model_config = SettingsConfigDict(env_prefix="REVIEWS_", frozen=True, extra="ignore")

    library: Path = Field(default=Path("library"), description="the folder that keeps everything")
    embedder: str = Field(default=DEFAULT_MODEL, description="embedding model: the built-in one, or a folder")
    workers: int = Field(default=2, ge=1, le=64, description="processes that read files during ingest")
    read_seconds: float = Field(
        default=600.0, gt=0, description="longest time to read one file, in seconds; small files get less"
    )
    read_megabytes: int = Field(default=1024, ge=512, description="most memory to read one file, in MB")
    signposts: Path | None = Field(default=None, description="YAML file of where to turn if a child is at risk now")
    host: str = Field(default="127.0.0.1", description="address to serve on")
    port: int = Field(default=8000, ge=0, le=65535, description="port to serve on")
