import { describeProblem, printable, type Problem } from '../result.ts'

/** Refusals of a redirect, in the order of the checks: status, allowed value, remedy. */
const refusals = {
  VIDEO_AMBIGUOUS: [400, 'one parameter "video"', 'send "video" once'],
  VIDEO_REQUIRED: [400, 'GET /?video=URL', 'add the video URL, encoded with encodeURIComponent'],
  VIDEO_ENCODING: [400, 'percent-encoded UTF-8', 'encode the URL with encodeURIComponent'],
  VIDEO_TOO_LONG: [414, 'at most 4096 UTF-16 units', 'shorten the URL'],
  VIDEO_CHARACTERS: [400, 'no control character, space or backslash', 'percent-encode them inside the URL'],
  VIDEO_SCHEME: [400, 'http:// or https://', 'give an absolute URL'],
  VIDEO_CREDENTIALS: [400, 'a URL without user and password', 'remove what stands before the "@"'],
  VIDEO_HOST: [400, 'a host of a–z, 0–9, "." and "-" without empty labels', 'correct the host'],
  HOST_NOT_ALLOWED: [403, 'a server label and a listed origin cluster', 'ask the operator to list the origin cluster'],
  PORT_NOT_ALLOWED: [403, "the scheme's own port or one listed for the origin cluster", 'leave the port out'],
  VIDEO_PATH: [400, 'a path that names a file, without "." and ".." segments, %2f and %5c', 'correct the path'],
} as const satisfies Record<string, readonly [status: number, allowed: string, remedy: string]>

/** The same of HOST_NOT_ALLOWED, for a host whose origin cluster is listed. */
const details = {
  LABEL: ['a server label that fits the pattern of this origin cluster', 'correct the part before the first "."'],
  SCHEME: ['the schemes of this origin cluster', 'ask with the other one of http:// and https://'],
} as const satisfies Record<string, readonly [allowed: string, remedy: string]>

export type RefusalCode = keyof typeof refusals

export const refusalCodes = Object.keys(refusals) as readonly RefusalCode[]

export type VideoRefusal = {
  readonly kind: 'REFUSED'
  readonly code: RefusalCode
  readonly received: string
  readonly detail?: keyof typeof details | undefined
}

export function refuse(code: RefusalCode, received: string, detail?: VideoRefusal['detail']): VideoRefusal {
  return { kind: 'REFUSED', code, received, detail }
}

export function refusalStatus(code: RefusalCode): number {
  return refusals[code][0]
}

/** Message of a refusal. */
export function refusalMessage(refusal: VideoRefusal): string {
  return describeProblem(refusalProblem(refusal))
}

/** The refusal as a problem, which echoes only printable ASCII of the input, cut at 64 characters. */
export function refusalProblem({ code, received, detail }: VideoRefusal): Problem {
  const [, ...ofCode] = refusals[code]
  const [allowed, remedy] = detail === undefined ? ofCode : details[detail]
  return { code, received: printable(received), allowed, remedy }
}
