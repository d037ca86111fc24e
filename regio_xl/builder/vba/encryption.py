"""The protection fields of a project (MS-OVBA 2.4.3): open, visible, without a password.

It is no protection, but Excel reads the fields and their key must be that of the project.
"""

SEED = 0x04
"""Any byte will do; a fixed one keeps the bytes of the project the same."""

VERSION = 2
NOT_PROTECTED = bytes(4)
NO_PASSWORD = b"\x00"
VISIBLE = b"\xff"


def encrypt(data: bytes, identity: str, seed: int = SEED) -> str:
    """Return ``data`` as hexadecimal text, keyed to a project.

    Args:
        data: The value of the field.
        identity: GUID of the project in braces, as ``ID=`` has it.
        seed: First byte of the result, 0 to 255; it also sets the number of filler bytes.
    """
    key = sum(identity.encode("ascii")) & 0xFF
    head = bytes([seed, seed ^ VERSION, seed ^ key])
    filler = bytes([seed]) * ((seed & 0b110) // 2)
    result = bytearray(head)
    before = key
    for byte in filler + len(data).to_bytes(4, "little") + data:
        # Each byte depends on the one before it and on the two last results (2.4.3.2); at the
        # start those are the key and the encrypted version and key.
        result.append(byte ^ (result[-2] + before & 0xFF))
        before = byte
    return result.hex().upper()
