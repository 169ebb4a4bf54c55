import { CommandFailure, cliExitCodes } from '../command-failure.ts'
import { readCount, type Option } from '../command.ts'
import { readDuration } from '../duration.ts'

/** Options of a publish that a few workers run first. */
export const canaryOptions = {
  canary: { type: 'string', value: 'N|N%', help: 'lets N workers of the node, or N percent of them, run it first' },
  for: { type: 'string', value: 'TIME', help: 'with --canary: how long, 1s to 1h; then it goes on to all' },
  'max-refused': {
    type: 'string',
    value: 'RATIO',
    help: 'with --canary: part of its requests that may be refused, 0 to 1; default: 0.05 more than beside it',
  },
  'too-few': {
    type: 'string',
    value: 'promote|take-back',
    help: 'with --canary: its end when under 20 requests came; default: take-back',
  },
} as const satisfies Record<string, Option>

type Values = { readonly [Name in keyof typeof canaryOptions]?: string }

/** Makes the API's `CanaryInput`; null without `--canary`. */
export function readCanary(values: Values): object | null {
  const { canary, for: duration, 'max-refused': maxRefused, 'too-few': tooFew } = values
  if (canary === undefined) {
    const stray = (Object.keys(canaryOptions) as (keyof Values)[]).find((name) => values[name] !== undefined)
    if (stray === undefined) return null
    throw new CommandFailure(cliExitCodes.usage, `--${stray} goes with --canary`)
  }
  if (duration === undefined) throw new CommandFailure(cliExitCodes.usage, '--canary needs --for TIME: say how long it is to run')
  const size = canary.endsWith('%')
    ? { percent: readCount('--canary', canary.slice(0, -1), 1, 100) }
    : { workers: readCount('--canary', canary, 1, 1_000) }
  return {
    ...size,
    seconds: readDuration('--for', duration),
    maxRefusedRatio: readRatio(maxRefused),
    onTooFewRequests: readOutcome(tooFew),
  }
}

const outcomes: Readonly<Record<string, string>> = { promote: 'PROMOTE', 'take-back': 'TAKE_BACK' }

function readOutcome(text: string | undefined): string | null {
  if (text === undefined) return null
  const outcome = Object.hasOwn(outcomes, text) ? outcomes[text] : undefined
  if (outcome !== undefined) return outcome
  throw new CommandFailure(
    cliExitCodes.usage,
    `--too-few: received ${JSON.stringify(text)}, allowed is ${Object.keys(outcomes).join(' or ')}`,
  )
}

function readRatio(text: string | undefined): number | null {
  if (text === undefined) return null
  const ratio = /^[01](?:\.\d{1,6})?$/.test(text) ? Number(text) : 2
  if (ratio <= 1) return ratio
  throw new CommandFailure(
    cliExitCodes.usage,
    `--max-refused: received ${JSON.stringify(text)}, allowed is a number from 0 to 1, such as 0.05`,
  )
}
