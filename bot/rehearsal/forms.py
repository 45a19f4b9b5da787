"""Owns the reading of multipart bodies, as the libraries of bots write them: fields and files by name."""

from __future__ import annotations

import re
from urllib.parse import unquote

from bot.rehearsal.methods import Upload

_PARAMETER = re.compile(r';\s*([\w*-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]*))')
_ESCAPED = re.compile(r"\\(.)")
_BYTES = "application/octet-stream"


def read_multipart(content_type: str, body: bytes) -> tuple[dict[str, str], dict[str, Upload]]:
    """The fields and the files. Raises: ValueError where the body is not of the announced form."""
    boundary = _parameters(content_type).get("boundary", "")
    if not boundary:
        raise ValueError("a multipart body needs a boundary")
    fields: dict[str, str] = {}
    files: dict[str, Upload] = {}
    _, *parts = (b"\r\n" + body).split(b"\r\n--" + boundary.encode())
    if not parts or not parts[-1].startswith(b"--"):
        raise ValueError("the multipart body has no end")
    for part in parts[:-1]:
        _read_part(part, fields, files)
    return fields, files


def _read_part(part: bytes, fields: dict[str, str], files: dict[str, Upload]) -> None:
    head, blank, content = part.partition(b"\r\n\r\n")
    if not blank:
        raise ValueError("a part of the multipart body has no content")
    headers = _headers(head.decode("utf-8"))
    told = _parameters(headers.get("content-disposition", ""))
    if "name" not in told:
        raise ValueError("a part of the multipart body has no name")
    if "filename" in told or "filename*" in told:
        mime_type = headers.get("content-type", _BYTES).partition(";")[0].strip()
        files[told["name"]] = Upload(_file_name(told), mime_type, content)
    else:
        fields[told["name"]] = content.decode("utf-8")


def _headers(head: str) -> dict[str, str]:
    lines = (line.partition(":") for line in head.split("\r\n") if line.strip())
    return {name.strip().lower(): value.strip() for name, _, value in lines}


def _parameters(header: str) -> dict[str, str]:
    found = {}
    for name, quoted, plain in _PARAMETER.findall(header):
        found[name.lower()] = _ESCAPED.sub(r"\1", quoted) if quoted else plain
    return found


def _file_name(told: dict[str, str]) -> str:
    """Some write it in percents, some as `utf-8''…`; a path is none of ours."""
    extended = told.get("filename*", "").partition("''")[2]
    name = unquote(extended or told.get("filename", ""))
    return re.split(r"[/\\]", name)[-1] or "file"
