import type { Branch, Flag, Leaf, Tree } from './tree.ts'

/** Writes the script for bash 3.2 and later. What it does not know is completed as a file. */
export function bashScript(tree: Tree): string {
  return `# eval "$(sluice completion bash)", or a file in /etc/bash_completion.d
_sluice() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}" second="\${COMP_WORDS[2]}" words=''
  if [ "$COMP_CWORD" -eq 1 ]; then
    words='${[...tree.map(({ word }) => word), 'help'].join(' ')}'
  else
    case "\${COMP_WORDS[1]}" in
${tree.map(describeBranch).join('\n')}
    esac
    case "$prev" in
${valuesOf(tree).map(describeValues).join('\n')}
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o default -F _sluice sluice
`
}

function describeBranch({ word, verbs, options }: Branch): string {
  if (verbs.length === 0) return `      ${word}) words='${dashed(options)}' ;;`
  const leaves = verbs.map((verb: Leaf) => `          ${verb.word}) words='${dashed(verb.options)}' ;;`)
  return `      ${word})
        if [ "$COMP_CWORD" -eq 2 ]; then words='${verbs.map((verb) => verb.word).join(' ')}'
        else case "$second" in
${leaves.join('\n')}
        esac; fi ;;`
}

function dashed(options: readonly Flag[]): string {
  return options.map(({ name }) => `--${name}`).join(' ')
}

/** Options that take a value, each once: what a name takes is alike in all commands. */
function valuesOf(tree: Tree): readonly Flag[] {
  const flags = tree.flatMap(({ options, verbs }) => [...options, ...verbs.flatMap((verb) => verb.options)])
  return [...new Map(flags.filter(({ values }) => values !== undefined).map((flag) => [flag.name, flag])).values()]
}

function describeValues({ name, values = [] }: Flag): string {
  return `      --${name}) words='${values.join(' ')}' ;;`
}
