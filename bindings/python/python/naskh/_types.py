"""What do the functions take and give, for type checkers?"""

from __future__ import annotations

from typing import Literal, Protocol, Union

Unit = Literal["char", "byte", "utf16"]


class ArrowArray(Protocol):
    """Anything with the Arrow PyCapsule interface for arrays."""

    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]: ...


class ArrowStream(Protocol):
    """Anything with the Arrow PyCapsule interface for streams."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...


#: An array for an array; for a stream, a stream of the same chunks.
ArrowResult = Union[ArrowArray, ArrowStream]
