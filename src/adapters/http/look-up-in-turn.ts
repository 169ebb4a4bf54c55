/** Gives the addresses of a name; none where the signal came before its turn. */
export type LookUpInTurn<Address> = (name: string, signal: AbortSignal) => Promise<readonly Address[]>

type Waiter<Address> = { readonly name: string; readonly take: (answer: Promise<readonly Address[]>) => void }

/**
 * Looks up so many names at once, each as soon as one of those before it has ended. A name is looked up once for all who ask
 * meanwhile, so that one which hangs holds a single place. Holds as many as wait, whose signals end that.
 */
export function lookUpInTurn<Address>(
  lookUp: (name: string) => Promise<readonly Address[]>,
  mostAtOnce: number,
): LookUpInTurn<Address> {
  const underWay = new Map<string, Promise<readonly Address[]>>()
  const waiting = new Set<Waiter<Address>>()
  return (name, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve([])
      const waiter = { name, take: resolve }
      waiting.add(waiter)
      signal.addEventListener('abort', () => waiting.delete(waiter) && resolve([]), { once: true })
      beginNext()
    })

  function beginNext(): void {
    for (const waiter of waiting) {
      const answer = underWay.get(waiter.name) ?? (underWay.size < mostAtOnce ? begin(waiter.name) : undefined)
      if (answer !== undefined && waiting.delete(waiter)) waiter.take(answer)
    }
  }

  function begin(name: string): Promise<readonly Address[]> {
    const answer = lookUp(name).finally(() => {
      underWay.delete(name)
      beginNext()
    })
    underWay.set(name, answer)
    return answer
  }
}
