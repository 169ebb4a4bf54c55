import { codegen } from '@graphql-codegen/core'
import * as typedDocumentNode from '@graphql-codegen/typed-document-node'
import * as operations from '@graphql-codegen/typescript-operations'
import { parse } from 'graphql'

export type OperationFile = { readonly path: string; readonly text: string }

/** Prints the types of the operations and fragments of these files, and each of them as a typed document. */
export async function printOperations(schema: string, files: readonly OperationFile[]): Promise<string> {
  const scalars = { DateTime: 'string', JSON: 'unknown' }
  const printed = await codegen({
    filename: 'ui/generated/operations.ts',
    schema: parse(schema),
    documents: files.map(({ path, text }) => ({ location: path, document: parse(text) })),
    plugins: [{ operations: {} }, { typedDocumentNode: {} }],
    pluginMap: { operations, typedDocumentNode },
    config: {
      scalars,
      strictScalars: true,
      enumsAsTypes: true,
      immutableTypes: true,
      useTypeImports: true,
      skipTypename: true,
      onlyOperationTypes: true,
      dedupeFragments: true,
      documentNodeImport: 'urql#TypedDocumentNode',
    },
  })
  return `// Generated from schema.graphql and ui/**/*.graphql by "npm run generate".\n${printed}`
}
