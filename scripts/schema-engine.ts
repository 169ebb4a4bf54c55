import { readFile } from 'node:fs/promises'

// TypeScript has it in its "dom" library alone, which would bring in a browser's globals.
declare const WebAssembly: {
  instantiate(code: Uint8Array, imports: object): Promise<{ instance: { exports: { __wbindgen_start(): void } } }>
}

/**
 * Prisma's schema engine as WebAssembly, to be loaded once in a process. The package's own entry imports the .wasm file as a
 * module, which Node 22.18 can't and later ones warn about.
 */
export async function loadSchemaEngine(): Promise<typeof import('@prisma/schema-engine-wasm')> {
  const glue = await import('@prisma/schema-engine-wasm/schema_engine_bg')
  const code = await readFile(new URL('schema_engine_bg.wasm', import.meta.resolve('@prisma/schema-engine-wasm')))
  const { instance } = await WebAssembly.instantiate(code, { './schema_engine_bg.js': glue })
  glue.__wbg_set_wasm(instance.exports)
  instance.exports.__wbindgen_start()
  return glue
}
