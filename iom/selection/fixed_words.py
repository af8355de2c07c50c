"""Built-in names whose values are a fixed list, so that a misspelt one is refused when it is read."""

from iom.documents import did_you_mean

FIXED_WORDS = {
    "sex": ("male", "female", "other"),
    "supervision": ("licence", "community_order", "none"),
    "risk.history": ("complete", "local"),
    **{f"risk.{model}_band": ("low", "medium", "high", "very high") for model in ("ogrs3_2y", "arp", "vrp")},
    **{f"score.{score}_from": ("computed", "held") for score in ("ogrs3_1y", "ogrs3_2y", "arp", "vrp")},
}


def not_a_word(name: str, word: object) -> str | None:
    """Why a name can never have a value, with what was probably meant; None when it can."""
    words = FIXED_WORDS.get(name)
    if words is None or not isinstance(word, str) or word in words:
        return None
    meant = did_you_mean(word.lower(), words)
    return f'{name} is never "{word}".{meant} It is one of: {", ".join(words)}.'
