import fc from 'fast-check'
import { parseTemplate } from '../../src/core/config/url-template.ts'

const begins = fc.constantFrom(
  '{scheme}://{base}',
  'https://{base}',
  'http://{base}',
  '{scheme}://own.example.com',
  'https://OWN.example.com:8443',
  'http://192.0.2.1:80',
)
const fragments = fc.constantFrom('/', 'a', '-', '.', '..', '%2e', '%2F', '2e', 'e', '@', ':', ';x=', 's1', '{server}')
const text = fc.array(fragments, { maxLength: 4 }).map((parts) => parts.join(''))

/** Valid templates, from the usual to the odd. */
export const urlTemplate: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom('{scheme}://{base}/{server}{path}{query}', '{scheme}://{base}{path}', '{scheme}://{base}/v/{path}/{server}'),
  fc
    .tuple(begins, text, text, fc.constantFrom('', '{query}'))
    .map(([begin, before, behind, query]) => `${begin}${before === '' ? '' : '/'}${before}{path}${behind}${query}`)
    .filter((template) => parseTemplate(template).ok),
)
