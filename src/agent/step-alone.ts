/** Makes a step that runs once at a time and never rejects. `onTrouble` is called with a reason that is not that of the step before. */
export function stepAlone(step: () => Promise<void>, onTrouble: (why: string) => void): () => Promise<void> {
  let isStepping = false
  let trouble: string | undefined
  return async () => {
    if (isStepping) return
    isStepping = true
    try {
      await step()
      trouble = undefined
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      if (why !== trouble) onTrouble(why)
      trouble = why
    } finally {
      isStepping = false
    }
  }
}
