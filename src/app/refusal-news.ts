import type { Worker } from '../ports/fleet-view.ts'

/** Tells of each refusal of a revision once, however many workers refuse it, until none does. */
export function openRefusalNews(onNews: (line: string) => void): (workers: readonly Pick<Worker, 'state' | 'problem'>[]) => void {
  let told: ReadonlySet<string> = new Set()
  return (workers) => {
    const now = new Set(workers.flatMap(({ state, problem }) => (state === 'REFUSED' && problem !== null ? [problem] : [])))
    for (const problem of now) if (!told.has(problem)) onNews(problem)
    told = now
  }
}
