import type { RecordSource } from '../../src/adapters/simulator/simulation-processes.ts'

/** For simulations that ask no worker. */
export const noRecords: RecordSource = {
  controlSocket: '/nobody/listens',
  fleet: {
    askForRecordings: () => {
      throw new Error('a simulation asked for records')
    },
  },
}
