import { globHead } from '../request/path-glob.ts'
import { checkPath } from '../request/video-url.ts'
import {
  fitsForever,
  isAtEnd,
  patternOfGlob,
  patternOfPrefix,
  placesBefore,
  stepOver,
  type Pattern,
  type Places,
} from './pattern-states.ts'
import type { Steps } from './steps.ts'

/** Conditions about a path that both have to hold; of the values of one, any. An absent one holds always. */
export type PathConditions = { readonly pathPrefixes?: readonly string[]; readonly pathGlobs?: readonly string[] }

/** Path that is looked for: it begins so, fits the glob if there is one, and fulfils none of the conditions. */
export type WantedPath = {
  readonly beginning: string
  readonly glob: string | undefined
  readonly against: readonly PathConditions[]
}

/** `OPEN`: there are more beginnings to try than allowed, so nothing is known. */
export type FoundPath = { readonly kind: 'FOUND'; readonly path: string } | { readonly kind: 'NONE' } | { readonly kind: 'OPEN' }

/** Beginnings of paths that are tried: patterns of people need a few hundred. */
const MAX_BEGINNINGS = 2_000
const STEPS_OF_A_CHARACTER = 10

/** Characters of which one that no pattern names is put in; no pattern can name the last. */
const FRESH = 'xyzabcdefghijklmnopqrstuvw0123456789XYZ*'

const NONE: FoundPath = { kind: 'NONE' }
export const OPEN: FoundPath = { kind: 'OPEN' }

/**
 * Finds a path by its beginnings, the shortest first. All patterns read each of them at once, and of two beginnings that leave all
 * patterns at the same places one is followed. So it finds a path wherever there is one.
 */
export function findPath({ beginning, glob, against }: WantedPath, steps: Steps): FoundPath {
  const patterns: Pattern[] = glob === undefined ? [] : [patternOfGlob(glob)]
  const bans: Ban[] = []
  for (const conditions of against) {
    const ban = openBan(conditions, beginning, patterns)
    if (ban === 'ALWAYS') return NONE
    if (ban !== undefined) bans.push(ban)
  }
  const isFitting = ({ places }: State): boolean => glob === undefined || (places[0] as Places).length > 0
  const fresh = Array.from(FRESH).find((char) => !patterns.some((pattern) => pattern.includes(char))) ?? '*'
  let start: State = { path: '', places: patterns.map(placesBefore) }
  for (const char of beginning) start = take(start, char)
  const waiting = [start]
  const seen = new Set<string>()
  for (const state of waiting) {
    if (!isFitting(state) || isDeadEnd(state.path) || bans.some((ban) => isForever(ban, state))) continue
    const identity = `${state.places.join('|')} ${pendingIn(state.path)}`
    if (seen.has(identity)) continue
    seen.add(identity)
    if (isWanted(state)) return { kind: 'FOUND', path: withName(state) }
    const next = nextCharacters(state)
    if (seen.size > MAX_BEGINNINGS || !steps.take((patterns.length + 1) * next.size * STEPS_OF_A_CHARACTER)) return OPEN
    for (const char of next) waiting.push(take(state, char))
  }
  return NONE

  /** A path that ends in a slash names no file, and looks odd to people. */
  function withName(state: State): string {
    const named = take(state, fresh)
    return state.path.endsWith('/') && isWanted(named) ? named.path : state.path
  }

  function take({ path, places }: State, char: string): State {
    return { path: path + char, places: places.map((ones, index) => stepOver(patterns[index] as Pattern, ones, char)) }
  }

  function isWanted(state: State): boolean {
    if (glob !== undefined && !isAtEnd(patterns[0] as Pattern, state.places[0] as Places)) return false
    return checkPath(state.path) === undefined && !bans.some((ban) => holds(ban, state, isAtEnd))
  }

  function isForever(ban: Ban, state: State): boolean {
    return holds(ban, state, fitsForever)
  }

  function holds({ prefixes, globs }: Ban, { places }: State, test: (pattern: Pattern, at: Places) => boolean): boolean {
    return [prefixes, globs].every(
      (ones) => ones === undefined || ones.some((index) => test(patterns[index] as Pattern, places[index] as Places)),
    )
  }

  /** Characters that some pattern tells apart from all others, and one that none names. */
  function nextCharacters({ places }: State): ReadonlySet<string> {
    const named = places.flatMap((ones, index) => ones.flatMap((place) => patterns[index]?.[place] ?? []))
    return new Set([fresh, '/', ...named.filter((token) => typeof token === 'string')])
  }
}

/** A beginning, and the places to which it has brought each pattern. */
type State = { readonly path: string; readonly places: readonly Places[] }

/** Conditions that a path must not fulfil, by the indices of their patterns; undefined: it holds always. */
type Ban = { readonly prefixes: readonly number[] | undefined; readonly globs: readonly number[] | undefined }

/** Adds the patterns that can fit a path with this beginning. Undefined: the conditions never hold. */
function openBan(
  { pathPrefixes, pathGlobs }: PathConditions,
  beginning: string,
  patterns: Pattern[],
): Ban | 'ALWAYS' | undefined {
  const isShort = pathPrefixes === undefined || pathPrefixes.some((prefix) => beginning.startsWith(prefix))
  const longer = isShort ? undefined : pathPrefixes.filter((prefix) => prefix.startsWith(beginning))
  const globs = pathGlobs?.filter((glob) => mayBegin(globHead(glob), beginning))
  if (longer?.length === 0 || globs?.length === 0) return undefined
  if (longer === undefined && globs === undefined) return 'ALWAYS'
  return {
    prefixes: longer?.map((prefix) => add(patternOfPrefix(prefix))),
    globs: globs?.map((glob) => add(patternOfGlob(glob))),
  }

  function add(pattern: Pattern): number {
    return patterns.push(pattern) - 1
  }
}

/** Whether some path begins with both. */
export function mayBegin(one: string, other: string): boolean {
  return one.startsWith(other) || other.startsWith(one)
}

/** Whether every path that begins so is refused: see `checkPath`. */
function isDeadEnd(path: string): boolean {
  return /\/(?:\.|%2e){1,2}\/|%2f|%5c/i.test(path)
}

/** The end of a beginning that with more characters could make a path that is refused. */
function pendingIn(path: string): string {
  if (/^\/*$/.test(path)) return '/'
  return /(?:\/(?:\.|%2e){0,2}(?:%2?)?|%[25]?)$/i.exec(path)?.[0].toLowerCase() ?? ''
}
