import { onOneLine } from '../terminal.ts'

/** Fields of an override that the command line shows. */
export type ShownOverride = {
  readonly kind: string
  readonly target: string | null
  readonly value: string | number | null
  readonly reason: string
  readonly until: string | null
  readonly by: string
  readonly at: string
  readonly inEffect: boolean
}

export const overrideFields = 'kind target value reason until by at inEffect'

/** Describes an override in one line: effect, end, author and reason. */
export function describeShown({ kind, target, value, reason, until, by, at, inEffect }: ShownOverride): string {
  const what = [kind, target, value].filter((part) => part !== null).join(' ')
  const end = until === null ? 'until it is lifted' : `until ${until}`
  return onOneLine(`${what} ${end}, by ${by} at ${at}: ${reason}${inEffect ? '' : ' (without effect: no such CDN is live)'}`)
}
