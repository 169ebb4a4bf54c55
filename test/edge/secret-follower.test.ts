import { expect, it } from 'vitest'
import { noOverrides } from '../../src/core/override/override.ts'
import { parseSecret, type Secret } from '../../src/core/signing/secret.ts'
import { giveOrders, noTable } from '../../src/edge/current-table.ts'
import { openSecretFollower } from '../../src/edge/secret-follower.ts'
import { revisionWith } from '../support/config.ts'
import { fixedClock } from '../support/fixed-clock.ts'
import { settle } from '../support/settle.ts'
import { goodSecrets, signingWith } from '../support/signing.ts'

it('keeps what was read for a revision that came while it looked', async () => {
  const [first, second] = [1, 2].map((number) =>
    revisionWith({
      number,
      cdns: ['a', 'b'].slice(0, number).map((key) => ({ key, signing: signingWith({ secret: `file:${key}` }) })),
    }),
  )
  if (first === undefined || second === undefined) throw new Error('two revisions')
  const read = parseSecret(goodSecrets.EDGE_AUTH)
  const [clock, current] = [fixedClock(), noTable()]
  const slow = Promise.withResolvers<Secret>()
  let isSlow = false
  const source = { read: (reference: string) => (isSlow && reference === 'file:a' ? slow.promise : Promise.resolve(read)) }
  const follower = openSecretFollower({ source, clock, current, onChange: () => undefined })
  const run = async (revision: typeof first): Promise<void> => {
    await follower.prepare(revision)
    giveOrders(current, { revision, overrides: noOverrides, secrets: follower.secrets() }, clock.nowEpochMs())
  }
  await run(first)
  isSlow = true
  await clock.advance(1_000) // a look begins
  await run(second)
  slow.resolve(read)
  await settle()
  expect([...follower.secrets().keys()]).toEqual(['file:a', 'file:b'])
  follower.stop()
})
