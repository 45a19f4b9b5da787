"""One dialogue for every library's bot: buttons, edits, files up and down, a keyboard, an album, a group, a refusal.

The bots of other processes do not follow the rehearsal's clock, so each act waits for what is to be seen.
"""

from bot.rehearsal import Emulator, Group, Message, Person

PNG = b"\x89PNG\r\n\x1a\n leeks"


class Dialogue:
    """Ana in private with the bot, Marie and Paul in their group with it."""

    def __init__(self, emulator: Emulator) -> None:
        self.emulator = emulator
        self.ana = emulator.person("Ana", language="fr")
        self.marie, self.paul = emulator.person("Marie"), emulator.person("Paul")
        self.garden = emulator.group("Garden", members=[self.marie, self.paul])

    async def plays(self) -> None:
        """All of it, in order."""
        await self.is_greeted()
        await self.reads_the_charter()
        await self.sends_files()
        await self.changes_her_mind()
        await self.shares_number_and_place()
        await self.gets_an_album()
        await self.follows_a_link()
        await self.in_the_group()
        await self.cannot_be_reached()
        assert self.emulator.complaints == []

    async def sees(self, where: Person | Group, text: str) -> Message:
        """Wait until the bot's newest message there reads so."""

        def shown() -> bool:
            said = [message for message in where.messages if message.by_bot]
            return bool(said) and said[-1].text == text

        assert await self.emulator.until(shown, timeout=60), (
            f"waited for {text!r}; there is: {where.messages}"
        )
        return where.screen

    async def is_greeted(self) -> None:
        await self.ana.starts(settle=False)
        greeting = await self.sees(self.ana, "Hello Ana, shall we begin?")
        assert greeting.html == "Hello <b>Ana</b>, shall we begin?"
        assert greeting.buttons == [["Yes", "Later"]]

        await self.ana.taps("Yes", settle=False)
        welcome = await self.sees(self.ana, "Welcome, Ana.")
        assert welcome is greeting, "edited in place"
        assert (welcome.edited, welcome.buttons, self.ana.toasts) == (True, [["Charter"]], ["Noted"])

    async def reads_the_charter(self) -> None:
        await self.ana.taps("Charter", settle=False)
        charter = await self.sees(self.ana, "Charter, 1 page.")
        assert charter.html == "<b>Charter</b>, 1 page."
        assert charter.file is not None
        assert (charter.file.name, charter.file.content) == ("charter.txt", b"Be kind.\n")
        assert self.ana.unanswered_taps == 0

    async def sends_files(self) -> None:
        sent = await self.ana.sends_document("list & co.csv", b"a,b\n1,2\n", settle=False)
        answer = await self.sees(self.ana, "list & co.csv has 2 lines.")
        assert answer.reply_to is sent

        sent = await self.ana.sends_photo("leeks", content=PNG, name="leeks.png", settle=False)
        photo = await self.sees(self.ana, "Pretty: leeks")
        assert photo.file is sent.file
        assert sent.reactions == ["👍"]

        await self.ana.sends_voice(content=b"OggS here", seconds=7, settle=False)
        await self.sees(self.ana, "A voice of 7 seconds, 9 bytes.")

    async def changes_her_mind(self) -> None:
        said = await self.ana.says("first", settle=False)
        await self.ana.edits(said, "second", settle=False)
        await self.sees(self.ana, "You changed it to: second")

    async def shares_number_and_place(self) -> None:
        await self.ana.says("/number", settle=False)
        await self.sees(self.ana, "May I call you?")
        assert self.ana.keyboard == [["My number"]]
        await self.ana.taps("My number", settle=False)
        await self.sees(self.ana, "Thank you, +33600000000.")
        assert self.ana.keyboard == []
        await self.ana.shares_location(43.604, 1.444, settle=False)
        await self.sees(self.ana, "You are at 43.60, 1.44.")

    async def gets_an_album(self) -> None:
        await self.ana.says("/album", settle=False)
        assert await self.emulator.until(lambda: self.ana.messages[-1].text != "/album", timeout=60)
        first, second = self.ana.messages[-2:]
        assert first.file is not None
        assert second.file is not None
        assert (first.text, first.file.content, second.file.content) == ("First", b"one", b"two")
        assert first.content["media_group_id"] == second.content["media_group_id"]

    async def follows_a_link(self) -> None:
        await self.ana.opens(f"https://t.me/{self.emulator.bot.username}?start=mission-7", settle=False)
        await self.sees(self.ana, "You came for mission 7.")

    async def in_the_group(self) -> None:
        await self.garden.adds_bot(by=self.marie, settle=False)
        await self.sees(self.garden, "Hello, Garden!")

        await self.marie.says("/ask", chat=self.garden, settle=False)
        await self.sees(self.garden, "Who waters tomorrow?")
        await self.paul.taps("I do", chat=self.garden, settle=False)
        await self.sees(self.garden, "Paul waters tomorrow.")
        await self.marie.taps("I do", chat=self.garden, settle=False)
        assert await self.emulator.until(lambda: bool(self.marie.alerts), timeout=60)
        assert (self.paul.toasts, self.marie.alerts) == (["Thank you, Paul"], ["Paul was faster"])

    async def cannot_be_reached(self) -> None:
        await self.ana.blocks(settle=False)
        await self.marie.says("/tell Ana", settle=False)
        await self.sees(self.marie, "Ana: bot was blocked by the user")
