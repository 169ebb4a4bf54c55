import type { Flag, Tree } from './tree.ts'

/** Writes the script for zsh, with what each word means. What it does not know is completed as a file. */
export function zshScript(tree: Tree): string {
  const branches = tree.map(({ word, verbs, options }) =>
    verbs.length === 0
      ? `    (${word}) ${argumentsOf(2, options)} ;;`
      : `    (${word})
      if (( CURRENT == 3 )); then choices=(${verbs.map(choiceOf).join(' ')}); _describe -t commands command choices; return; fi
      case $words[3] in
${verbs.map((verb) => `        (${verb.word}) ${argumentsOf(3, verb.options)} ;;`).join('\n')}
      esac ;;`,
  )
  return `#compdef sluice
# A file _sluice in a folder of $fpath, or eval "$(sluice completion zsh)"
_sluice() {
  local -a choices
  if (( CURRENT == 2 )); then choices=(${tree.map(choiceOf).join(' ')}); _describe -t commands command choices; return; fi
  case $words[2] in
${branches.join('\n')}
  esac
}
compdef _sluice sluice
`
}

/** Completes options behind so many words of the command. */
function argumentsOf(count: number, options: readonly Flag[]): string {
  return `shift ${count - 1} words; (( CURRENT -= ${count - 1} )); _arguments ${options.map(specOf).join(' ')} '*: :_files'`
}

function choiceOf({ word, summary }: { readonly word: string; readonly summary: string }): string {
  return quote(`${word}:${summary}`)
}

function specOf({ name, help, values }: Flag): string {
  const told = `--${name}[${help.replaceAll(/[[\]:\\]/g, (sign) => `\\${sign}`)}]`
  if (values === undefined) return quote(told)
  return quote(`${told}:value:${values.length === 0 ? '' : `(${values.join(' ')})`}`)
}

function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}
