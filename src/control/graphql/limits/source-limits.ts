import { GraphQLError, Lexer, Source, TokenKind } from 'graphql'
import { refusal } from './refusal.ts'

const MAX_TOKENS = 2_000
/** Largest depth of nested brackets of any kind. The parser calls itself for each and would run out of stack. */
const MAX_NESTING = 64

/** Finds a limit that a document exceeds before it is parsed. Comments and brackets in strings do not count. */
export function findSourceExcess(text: string): GraphQLError | undefined {
  const lexer = new Lexer(new Source(text))
  let nesting = 0
  for (let tokens = 0; ; tokens += 1) {
    const kind = kindOfNext(lexer)
    if (kind === undefined || kind === TokenKind.EOF) return undefined
    if (tokens === MAX_TOKENS) return refusal('TOO_MANY_TOKENS', `the document has more than ${MAX_TOKENS} tokens; split it`)
    if (opening.has(kind)) nesting += 1
    else if (closing.has(kind)) nesting -= 1
    if (nesting > MAX_NESTING)
      return refusal('DOCUMENT_TOO_DEEP', `the document nests brackets more than ${MAX_NESTING} deep; split it`)
  }
}

const opening: ReadonlySet<TokenKind> = new Set([TokenKind.PAREN_L, TokenKind.BRACKET_L, TokenKind.BRACE_L])
const closing: ReadonlySet<TokenKind> = new Set([TokenKind.PAREN_R, TokenKind.BRACKET_R, TokenKind.BRACE_R])

/** Undefined for invalid GraphQL, which the parser reports. */
function kindOfNext(lexer: Lexer): TokenKind | undefined {
  try {
    return lexer.advance().kind
  } catch (error) {
    if (error instanceof GraphQLError) return undefined
    throw error
  }
}
