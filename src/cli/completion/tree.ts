import { optionsOf, type Command } from '../command.ts'

/** Words that may follow each other on the command line, and the options behind them. */
export type Tree = readonly Branch[]

/** First word of commands: a command of one word has `options`, the others have `verbs`. */
export type Branch = {
  readonly word: string
  readonly summary: string
  readonly verbs: readonly Leaf[]
  readonly options: readonly Flag[]
}
export type Leaf = { readonly word: string; readonly summary: string; readonly options: readonly Flag[] }

/** An option; `values` are the words that it takes, none where it takes any text, undefined where it takes no value. */
export type Flag = { readonly name: string; readonly help: string; readonly values: readonly string[] | undefined }

export function treeOf(commands: readonly Command[]): Tree {
  const groups = Map.groupBy(commands, ({ name }) => name.split(' ')[0] ?? '')
  return [...groups].map(([word, group]) => {
    const alone = group.find(({ name }) => name === word)
    const verbs = group
      .filter((command) => command !== alone)
      .map((command) => ({ word: command.name.split(' ')[1] ?? '', summary: command.summary, options: flagsOf(command) }))
    const summary = alone?.summary ?? verbs.map((verb) => verb.word).join(', ')
    return { word, summary, verbs, options: alone === undefined ? [] : flagsOf(alone) }
  })
}

function flagsOf(command: Command): readonly Flag[] {
  const own = Object.entries(optionsOf(command)).map(([name, { value, help }]) => ({
    name,
    help,
    values: value === undefined ? undefined : wordsOf(value),
  }))
  return [...own, { name: 'help', help: 'shows the arguments, with examples', values: undefined }]
}

/** Returns the words of a placeholder such as `json|yaml`; none of `N|N%`. */
function wordsOf(placeholder: string): readonly string[] {
  return /^[A-Za-z-]{2,}(?:\|[A-Za-z-]{2,})+$/.test(placeholder) ? placeholder.split('|') : []
}
