import type { Flag, VerbTable } from './verb.ts'

/** The shells for which there is completion. */
export const shells = ['bash', 'zsh', 'fish'] as const

type Shell = (typeof shells)[number]

interface Completable {
  readonly name: string
  readonly summary: string
  readonly flags: readonly (readonly [name: string, flag: Flag])[]
}

/** The script that teaches a shell to complete the verbs and options of this version. */
export async function completionScript(shell: Shell, verbs: VerbTable): Promise<string> {
  const all: Completable[] = []
  for (const [name, { summary, load }] of Object.entries(verbs)) {
    const { verb } = await load()
    all.push({ name, summary, flags: Object.entries({ ...verb.flags, help: { type: 'boolean', help: 'say more' } }) })
  }
  return writers[shell](all)
}

const writers: Readonly<Record<Shell, (all: readonly Completable[]) => string>> = {
  bash: bashScript,
  // zsh reads what bash reads.
  zsh: (all) => `autoload -Uz compinit bashcompinit && compinit && bashcompinit\n${bashScript(all)}`,
  fish: fishScript,
}

function bashScript(all: readonly Completable[]): string {
  const cases = all.map(({ name, flags }) => `    '${name}') words='${namesOf(flags)}' ;;`)
  return `_ect() {
  local current="\${COMP_WORDS[COMP_CWORD]}" verb="\${COMP_WORDS[1]}" words=''
  if [ "$COMP_CWORD" -gt 2 ] && [ "$verb" = ledger ]; then verb="ledger \${COMP_WORDS[2]}"; fi
  case "$verb" in
    ledger) words='${subverbsOf(all)}' ;;
${cases.join('\n')}
  esac
  if [ "$COMP_CWORD" -eq 1 ]; then words='${verbsOf(all)}'; fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o bashdefault -o default -F _ect ect
`
}

function fishScript(all: readonly Completable[]): string {
  const first = verbsOf(all)
    .split(' ')
    .map((verb) => `complete -c ect -n __fish_use_subcommand -a ${verb}`)
  const second = `complete -c ect -n '__fish_seen_subcommand_from ledger; and not __fish_seen_subcommand_from ${subverbsOf(all)}' -a '${subverbsOf(all)}'`
  const flags = all.flatMap(({ name, flags }) => {
    const condition = name
      .split(' ')
      .map((word) => `__fish_seen_subcommand_from ${word}`)
      .join('; and ')
    return flags.map(([flag, { type, help }]) => {
      const value = type === 'string' ? ' -r' : ''
      return `complete -c ect -n '${condition}' -l ${flag}${value} -d '${help.replaceAll("'", '’')}'`
    })
  })
  return [...first, second, ...flags, ''].join('\n')
}

function verbsOf(all: readonly Completable[]): string {
  return [...new Set(all.map(({ name }) => name.split(' ')[0]))].join(' ')
}

function subverbsOf(all: readonly Completable[]): string {
  return all.flatMap(({ name }) => name.split(' ').slice(1)).join(' ')
}

function namesOf(flags: Completable['flags']): string {
  return flags.map(([name]) => `--${name}`).join(' ')
}
