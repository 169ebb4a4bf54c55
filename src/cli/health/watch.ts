import { z } from 'zod'
import { selectionOf } from '../../core/graphql-selection.ts'
import type { Call } from '../command.ts'
import { formatJson } from '../json.ts'
import { onOneLine } from '../terminal.ts'
import { cdnHealthShape } from './health-shape.ts'

const { adminState, health, reason } = cdnHealthShape.shape

/** A change of a CDN's health or admin state. */
export const healthEventShape = z.strictObject({
  cdn: z.string(),
  adminState: adminState.nullable(),
  health,
  reason,
  at: z.string(),
})
type Event = z.infer<typeof healthEventShape>

/** Prints a line for each CDN, then one for each change, until so many were printed or Ctrl-C comes. */
export async function watchHealth(
  { api, terminal, isForPrograms }: Pick<Call, 'api' | 'terminal' | 'isForPrograms'>,
  most: number,
): Promise<void> {
  let seen = 0
  for await (const { event } of api.follow<{ event: Event }>(subscription, {}, terminal.untilStopped())) {
    terminal.print(isForPrograms ? formatJson(event, 0) : `${onOneLine(describeEvent(event))}\n`)
    seen += 1
    if (seen >= most) break
  }
}

const subscription = `subscription Health { event: healthChanged ${selectionOf(healthEventShape)} }`

function describeEvent({ cdn, adminState: said, health: is, reason: why, at }: Event): string {
  return `${at} ${cdn} ${is}${said === null || said === 'AUTO' ? '' : `, ${said} by an operator`}: ${why}`
}
