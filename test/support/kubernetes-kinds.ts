import { join } from 'node:path'
import type { Deployment } from 'kubernetes-types/apps/v1.d.ts'
import type { Service } from 'kubernetes-types/core/v1.d.ts'
import type { NetworkPolicy } from 'kubernetes-types/networking/v1.d.ts'
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1.d.ts'
import ts from 'typescript'

/**
 * The kinds of `ops/kubernetes`, as Kubernetes' own schema says. The literal below imports it.
 * @public
 */
export type Kinds = {
  readonly Deployment: Deployment
  readonly NetworkPolicy: NetworkPolicy
  readonly PodDisruptionBudget: PodDisruptionBudget
  readonly Service: Service
}

export type Manifest = { readonly kind: string; readonly metadata: { readonly name: string } }

/**
 * Tells what is wrong with a manifest: fields that are missing, of another type, or unknown to its kind. The compiler reads it as a
 * literal of the kind's type, since the schema is published as types.
 */
export function problemsOf(manifest: Manifest): readonly string[] {
  const options = { strict: true, noEmit: true, skipLibCheck: true, types: [], lib: ['lib.es5.d.ts'] }
  const name = join(import.meta.dirname, 'manifest.ts')
  const text = `import type { Kinds } from './kubernetes-kinds.ts'
    export const manifest: Kinds['${manifest.kind}'] = ${JSON.stringify(manifest)}`
  const moduleKind = { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler }
  const settings: ts.CompilerOptions = { ...options, ...moduleKind, allowImportingTsExtensions: true }
  const host = ts.createCompilerHost(settings)
  const literal = ts.createSourceFile(name, text, ts.ScriptTarget.ESNext)
  const program = ts.createProgram([name], settings, {
    ...host,
    getSourceFile: (path, language) => (path === name ? literal : host.getSourceFile(path, language)),
  })
  return program
    .getSemanticDiagnostics(program.getSourceFile(name))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
}
