import { readFileSync } from 'node:fs'
import { buildSchema } from 'graphql'
import { expect, it } from 'vitest'
import { describeForms } from '../../scripts/ui/describe-forms.ts'
import { printDrafts } from '../../scripts/ui/print-drafts.ts'

// The forms of the control room come from the declarations of the fields, through the schemas that the API publishes.
const schema = readFileSync('schema.graphql', 'utf8')
type Json = { readonly properties: { readonly cdns: { readonly items: { readonly properties: Record<string, object> } } } }
const json = JSON.parse(readFileSync('docs/config.schema.json', 'utf8')) as Json

/** Both schemas as they are once CDNs have one more field. */
function withField(): { readonly schema: string; readonly json: Json } {
  const means = 'Tags of the CDN, for people.'
  const answered = schema.replace(
    '\ntype Cdn {',
    `\ntype Cdn {\n  """${means} Allowed: at most 5 words."""\n  tags: [String!]!\n`,
  )
  const given = answered.replace(
    '\ninput CdnInput {',
    '\ninput CdnInput {\n  """Allowed: at most 5 words. To begin with: none. Else `TAGS_INVALID`."""\n  tags: [String!]\n',
  )
  const copy = structuredClone(json)
  copy.properties.cdns.items.properties['tags'] = { type: 'array', maxItems: 5, items: { type: 'string', maxLength: 20 } }
  return { schema: given, json: copy }
}

it('describes a field that was added to the schemas, without a line of the form', () => {
  const added = withField()
  expect(describeForms(added.schema, added.json)['cdns']?.fields.find(({ name }) => name === 'tags')).toEqual({
    name: 'tags',
    words: 'Tags of the CDN, for people.',
    allowed: 'at most 5 words',
    unlessTold: 'none',
    isRequired: false,
    isNullable: false,
    holds: { kind: 'LIST', of: { kind: 'TEXT', maxLength: 20 }, least: 0, most: 5 },
  })
})

it('reads and saves a field that was added to the schemas', () => {
  expect(printDrafts(buildSchema(withField().schema))).toContain('fragment CdnFields on Cdn { tags baseUrl')
})

it('has a form for each list and the settings, with every field of their inputs', () => {
  const forms = describeForms(schema, json)
  const inputs = Object.entries({ cdns: 'CdnInput', rules: 'RuleInput', settings: 'SettingsInput' })
  expect(Object.keys(forms)).toEqual(['cdns', 'originClusters', 'pools', 'rules', 'zones', 'expectations', 'settings'])
  for (const [list, name] of inputs) {
    const input = buildSchema(schema).getType(name)
    const given = input !== undefined && 'getFields' in input ? Object.keys(input.getFields()) : []
    const named = forms[list]?.fields.map((field) => field.name) ?? []
    expect(named.toSorted()).toEqual(given.filter((field) => field !== 'expectedVersion').toSorted())
  }
})

it('knows which list a field names by the words of the API', () => {
  const cdn = describeForms(schema, json)['rules']?.fields.find(({ name }) => name === 'pool')
  expect(cdn?.holds).toMatchObject({ kind: 'TEXT', refersTo: 'pools' })
})
