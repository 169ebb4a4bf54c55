import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

// A sentence of the documents says one thing: 25 words at most, one negation. Code, a quote and a link's target count as one word.
const MAX_WORDS = 25
const negation = /\b(?:not|no|none|nobody|nothing|never|neither|without|cannot|nowhere|unless|\w+n't)\b/gi

const root = join(import.meta.dirname, '../..')
const documents = ['README.md', 'CONTRIBUTING.md', ...globSync('docs/**/*.md', { cwd: root }).toSorted()]

it.each(documents)('%s says one thing a sentence', (document) => {
  expect(sentencesOf(readFileSync(join(root, document), 'utf8')).filter(isHard)).toEqual([])
})

it.each([
  { sentence: 'Neither Prisma nor GraphQL is loaded.', hard: false },
  { sentence: 'Nothing is lost, and nobody is refused.', hard: true },
  { sentence: `${'word '.repeat(25)}.`, hard: false },
  { sentence: `${'word '.repeat(26)}.`, hard: true },
])('takes "$sentence" for hard: $hard', ({ sentence, hard }) => expect(isHard(sentence)).toBe(hard))

function isHard(sentence: string): boolean {
  const words = sentence.split(' ').filter((word) => /\w/.test(word))
  return words.length > MAX_WORDS || (sentence.match(negation) ?? []).length > 1
}

/** Of prose and lists; tables, headings and blocks of code have no sentences. */
function sentencesOf(text: string): readonly string[] {
  const prose = text.replace(/^```[^]*?^```$|^#+ .*$|^\|.*$/gm, '')
  return prose.split(/\n\s*\n|\n(?=\s*(?:[-*]|\d+\.) )/).flatMap((part) =>
    part
      .replace(/^\s*(?:[-*]|\d+\.) /, '')
      .replaceAll(/`[^`]*`|"[^"]*"/g, 'QUOTE')
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replaceAll(/\s+/g, ' ')
      .split(/(?<=[.!?]\)?) |(?<=:) (?=[A-Z([])/),
  )
}
