import { describe, expect, it } from 'vitest'
import { parseIdempotency } from '../../../src/core/change/idempotency.ts'

const request = { action: 'publish', input: { message: 'why', expectedRevision: 3 } }

describe('an idempotency key', () => {
  it.each([
    { key: 'k', is: 'one character' },
    { key: '!~"\\{}', is: 'any visible ASCII' },
    { key: 'k'.repeat(128), is: '128 characters' },
  ])('may be $is', ({ key }) => {
    expect(parseIdempotency(key, request)).toMatchObject({ ok: true, value: { key } })
  })

  it.each([undefined, null])('may be left out (%s)', (key) => {
    expect(parseIdempotency(key, request)).toEqual({ ok: true, value: undefined })
  })

  it.each([
    { key: '', is: 'empty' },
    { key: 'k'.repeat(129), is: 'longer' },
    { key: 'a b', is: 'with a space' },
    { key: 'a\n', is: 'with a line break' },
    { key: 'é', is: 'of other characters' },
  ])('is refused when it is $is', ({ key }) => {
    expect(parseIdempotency(key, request)).toMatchObject({
      ok: false,
      problem: { code: 'IDEMPOTENCY_KEY_INVALID', field: 'idempotencyKey' },
    })
  })
})

describe('the fingerprint of a request', () => {
  const of = (one: typeof request): string | undefined => {
    const parsed = parseIdempotency('k', one)
    return parsed.ok ? parsed.value?.fingerprint : undefined
  }

  it('is that of the same request, whatever the order of its fields', () => {
    expect(of({ input: { expectedRevision: 3, message: 'why' }, action: 'publish' })).toBe(of(request))
  })

  it.each([
    { what: 'action', other: { ...request, action: 'rollback' } },
    { what: 'value', other: { ...request, input: { ...request.input, expectedRevision: 4 } } },
    { what: 'field', other: { ...request, input: { ...request.input, acknowledgeWarnings: false } } },
  ])('is another with another $what', ({ other }) => {
    expect(of(other)).not.toBe(of(request))
  })
})
