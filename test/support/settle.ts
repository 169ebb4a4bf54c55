/** Lets everything run that waits for nothing but its turn: what would have begun by now has begun. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}
