import type { Orders } from '../core/orders/orders.ts'
import type { Given } from '../core/orders/take-orders.ts'
import type { SecretFollower } from './secret-follower.ts'

/** Lets a revision wait until the secrets that it names are read, a second at most. Orders behind it wait with it. */
export function awaitSecrets(
  { prepare, secrets }: Pick<SecretFollower, 'prepare' | 'secrets'>,
  take: (given: Given) => void,
): (orders: Orders) => void {
  let waiting: Promise<void> | undefined
  return (orders) => {
    const reading = orders.revision && prepare(orders.revision)
    if (reading === undefined && waiting === undefined) return take({ ...orders, secrets: secrets() })
    const turn = takeBehind(orders, waiting, reading).finally(() => {
      if (waiting === turn) waiting = undefined
    })
    waiting = turn
  }

  async function takeBehind(
    orders: Orders,
    earlier: Promise<void> | undefined,
    reading: Promise<void> | undefined,
  ): Promise<void> {
    await earlier
    await reading
    take({ ...orders, secrets: secrets() })
  }
}
