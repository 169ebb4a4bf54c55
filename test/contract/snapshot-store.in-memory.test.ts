import { openInMemorySnapshots } from '../support/snapshots.ts'
import { snapshotStoreContract } from './snapshot-store.contract.ts'

snapshotStoreContract('the double in memory', async () => openInMemorySnapshots())
