import { Agent, request as httpRequest } from 'node:http'

/** Clients that ask for the same URL again and again, each as soon as it has its answer. */
export type Load = {
  /** From each request so far to its answer. */
  readonly answerMs: readonly number[]
  /** Resolves when the last answer is there. What was not 302 is a failure, in words. */
  stop(): Promise<{
    readonly redirects: number
    readonly failures: readonly string[]
    /** From each request to its answer. */
    readonly answerMs: readonly number[]
  }>
}

/** One connection a client, kept. */
export function startLoad(url: string, clients: number): Load {
  const agent = new Agent({ keepAlive: true, maxSockets: clients })
  const result = { redirects: 0, failures: [] as string[], answerMs: [] as number[], stopped: false }
  const running = Promise.all(Array.from({ length: clients }, keepAsking))
  return {
    answerMs: result.answerMs,
    async stop() {
      result.stopped = true
      await running
      agent.destroy()
      return result
    },
  }

  async function keepAsking(): Promise<void> {
    for (let request = 0; request < 1_000_000 && !result.stopped; request += 1) {
      const asked = performance.now()
      const outcome = await redirect(url, agent)
      result.answerMs.push(performance.now() - asked)
      if (outcome === '302') result.redirects += 1
      else result.failures.push(`redirect: ${outcome}`)
    }
  }
}

function redirect(url: string, agent: Agent): Promise<string> {
  return new Promise((resolve) => {
    const request = httpRequest(url, { agent, timeout: 5_000 }, (response) => {
      response.resume()
      response.on('end', () => resolve(String(response.statusCode)))
    })
    request.on('timeout', () => request.destroy(new Error('timeout')))
    request.on('error', (error) => resolve(error.message))
    request.end()
  })
}
