"""fedcop: communities of practice that span organizations."""

__version__ = "0.1.0"
