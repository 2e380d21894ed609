// Finds the Chromium that the tests of the page run in. Without one they fail with a line that says what to install.
import { existsSync } from 'node:fs'
import { chromium, type Browser } from 'playwright-core'

const wellKnown = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

export function chromiumPath(): string {
  const named = process.env['CHROMIUM']
  const found = named ?? wellKnown.find(existsSync)
  if (found === undefined || !existsSync(found))
    throw new Error(
      'The viewer is tested in Chromium: install the Debian package chromium, or set CHROMIUM to its path.',
    )
  return found
}

export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath(),
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}
