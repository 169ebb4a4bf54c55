import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSchema, isScalarType, isSpecifiedScalarType, parse, validate } from 'graphql'
import { describe, expect, it } from 'vitest'
import { families } from '../../src/adapters/metrics/families.ts'
import { configOperations } from '../../src/control/rest/config-operations.ts'
import { refusalCodes } from '../../src/core/request/refusal.ts'
import { readGuide, readGuidePage } from '../support/api-guide.ts'

// What the documents quote of the program, held against its source: messages and codes.
const root = join(import.meta.dirname, '../..')
const sources = ['scripts/prepare.mjs', ...globSync('src/**/*.{ts,mjs}', { cwd: root, exclude: ['src/generated/**'] })]
/** Texts that are broken over lines are whole here. */
const source = sources
  .map(read)
  .join('\n')
  .replaceAll(/['"`] \+\n\s*['"`]/g, '')

describe('a message that the runbook quotes', () => {
  const blocks = [...read('docs/runbook.md').matchAll(/^```(text|json)\n([^]*?)^```$/gm)]
  const lines = blocks.filter(([, kind]) => kind === 'text').flatMap(([, , text = '']) => text.trim().split('\n'))
  const answers = blocks.filter(([, kind]) => kind === 'json').flatMap(([, , text = '']) => messagesIn(JSON.parse(text)))
  // One line may be made of several messages: "WHAT: WHY; WHAT FOLLOWS, and keeps trying".
  const parts = [...lines, ...answers].map((message) => message.replace(/^sluice: /, '').split(/…|[;:] (?=\w)|, (?=and )/))

  it.each(parts.map((pieces) => ({ message: pieces.join(' … '), pieces })))('is printed: $message', ({ pieces }) => {
    expect(pieces.join('').length).toBeGreaterThan(8)
    expect(pieces.filter((piece) => !source.includes(piece))).toEqual([])
  })
})

describe('the codes of the API guide', () => {
  const rows = readGuide()
    .split('\n')
    .filter((line) => line.startsWith('|'))
  const listed = new Set(rows.flatMap((row) => [...row.matchAll(/`([A-Z]+(?:_[A-Z]+)*)`/g)].map(([, code = '']) => code)))
  const words = new Set(source.match(/[A-Z]+(?:_[A-Z]+)*/g))

  it('are those that the program has', () => {
    expect([...listed].filter((code) => !words.has(code))).toEqual([])
  })

  it('are all that the program has', () => {
    const given = [...source.matchAll(/(?:\bcode: |\b(?:error|warning|problem|errorBody|graphqlErrorBody)\(\s*)'([A-Z_]+)'/g)]
    const ofConfig = Object.values(configOperations['/config'] ?? {}).flatMap(({ errors }) => Object.keys(errors ?? {}))
    const codes = new Set([...given.map(([, code = '']) => code), ...refusalCodes, ...ofConfig])
    expect(codes.size).toBeGreaterThan(40)
    expect([...codes].filter((code) => !listed.has(code))).toEqual([])
  })
})

it('lists every metric of the API guide as the program has it, and every one that it has', () => {
  const [, section = ''] = readGuidePage('rest').split('## Metrics\n')
  const rows = (section.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('| `'))
  const listed = rows.map((row) => row.split('|').map((cell) => cell.trim().replaceAll('`', '')))
  const had = Object.entries(families).map(([name, { type, labels, help }]) => ['', name, type, labels.join(', '), help, ''])
  expect(listed).toEqual(had)
})

function messagesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    (key === 'message' || key === 'msg') && typeof inner === 'string' ? [inner] : messagesIn(inner),
  )
}

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}

describe('the recipe for a generated client', () => {
  const recipe = readGuidePage('graphql').split('## A generated client')[1] ?? ''
  const schema = buildSchema(read('schema.graphql'))

  it('says what each scalar of the schema is', () => {
    const own = Object.values(schema.getTypeMap()).filter((type) => isScalarType(type) && !isSpecifiedScalarType(type))
    const told = /scalars: \{ ([^}]+) \}/
      .exec(recipe)?.[1]
      ?.split(', ')
      .map((one) => one.split(':')[0])
    expect(told?.toSorted()).toEqual(own.map(({ name }) => name).toSorted())
  })

  it('has an operation of this schema', () => {
    const operation = /graphql\(`([^`]+)`\)/.exec(recipe)?.[1] ?? ''
    expect(validate(schema, parse(operation))).toEqual([])
  })
})
