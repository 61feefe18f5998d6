// Finds the Chromium that the end-to-end tests drive, and says how to get one.
import { existsSync } from 'node:fs'

const places = {
  // Debian's build without windows needs less of the processor.
  linux: [
    '/usr/bin/chromium-headless-shell',
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/snap/bin/chromium'
  ],
  darwin: [
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe'
  ]
}

const how =
  'No Chromium was found for the end-to-end tests. Install one (Debian: "sudo apt-get install ' +
  'chromium-headless-shell"; Ubuntu: "sudo snap install chromium"; macOS: Google Chrome or "brew install chromium"; Windows: Google Chrome or Edge), or set CHROMIUM_PATH.'

/** @returns {{ path: string | undefined, how: string }} */
export function findChromium() {
  const named = process.env['CHROMIUM_PATH']
  const path = [...(named === undefined ? [] : [named]), ...(places[process.platform] ?? [])].find((candidate) =>
    existsSync(candidate)
  )
  return { path, how }
}
