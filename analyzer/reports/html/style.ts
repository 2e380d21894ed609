// The look of the HTML report: the colours of the viewer, light and dark by what the system says, plain black on white in print.
// Text has a contrast of 4.5 or more on both grounds.

export const style = `
:root {
  color-scheme: light dark;
  --paper: light-dark(#ffffff, #15181c);
  --raised: light-dark(#f5f6f7, #1c2025);
  --ink: light-dark(#1b1f24, #e4e7eb);
  --quiet: light-dark(#565e68, #a0a8b2);
  --hairline: light-dark(#d9dde2, #2f353d);
  --link: light-dark(#0b57b0, #83b4f5);
  --critical: light-dark(#a4123f, #ff8fab);
  --error: light-dark(#b42318, #ff8b7e);
  --warning: light-dark(#8a5200, #e6b053);
  --info: light-dark(#2b5c9e, #8bb8f0);
  --ok: light-dark(#1e6b3c, #74c794);
}
*, *::before { box-sizing: border-box; }
html { background: var(--paper); color: var(--ink); font: 15px/1.55 system-ui, -apple-system, 'Segoe UI', sans-serif; }
body { margin: 0 auto; max-width: 60rem; padding: 2rem 1.5rem 4rem; overflow-wrap: anywhere; }
h1, h2, h3, p, ul, ol, dl, dd { margin: 0; padding: 0; }
h1 { font-size: 1rem; font-weight: 600; color: var(--quiet); }
h2 { font-size: 1.0625rem; font-weight: 600; margin: 2.25rem 0 .5rem; }
h3 { display: inline; font-size: 1rem; font-weight: 600; }
ul, ol { list-style: none; }
a { color: var(--link); }
code { font: .8125rem/1.5 ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 3px; }
article + article { border-top: 2px solid var(--ink); margin-top: 3rem; padding-top: 2rem; }
.verdict { font-size: 1.375rem; font-weight: 600; line-height: 1.35; margin: .25rem 0 .75rem; text-wrap: pretty; }
.quiet, dt { color: var(--quiet); }
.facts { display: flex; flex-wrap: wrap; gap: .125rem 1.25rem; }
.mark { display: inline-flex; align-items: center; gap: .375rem; white-space: nowrap; }
.mark::before { content: ''; width: .625rem; height: .625rem; flex: none; background: currentcolor; }
.critical { color: var(--critical); font-weight: 600; }
.critical::before { clip-path: polygon(30% 0, 70% 0, 100% 30%, 100% 70%, 70% 100%, 30% 100%, 0 70%, 0 30%); }
.error { color: var(--error); }
.error::before { clip-path: polygon(50% 0, 100% 50%, 50% 100%, 0 50%); }
.warning { color: var(--warning); }
.warning::before { clip-path: polygon(50% 0, 100% 100%, 0 100%); }
.info { color: var(--info); }
.info::before { border-radius: 50%; }
.ok { color: var(--ok); }
.ok::before { clip-path: polygon(0 55%, 15% 40%, 38% 62%, 85% 10%, 100% 25%, 38% 92%); }
.rows { border-bottom: 1px solid var(--hairline); }
.rows > li { border-top: 1px solid var(--hairline); }
.row { display: grid; grid-template-columns: 6.5rem minmax(0, 1fr); gap: .25rem 1rem; padding: .625rem 0; }
.row > .mark { align-self: start; }
.row.one { grid-template-columns: minmax(0, 1fr); }
details > summary { cursor: pointer; }
.finding > summary { list-style: none; }
.finding > summary::-webkit-details-marker { display: none; }
.finding > summary:hover h3 { text-decoration: underline; text-underline-offset: 3px; }
.finding > summary h3::after { content: ' \\25B8'; color: var(--quiet); font-weight: 400; }
.finding[open] > summary h3::after { content: ' \\25BE'; }
.body { display: grid; gap: .5rem; padding: 0 0 1rem 7.5rem; }
.body dl { display: grid; grid-template-columns: 4.5rem minmax(0, 1fr); gap: .375rem 1rem; }
.places { display: grid; gap: .375rem; }
.place { color: var(--quiet); }
.excerpt { display: block; background: var(--raised); border-left: 3px solid var(--hairline); padding: .25rem .5rem; white-space: pre-wrap; }
.passport { display: grid; grid-template-columns: 6.5rem minmax(0, 1fr); gap: .25rem 1rem; }
.fold { margin: .75rem 0 0; }
.fold > summary { color: var(--link); }
.fold > :not(summary) { margin-top: .5rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: .875rem; width: 100%; }
th { text-align: left; font-weight: 600; }
th, td { border-bottom: 1px solid var(--hairline); padding: .25rem .75rem .25rem 0; vertical-align: top; min-width: 5rem; }
.number { font-variant-numeric: tabular-nums; text-align: right; white-space: nowrap; }
footer { border-top: 1px solid var(--hairline); color: var(--quiet); font-size: .875rem; margin-top: 3rem; padding-top: .75rem; }
nav ol { margin: .5rem 0 2rem; }
nav .row { grid-template-columns: 7rem 15rem minmax(0, 1fr); }
@media (max-width: 40rem) {
  body { padding: 1.25rem 1rem 3rem; }
  .verdict { font-size: 1.1875rem; }
  .row, nav .row { grid-template-columns: minmax(0, 1fr); gap: 0; }
  .body { padding-left: 0; }
  .body dl, .passport { grid-template-columns: minmax(0, 1fr); gap: 0; }
  .body dd, .passport dd { margin-bottom: .5rem; }
}
@media print {
  :root { color-scheme: light; }
  html { font-size: 10pt; }
  body { max-width: none; padding: 0; }
  details::details-content { content-visibility: visible; height: auto; }
  .finding > summary h3::after { content: none !important; }
  .row, .excerpt, tr, dl > div { break-inside: avoid; }
  h2, summary { break-after: avoid; }
  article + article { break-before: page; border: 0; margin: 0; padding: 0; }
  a { color: inherit; }
  .body { padding-left: 0; }
  .bulk { display: none; }
}
`
