import type { z } from 'zod'
import { onOneLine } from '../terminal.ts'
import { overrideShape } from '../../core/override/override-shape.ts'

/** An override as the command line shows it. */
export type ShownOverride = z.infer<typeof overrideShape>

export const overrideFields = Object.keys(overrideShape.shape).join(' ')

export const notFollowed = 'Not all workers of the node follow yet; "sluice workers" tells which.\n'
const onThisNode = '(on this node alone: the store is away)'

/** Describes an override in one line: effect, end, author and reason. */
export function describeShown({ kind, target, value, reason, until, by, at, inEffect, scope }: ShownOverride): string {
  const what = [kind, target, value].filter((part) => part !== null).join(' ')
  const end = until === null ? 'until it is lifted' : `until ${until}`
  const alone = scope === 'NODE_ONLY' ? ` ${onThisNode}` : ''
  return onOneLine(
    `${what} ${end}, by ${by} at ${at}: ${reason}${inEffect ? '' : ' (without effect: no such CDN is live)'}${alone}`,
  )
}
