import { randomUUID } from 'node:crypto'
import type { ErrorReport } from '../../core/error-report.ts'
import { scrub } from '../../core/scrub.ts'
import { readFrames } from './stack-frames.ts'

/** Facts about the node that every event has. */
export type EventSource = {
  readonly node: string
  readonly version: string
  readonly environment: string
  /** Values that no event may have. */
  readonly secrets: readonly string[]
}

/** Name of a group of events. Errors of one place are one group; what else happens is one group a kind. */
export function fingerprintOf({ group, process, stack }: ErrorReport): readonly string[] {
  if (group !== 'UNHANDLED_ERROR') return [group]
  const place = readFrames(stack).findLast((frame) => frame.in_app)
  return place === undefined ? [group, process] : [group, place.filename, place.function]
}

/** Makes Sentry's event of a report: nothing of the environment, the request or the machine is in it. */
export function eventOf(report: ErrorReport, source: EventSource, nowEpochMs: number): object {
  const { group, process, worker, revision, type, message, stack } = report
  const hide = (text: string): string => scrub(text, source.secrets)
  const frames = readFrames(stack).map((frame) => ({ ...frame, function: hide(frame.function) }))
  return {
    event_id: randomUUID().replaceAll('-', ''),
    timestamp: nowEpochMs / 1_000,
    platform: 'node',
    level: 'error',
    logger: 'sluice',
    server_name: source.node,
    release: `sluice@${source.version}`,
    environment: source.environment,
    fingerprint: fingerprintOf(report),
    tags: { group, process, worker, revision },
    exception: {
      values: [{ type: hide(type), value: hide(message), ...(frames.length === 0 ? {} : { stacktrace: { frames } }) }],
    },
  }
}
