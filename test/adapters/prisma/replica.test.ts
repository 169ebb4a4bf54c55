import { expect, it } from 'vitest'
import { openReplica } from '../../../src/adapters/prisma/replica.ts'
import { systemClock } from '../../../src/adapters/system/clock.ts'
import { openRefusingPostgres } from '../../support/refusing-postgres.ts'

it.each([
  { code: '28P01', says: '28P01, it refuses the user or the password; correct them in DATABASE_REPLICA_URL' },
  { code: '3D000', says: '3D000, it has no database of this name; create it, or correct DATABASE_REPLICA_URL' },
])('a replica that refuses with $code is told with the setting that names it', async ({ code, says }) => {
  const port = await openRefusingPostgres(`SFATAL\0VFATAL\0C${code}\0Mno\0\0`)
  const replica = openReplica(`postgresql://ann:secret@127.0.0.1:${port}/sluice`, systemClock)
  await expect(replica.askVersions()).rejects.toThrow(`PostgreSQL at 127.0.0.1:${port}/sluice: ${says}`)
  await replica.close()
})
