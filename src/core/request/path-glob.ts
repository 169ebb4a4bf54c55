/** Whether a path fits a pattern. */
type MatchesPath = (path: string) => boolean

const SLASH = 0x2f

/**
 * Compiles a pattern of a whole path: `*` stands for any characters of a segment, `**` is a segment and stands for any number of
 * them, also none. Simulates all ways to match at once, a bit for each, so every character of a path is read once (Shift-And,
 * Baeza-Yates and Gonnet 1992). Cost: characters of the path × characters of the pattern / 32.
 */
export function compilePathGlob(pattern: string): MatchesPath {
  const tokens = tokensOf(pattern)
  const head = literalsOf(tokens)
  if (head.length === tokens.length) return (path) => path === pattern
  const tail = literalsOf(tokens.toReversed()).toReversed().join('')
  const start = head.join('')
  const set = (isIn: (token: Token) => boolean): Uint32Array => setOf(tokens, isIn)
  const byCode = new Map(tokens.filter(isLiteral).map((char) => [char.charCodeAt(0), set((token) => token === char)]))
  byCode.set(
    SLASH,
    set((token) => token === '/' || token === ENTER),
  )
  const none = set(() => false)
  const inside = set((token) => token === INSIDE)
  const loops = set((token) => token === STAR || token === INSIDE)
  const enters = set((token) => token === ENTER)
  /** Tokens that may take the next character; reused, since a match never waits. */
  const active = new Uint32Array(none.length)

  return (path) => {
    if (!path.startsWith(start) || !path.endsWith(tail)) return false
    active.fill(0)
    active[start.length >>> 5] = 1 << (start.length & 31)
    passEmpty()
    for (let index = start.length; index < path.length; index += 1) {
      const code = path.charCodeAt(index)
      take(byCode.get(code) ?? none, code === SLASH ? inside : loops)
      passEmpty()
    }
    return (((active[tokens.length >>> 5] as number) >>> (tokens.length & 31)) & 1) === 1
  }

  /** Takes a character: tokens in `moving` go to the next one, those in `staying` take more. */
  function take(moving: Uint32Array, staying: Uint32Array): void {
    let carry = 0
    for (let word = 0; word < active.length; word += 1) {
      const had = active[word] as number
      const moved = had & (moving[word] as number)
      active[word] = (moved << 1) | carry | (had & (staying[word] as number))
      carry = moved >>> 31
    }
  }

  /** Goes on behind tokens that may take nothing. Behind a star there may be `**`, behind that neither. */
  function passEmpty(): void {
    let carry = 0
    let carryTwo = 0
    for (let word = 0; word < active.length; word += 1) {
      const left = (active[word] as number) & (loops[word] as number)
      const now = (active[word] as number) | (left << 1) | carry
      const skipped = now & (enters[word] as number)
      active[word] = now | (skipped << 2) | carryTwo
      carry = left >>> 31
      carryTwo = skipped >>> 30
    }
  }
}

const STAR = Symbol('any characters of a segment')
/** `/**` is two tokens: one that takes the slash or is skipped, and one that takes the rest. */
const ENTER = Symbol('slash before any segments')
const INSIDE = Symbol('any segments')
type Token = string | typeof STAR | typeof ENTER | typeof INSIDE

/** Tokens of the segments, each with its leading slash; of `**` that follow each other the first. */
function tokensOf(pattern: string): readonly Token[] {
  const segments = pattern.split('/').slice(1)
  return segments.flatMap((segment, index): readonly Token[] => {
    if (segment !== '**') return ['/', ...Array.from(segment, (char) => (char === '*' ? STAR : char))]
    return segments[index - 1] === '**' ? [] : [ENTER, INSIDE]
  })
}

function literalsOf(tokens: readonly Token[]): readonly string[] {
  const end = tokens.findIndex((token) => !isLiteral(token))
  return tokens.slice(0, end === -1 ? tokens.length : end).filter(isLiteral)
}

function isLiteral(token: Token): token is string {
  return typeof token === 'string'
}

/** Bits of the tokens that are in a set, with room for one behind the last. */
function setOf(tokens: readonly Token[], isIn: (token: Token) => boolean): Uint32Array {
  const bits = new Uint32Array((tokens.length >>> 5) + 1)
  for (const [index, token] of tokens.entries())
    if (isIn(token)) bits[index >>> 5] = (bits[index >>> 5] as number) | (1 << (index & 31))
  return bits
}
