/** How many rolls were asked for, how many of these are over, and why the last one was not done. */
export type RollState = { readonly asked: number; readonly over: number; readonly problem: string | null }

/** Resolves to why it was not done; undefined: it was. */
export type Roll = () => Promise<string | undefined>

/**
 * One roll at a time. However often it is asked for meanwhile, a single one follows: it starts what is on disk by then. Returns how
 * to ask.
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
