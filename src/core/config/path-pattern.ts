import { fail, ok, printable, type Result } from '../result.ts'
import { MAX_PATH_PATTERN_LENGTH } from './bounds.ts'

// A path of a video URL is compared as it stands in the redirect, so a pattern has the characters that can stand there.

const character = "[A-Za-z0-9._~!$&'()+,;=:@/\\-]|%[0-9A-Fa-f]{2}"

/** A leading slash and characters of a path; "*" would read as a glob. */
export const pathPrefixShape = new RegExp(`^/(?:${character})*$`, 'u')
/** As a prefix, with "*" anywhere, and "**" as a whole segment. */
export const pathGlobShape = new RegExp(`^(?!.*(?:[^/]\\*\\*|\\*\\*[^/]))/(?:${character}|\\*)*$`, 'u')

export const pathPrefixWords = `1 to ${MAX_PATH_PATTERN_LENGTH} characters of a path, a slash first, without "*"`
export const pathGlobWords = `1 to ${MAX_PATH_PATTERN_LENGTH} characters of a path, a slash first; "**" only between slashes`

/** Parses the beginning of a path. Fails with PATH_PATTERN_INVALID. */
export function parsePathPrefix(input: string): Result<string> {
  return parsePattern(input, pathPrefixShape, pathPrefixWords)
}

/** Parses a pattern of whole paths. Fails with PATH_PATTERN_INVALID. */
export function parsePathGlob(input: string): Result<string> {
  return parsePattern(input, pathGlobShape, pathGlobWords)
}

function parsePattern(input: string, shape: RegExp, allowed: string): Result<string> {
  if (input.length <= MAX_PATH_PATTERN_LENGTH && shape.test(input)) return ok(input)
  const received = input.length > MAX_PATH_PATTERN_LENGTH ? `${input.length} characters` : printable(input)
  return fail({ code: 'PATH_PATTERN_INVALID', received, allowed, remedy: 'correct it, for example "/live/" or "/vod/**/*.mp4"' })
}
