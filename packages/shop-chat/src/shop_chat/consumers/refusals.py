"""Why a socket is closed: told in a frame first, for some servers drop the reason of a close."""


class SocketRefusedError(Exception):
    """The socket must close; clients do not come back by themselves after a code from 4400 to 4499."""

    close_code = 4400
    code = "bad_frame"


class BadFrameError(SocketRefusedError):
    """Something came in that is no frame of the protocol."""


class FrameTooLargeError(SocketRefusedError):
    code = "frame_too_large"


class SignedOutError(SocketRefusedError):
    """Nobody is known at the other end, or somebody else than before."""

    close_code = 4401
    code = "not_authenticated"


class ForbiddenError(SocketRefusedError):
    close_code = 4403
    code = "not_allowed"


class NotFoundError(SocketRefusedError):
    close_code = 4404
    code = "thread_gone"
