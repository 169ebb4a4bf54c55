/** Light and dark as the reader's system has it; readable from 320 px. */
export const style = `
:root { color-scheme: light dark; --ink: #1a1c1f; --soft: #5b6169; --page: #fff; --card: #f5f6f8; --rule: #d9dce1;
  --good: #17703a; --bad: #b3261e; --unclear: #8a5a00; --c0: #1f6fb2; --c1: #c2410c; --c2: #0f766e; --c3: #8b3fa8 }
@media (prefers-color-scheme: dark) { :root { --ink: #e7e9ec; --soft: #a3aab4; --page: #14161a; --card: #1d2026; --rule: #353a43;
  --good: #62c887; --bad: #ff8a80; --unclear: #e6b455; --c0: #6db3f2; --c1: #fb9a63; --c2: #4fc6b6; --c3: #cf9be6 } }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 68rem; padding: 1rem; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--page) }
h1 { font-size: 1.5rem; margin: 0 } h2 { font-size: 1.125rem; margin: 2rem 0 .5rem }
p { margin: .25rem 0 } small, .soft { color: var(--soft); font-size: .875rem }
.state { font-weight: 600 } .HOLDS { color: var(--good) } .CROSSED { color: var(--bad) } .UNDECIDED { color: var(--unclear) }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums }
th, td { text-align: left; padding: .375rem .75rem .375rem 0; border-bottom: 1px solid var(--rule); vertical-align: top }
th { font-weight: 600; font-size: .875rem; color: var(--soft) } .n { text-align: right; white-space: nowrap }
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 1rem }
figure { margin: 0; padding: .75rem; background: var(--card); border-radius: .5rem; min-width: 0 } figcaption { font-weight: 600 }
.legend { list-style: none; margin: .25rem 0 .5rem; padding: 0; display: flex; flex-wrap: wrap; gap: 0 1rem; font-size: .875rem }
.swatch { display: inline-block; width: .75rem; height: .1875rem; margin-right: .375rem; vertical-align: middle; background: var(--line) }
.c0 { --line: var(--c0) } .c1 { --line: var(--c1) } .c2 { --line: var(--c2) } .c3 { --line: var(--c3) }
.plot { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: .25rem .5rem }
.plot svg { width: 100%; height: 9rem; display: block; overflow: visible }
.axis { display: flex; flex-direction: column; justify-content: space-between; text-align: right; font-size: .75rem; line-height: 1; color: var(--soft) }
.across { flex-direction: row }
.grid { stroke: var(--rule); stroke-width: 1; vector-effect: non-scaling-stroke }
.line { fill: none; stroke: var(--line); stroke-width: 1.5; stroke-linejoin: round; vector-effect: non-scaling-stroke }
@media (max-width: 40rem) {
  thead { display: none } tr { display: block; padding: .5rem 0; border-bottom: 1px solid var(--rule) }
  td { display: inline-block; border: 0; padding: 0 .75rem 0 0 } td:first-child { display: block; font-weight: 600 }
  .n { white-space: normal } td[data-name]::before { content: attr(data-name) " "; color: var(--soft); font-size: .875rem }
}`
