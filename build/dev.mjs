// Runs Populus from its sources while it is worked on: `npm run dev [-- paths…] [--electron]`.
// In a browser: the host restarts when its code changes, and the page follows every change without being loaded again.
// In Electron: the program is built and started again after every change.
import { spawn } from 'node:child_process'
import { existsSync, watch } from 'node:fs'
import { createServer as createSocket } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createServer } from 'vite'
import config from '../electron.vite.config.ts'

const root = join(import.meta.dirname, '..')
const words = process.argv.slice(2)

if (words.includes('--electron')) runInElectron(words)
else await runInBrowser(words)

/** Builds and starts the window again after each change. */
function runInElectron(args) {
  let child
  let timer
  const start = () => {
    child = spawn(process.execPath, [join(root, 'build/start.mjs'), ...args], { cwd: root, stdio: 'inherit' })
  }
  const restart = () => {
    if (child.exitCode !== null || child.signalCode !== null) return start()
    child.once('exit', start)
    child.kill('SIGTERM')
  }
  for (const folder of ['src-main', 'src-renderer', 'resources'])
    watch(join(root, folder), { recursive: true }, () => {
      clearTimeout(timer)
      timer = setTimeout(restart, 300)
    })
  start()
}

async function runInBrowser(paths) {
  if (!existsSync(join(root, 'out/renderer/index.html'))) {
    console.error('Build the page once with "npm run build"; the host looks for it when it starts.')
    process.exit(1)
  }
  const hostPort = await freePort()
  const hostOrigin = `http://127.0.0.1:${hostPort}`
  // The host answers its own origin alone, so the requests of the page are made to look like those of its own page.
  const proxy = {
    target: hostOrigin,
    changeOrigin: true,
    configure: (server) => server.on('proxyReq', (request) => request.setHeader('origin', hostOrigin))
  }
  const page = await createServer({
    ...config.renderer,
    configFile: false,
    server: {
      host: '127.0.0.1',
      port: 5173,
      proxy: { '^/(session|rpc|events)(\\?|$)': proxy, '^/data/': proxy }
    }
  })
  await page.listen()
  const pageOrigin = `http://127.0.0.1:${page.httpServer.address().port}`
  const host = spawn(
    process.execPath,
    [
      '--watch',
      '--watch-preserve-output',
      'src-main/loopback.ts',
      '--json',
      '--port',
      String(hostPort),
      '--',
      ...paths
    ],
    { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] }
  )
  // The host prints a new address after each restart; a page that is open asks for it once it notices.
  createInterface({ input: host.stdout }).on('line', (line) => {
    if (line.startsWith('{')) console.log(`Open ${JSON.parse(line).url.replace(hostOrigin, pageOrigin)}`)
    else console.log(line)
  })
  const end = () => {
    host.kill('SIGTERM')
    void page.close().then(() => process.exit(0))
  }
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, end)
  host.on('exit', (code) => process.exit(code ?? 1))
}

/** A port that nobody listens on now. */
function freePort() {
  return new Promise((done) => {
    const socket = createSocket().listen(0, '127.0.0.1', () => {
      const { port } = socket.address()
      socket.close(() => done(port))
    })
  })
}
