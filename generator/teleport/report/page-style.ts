// How readme.html looks: readable on any screen and on paper, light or dark as the reader's system is.

export const pageStyle = `
:root { color-scheme: light dark; --text: #1b1f24; --soft: #4b5563; --line: #d3d8de; --back: #fff; --panel: #f5f6f8;
  --link: #0b57a4; --good: #0f5f2d; --warning: #7a4100; --bad: #a11717; }
@media (prefers-color-scheme: dark) { :root { --text: #e7eaee; --soft: #b3bac4; --line: #3b424c; --back: #15181c;
  --panel: #1f242a; --link: #8cc2ff; --good: #7ad796; --warning: #f2b45c; --bad: #ff9a94; } }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 68rem; padding: 1.5rem 1rem 4rem; font: 1rem/1.55 system-ui, sans-serif;
  color: var(--text); background: var(--back) }
h1 { font-size: 1.7rem; margin: 0 0 .5rem } h2 { font-size: 1.25rem; margin: 2.25rem 0 .6rem }
a { color: var(--link) } code { font-size: .92em; overflow-wrap: anywhere } small { color: var(--soft) }
header > p { padding: .7rem 1rem; border-left: .3rem solid; background: var(--panel); margin: 0 0 1rem }
.good, .collected, .succeeded { color: var(--good) } .warning, .partial, .denied, .cut, .skipped { color: var(--warning) }
.bad, .failed { color: var(--bad) }
header > p { font-size: 1.05rem }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr)); gap: .4rem 1.5rem; margin: 0 0 1rem }
dl div { display: flex; gap: .75rem } dt { color: var(--soft); min-width: 5.5rem } dd { margin: 0; overflow-wrap: anywhere }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1.1rem }
.wide { overflow-x: auto } table { border-collapse: collapse; width: 100% }
th, td { text-align: left; vertical-align: top; padding: .45rem .7rem .45rem 0; border-bottom: 1px solid var(--line) }
td { overflow-wrap: anywhere } tbody th { font-weight: 600 } thead th { color: var(--soft); font-weight: 600 }
td:first-child, tbody th { min-width: 9rem } li { margin: .3rem 0 }
@media print { body { max-width: none } nav { display: none } }
`
