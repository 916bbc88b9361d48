from tests.keys.vault import postgres, vault

__all__ = ["postgres", "vault"]
