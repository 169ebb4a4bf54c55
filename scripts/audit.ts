import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { judgeAudit, type Accepted, type AuditReport } from './audit-verdict.ts'

// Known vulnerabilities of what is installed. A registry without advisories (a mirror, most often) is told and no failure: it
// says nothing about this change.
const accepted = JSON.parse(readFileSync(new URL('accepted-advisories.json', import.meta.url), 'utf8')) as Accepted
const verdict = judgeAudit(askNpm(), accepted)
if (verdict.kind === 'CLEAN') console.log('audit: no known vulnerability that is not accepted')
else if (verdict.kind === 'UNKNOWN') console.log(`audit: not done, the registry does not tell: ${verdict.reason}`)
else for (const line of verdict.lines) console.log(`audit: ${line}`)
process.exitCode = verdict.kind === 'FOUND' ? 1 : 0

function askNpm(): AuditReport {
  const { stdout } = spawnSync('npm', ['audit', '--json', '--package-lock-only'], {
    encoding: 'utf8',
    timeout: 60_000,
    maxBuffer: 2 ** 26,
  })
  try {
    return JSON.parse(stdout) as AuditReport
  } catch {
    return { message: 'npm audit did not answer within 60 s' }
  }
}
