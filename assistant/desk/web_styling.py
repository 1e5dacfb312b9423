"""The sheet of an HTML export: on a screen, light or dark, and on paper."""

SHEET = """\
:root { color-scheme: light dark; --ink: #1b2528; --soft: #4d5b5f; --paper: #fff; --wash: #e3eeec; --brand: #0f5257;
  --warn: #7a3e00; --warn-wash: #fdf0dc; --line: #c9cfcc; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ecea; --soft: #aab7b6; --paper: #12191b; --wash: #1d3435;
  --brand: #79c7c4; --warn: #f3c78c; --warn-wash: #33271a; --line: #4a5a5c; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.05rem/1.6 system-ui, sans-serif; }
main { max-width: 48rem; margin: 0 auto; padding: 1.5rem 1.25rem 4rem; overflow-wrap: anywhere; }
h1, h2, h3 { color: var(--brand); font-family: Georgia, "Liberation Serif", serif; line-height: 1.25; }
h2 { margin-top: 2.2rem; padding-top: .8rem; border-top: 1px solid var(--line); }
blockquote { margin: 1rem 0; padding: .7rem 1.1rem; border-left: 4px solid var(--brand); background: var(--wash);
  font: 1.12rem/1.55 Georgia, "Liberation Serif", serif; }
blockquote p { margin: 0; }
blockquote p + p { margin-top: .4rem; color: var(--soft); font: .85rem/1.5 system-ui, sans-serif; }
.care { padding: .6rem 1.1rem; border: 1px solid var(--warn); border-radius: .4rem; background: var(--warn-wash);
  color: var(--warn); }
.own { padding-left: 1.1rem; border-left: 4px dotted var(--soft); font-style: italic; }
.empty { color: var(--soft); font-style: italic; }
.made, .hashes, .footnotes { color: var(--soft); font-size: .88rem; }
a { color: var(--brand); }
table { width: 100%; border-collapse: collapse; table-layout: fixed; }
th, td { padding: .5rem; border: 1px solid var(--line); text-align: left; vertical-align: top; }
td blockquote { font-size: 1rem; }
@media print { :root { --paper: #fff; --wash: #fff; --warn-wash: #fff; --ink: #000; --soft: #333; }
  blockquote, .care { break-inside: avoid; } }
"""
