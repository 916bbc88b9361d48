from tests.access.conftest import quick_hashing

__all__ = ["quick_hashing"]
