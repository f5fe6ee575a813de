"""What is wrong with the certificate of a peer, in words that its operator can act upon."""

import ssl
from collections.abc import Mapping
from typing import Final

_WHY: Final[Mapping[int, str]] = {  # by the numbers that OpenSSL gives
    9: "its certificate is not valid yet",
    10: "its certificate has expired",
    18: "its certificate is signed by itself",
    19: "its certificate comes from an authority that nobody knows",
    20: "the certificate between its own and that of the authority is missing",
    21: "the certificate between its own and that of the authority is missing",
    62: "its certificate is for another name",
}


def why_untrusted(error: Exception) -> str:
    """Say why a certificate is not trusted."""
    code = error.verify_code if isinstance(error, ssl.SSLCertVerificationError) else 0
    return _WHY.get(code, "its certificate is not to be trusted")
