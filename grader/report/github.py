"""GitHub's workflow commands, in which no text can end the command or begin another."""

from __future__ import annotations


def command(kind: str, message: str, **properties: object) -> str:
    """Return the line that makes an annotation: `kind` is error or warning, properties say where and about what."""
    fields = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{kind} {fields}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
