"""/profile: everything a volunteer said, every answer editable."""

from bot.engine.conversation import Conversation
from bot.engine.steps import Review
from bot.marks import _
from bot.usecases.profile import read_profile_facts, update_profile
from conversations.questions import ABOUT_YOU

profile = Conversation(
    "profile",
    title=_("Your profile"),
    facts=read_profile_facts,
    on_done=update_profile,
    aside=True,
    stopping=_("Do you want to stop here? Your profile stays as it was."),
    stopped=_("Your profile stays as it was."),
    steps=[
        *ABOUT_YOU,
        Review(
            "review",
            _("<b>Your profile</b>"),
            confirm=_("Save"),
            change=_("Change something"),
        ),
    ],
)
