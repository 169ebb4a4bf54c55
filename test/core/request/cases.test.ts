import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { answers } from './branches.ts'

// The project's own copy: ../shared lies beside it only where Sluice is developed.
const copy = join(import.meta.dirname, 'cases/hostile-urls.jsonl')
const original = join(import.meta.dirname, '../../../../shared/cases/hostile-urls.jsonl')

type Case = {
  readonly id: string
  /** Absent where the case is about the whole request, so the HTTP parser's. */
  readonly target?: string
  readonly expect:
    | { readonly kind: 'redirect'; readonly origin: string | readonly string[]; readonly cdn: string | readonly string[] }
    | { readonly kind: 'refuse'; readonly status: number; readonly code: string }
}

const cases = readFileSync(copy, 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Case)
  .flatMap(({ id, target, expect: wanted }) => (target === undefined ? [] : [{ id, target, ...allowedAnswers(wanted) }]))

it.each(cases)('answers $id as its case says', ({ target, origin, cdn }) => {
  const answer = answers(target)
  expect(origin).toContain(answer.origin)
  expect(cdn).toContain(answer.cdn)
})

it.skipIf(!existsSync(original))('reads an exact copy of the shared cases', () => {
  expect(readFileSync(copy, 'utf8')).toBe(readFileSync(original, 'utf8'))
})

function allowedAnswers(wanted: Case['expect']): { readonly origin: readonly string[]; readonly cdn: readonly string[] } {
  if (wanted.kind === 'redirect') return { origin: [wanted.origin].flat(), cdn: [wanted.cdn].flat() }
  const refusal = [`${wanted.code} ${wanted.status}`]
  return { origin: refusal, cdn: refusal }
}
