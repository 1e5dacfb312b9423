"""Every way the product can fail, by who can put it right.

AssistantError
├── RequestError            the asker can put it right (HTTP 4xx, exit 2)
│   ├── NotHeldError        no such document, page, passage or answer is held
│   └── UnreadableError     a file cannot be read; says why and what to do
├── SetupError              the operator can put it right (HTTP 503, exit 3)
│   ├── ModelFilesError     the embedding model is missing or not the published one
│   ├── LibraryError        the library folder is damaged, locked, or built with other settings
│   ├── StoppedError        an ingest was asked to stop before it was done
│   └── StoreError          the database of conversations cannot be reached or used
└── RemoteError             a model or remote service failed (HTTP 502, exit 4)
    ├── ModelError          a language model is down, slow, refuses, or answers what cannot be used
    └── VectorServerError   the server of vectors is down, or refuses

Abstaining and declining are results of asking, never errors.
"""


class AssistantError(Exception):
    """Any failure the product reports; the message has three parts: what is wrong, which thing, what to do."""

    def __init__(self, wrong: str, *, thing: str = "", remedy: str = "") -> None:
        self.wrong, self.thing, self.remedy = wrong, thing, remedy
        where = f" ({thing})" if thing else ""
        super().__init__(f"{wrong}{where}" + (f": {remedy}" if remedy else ""))


class RequestError(AssistantError):
    """The request itself is wrong; asking differently puts it right."""


class NotHeldError(RequestError):
    """The thing named is not in the library."""


class UnreadableError(RequestError):
    """A file cannot be read as a document."""


class SetupError(AssistantError):
    """The set-up is wrong; whoever runs the product puts it right."""


class ModelFilesError(SetupError):
    """The embedding model's files are missing, or are not those that were published."""


class LibraryError(SetupError):
    """The library folder is damaged, in use, or was built with other settings."""


class StoppedError(SetupError):
    """An ingest was asked to stop before it was done; what it had added is held."""


class StoreError(SetupError):
    """The database of conversations cannot be reached, or cannot be used as it is."""


class RemoteError(AssistantError):
    """A language model or another remote service failed."""


class ModelError(RemoteError):
    """A language model is down, too slow, refuses, or answers what cannot be used."""


class VectorServerError(RemoteError):
    """The server of vectors is down, or refuses."""
