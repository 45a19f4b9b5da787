"""What must not happen in the page: strangers' scripts, other sites' requests, anything fetched from elsewhere."""

from urllib.parse import urlsplit

from tests.browser.conftest import Opens
from tests.browser.window import Window
from tools.serving import Served


async def test_the_page_fetches_nothing_from_elsewhere(rehearsal: Served, opens: Opens) -> None:
    window = await opens()
    asked: list[str] = []
    window.page.on("request", lambda request: asked.append(request.url))

    await window.page.reload()
    ana = await window.welcomes("Ana")
    await ana.starts()

    hosts = {urlsplit(url).netloc for url in asked if not url.startswith(("blob:", "data:"))}
    assert hosts == {urlsplit(rehearsal.address).netloc}


async def test_a_script_that_got_into_the_page_would_not_run(rehearsal: Served, window: Window) -> None:
    window.expected += ["Content Security Policy", "inline"]

    await window.page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {text: 'window.caught = true'}))"
    )

    assert await window.page.evaluate("window.caught") is None
    assert window.complaints, "the browser refused it"


async def test_without_its_secret_the_address_leads_nowhere(rehearsal: Served, window: Window) -> None:
    parts = urlsplit(rehearsal.address)

    answer = await window.page.request.get(f"{parts.scheme}://{parts.netloc}/")

    assert answer.status == 404
    assert await answer.text() == ""
