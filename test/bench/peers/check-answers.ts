import { ask } from '../../support/http.ts'
import type { Contender } from './contenders.ts'

const REQUESTS = 10

/** Ten requests in a row. Rejects when one is answered wrongly: what answers wrongly is not worth measuring. */
export async function checkAnswers({ key, answers }: Contender, url: string): Promise<void> {
  let toOrigin = 0
  for (let number = 1; number <= REQUESTS; number += 1) {
    const host = 's1.origin-cluster'
    const path = `/video/${answers === 'CONSTANT' ? 1 : number}/xcg2djHckad.m3u8`
    const { status, headers, body } = await ask(`${url}/?video=${encodeURIComponent(`http://${host}${path}`)}`)
    const { location, 'cache-control': cache, 'access-control-allow-origin': cors, 'content-length': length } = headers
    if (location === `http://${host}${path}`) toOrigin += 1
    else if (location !== `http://cdn.example.com/s1${path}`) throw new Error(`${key}: location of ${path} is ${location}`)
    const seen = [status, cache, cors, length, body].join(' | ')
    if (seen !== '302 | no-store | * | 0 | ') throw new Error(`${key}: answered ${seen}`)
  }
  const wanted = answers === 'CONSTANT' ? 0 : 1
  if (toOrigin !== wanted) throw new Error(`${key}: ${toOrigin} of ${REQUESTS} went to the origin instead of ${wanted}`)
}
