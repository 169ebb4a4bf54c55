import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, readFileSync, rmSync } from 'node:fs'
import { Agent } from 'node:https'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freePort } from './process-group.ts'
import { makeServerFolder, requirePrograms, startServer } from './server-process.ts'
import { until } from './until.ts'

/** Debian's Caddy with the Caddyfile of `ops/` in front of one group, on loopback, with a CA of its own. */
export type CaddyServer = {
  /** `https://NAME:PORT` of players, and of people who administer; `http://NAME:PORT` of those who leave the `s` out. */
  readonly urls: { readonly players: string; readonly admin: string; readonly plain: string }
  /** For clients that connect from another address of loopback than Caddy does. */
  agentFrom(localAddress: string): Agent
  /** The answer as `curl --include` prints it. */
  curl(...args: readonly string[]): Promise<string>
  /** The lines of an answer as they come. */
  follow(...args: readonly string[]): { next(pattern: RegExp): Promise<string>; close(): Promise<void> }
  remove(): Promise<void>
}

const names = { players: 'video.test', admin: 'admin.video.test' }

export async function openCaddyServer(upstreamPort: number): Promise<CaddyServer> {
  requirePrograms()
  const folder = makeServerFolder()
  const [http, https] = [await freePort(), await freePort()]
  copyFileSync(join(import.meta.dirname, '../../ops/caddy/Caddyfile'), join(folder, 'Caddyfile'))
  const env = {
    XDG_DATA_HOME: folder,
    XDG_CONFIG_HOME: folder,
    HOME: folder,
    SITE: names.players,
    ADMIN_SITE: names.admin,
    HTTP_PORT: String(http),
    HTTPS_PORT: String(https),
    UPSTREAM: `127.0.0.1:${upstreamPort}`,
    OPTIONS: 'local_certs\ndefault_bind 127.0.0.1',
  }
  const args = ['run', '--config', join(folder, 'Caddyfile'), '--adapter', 'caddyfile']
  const server = await startServer('caddy', args, { cwd: folder, port: https, stopSignal: 'SIGTERM', env })
  const root = join(folder, 'caddy/pki/authorities/local/root.crt')
  const resolved = Object.values(names).flatMap((name) =>
    [http, https].flatMap((port) => ['--resolve', `${name}:${port}:127.0.0.1`]),
  )
  const always = ['--silent', '--show-error', '--max-time', '30', '--cacert', root, ...resolved]
  const caddy: CaddyServer = {
    urls: {
      players: `https://${names.players}:${https}`,
      admin: `https://${names.admin}:${https}`,
      plain: `http://${names.players}:${http}`,
    },
    agentFrom: (localAddress) =>
      new Agent({
        ca: readFileSync(root),
        localAddress,
        lookup: (_name, _options, done) => done(null, '127.0.0.1', 4),
      }),
    async curl(...more) {
      const { stdout } = await promisify(execFile)('curl', [...always, '--include', ...more])
      return stdout
    },
    follow(...more) {
      const child = execFile('curl', [...always, '--no-buffer', ...more])
      let text = ''
      child.stdout?.on('data', (chunk: string) => (text += chunk))
      const exited = once(child, 'exit')
      return {
        async next(pattern) {
          await until(`${pattern} comes`, 5_000, () => pattern.test(text))
          const [found = ''] = pattern.exec(text) ?? []
          text = text.slice(text.indexOf(found) + found.length)
          return found
        },
        async close() {
          child.kill()
          await exited
        },
      }
    },
    async remove() {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  await until('Caddy has its certificates', 10_000, () =>
    caddy.curl(caddy.urls.admin).then(
      () => true,
      () => false,
    ),
  )
  return caddy
}
