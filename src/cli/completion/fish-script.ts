import type { Flag, Tree } from './tree.ts'

/** Writes the script for fish, with what each word means. */
export function fishScript(tree: Tree): string {
  const lines = tree.flatMap(({ word, summary, verbs, options }) => {
    const seen = `__fish_seen_subcommand_from ${word}`
    const noVerb = `${seen}; and not __fish_seen_subcommand_from ${verbs.map((verb) => verb.word).join(' ')}`
    return [
      `complete -c sluice -f -n __fish_use_subcommand -a ${word} -d ${quote(summary)}`,
      ...options.map((flag) => optionLine(seen, flag)),
      ...verbs.map((verb) => `complete -c sluice -f -n '${noVerb}' -a ${verb.word} -d ${quote(verb.summary)}`),
      ...verbs.flatMap((verb) =>
        verb.options.map((flag) => optionLine(`${seen}; and __fish_seen_subcommand_from ${verb.word}`, flag)),
      ),
    ]
  })
  return `# sluice completion fish | source, or a file in ~/.config/fish/completions\n${lines.join('\n')}\n`
}

function optionLine(condition: string, { name, help, values }: Flag): string {
  const value = values === undefined ? '' : values.length === 0 ? ' -r' : ` -x -a '${values.join(' ')}'`
  return `complete -c sluice -n '${condition}' -l ${name}${value} -d ${quote(help)}`
}

function quote(text: string): string {
  return `'${text.replaceAll(/['\\]/g, (sign) => `\\${sign}`)}'`
}
