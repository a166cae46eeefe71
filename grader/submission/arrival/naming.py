"""Students' names as names of folders and rows, on any file system: what may stay, and what two have in common."""

from __future__ import annotations

import hashlib
import re
import unicodedata

# what no system can store, what is not seen, and the sign that tells apart what would else be called alike
FORBIDDEN = re.compile(
    r'[<>:"/\\|?*#\x00-\x1f\x7f-\x9f\xad\ud800-\udfff\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f'
    r"\ufeff\ufff9-\uffff\U000e0000-\U000e0fff]"
)
RESERVED = re.compile(r"(con|prn|aux|nul|con(in|out)\$|(com|lpt)[\d\xb9\xb2\xb3])\s*(\..*)?", re.IGNORECASE)
APART = "#"
LONGEST = 200  # bytes: a file system allows 255 for a folder's name, and what tells names apart is added
MOST = 1_000  # characters looked at: to normalise a name takes the square of its accents in a row


def safe_name(name: str) -> str:
    """Make a student's name one that any system takes for a folder's: of at most 200 bytes, and plain to see."""
    safe = normalise(FORBIDDEN.sub("_", name[: MOST + 1]))[:MOST]
    if len(safe.encode()) > LONGEST or len(name) > MOST:
        safe = with_hash(_truncate(safe, LONGEST - 9).rstrip(" ."), normalise(name))
    return f"_{safe}" if not safe or safe.startswith(APART) or RESERVED.fullmatch(safe) else safe


def normalise(name: str) -> str:
    """Write all of a name in the one way that counts, of several that look the same."""
    name = name.strip(" .")
    return unicodedata.normalize("NFC", name).strip(" .") if len(name) <= MOST else name


def as_text(name: str) -> str:
    """Write a name that need not be text as one that is, and is no other's."""
    text = name.encode("utf-8", "replace").decode()
    if text == name and "\\ud" not in name:
        return text
    return name.replace("\\", "\\\\").encode("utf-8", "backslashreplace").decode()


def with_hash(name: str, origin: str) -> str:
    """Tell a name apart from others like it, by nine characters of what it was made of."""
    digest = hashlib.sha256(origin.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{name}{APART}{digest[:8]}"


def folder(name: str) -> str:
    """Return what a name's folder is called: letters of any script with their marks, digits, little else."""
    return "".join(character if _plain(character) else "_" for character in name).strip(" .")


def _plain(character: str) -> bool:
    return (
        character.isalnum()
        or character in "_.@+=' -#"
        or unicodedata.category(character) in {"Mn", "Mc"}  # vowels, in the scripts of India
    )


def fold(name: str) -> str:
    """Return what two names have in common that some file system takes for one."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).strip(" .")


def _truncate(name: str, room: int) -> str:
    """Cut a name to so many bytes, between letters: what is written over or under one stays with it."""
    kept = name.encode()[:room].decode("utf-8", "ignore")
    while kept and len(kept) < len(name) and unicodedata.category(name[len(kept)]).startswith("M"):
        kept = kept[:-1]
    return kept
