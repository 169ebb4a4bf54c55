import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { exitCodes } from '../../src/core/exit-codes.ts'
import { settingsSchema } from '../../src/settings.ts'
import { guidePages } from '../support/api-guide.ts'

// What the documents say, held against the code: tables, links, and the paths and tests that they name.
const root = join(import.meta.dirname, '../..')
const documents = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...globSync('docs/**/*.md', { cwd: root }).toSorted()]
/** Without the records of their day: what those name may have moved since, and they are not edited. */
const current = documents.filter((document) => !/^CHANGELOG\.md$|^docs[/\\]adr[/\\]/.test(document))

it('the README is no longer than what somebody reads who is new', () => {
  expect(read('README.md').split('\n').length - 1).toBeLessThanOrEqual(150)
})

describe('the page for operators', () => {
  it('lists every setting once, in the order of the schema, with its default and its description', () => {
    const defaults: Readonly<Record<string, unknown>> = settingsSchema.parse({})
    const settings = Object.entries(settingsSchema.shape).map(([name, { description }]) => ({
      name: `\`${name}\``,
      default: defaults[name] === undefined ? 'unset' : `\`${[defaults[name]].flat().map(String).join(',')}\``,
      meaning: description,
    }))
    const rows = tableUnder('Settings').map(([name, byDefault, meaning]) => ({ name, default: byDefault, meaning }))
    expect(rows).toEqual(settings)
  })

  it('lists every exit code of a start that cannot work', () => {
    const codes = tableUnder('Stopping, and exit codes').map(([code]) => Number(code))
    expect(codes).toEqual(expect.arrayContaining(Object.values(exitCodes)))
  })
})

it('the API guide lists its pages in the order in which their examples are run', () => {
  const listed = [...read('docs/api.md').matchAll(/^\| \[[^\]]+\]\(api\/(\S+)\.md\)/gm)].map(([, page]) => page)
  expect(listed).toEqual(guidePages)
  expect(globSync('docs/api/*.md', { cwd: root })).toHaveLength(guidePages.length)
})

it('the glossary has each word once', () => {
  const words = [...read('docs/glossary.md').matchAll(/^\| ([^|]+?) +\|/gm)].flatMap(([, cell = '']) => cell.split(', '))
  const twice = words.filter((word, index) => words.indexOf(word) !== index && word !== 'word' && !/^-+$/.test(word))
  expect(twice).toEqual([])
})

describe.each(documents)('%s', (document) => {
  const text = read(document)

  it('has only links that lead somewhere', () => {
    const targets = [...proseOf(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target)
    expect(targets.filter((target) => !/^(?:https?|mailto):/.test(target) && !resolves(document, target))).toEqual([])
  })

  it('quotes tests by the names that they have', () => {
    const quoted = [...text.matchAll(/\]\((\S+\.ts)\): "([^"]+)"/g)].map(([, path = '', name = '']) => ({ path, name }))
    expect(quoted.filter(({ path, name }) => !read(join(dirname(document), path)).includes(name))).toEqual([])
  })
})

it.each(current)('%s names only paths that exist', (document) => {
  const paths = [...proseOf(read(document)).matchAll(/`((?:src|test|scripts|docs|prisma|\.ci)\/[\w./-]*)`/g)]
  expect(paths.map(([, path = '']) => path).filter((path) => !existsSync(join(root, path)))).toEqual([])
})

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}

/** The text from a heading of the page for operators to the next one. */
function sectionOf(heading: string): string {
  const section = read('docs/operating.md')
    .split(/^#+ /m)
    .find((part) => part.startsWith(`${heading}\n`))
  if (section === undefined) throw new Error(`docs/operating.md has no heading "${heading}"`)
  return section
}

/** The cells of the rows below the table's head. */
function tableUnder(heading: string): readonly (readonly string[])[] {
  const rows = sectionOf(heading)
    .split('\n')
    .filter((line) => line.startsWith('|'))
  return rows.slice(2).map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
}

/** Without blocks of code, whose `](` and paths are somebody else's. */
function proseOf(text: string): string {
  return text.replace(/^```[^]*?^```/gm, '')
}

function resolves(document: string, target: string): boolean {
  const [path = '', anchor] = target.split('#')
  const file = path === '' ? document : join(dirname(document), path)
  if (!existsSync(join(root, file))) return false
  return anchor === undefined || anchorsOf(read(file)).includes(anchor)
}

/** As GitHub makes them of headings. */
function anchorsOf(text: string): readonly string[] {
  return [...proseOf(text).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}
