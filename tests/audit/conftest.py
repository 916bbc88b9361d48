from tests.keys.vault import vault

__all__ = ["vault"]
