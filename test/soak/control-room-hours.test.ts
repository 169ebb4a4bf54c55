import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openPage, startBrowser } from '../support/browser.ts'
import { looks, pasteToken } from '../support/control-room.ts'
import { startGroup, type Group } from '../support/process-group.ts'

/** A tick each second for eight hours. */
const TICKS = 8 * 3_600
const ROUNDS = 8

let group: Group
let browser: Browser
beforeAll(async () => {
  ;[group, browser] = await Promise.all([startGroup({ env: { WORKERS: '1' } }), startBrowser()])
})
afterAll(async () => {
  await browser?.close()
  await group?.destroy()
})

it('shows eight hours of events, sped up, without a growing heap', async () => {
  const { page, problems } = await openPage(browser, `${group.url}/admin`, looks.desk)
  let repeat: ((times: number) => Promise<void>) | undefined
  await page.routeWebSocket(/graphql/, (socket) => {
    const server = socket.connectToServer()
    socket.onMessage((message) => server.send(message))
    server.onMessage((message) => {
      socket.send(message)
      if (!String(message).includes('"trafficTick"')) return
      repeat = async (times) => {
        for (let sent = 0; sent < times; sent += 1) socket.send(message)
        // What was sent before an answer of the page was taken by it.
        await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)))
      }
    })
  })
  await pasteToken(page, group.token)
  await page.getByText('worker-1').first().waitFor()
  await expect.poll(() => repeat, { timeout: 10_000 }).toBeDefined()
  const session = await page.context().newCDPSession(page)
  const heaps: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let part = 0; part < 36; part += 1) await repeat?.(TICKS / ROUNDS / 36)
    await session.send('HeapProfiler.collectGarbage')
    heaps.push((await session.send('Runtime.getHeapUsage')).usedSize / 1_048_576)
  }
  console.log(`heap after each hour, MiB: ${heaps.map((heap) => heap.toFixed(1)).join(' ')}`)
  // After the first hour the chart is full.
  expect(Math.max(...heaps.slice(2)) - (heaps[1] ?? 0)).toBeLessThan(3)
  expect(problems).toEqual([])
})
