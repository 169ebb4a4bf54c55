/** Runs a bench. The first SIGINT or SIGTERM ends it in good order: what it has started is stopped, then the exit code is 130. */
export async function interruptible(bench: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const controller = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => controller.abort())
  try {
    await bench(controller.signal)
  } catch (error) {
    if (!controller.signal.aborted) throw error
    process.exitCode = 130
  }
}
