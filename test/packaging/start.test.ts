// `npm start` as a new user types it: the report of a sample with a real fault, then the page.
import { spawn } from 'node:child_process'
import { expect, test } from 'vitest'

/** Runs `npm start -- --no-open` until it prints a URL, asks for the page, and stops it. */
async function start(): Promise<{ output: string; page: Response }> {
  const child = spawn('npm', ['start', '--silent', '--', '--no-open', '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: process.platform !== 'win32',
  })
  let output = ''
  try {
    const url = await new Promise<string>((resolve, reject) => {
      child.on('exit', code =>
        reject(new Error(`npm start ended with ${String(code)} before it printed a URL:\n${output}`)),
      )
      child.stdout.on('data', (chunk: Buffer) => {
        output += chunk.toString()
        const found = /http:\/\/127\.0\.0\.1:\d+\/\S*/.exec(output)
        if (found) resolve(found[0])
      })
    })
    return { output, page: await fetch(url) }
  } finally {
    if (child.pid !== undefined)
      process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGTERM')
  }
}

test('npm start prints the cause of the sample and serves the page', async () => {
  const { output, page } = await start()
  expect(output).toMatch(/database/i)
  expect(output).toContain('mattermost.log')
  expect(page.status).toBe(200)
  expect(await page.text()).toContain('<script')
}, 180_000)
