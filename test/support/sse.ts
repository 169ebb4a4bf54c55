import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http'

/** A GraphQL subscription over Server-Sent Events, read event by event. */
export type SseClient = {
  readonly status: number
  /** The next event's `data` field of the GraphQL answer; undefined after `complete` or when the connection ends. */
  next<T>(): Promise<T | undefined>
  /** Whether the server said `complete`. */
  completed(): boolean
  close(): void
}

export function subscribe(url: string, token: string, query: string): Promise<SseClient> {
  return new Promise((resolve, reject) => {
    const headers = { accept: 'text/event-stream', 'content-type': 'application/json', authorization: `Bearer ${token}` }
    const request = httpRequest(`${url}/graphql`, { method: 'POST', headers, agent: false }, (response) =>
      resolve(readEvents(request, response)),
    )
    request.on('error', reject)
    request.end(JSON.stringify({ query }))
  })
}

function readEvents(request: ClientRequest, response: IncomingMessage): SseClient {
  const events: unknown[] = []
  let waiting: ((event: unknown) => void)[] = []
  let completed = false
  let ended = false
  let text = ''
  response.setEncoding('utf8')
  response.on('data', (chunk: string) => {
    text += chunk
    const blocks = text.split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) take(block)
  })
  response.on('close', end)
  response.on('error', end)

  return {
    status: response.statusCode ?? 0,
    next: <T>() =>
      new Promise<T | undefined>((resolve) => {
        if (events.length > 0) resolve(events.shift() as T)
        else if (ended) resolve(undefined)
        else waiting.push((event) => resolve(event as T | undefined))
      }),
    completed: () => completed,
    close: () => request.destroy(),
  }

  function take(block: string): void {
    if (/^event: complete$/m.test(block)) {
      completed = true
      return end()
    }
    const data = /^data: (.*)$/m.exec(block)?.[1]
    if (data === undefined) return
    const event = (JSON.parse(data) as { data: unknown }).data
    const reader = waiting.shift()
    if (reader === undefined) events.push(event)
    else reader(event)
  }

  function end(): void {
    ended = true
    for (const reader of waiting) reader(undefined)
    waiting = []
  }
}
