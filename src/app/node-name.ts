import { hostname } from 'node:os'
import type { Settings } from '../settings.ts'

/** Name of this node in logs, workers, canaries and errors. Two groups on one machine differ by their port. */
export function nodeName({ PORT }: Pick<Settings, 'PORT'>): string {
  return `${hostname()}:${PORT}`
}
