import { expect, it } from 'vitest'
import { describePostgres } from '../../../src/adapters/prisma/describe-postgres.ts'

it.each([
  { given: 'postgres://ann:secret@db/sluice', told: 'PostgreSQL at db:5432/sluice' },
  { given: 'postgresql://[2001:db8::1]:6432/a?sslmode=verify-full', told: 'PostgreSQL at [2001:db8::1]:6432/a' },
  { given: 'postgresql:///a?host=/run/postgresql', told: 'PostgreSQL at /run/postgresql:5432/a' },
  { given: 'postgresql://db:5433/a?port=6432', told: 'PostgreSQL at db:6432/a' },
  { given: 'postgresql:///a', told: 'PostgreSQL at localhost:5432/a' },
])('$given is $told', ({ given, told }) => expect(describePostgres(given)).toBe(told))
