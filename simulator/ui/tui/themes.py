"""The two themes of the program; all of Textual's own can be chosen as well."""

from textual.theme import Theme

INK = Theme(
    name="ink",
    primary="#d3a35f",
    secondary="#8fa6b2",
    accent="#d3a35f",
    foreground="#d9d7d2",
    background="#15171a",
    surface="#15171a",
    panel="#1f2226",
    success="#9db787",
    warning="#d3a35f",
    error="#d08770",
    dark=True,
    variables={"rule": "#34383e", "quiet": "#8b8f94", "cursor": "#24282d"},
)
PAPER = Theme(
    name="paper",
    primary="#8f4d12",
    secondary="#41606e",
    accent="#8f4d12",
    foreground="#2b2a27",
    background="#fbf9f5",
    surface="#fbf9f5",
    panel="#f0ece4",
    success="#4b6b33",
    warning="#8f4d12",
    error="#a23b22",
    dark=False,
    variables={"rule": "#d6d0c4", "quiet": "#6d6a63", "cursor": "#efe9de"},
)
DEFAULT_THEME = INK.name
THEMES = (INK, PAPER)
# for the themes of Textual, which do not know these names
DARK_VARIABLES = {"rule": "#808080 50%", "quiet": "#9a9a9a", "cursor": "#808080 20%"}
LIGHT_VARIABLES = {"rule": "#808080 50%", "quiet": "#5f5f5f", "cursor": "#808080 20%"}
# the terminal's own sixteen colours mix with nothing
ANSI_DARK_VARIABLES = {"rule": "ansi_bright_black", "quiet": "ansi_white", "cursor": "ansi_default"}
ANSI_LIGHT_VARIABLES = {"rule": "ansi_white", "quiet": "ansi_bright_black", "cursor": "ansi_default"}


def variables(theme: Theme) -> dict[str, str]:
    """The program's own colour names for a theme of Textual."""
    if theme.ansi:
        return ANSI_DARK_VARIABLES if theme.dark else ANSI_LIGHT_VARIABLES
    return DARK_VARIABLES if theme.dark else LIGHT_VARIABLES


def theme_words(theme: Theme) -> str:
    """What a theme is, in a few words."""
    if theme.ansi:
        return (
            "The terminal's own sixteen colours, for a dark background."
            if theme.dark
            else ("The terminal's own sixteen colours, for a light background.")
        )
    own = ", the program's own" if theme in THEMES else ""
    return f"{'Dark' if theme.dark else 'Light'}{own}. It is shown as you choose."
