"""The certificate: confirmed hours on paper, and a code that anybody can check with the bot."""

import logging
import re
import sys
from datetime import timedelta

import pytest

from bot.app import App
from bot.domain.certificate import new_code
from bot.printing import press
from bot.rehearsal import Emulator
from bot.rehearsal.client import Person
from tests.journey.outings import has_a_place, nobody_signs, reports_of
from tests.journey.seeding import count_rows, everything_kept, is_welcomed
from tests.journey.test_confirming import AFTER, came, list_message
from tests.journey.walking import buttons_of
from tests.unit.pdf_reader import words_of

NAME = "Ana Belkacem"
CODE = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){6}")


async def has_confirmed_hours(app: App, emulator: Emulator, ana: Person, solene: Person) -> None:
    """Three hours at the planting, which the referent confirmed."""
    await is_welcomed(app, ana)
    await has_a_place(app, ana, starts_at=emulator.now)
    await emulator.advance(AFTER + timedelta(hours=20))
    await solene.taps("Everything is right", message=list_message(solene))


async def gets_certificate(emulator: Emulator, person: Person) -> str:
    """What stands on the certificate they are given."""
    await person.says("/certificate")
    await person.says(NAME)
    await person.taps("Yes, make it out")
    return paper_of(emulator, person)


def paper_of(emulator: Emulator, person: Person) -> str:
    """The words of the newest document in their chat."""
    shown = next(message for message in reversed(person.messages) if "document" in message.content)
    return words_of(emulator.world.files[shown.content["document"]["file_id"]].content)


async def test_a_certificate_says_what_was_confirmed_and_comes_as_a_document(
    app: App, emulator: Emulator, ana: Person, solene: Person
) -> None:
    await has_confirmed_hours(app, emulator, ana, solene)

    paper = await gets_certificate(emulator, ana)

    for words in (NAME, "Les Jardins de la Levée", "RNA W452000000", "Maryvonne Le Guen", "2026 3 h"):
        assert words in paper
    assert "Worked in a team, beside people on their way back to work" in paper
    assert "3 h are confirmed" in ana.screen.text


async def test_anybody_checks_it_and_becomes_nothing_to_the_garden(
    app: App, emulator: Emulator, ana: Person, solene: Person
) -> None:
    await has_confirmed_hours(app, emulator, ana, solene)
    code = CODE.findall(await gets_certificate(emulator, ana))[0]
    employer = emulator.person("Employer", language="en")

    await employer.says(f"/start v_{code.replace('-', '')}")
    assert f"Les Jardins de la Levée: 3 h of volunteering by {NAME}." in employer.screen.text
    await employer.says(f"/verify {code.lower().replace('-', ' ')}")
    assert "This certificate is genuine" in employer.screen.text
    await employer.says(f"/verify Hello, is the code {code} genuine, please?")
    assert "This certificate is genuine" in employer.screen.text
    await employer.says("/verify")
    await employer.says(code)
    assert "This certificate is genuine" in employer.screen.text
    await employer.says(code)
    assert "This certificate is genuine" in employer.screen.text

    rows = await count_rows(app)
    assert (rows["profiles"], rows["roles"], rows["sign_ups"]) == (1, 3, 1), "Ana's, and those of the team"


async def test_the_code_is_kept_nowhere(app: App, emulator: Emulator, ana: Person, solene: Person) -> None:
    await has_confirmed_hours(app, emulator, ana, solene)
    code = CODE.findall(await gets_certificate(emulator, ana))[0]

    kept = "\n".join((await everything_kept(app)).values())

    assert code not in kept
    assert code.replace("-", "") not in kept


async def test_guessing_codes_ends_soon(app: App, emulator: Emulator, ana: Person) -> None:
    for secret in range(5):
        await ana.says(f"/verify {new_code(secret)}")
        assert "not known here" in ana.screen.text

    await ana.says(f"/verify {new_code(6)}")
    assert "Too many codes were tried" in ana.screen.text

    await emulator.advance(timedelta(hours=1, minutes=1))
    await ana.says(f"/verify {new_code(7)}")
    assert "not known here" in ana.screen.text


