/** Whether a path fits a pattern. */
type MatchesPath = (path: string) => boolean

const SLASH = 0x2f
/** Stands for all characters that no pattern names: paths are ASCII. */
const NONE = 0x80

/**
 * Compiles a pattern of a whole path: `*` stands for any characters of a segment, `**` is a segment and stands for any number of
 * them, also none. Simulates all ways to match at once, a bit for each, so every character of a path is read once (Shift-And,
 * Baeza-Yates and Gonnet 1992). Cost: characters of the path × characters of the pattern / 32.
 */
export function compilePathGlob(pattern: string): MatchesPath {
  const tokens = tokensOf(pattern)
  const start = literalsOf(tokens).join('')
  if (start.length === tokens.length) return (path) => path === pattern
  const tail = literalsOf(tokens.toReversed()).toReversed().join('')
  const middle = middleOf(tokens)
  const set = (isIn: (token: Token) => boolean): Uint32Array => setOf(tokens, isIn)
  const words = (tokens.length >>> 5) + 1
  const moves = movesOf(tokens, words)
  const inside = set((token) => token === INSIDE)
  const loops = set((token) => token === STAR || token === INSIDE)
  const enters = set((token) => token === ENTER)
  /** Tokens that may take the next character; reused, since a match never waits. */
  const active = new Uint32Array(words)
  active[start.length >>> 5] = 1 << (start.length & 31)
  step(NONE, active) // goes on behind a first token that may take nothing
  const first = active.slice()

  return (path) => {
    // Most paths are refused by these, at the speed of the machine; the one that takes longest last.
    if (!path.includes(middle, start.length) || !path.endsWith(tail) || !path.startsWith(start)) return false
    for (let word = 0; word < words; word += 1) active[word] = first[word] as number
    for (let index = start.length; index < path.length; index += 1) {
      const code = path.charCodeAt(index)
      if (!step(code < NONE ? code : NONE, code === SLASH ? inside : loops)) return false
    }
    return (((active[tokens.length >>> 5] as number) >>> (tokens.length & 31)) & 1) === 1
  }

  /**
   * Takes a character: tokens that it moves go to the next one, those in `staying` take more. Goes on behind tokens that may take
   * nothing; behind a star there may be `**`, behind that neither. Tells whether any way is left.
   */
  function step(code: number, staying: Uint32Array): boolean {
    let anyLeft = 0
    let moveCarry = 0
    let passCarry = 0
    let skipCarry = 0
    for (let word = 0; word < words; word += 1) {
      const had = active[word] as number
      const moved = had & (moves[code * words + word] as number)
      let now = (moved << 1) | moveCarry | (had & (staying[word] as number))
      const passed = now & (loops[word] as number)
      now |= (passed << 1) | passCarry
      const skipped = now & (enters[word] as number)
      now |= (skipped << 2) | skipCarry
      moveCarry = moved >>> 31
      passCarry = passed >>> 31
      skipCarry = skipped >>> 30
      active[word] = now
      anyLeft |= now
    }
    return anyLeft !== 0
  }
}

/** Characters of a literal that a path is searched for. */
const MAX_MIDDLE = 32

/** The beginning that a path needs to fit a pattern. */
export function globHead(pattern: string): string {
  return literalsOf(tokensOf(pattern)).join('')
}

export const STAR = Symbol('any characters of a segment')
/** `/**` is two tokens: one that takes the slash or is skipped, and one that takes the rest. */
export const ENTER = Symbol('slash before any segments')
export const INSIDE = Symbol('any segments')
export type Token = string | typeof STAR | typeof ENTER | typeof INSIDE

/** Tokens of the segments, each with its leading slash; of `**` that follow each other the first. */
export function tokensOf(pattern: string): readonly Token[] {
  const segments = pattern.split('/').slice(1)
  return segments.flatMap((segment, index): readonly Token[] => {
    if (segment !== '**') return ['/', ...Array.from(segment.replace(/\*+/g, '*'), (char) => (char === '*' ? STAR : char))]
    return segments[index - 1] === '**' ? [] : [ENTER, INSIDE]
  })
}

/** The longest text between the wildcards, cut so that no search for it costs more than the simulation. */
function middleOf(tokens: readonly Token[]): string {
  const texts = tokens
    .map((token) => (isLiteral(token) ? token : ' '))
    .join('')
    .split(' ')
    .slice(1, -1)
  return texts.reduce((longest, text) => (text.length > longest.length ? text : longest), '').slice(0, MAX_MIDDLE)
}

function literalsOf(tokens: readonly Token[]): readonly string[] {
  const end = tokens.findIndex((token) => !isLiteral(token))
  return tokens.slice(0, end === -1 ? tokens.length : end).filter(isLiteral)
}

function isLiteral(token: Token): token is string {
  return typeof token === 'string'
}

/** For each character the bits of the tokens that it takes further. */
function movesOf(tokens: readonly Token[], words: number): Uint32Array {
  const moves = new Uint32Array((NONE + 1) * words)
  for (const char of new Set(tokens.map((token) => (token === ENTER ? '/' : token)).filter(isLiteral))) {
    const code = char.charCodeAt(0)
    const taken = setOf(tokens, (token) => token === char || (char === '/' && token === ENTER))
    if (code < NONE) moves.set(taken, code * words)
  }
  return moves
}

/** Bits of the tokens that are in a set, with room for one behind the last. */
function setOf(tokens: readonly Token[], isIn: (token: Token) => boolean): Uint32Array {
  const bits = new Uint32Array((tokens.length >>> 5) + 1)
  for (const [index, token] of tokens.entries())
    if (isIn(token)) bits[index >>> 5] = (bits[index >>> 5] as number) | (1 << (index & 31))
  return bits
}
