import { systemClock } from '../../src/adapters/system/clock.ts'
import { chooseTransport, type ChosenTransport } from '../../src/edge/fast-tier/choose-transport.ts'
import { readSettings } from '../../src/settings.ts'

let chosen: Promise<ChosenTransport> | undefined

/** The transport that `FAST_TIER` of the environment names: the suites run on each. */
export function chosenTransport(): Promise<ChosenTransport> {
  return (chosen ??= choose())
}

async function choose(): Promise<ChosenTransport> {
  const read = readSettings({ FAST_TIER: process.env['FAST_TIER'] })
  if ('problem' in read) throw new Error(read.problem)
  return transportOf(read.settings.FAST_TIER)
}

/** The transport of this name; rejects where another one had to take its place. */
export async function transportOf(setting: Parameters<typeof chooseTransport>[0]): Promise<ChosenTransport> {
  const one = await chooseTransport(setting, systemClock)
  if (one.isFallback) throw new Error(one.why)
  return one
}
