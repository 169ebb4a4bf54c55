import { expect, it } from 'vitest'
import { openPostgresDatabase } from '../../../src/adapters/prisma/postgres.ts'
import { openRefusingPostgres } from '../../support/refusing-postgres.ts'

it('opening ends within seconds where the server refuses and does not hang up', async () => {
  const port = await openRefusingPostgres('SFATAL\0VFATAL\0C28P01\0Mno\0\0')
  const database = openPostgresDatabase(`postgresql://ann:secret@127.0.0.1:${port}/sluice`, 2)
  await expect(database.open()).rejects.toMatchObject({ reason: 'REFUSED' })
  await database.close()
})
