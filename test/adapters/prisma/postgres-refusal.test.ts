import { describe, expect, it } from 'vitest'
import { DatabaseUnusable } from '../../../src/adapters/prisma/database-unusable.ts'
import { describePostgres, wordRefusal } from '../../../src/adapters/prisma/postgres-refusal.ts'

const url = 'postgresql://ann:secret@db.example.com:6432/sluice'

function errorWith(code: string, message = 'password "secret" of ann'): Error {
  return Object.assign(new Error(message), { code })
}

describe('a refusal', () => {
  it.each([
    { cause: errorWith('28P01'), reason: 'REFUSED', says: 'refuses the user or the password; correct them in DATABASE_URL' },
    { cause: errorWith('3D000'), reason: 'REFUSED', says: 'has no database of this name; create it, or correct DATABASE_URL' },
    { cause: errorWith('57P03'), reason: 'REFUSED', says: 'is not taking connections yet' },
    { cause: errorWith('ECONNREFUSED'), reason: 'AWAY', says: "can't be reached (ECONNREFUSED)" },
    { cause: new AggregateError([], ''), reason: 'AWAY', says: "can't be reached (no reason given)" },
    { cause: new Error('timeout expired'), reason: 'AWAY', says: "can't be reached (timeout expired)" },
    { cause: errorWith('ECONNRESET'), reason: 'AWAY', says: 'closes the connection' },
    { cause: new Error('Connection terminated unexpectedly'), reason: 'AWAY', says: 'closes the connection' },
    { cause: 'odd', reason: 'AWAY', says: "can't be reached (odd)" },
  ])('says where, and what to do: $says', ({ cause, reason, says }) => {
    expect(wordRefusal(url, cause)).toMatchObject({
      name: 'DatabaseUnusable',
      reason,
      message: `PostgreSQL at db.example.com:6432/sluice ${says}`,
      cause,
    })
  })

  it('that the migrator has worded gets only the place', () => {
    const worded = new DatabaseUnusable('NEWER_SCHEMA', 'a newer Sluice was here; start that one')
    expect(wordRefusal(url, worded)).toMatchObject({
      reason: 'NEWER_SCHEMA',
      message: 'PostgreSQL at db.example.com:6432/sluice: a newer Sluice was here; start that one',
    })
  })
})

it.each([
  { given: 'postgres://ann:secret@db/sluice', told: 'PostgreSQL at db:5432/sluice' },
  { given: 'postgresql://[2001:db8::1]:6432/a?sslmode=verify-full', told: 'PostgreSQL at [2001:db8::1]:6432/a' },
  { given: 'postgresql:///a?host=/run/postgresql', told: 'PostgreSQL at /run/postgresql:5432/a' },
  { given: 'postgresql:///a', told: 'PostgreSQL at localhost:5432/a' },
])('$given is $told', ({ given, told }) => expect(describePostgres(given)).toBe(told))
