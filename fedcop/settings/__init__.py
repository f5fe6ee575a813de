"""One frozen `Settings`, read once from `fedcop.toml` and the environment, which wins."""

from fedcop.settings.checks import SAMPLE_SECRET, check
from fedcop.settings.manual import MANUAL, Manual
from fedcop.settings.master_key import read_master_key, write_master_key
from fedcop.settings.reading import FILE_NAME, PREFIX, load, read_text
from fedcop.settings.sign_on import Issuer, about_issuers
from fedcop.settings.values import (
    FederationMode,
    LogFormat,
    LogLevel,
    Networks,
    Registrations,
    Settings,
    Texts,
)
from fedcop.settings.writing import write_text

__all__ = [
    "FILE_NAME",
    "MANUAL",
    "PREFIX",
    "SAMPLE_SECRET",
    "FederationMode",
    "Issuer",
    "LogFormat",
    "LogLevel",
    "Manual",
    "Networks",
    "Registrations",
    "Settings",
    "Texts",
    "about_issuers",
    "check",
    "load",
    "read_master_key",
    "read_text",
    "write_master_key",
    "write_text",
]
