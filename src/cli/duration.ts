import { CommandFailure, cliExitCodes } from './command-failure.ts'

const secondsOf: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 }

/** Reads a duration as people write it, in seconds. */
export function readDuration(name: string, text: string): number {
  const [, count, unit = ''] = /^(\d{1,7})([smhd])$/.exec(text) ?? []
  const seconds = Number(count) * (secondsOf[unit] ?? Number.NaN)
  if (seconds > 0) return seconds
  throw new CommandFailure(
    cliExitCodes.usage,
    `${name}: received ${JSON.stringify(text)}, allowed is a number and s, m, h or d, such as 90s, 30m, 2h or 7d`,
  )
}

/** Words the time since a moment roughly: `3 min ago`. */
export function describeAge(thenIso: string, nowEpochMs: number): string {
  const seconds = Math.max(0, Math.round((nowEpochMs - Date.parse(thenIso)) / 1_000))
  if (seconds < 120) return `${seconds} s ago`
  if (seconds < 7_200) return `${Math.floor(seconds / 60)} min ago`
  return seconds < 172_800 ? `${Math.floor(seconds / 3_600)} h ago` : `${Math.floor(seconds / 86_400)} days ago`
}
