import { underOverrides } from '../../core/conditions/effective.ts'
import { checkDocument } from '../../core/config/check-document.ts'
import type { ConfigDocument } from '../../core/config/document.ts'
import type { Clock } from '../../ports/clock.ts'
import { assume, type Assumption } from '../../core/simulation/assume.ts'
import { openReplay } from '../../core/simulation/replay.ts'
import { openGivenSide } from '../../core/simulation/side.ts'
import { CommandFailure, cliExitCodes } from '../command-failure.ts'
import { nameOf } from '../config/documents.ts'
import { documentFailure, hasErrors } from '../config/apply-document.ts'
import { formatFindings } from '../config/findings.ts'
import type { Terminal } from '../terminal.ts'
import { readLogLine } from './log-line.ts'
import { readLines } from './read-log.ts'
import type { Replayed } from './replay-shape.ts'

type ReplayParts = {
  readonly terminal: Terminal
  readonly clock: Pick<Clock, 'nowIso'>
  readonly file: string
  readonly document: ConfigDocument
  readonly assumptions: readonly Assumption[]
  readonly log: string
}

/** Decides the requests of another redirector's log by a document, in this process, and compares. Asks no service. */
export async function replayLog({ terminal, clock, file, document, assumptions, log }: ReplayParts): Promise<Replayed> {
  const { $schema: _, formatVersion: __, ...whole } = document
  const { config, issues } = checkDocument(whole)
  if (hasErrors(issues)) throw documentFailure(file, formatFindings(issues, terminal.paint))
  const unknown = assumptions.find(({ cdn }) => !config.cdns.some(({ key }) => key === cdn))
  if (unknown !== undefined)
    throw new CommandFailure(
      cliExitCodes.usage,
      `--assume: received ${JSON.stringify(unknown.cdn)}, allowed is a CDN of ${nameOf(file)}`,
    )
  const nowEpochMs = Date.parse(clock.nowIso())
  const conditions = assume(underOverrides([]), config, assumptions, nowEpochMs)
  const side = openGivenSide({ config, conditions })
  if (!side.ok) throw new CommandFailure(cliExitCodes.refused, `${file}: ${side.problem.code}`)
  const replay = openReplay(side.value.table, nowEpochMs)
  let [line, skipped, firstSkipped] = [0, 0, 0]
  for await (const text of readLines(terminal, log)) {
    line += 1
    const request = readLogLine(text, line)
    if (request !== undefined) replay.take(request)
    else if ((skipped += 1) === 1) firstSkipped = line
  }
  const { differences, targets, ...counts } = replay.compare()
  if (counts.requests === 0 && skipped > 0)
    throw new CommandFailure(
      cliExitCodes.unreadable,
      `${nameOf(log)}: no line is a GET with "video" in common, combined or JSON form, from line ${firstSkipped} on`,
    )
  return { ...counts, skipped, differences: [...differences], targets: [...targets] }
}
