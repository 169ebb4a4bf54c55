import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import { openSnapshotStore } from '../../src/adapters/file/snapshot-store.ts'
import { snapshotStoreContract } from './snapshot-store.contract.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-snapshot-store-'))
})
afterEach(() => rm(folder, { recursive: true }))

snapshotStoreContract('a data folder', async () => openSnapshotStore(join(folder, 'data'), () => undefined))
