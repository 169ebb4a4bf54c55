/** Number of rolls asked for, number of these that are over, and the reason why the last one failed. */
export type RollState = { readonly asked: number; readonly over: number; readonly problem: string | null }

/** Resolves to the reason why the roll failed; undefined: it succeeded. */
export type Roll = () => Promise<string | undefined>

/**
 * Runs one roll at a time. All requests during a roll lead to a single further one, which starts the program on disk by then.
 * Returns a function that asks for a roll.
 */
export function openRolls(roll: Roll, onChange: (state: RollState) => void): () => void {
  let state: RollState = { asked: 0, over: 0, problem: null }
  let isRolling = false
  return () => {
    change({ ...state, asked: state.asked + 1 })
    if (!isRolling) void rollOn()
  }

  async function rollOn(): Promise<void> {
    isRolling = true
    while (state.over < state.asked) {
      const { asked } = state
      const problem = (await roll()) ?? null
      change({ ...state, over: asked, problem })
    }
    isRolling = false
  }

  function change(next: RollState): void {
    state = next
    onChange(state)
  }
}
