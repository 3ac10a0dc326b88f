import assert from 'node:assert/strict'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { writeFileSync } from 'node:fs'
import { test, type TestContext } from 'node:test'
import { findBrowser, openedPage } from '../support/browser.ts'
import { startedApi } from '../support/started-api.ts'
import { KEY } from '../support/started-http.ts'

const browser = findBrowser()
const skip = browser === undefined && 'no Chromium on this machine'

/** A tunnel that takes `/farm` away from the path, as reverse proxies under a path do. */
async function strippingTunnel(t: TestContext, url: string): Promise<string> {
  const tunnel = createServer((incoming, outgoing) => {
    const path = (incoming.url ?? '').replace(/^\/farm/, '')
    const { hostname, port } = new URL(url)
    const passed = request(
      { hostname, port, path, method: incoming.method, headers: incoming.headers, agent: false },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(outgoing)
      },
    )
    incoming.pipe(passed)
  })
  await new Promise<void>((resolve) => tunnel.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    tunnel.close()
    tunnel.closeAllConnections()
  })
  return `http://127.0.0.1:${(tunnel.address() as AddressInfo).port}/farm`
}

const press = (selector: string) => `document.querySelector(${JSON.stringify(selector)}).click()`

/** Types as React sees it. */
const type = (selector: string, text: string) => `(() => {
  const field = document.querySelector(${JSON.stringify(selector)})
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(field, ${JSON.stringify(text)})
  field.dispatchEvent(new Event('input', { bubbles: true }))
})()`

const LIST = '#operations-processes-listProcesses'

test(
  'the reference shows every operation and tries one, through a tunnel under a path, without asking another host or keeping the key',
  { skip },
  async (t) => {
    const page = await openedPage(t, browser ?? '')
    const url = await strippingTunnel(t, (await startedApi(t)).url)

    await page.open(`${url}/docs`)
    await page.until(`document.querySelectorAll('.opblock').length > 40`)
    await page.evaluate(press('.btn.authorize'))
    await page.until(`document.querySelector('.auth-container input')`)
    await page.evaluate(type('.auth-container input', KEY))
    await page.evaluate(press('.auth-btn-wrapper .authorize'))
    await page.evaluate(press('.auth-btn-wrapper .btn-done'))
    await page.evaluate(press(`${LIST} .opblock-summary-control`))
    await page.until(`document.querySelector('${LIST} .try-out__btn')`)
    await page.evaluate(press(`${LIST} .try-out__btn`))
    await page.until(`document.querySelector('${LIST} .execute')`)
    await page.evaluate(press(`${LIST} .execute`))
    await page.until(`document.querySelector('${LIST} .live-responses-table .response-col_status')`)
    const status = await page.evaluate(
      `document.querySelector('${LIST} .live-responses-table tbody .response-col_status').textContent`,
    )
    const kept = await page.evaluate(
      `JSON.stringify([localStorage.length, sessionStorage.length, document.cookie, location.href])`,
    )
    if (process.env['PHONEFARM_TEST_PICTURE']) {
      writeFileSync(process.env['PHONEFARM_TEST_PICTURE'], await page.screenshot())
    }

    assert.match(String(status), /^200/)
    assert.deepEqual(JSON.parse(String(kept)).slice(0, 3), [0, 0, ''])
    assert.ok(!String(kept).includes(KEY))
    assert.deepEqual(
      page.requested.filter((asked) => !asked.startsWith(`${url}/`) && !asked.startsWith('data:')),
      [],
    )
    assert.ok(page.requested.includes(`${url}/processes?limit=50`), page.requested.join('\n'))
    assert.deepEqual(page.told, [])
  },
)
