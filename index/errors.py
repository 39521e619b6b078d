"""What can go wrong, as exceptions. Every one of them means 'show this line to the user'.

    QAError
    ├── InputError          what the person gave: a missing folder, an empty question, a bad date
    ├── ReadError           one file that cannot be read; the run goes on without it
    ├── EncoderError        a model that cannot be loaded, or is not the one asked for
    └── StoreError          the index on disk
        ├── MissingIndexError   there is none at this place
        ├── MismatchError       it was made with something else (model, Kiwi, format)
        ├── DamagedError        a file of it is not what was written
        └── BusyError           somebody else is writing to it

A message says what happened, names both values and says what to do. A bug of the caller's is a
`ValueError`, never one of these.
"""


class QAError(Exception):
    """The root: shown to the user in one line, exit status 1."""


class InputError(QAError):
    """What the person gave cannot be used."""


class ReadError(QAError):
    """One file cannot be read; its reason stands in the report and the run goes on."""


class EncoderError(QAError):
    """An embedding model cannot be loaded or does not do what was asked of it."""


class StoreError(QAError):
    """The index on disk cannot be used as it is."""


class MissingIndexError(StoreError):
    """There is no index at the place that was named."""


class MismatchError(StoreError):
    """The index was made with something that is not here now (model, dimension, Kiwi, format)."""


class DamagedError(StoreError):
    """A file of the index is missing, cut short or altered."""


class BusyError(StoreError):
    """Another process is writing to the index."""
