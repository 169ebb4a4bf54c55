import { MAX_LOAD_PERCENT } from '../../core/config/bounds.ts'
import { findRepeated, type Assumption } from '../../core/simulation/assume.ts'
import { CommandFailure, cliExitCodes } from '../command-failure.ts'
import { onOneLine } from '../terminal.ts'

/** Reads `cdn=down,other=up,third=90`: conditions of CDNs, the number as percent of the capacity. */
export function readAssumptions(text: string | undefined): readonly Assumption[] {
  if (text === undefined) return []
  const assumptions = text.split(',').map(readAssumption)
  const repeated = assumptions[findRepeated(assumptions)]
  if (repeated !== undefined) throw usage(text, `one health and one load for each CDN, not two for ${onOneLine(repeated.cdn)}`)
  return assumptions
}

function readAssumption(text: string): Assumption {
  const [cdn = '', value = ''] = text.split('=')
  if (cdn !== '' && value === 'down') return { cdn, kind: 'HEALTH', health: 'UNHEALTHY' }
  if (cdn !== '' && value === 'up') return { cdn, kind: 'HEALTH', health: 'HEALTHY' }
  const percent = /^\d{1,3}%?$/.test(value) ? Number.parseInt(value, 10) : Infinity
  if (cdn !== '' && percent <= MAX_LOAD_PERCENT) return { cdn, kind: 'LOAD', percent }
  throw usage(text, `CDN=down, CDN=up or CDN=LOAD from 0 to ${MAX_LOAD_PERCENT}`)
}

function usage(received: string, allowed: string): CommandFailure {
  return new CommandFailure(cliExitCodes.usage, `--assume: received ${JSON.stringify(received)}, allowed is ${allowed}`)
}
