from tests.access.conftest import later, quick_hashing

__all__ = ["later", "quick_hashing"]
