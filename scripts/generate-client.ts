// Generates src/generated from prisma/schema.prisma. With --check it does so elsewhere and fails when the committed files differ.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { differences } from './differences.ts'

if (process.argv.includes('--check')) check()
else generate('prisma/schema.prisma')

function check(): void {
  const copy = mkdtempSync('node_modules/.generated-') // in node_modules, so that the generators find their packages
  try {
    cpSync('prisma/schema.prisma', join(copy, 'prisma/schema.prisma'))
    generate(join(copy, 'prisma/schema.prisma'))
    const different = differences('src/generated', join(copy, 'src/generated')).filter((path) => !path.startsWith('ui/'))
    if (different.length === 0) return
    console.error(`src/generated differs from prisma/schema.prisma, run "npm run generate":\n  ${different.join('\n  ')}`)
    process.exitCode = 1
  } finally {
    rmSync(copy, { recursive: true })
  }
}

/** Prisma's CLI wants to download an engine that generating doesn't need, and to ask for news of itself. */
function generate(schema: string): void {
  const env = {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true',
    CHECKPOINT_DISABLE: '1',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
  }
  execFileSync(process.execPath, ['node_modules/prisma/build/index.js', 'generate', '--no-hints', '--schema', schema], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}
