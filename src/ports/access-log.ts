import type { AccessLine } from '../core/routing/access-line.ts'

/** Log of sampled decisions. Writing waits for nothing; lines that the reader leaves are dropped. */
export type AccessLog = {
  write(line: AccessLine): void
  /** Number of lines dropped since the start. */
  dropped(): number
  /** Hands on what is buffered. */
  flush(): void
}