async def test_a_slip_of_the_pen_is_said_and_does_not_count_as_a_guess(
    app: App, emulator: Emulator, ana: Person
) -> None:
    for _ in range(7):
        await ana.says("/verify ABCD-EFGH-JKLM-NPQR-STUV-WXYZ-2345")

    assert "Perhaps one of them slipped?" in ana.screen.text


async def test_whoever_mistypes_the_code_is_asked_again(app: App, ana: Person) -> None:
    await ana.says("/verify")
    for slip in ("ABCD-EFGH", "no idea"):
        await ana.says(slip)
        assert "Perhaps one of them slipped?" in ana.screen.text
        assert "Please type the code" in ana.screen.text

    await ana.says(new_code(1))
    assert any("not known here" in message.text for message in ana.messages)
    assert "Please type the code" in ana.screen.text
    await ana.taps("Stop")
    assert "Nothing was checked" in ana.screen.text


async def test_after_an_erasure_the_certificate_is_not_known(
    app: App, emulator: Emulator, ana: Person, solene: Person
) -> None:
    await has_confirmed_hours(app, emulator, ana, solene)
    code = CODE.findall(await gets_certificate(emulator, ana))[0]
    await ana.says("/privacy")
    await ana.taps("Erase everything")
    await ana.taps("Yes, erase everything")

    employer = emulator.person("Employer", language="en")
    await employer.says(f"/verify {code}")

    assert "This code is not known here" in employer.screen.text


async def test_what_is_not_confirmed_yet_is_said_with_a_way_to_have_it_confirmed(
    app: App, emulator: Emulator, ana: Person, solene: Person
) -> None:
    await is_welcomed(app, ana)
    await has_a_place(app, ana, starts_at=emulator.now)
    await emulator.advance(AFTER)
    await came(ana)
    lists = sum(message.text.startswith("⏱") for message in solene.messages)

    await ana.says("/certificate")
    assert "1 outing that you told of waits for your referent’s word" in ana.screen.text
    await ana.taps("Ask for it to be confirmed")

    assert "I have asked for it to be confirmed." in ana.screen.text
    assert sum(message.text.startswith("⏱") for message in solene.messages) == lists + 1


async def test_a_coordinator_makes_one_out_for_somebody_without_telegram(
    app: App, emulator: Emulator, ana: Person, nadia: Person, solene: Person
) -> None:
    await is_welcomed(app, ana)
    await has_a_place(app, ana, starts_at=emulator.now, without="Monsieur Pelletier")
    await emulator.advance(AFTER + timedelta(hours=20))
    await solene.taps("Everything is right", message=list_message(solene))

    await nadia.says("/certificate")
    await nadia.says("pelletier")
    await nadia.says("Marcel Pelletier")
    await nadia.taps("Yes, make it out")

    assert "Marcel Pelletier" in paper_of(emulator, nadia)
    assert len(await reports_of(app)) == 2


async def test_where_nobody_signs_the_person_is_told_and_coordinators_learn_how(
    app: App, emulator: Emulator, ana: Person, nadia: Person
) -> None:
    await nobody_signs(app)
    await is_welcomed(app, ana)

    await ana.says("/certificate")

    assert "has not said who signs them" in ana.screen.text
    assert "legal_name and signatory_name" in nadia.screen.text


async def test_a_volunteer_cannot_have_somebody_elses_certificate(
    app: App, emulator: Emulator, ana: Person, solene: Person
) -> None:
    await has_confirmed_hours(app, emulator, ana, solene)
    zoe = emulator.person("Zoé", language="en")
    await is_welcomed(app, zoe)
    (report,) = await reports_of(app, ana)

    await zoe.taps_data(f"n.cert.{report.person_id}")

    assert "Only the garden’s referents and coordinators" in zoe.toasts[-1]


async def test_the_page_on_the_citizen_account_says_for_whom_it_is_and_for_whom_not(
    app: App, ana: Person
) -> None:
    await ana.says("/cec")

    assert "Members of the board" in ana.screen.text
    assert "does not count for it" in ana.screen.text
    assert "My certificate" in buttons_of(ana)
    assert len(ana.screen.text) < 600


