"""One file a version, named `v<number>_<subject>.py`; its revision is the part before the underscore."""
