"""What every answer tells the browser, and whether a form was sent by a page of ours."""

from collections.abc import Mapping

from werkzeug import Request

_POLICY = (
    "default-src 'none'; {scripts}style-src 'self'; img-src 'self' data:; "
    "{connect}frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)
SCRIPTS = _POLICY.format(scripts="script-src 'self'; ", connect="connect-src 'self'; ")
"""Policy for pages with scripts of our own files."""
NO_SCRIPT = _POLICY.format(scripts="", connect="")
"""Policy for pages without any script."""


def headers(policy: str) -> Mapping[str, str]:
    """Headers of every answer."""
    return {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        # not "no-referrer": under that a browser sends the forms of our own pages with "Origin: null"
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store",
    }


def is_from_here(request: Request) -> bool:
    """The form was sent by a page of this application, or by a program that is no browser.

    Notes
    -----
    No page can forge `Sec-Fetch-Site`, so where a browser sends it the two headers must agree. It
    alone is believed only beside "Origin: null", which browsers send when told to keep referrers back.
    """
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site not in {None, "same-origin", "none"}:
        return False
    if origin == "null":
        return site == "same-origin"
    return origin is None or origin.partition("://")[2] == request.host
