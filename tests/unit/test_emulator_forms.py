"""Multipart bodies are read as python-telegram-bot, aiogram, grammY and browsers write them."""

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rehearsal.forms import read_multipart

KIND = "multipart/form-data; boundary=xyz"


def body(*parts: str, end: str = "--xyz--\r\n") -> bytes:
    return ("".join(f"--xyz\r\n{part}\r\n" for part in parts) + end).encode()


def test_fields_and_files() -> None:
    fields, files = read_multipart(
        KIND,
        body(
            'Content-Disposition: form-data; name="chat_id"\r\n\r\n42',
            'Content-Disposition: form-data; name="text"\r\nContent-Type: text/plain\r\n\r\nhé\r\n\r\nho',
            'Content-Disposition: form-data; name="doc"; filename="a b.csv"\r\nContent-Type: text/csv\r\n\r\na\r\n',
        ),
    )

    assert fields == {"chat_id": "42", "text": "hé\r\n\r\nho"}
    assert (files["doc"].name, files["doc"].mime_type, files["doc"].content) == (
        "a b.csv",
        "text/csv",
        b"a\r\n",
    )


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ('filename="list%20%26%20co.csv"', "list & co.csv"),
        ("filename=charter.txt", "charter.txt"),
        ("filename*=utf-8''%C3%A9t%C3%A9.pdf", "été.pdf"),
        ('filename="été.pdf"', "été.pdf"),
        ('filename="say \\"hi\\".txt"', 'say "hi".txt'),
        ('filename="say %22hi%22.txt"', 'say "hi".txt'),
        ('filename="../../etc/passwd"', "passwd"),
        ('filename=""', "file"),
    ],
)
def test_names_of_files_in_every_spelling(written: str, name: str) -> None:
    _, files = read_multipart(KIND, body(f"content-disposition:form-data;name=f;{written}\r\n\r\nx"))

    assert (files["f"].name, files["f"].mime_type) == (name, "application/octet-stream")


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("multipart/form-data", body()),
        (KIND, b""),
        (KIND, b"nonsense"),
        (KIND, body('Content-Disposition: form-data; name="a"\r\n\r\nx', end="")),
        (KIND, body("Content-Disposition: form-data\r\n\r\nx")),
        (KIND, body('Content-Disposition: form-data; name="a"')),
        (KIND, b'--xyz\r\nContent-Disposition: form-data; name="a"\r\n\r\n\xff\r\n--xyz--'),
    ],
)
def test_what_is_not_multipart_is_told(kind: str, content: bytes) -> None:
    with pytest.raises(ValueError, match=r"multipart|decode"):
        read_multipart(kind, content)


@given(
    st.dictionaries(st.sampled_from(["chat_id", "text", "caption"]), st.text(max_size=30), max_size=3),
    st.binary(max_size=200),
)
async def test_whatever_a_client_writes_comes_back(fields: dict[str, str], content: bytes) -> None:
    form = aiohttp.FormData(default_to_multipart=True)
    for name, value in fields.items():
        form.add_field(name, value)
    form.add_field("document", content, filename="é 1.bin", content_type="image/png")
    written = form()
    sink = Sink()
    await written.write(sink)  # type: ignore[arg-type]

    read, files = read_multipart(written.headers["Content-Type"], bytes(sink.taken))

    assert read == fields
    assert (files["document"].name, files["document"].content) == ("é 1.bin", content)


class Sink:
    """Takes what a payload writes."""

    def __init__(self) -> None:
        self.taken = bytearray()

    async def write(self, chunk: bytes) -> None:
        self.taken += chunk
