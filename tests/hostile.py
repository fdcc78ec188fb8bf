"""Texts that try to be more than text: markup, templates, formulas, line breaks, letters that turn the line around."""

from hypothesis import strategies as st

PIECES = (
    "<script>window.hacked = 1</script>", "</script><img src=x onerror=window.hacked=1>", "${window.hacked=1}", "`",
    ',"=1+1', ';"@SUM(1)', "\u200b=1",
    "{{ 7 * 7 }}", "{% raw %}", "'\"><svg/onload=window.hacked=1>", "\\", "\r\n", "\u2028", "\u202egnp.exe", "\u2066",
    "👩🏽‍🦱🏠", "=HYPERLINK(1)", "+62 21 555", "-1+1", "@SUM(1)", "\t=1", "]]>", "<!--", "&lt;b&gt;", "Balai Desa",
)  # fmt: skip

texts = st.lists(
    st.sampled_from(PIECES) | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), max_size=6
).map("".join)
