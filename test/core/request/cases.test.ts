import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { answers } from './branches.ts'

type Case = {
  readonly id: string
  /** Absent where the case is about the whole request, so the HTTP parser's. */
  readonly target?: string
  readonly expect:
    | { readonly kind: 'redirect'; readonly origin: string | readonly string[]; readonly cdn: string | readonly string[] }
    | { readonly kind: 'refuse'; readonly status: number; readonly code: string }
}

const cases = readFileSync(join(import.meta.dirname, 'cases/hostile-urls.jsonl'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Case)
  .flatMap(({ id, target, expect: wanted }) => (target === undefined ? [] : [{ id, target, ...allowedAnswers(wanted) }]))

it.each(cases)('answers $id as its case says', ({ target, origin, cdn }) => {
  const answer = answers(target)
  expect(origin).toContain(answer.origin)
  expect(cdn).toContain(answer.cdn)
})

function allowedAnswers(wanted: Case['expect']): { readonly origin: readonly string[]; readonly cdn: readonly string[] } {
  if (wanted.kind === 'redirect') return { origin: [wanted.origin].flat(), cdn: [wanted.cdn].flat() }
  const refusal = [`${wanted.code} ${wanted.status}`]
  return { origin: refusal, cdn: refusal }
}
