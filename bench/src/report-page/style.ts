/** The style of the page: light, and dark where the reader prefers it. */
export const style = `
:root {
  color-scheme: light dark;
  --ground: #fdfdfc; --ink: #1d2227; --quiet: #5c6670; --rule: #dfe3e6;
  --one: #2f66ad; --two: #b65a14; --three: #2a7d5b; --four: #8a8f98; --bar: #a9b4bf;
  --good: #1f7a4d; --bad: #b3261e;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #15181b; --ink: #e4e7ea; --quiet: #9aa5af; --rule: #2f353b;
    --one: #79aef0; --two: #e8a063; --three: #63c39a; --four: #7d8590; --bar: #55606b;
    --good: #6fd0a0; --bad: #ff8a80;
  }
}
body {
  margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 56rem;
  background: var(--ground); color: var(--ink); font: 1rem/1.55 system-ui, sans-serif;
}
h1 { font-size: 1.6rem; margin: 0 0 .5rem; }
h2 { font-size: 1.25rem; margin: 3rem 0 .25rem; padding-top: 1rem; border-top: 1px solid var(--rule); }
h3 { font-size: 1rem; margin: 1.75rem 0 .5rem; }
p { margin: .25rem 0 .75rem; }
p, summary, .legend { max-width: 46rem; }
.quiet, .legend, summary { color: var(--quiet); font-size: .9rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .875rem; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: .3rem .75rem .3rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--rule); }
th { font-weight: normal; } td, thead th { white-space: nowrap; } tbody th { min-width: 13rem; }
thead th { color: var(--quiet); }
.met { color: var(--good); font-weight: 600; } .not-met { color: var(--bad); font-weight: 600; }
.not-measured { color: var(--quiet); }
summary { cursor: pointer; }
svg { display: block; width: 100%; height: auto; margin: .25rem 0 .5rem; }
svg text { fill: var(--ink); font: 13px system-ui, sans-serif; }
svg text.quiet { fill: var(--quiet); font-size: 12px; } svg text.ours { font-weight: 600; }
.bar { fill: var(--bar); } .bar-ours, .part-1 { fill: var(--one); } .bar-second { fill: var(--four); opacity: .55; }
.part-2 { fill: var(--two); } .part-3 { fill: var(--three); } .part-4 { fill: var(--four); }
.spread { stroke: var(--ink); stroke-width: 1.5; } .mark { stroke: var(--ink); stroke-dasharray: 3 3; opacity: .6; }
.grid { stroke: var(--rule); }
[class^='line-'] { fill: none; stroke-width: 2; }
.line-1 { stroke: var(--one); } .dot-1 { fill: var(--one); }
.line-2 { stroke: var(--three); } .dot-2 { fill: var(--three); }
.line-3 { stroke: var(--two); } .dot-3 { fill: var(--two); }
`
