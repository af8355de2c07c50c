"""Every limit and location, declared once, with its help; set by environment variables IOM_<NAME>."""

from functools import cache
from pathlib import Path

from platformdirs import user_config_path
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What a deployment may set. Read once per process by settings()."""

    model_config = SettingsConfigDict(env_prefix="IOM_", extra="ignore")

    store: Path | None = Field(None, description="The store's folder, when --store is not given.")
    keys: Path = Field(
        default_factory=lambda: user_config_path("iom") / "keys",
        description="Folder outside every store for the keys and anchors of audit logs.",
    )
    threads: int = Field(2, ge=1, le=64, description="Threads a query may use.")
    memory_limit: str = Field("4GB", description="Memory the database may use before it spills.")
    spill_folder: Path | None = Field(
        None,
        description="Folder for spill files (personal data: encrypt it). Default: temp/ in the store.",
    )
    spill_limit: str = Field("20GB", description="Most that spill files may take.")
    user: str | None = Field(None, description="Who to name in the audit log, when --user is not given.")
    purpose: str | None = Field(None, description="Why, when --purpose is not given.")
    purpose_required: bool = Field(
        False, description="Refuse a command that states no purpose (else: not-stated)."
    )
    refused_share_limit: float = Field(
        0.10,
        ge=0,
        le=1,
        description="Share of a file's rows that may be refused before it no longer passes for complete.",
    )
    withdrawn_share_limit: float = Field(
        0.20,
        ge=0,
        le=1,
        description="Share of the records it should hold that a full file may withdraw without being asked.",
    )
    withdrawn_records_least: int = Field(
        5,
        ge=1,
        description="With fewer records to withdraw than this, their share does not matter.",
    )
    cell_limit: int = Field(
        1_000_000, ge=1, description="Most characters that one value of an imported file may have."
    )
    purposes: tuple[str, ...] = Field(
        (
            "selection",
            "assessment",
            "tasking",
            "data-quality",
            "subject-access",
            "inspection",
            "demonstration",
        ),
        description="The purposes that --purpose may name.",
    )


@cache
def settings() -> Settings:
    """The settings of this process."""
    return Settings()  # pyright: ignore[reportCallIssue]