async def asks_for_one(ana: Person) -> None:
    await ana.says("/certificate")
    await ana.says(NAME)
    await ana.taps("Yes, make it out")


async def test_where_the_press_fails_nothing_is_issued_and_asking_again_gives_one_that_is_genuine(
    app: App,
    emulator: Emulator,
    ana: Person,
    solene: Person,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await has_confirmed_hours(app, emulator, ana, solene)
    with monkeypatch.context() as without_press:
        without_press.setitem(sys.modules, "typst", None)
        await asks_for_one(ana)
    caplog.clear()

    assert f"the certificate of {NAME} cannot be made at the moment. No hours are lost." in ana.screen.text
    assert "Here is the certificate" not in ana.screen.text
    assert (await count_rows(app))["certificates"] == 0
    code = CODE.findall(await gets_certificate(emulator, ana))[0]
    assert (await count_rows(app))["certificates"] == 1
    await ana.says(f"/verify {code}")
    assert "This certificate is genuine" in ana.screen.text


async def test_a_press_that_breaks_in_an_unknown_way_issues_nothing_either(
    app: App,
    emulator: Emulator,
    ana: Person,
    solene: Person,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await has_confirmed_hours(app, emulator, ana, solene)

    def jam(content: object, speaker: object) -> bytes:
        raise RuntimeError("paper jam")

    monkeypatch.setattr(press, "print_content", jam)
    await asks_for_one(ana)
    (line,) = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert "RuntimeError: paper jam" in line.getMessage()
    caplog.clear()

    assert "cannot be made at the moment" in ana.screen.text
    assert sum("cannot be made" in message.text for message in ana.messages) == 1
    assert (await count_rows(app))["certificates"] == 0


async def test_a_paper_that_telegram_refuses_is_not_issued(
    app: App, emulator: Emulator, ana: Person, solene: Person
) -> None:
    await has_confirmed_hours(app, emulator, ana, solene)
    emulator.faults.fail(400, "Bad Request: file is too big", "sendDocument")
    await asks_for_one(ana)

    assert "cannot be made at the moment" in ana.screen.text
    assert (await count_rows(app))["certificates"] == 0


async def test_another_name_than_the_one_known_waits_for_a_nod_of_the_team(
    app: App, emulator: Emulator, ana: Person, nadia: Person, solene: Person
) -> None:
    await has_confirmed_hours(app, emulator, ana, solene)
    await ana.says("/certificate")
    await ana.says("Zoé Lambert")
    await ana.taps("Yes, make it out")

    assert "The garden knows you as “Ana”" in ana.screen.text
    assert (await count_rows(app))["certificates"] == 0
    assert "Ana asks for a certificate under another name: “Zoé Lambert”." in nadia.screen.text
    await nadia.taps("Make out a certificate")
    await nadia.says("Zoé Lambert")
    await nadia.taps("Yes, make it out")
    assert "Zoé Lambert" in paper_of(emulator, nadia)


async def test_the_second_certificate_carries_the_name_of_the_first(
    app: App, emulator: Emulator, ana: Person, nadia: Person, solene: Person
) -> None:
    await has_confirmed_hours(app, emulator, ana, solene)
    await gets_certificate(emulator, ana)
    await ana.says("/certificate")
    await ana.says("Ana Deux")
    await ana.taps("Yes, make it out")

    assert f"The garden knows you as “{NAME}”" in ana.screen.text
    assert (await count_rows(app))["certificates"] == 1
    assert NAME in await gets_certificate(emulator, ana)


async def test_whoever_checks_a_certificate_reads_that_its_hours_were_corrected_since(
    app: App, emulator: Emulator, ana: Person, solene: Person
) -> None:
    await has_confirmed_hours(app, emulator, ana, solene)
    code = CODE.findall(await gets_certificate(emulator, ana))[0]
    await solene.taps("Change something", message=list_message(solene))
    await solene.taps("1 h")

    await ana.says(f"/verify {code}")

    assert "This certificate is genuine" in ana.screen.text
    assert "corrected these hours since. Confirmed today for that time: 1 h" in " ".join(
        ana.screen.text.split()
    )
