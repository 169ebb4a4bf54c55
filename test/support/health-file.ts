import type { KeptHealth } from '../../src/core/health/kept-health.ts'
import type { HealthFile } from '../../src/ports/health-file.ts'
import { fileError } from './file-error.ts'

/** The file in memory. */
export type InMemoryHealthFile = HealthFile & { present: KeptHealth | undefined; diskIsFull: boolean; writes: number }

export function openInMemoryHealthFile(present?: KeptHealth): InMemoryHealthFile {
  return {
    present,
    diskIsFull: false,
    writes: 0,
    async write(health) {
      if (this.diskIsFull) throw fileError('ENOSPC')
      this.writes += 1
      this.present = health
    },
    async read() {
      return this.present
    },
  }
}
