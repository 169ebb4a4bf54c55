import { fail, ok, printable, type Result } from '../result.ts'
import { isText } from '../text.ts'
import { namePattern } from './document-patterns.ts'
import { text } from './fields.ts'

/** Field with the name of an entry for people. */
export function displayName(example: string) {
  return text({
    code: 'NAME_INVALID',
    pattern: namePattern,
    maxLength: 200,
    parse: parseName,
    fallback: ({ key }) => key,
    means: 'display name',
    unlessTold: 'the key',
    allowed: '1 to 200 characters, none of them a control character',
    remedy: 'shorten the name',
    example,
  })
}

function parseName(input: string): Result<string> {
  if (input !== '' && isText(input, 200) && !input.includes('\n')) return ok(input)
  return fail({
    code: 'NAME_INVALID',
    received: printable(input),
    allowed: '1 to 200 characters of text without control characters',
    remedy: 'shorten the name',
  })
}
