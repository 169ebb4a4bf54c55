import type { IncomingMessage } from 'node:http'
import type { HealthCheck } from '../../core/config/health-check.ts'
import type { ProbeOutcome } from '../../core/health/probe.ts'

/** Most bytes of a body that are read: all of most playlists, and enough of an object. */
const MAX_BYTES = 65_536

/** Takes an outcome, in words for people. Only the first one counts. */
export type Settle = (outcome: ProbeOutcome, message: string) => void

/** Judges an answer by its status at once, and by its body once it has ended or enough of it has come. */
export function judgeAnswer(answer: IncomingMessage, { expectStatus, expectBody }: HealthCheck, settle: Settle): void {
  const { statusCode: status = 0 } = answer
  const isExpected = expectStatus.length === 0 ? status >= 200 && status <= 299 : expectStatus.includes(status)
  if (!isExpected) {
    settle(
      'STATUS',
      `received status ${status}, allowed is ${expectStatus.length === 0 ? '200 to 299' : expectStatus.join(', ')}`,
    )
    return
  }
  const chunks: Buffer[] = []
  let bytes = 0
  answer.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (expectBody !== null) chunks.push(chunk)
    if (bytes >= MAX_BYTES) judgeBody()
  })
  answer.once('end', judgeBody)
  answer.on('error', () => settle('BODY', 'the body ended before its length'))

  function judgeBody(): void {
    const passes = expectBody === null || Buffer.concat(chunks).subarray(0, MAX_BYTES).includes(expectBody)
    if (passes) settle('PASSED', `received status ${status}`)
    else settle('BODY', 'the first 64 KiB of the body lack the expected text')
  }
}
