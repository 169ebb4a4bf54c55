import type { KeptHealth } from '../core/health/kept-health.ts'

/** The CDNs' health as a file on this node, so that no process forgets it by its end. */
export type HealthFile = {
  /** Writes it and fsyncs it before it resolves. What was written last is what remains. */
  write(health: KeptHealth): Promise<void>
  /** Reads it; undefined when the file is missing or unreadable. */
  read(): Promise<KeptHealth | undefined>
}
