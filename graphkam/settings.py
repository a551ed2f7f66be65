"""Settings, read once at the edge: environment `GRAPHKAM_*`, `.env`, and a directory of secrets."""

from __future__ import annotations

import tomllib
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, available_timezones

import platformdirs
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from graphkam.domain.coaching import switched_off
from graphkam.domain.constants import Constants
from graphkam.domain.message import message
from graphkam.errors import SettingsError

SECRETS_DIR = Path("/run/secrets")


def _system_zone() -> str:
    """The name of the system's time zone; UTC where it has no name."""
    key = getattr(datetime.now().astimezone().tzinfo, "key", None)
    if isinstance(key, str):
        return key
    link = Path("/etc/localtime")
    name = str(link.resolve()).partition("zoneinfo/")[2] if link.is_symlink() else ""
    return name if name in available_timezones() else "UTC"


class Settings(BaseSettings):
    """Every setting of GraphKAM. Docs list them from here."""

    model_config = SettingsConfigDict(
        env_prefix="GRAPHKAM_",
        env_file=".env",
        extra="ignore",
        secrets_dir=SECRETS_DIR if SECRETS_DIR.is_dir() else None,
        frozen=True,
    )

    url: str = Field("", description="bolt://, neo4j:// or neo4j+s:// of a Neo4j; empty: the embedded store")
    user: str = Field("neo4j", description="user of that Neo4j")
    password: SecretStr = Field(SecretStr(""), description="its password")
    database: str = Field("neo4j", description="its database")
    analyst_user: str = Field("", description="a read-only user for analysts' Cypher")
    analyst_password: SecretStr = Field(SecretStr(""), description="its password")
    data_dir: Path = Field(
        default_factory=lambda: Path(platformdirs.user_data_dir("graphkam", appauthor=False)),
        description="where the embedded store and snapshots live",
    )
    config: Path | None = Field(None, description="TOML file with the constants")
    timezone: str = Field(default_factory=_system_zone, description="time zone of times without one")
    lang: Literal["en", "zh"] = Field("en", description="language of pages and reasons")
    engine: Literal["auto", "compiled", "networkx"] = Field(
        "auto", description="what analyses a whole portfolio; auto: compiled code where that is quicker"
    )

    in_container: bool = Field(
        False,
        description="1 inside a container: listen on any address there, since publishing the port decides",
    )
    hosts: str = Field(
        "",
        description="further host names, separated by commas, under which browsers may ask; loopback always may",
    )

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (KeyError, ValueError, OSError):
            raise ValueError("is no time zone of the IANA list, such as Europe/Paris") from None
        return name

    @field_validator("url")
    @classmethod
    def _known_scheme(cls, url: str) -> str:
        if url and not url.startswith(
            ("bolt://", "bolt+s://", "neo4j://", "neo4j+s://", "bolt+ssc://", "neo4j+ssc://")
        ):
            raise ValueError("must begin with bolt:// or neo4j:// (+s for TLS), or be empty")
        return url

    @property
    def constants(self) -> Constants:
        """The constants, with what the TOML file overrides.

        Raises SettingsError that names the file and what is wrong in it.
        """
        return self._configured[0]

    @property
    def coaching_off(self) -> frozenset[str]:
        """The coaching rules that the TOML file switches off. Raises SettingsError as `constants` does."""
        return self._configured[1]

    @cached_property
    def _configured(self) -> tuple[Constants, frozenset[str]]:
        if self.config is None:
            return Constants(), frozenset()
        try:
            table = tomllib.loads(self.config.read_text("utf-8"))
            off = switched_off(table.pop("coaching", {}))
            return Constants.of(table), off
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, SettingsError) as error:
            raise SettingsError(
                message(
                    "GRAPHKAM_CONFIG {path}: {error}",
                    path=self.config,
                    error=error.args[0] if isinstance(error, SettingsError) else error,
                )
            ) from None


def load_settings(**overrides: object) -> Settings:
    """The settings of this process; `overrides` win over environment and files.

    Raises SettingsError with one sentence that names each setting that is wrong.
    """
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        wrong = "; ".join(
            f"GRAPHKAM_{str(e['loc'][0]).upper()} {e['msg'].removeprefix('Value error, ')}"
            for e in error.errors()
        )
        raise SettingsError(wrong) from None
