/** The looks of the HTML report, in light and dark. */
export const styles = `
:root { color-scheme: light dark; --text: #1c2024; --dim: #5b646d; --line: #d8dde2; --back: #fff; --soft: #f4f6f8;
  --good: #1a6b3c; --bad: #a3201d; --bad-back: #fdecea }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6e9ec; --dim: #9aa4ae; --line: #353c43; --back: #15181b; --soft: #1f2428;
    --good: #6fcf97; --bad: #ff8f88; --bad-back: #3a1f1e }
}
* { box-sizing: border-box }
body { margin: 0; background: var(--back); color: var(--text); font: 15px/1.5 system-ui, sans-serif }
main { max-width: 70rem; margin: 0 auto; padding: 1.5rem }
h1 { font-size: 1.5rem; margin: 0 0 1rem }
h2 { font-size: 1.15rem; margin: 2rem 0 .6rem }
p { margin: .2rem 0 }
code { font: .9em ui-monospace, monospace; overflow-wrap: anywhere }
.verdict { padding: .7rem 1rem; border: 1px solid; border-radius: .4rem; background: var(--soft) }
.verdict strong { margin-right: .4rem }
.good { border-color: var(--good) } .good strong { color: var(--good) }
.verdict.bad { border-color: var(--bad) } .verdict.bad strong { color: var(--bad) }
.table { overflow-x: auto }
table { border-collapse: collapse; width: 100% }
th, td { padding: .3rem .6rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top }
th { color: var(--dim); font-weight: 600 }
td code { white-space: nowrap }
.number { text-align: right; font-variant-numeric: tabular-nums }
tr.bad td { background: var(--bad-back) }
.note, .rules { color: var(--dim); font-size: .9em }
ol { list-style: none; margin: 0; padding: 0 }
li { padding: .6rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere }
.id { font-weight: 600; font-variant-numeric: tabular-nums }
.suite { color: var(--dim) }
.rules code { margin-right: .4rem }
details { border: 1px solid var(--line); border-radius: .4rem; margin: .5rem 0; padding: 0 1rem }
summary { cursor: pointer; padding: .5rem 0; overflow-wrap: anywhere }
`
