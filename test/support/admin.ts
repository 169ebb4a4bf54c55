import { ask, type Answer } from './http.ts'
import type { Group } from './process-group.ts'

type Reachable = Pick<Group, 'url'> & { readonly token: string }

export const video = '/?video=http://s1.origin-cluster/v/x.m3u8'

/** Where a player is sent to now. */
export async function location({ url }: Pick<Group, 'url'>): Promise<string | undefined> {
  return (await ask(`${url}${video}`)).headers.location
}

/** `PUT /config`: publishes these fields. */
export function put({ url, token }: Reachable, body: object): Promise<Answer> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  return ask(`${url}/config`, { method: 'PUT', headers, body: JSON.stringify(body) })
}

/** The status of a health route; 0 when nobody listens. */
export async function healthOf(
  { url }: Pick<Group, 'url'>,
  route = '/health',
): Promise<{ readonly status: number; readonly body: string }> {
  return ask(`${url}${route}`, { timeoutMs: 5_000 }).catch(() => ({ status: 0, body: '' }))
}
