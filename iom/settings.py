"""Every limit and location, declared once, with its help; set by environment variables IOM_<NAME>."""

from functools import cache
from pathlib import Path
from typing import Annotated

from platformdirs import user_config_path
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


def _whole_path(path: Path) -> Path:
    full = path.expanduser()
    if not full.is_absolute():
        # what is kept must not depend on the folder that a command is run from
        raise ValueError("write the whole path, from the root of the disk on")
    return full


def _parted(words: object) -> object:
    return [word.strip() for word in words.split(",") if word.strip()] if isinstance(words, str) else words


WholePath = Annotated[Path, AfterValidator(_whole_path)]


class Settings(BaseSettings):
    """What a deployment may set, read by settings(). A variable set to nothing is not set."""

    model_config = SettingsConfigDict(env_prefix="IOM_", env_ignore_empty=True, extra="ignore")

    store: Path | None = Field(None, description="The store's folder, when --store is not given.")
    service: str | None = Field(
        None, description="The service that commands go through, when neither --service nor --store is given."
    )
    token: SecretStr | None = Field(
        None,
        description="Your access token, for commands through a service. Default: it is asked for.",
    )
    backups: WholePath | None = Field(
        None, description="The folder for backups, when --out is not given. Default: beside the last one."
    )
    keys: WholePath = Field(
        default_factory=lambda: user_config_path("iom") / "keys",
        description="Folder outside every store for the keys and anchors of audit logs.",
    )
    threads: int = Field(2, ge=1, le=64, description="Threads a query may use.")
    memory_limit: str = Field("4GB", description="Memory the database may use before it spills.")
    spill_folder: WholePath | None = Field(
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
    refused_rows_least: int = Field(
        5,
        ge=1,
        description="With fewer refused rows than this, their share does not matter, unless no row is sound.",
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
    workbook_bytes_limit: int = Field(
        1_000_000_000, ge=1, description="Most bytes that a workbook's parts may have when they are unpacked."
    )
    workbook_ratio_limit: int = Field(
        200, ge=1, description="Most times its packed size that a large part of a workbook may have unpacked."
    )
    workbook_cells_limit: int = Field(
        20_000_000,
        ge=1,
        description="Most cells of the rectangle around a sheet's values: each takes memory, full or not.",
    )
    parquet_bytes_limit: int = Field(
        4_000_000_000, ge=1, description="Most bytes that one row group of a Parquet file may have unpacked."
    )
    access: WholePath | None = Field(
        None, description="The access document: roles, and who has which. Default: roles without anybody."
    )
    retention: WholePath | None = Field(
        None,
        description="The schedule of reviews: groups and years. Default: the one that ships.",
    )
    service_hosts: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_parted)] = Field(
        ("127.0.0.1", "localhost"),
        description="The names by which the service may be asked, with commas between them.",
    )
    oidc_issuer: str | None = Field(None, description="The identity provider, as its tokens name it (iss).")
    oidc_audience: str | None = Field(None, description="What its access tokens call this service (aud).")
    oidc_user_claim: str = Field("sub", description="The claim by which the audit log names people.")
    oidc_leeway_seconds: int = Field(30, ge=0, le=300, description="Seconds by which clocks may differ.")
    oidc_typed: bool = Field(
        False, description="Take only access tokens whose type is at+jwt, if your provider writes it."
    )
    query_seconds: float = Field(30, gt=0, description="Seconds that one request's queries may take.")
    query_slots: int = Field(8, ge=1, le=64, description="Requests that may query the store at one time.")
    query_wait_seconds: float = Field(
        5, ge=0, description="Seconds that a request waits for its turn before it is told to come back."
    )
    requests_a_minute: int = Field(600, ge=1, description="Requests that one caller may make in a minute.")
    body_bytes_limit: int = Field(1_000_000, ge=1, description="Most bytes of a request that is no upload.")
    upload_bytes_limit: int = Field(2_000_000_000, ge=1, description="Most bytes of an uploaded file.")
    page_limit: int = Field(500, ge=1, description="Most rows of one page of a list.")
    anchor_seconds: float = Field(5, gt=0, description="Seconds between anchors of the log in a service.")
    jobs_waiting_limit: int = Field(50, ge=1, description="Most jobs that may wait for their turn.")
    answers_kept_hours: float = Field(
        24, gt=0, description="Hours for which a request may be repeated under its Idempotency-Key."
    )
    jobs_kept_days: float = Field(30, gt=0, description="Days for which the answer of a job is kept.")
    debug: bool = Field(
        False, description="Say where in the software a command failed, without any value of a record."
    )
    purposes: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_parted)] = Field(
        (
            "selection",
            "assessment",
            "tasking",
            "data-quality",
            "subject-access",
            "inspection",
            "demonstration",
        ),
        min_length=1,
        description="The purposes that --purpose may name, with commas between them.",
    )


@cache
def settings() -> Settings:
    """The settings of this process."""
    return Settings()  # pyright: ignore[reportCallIssue]
