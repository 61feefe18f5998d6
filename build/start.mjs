// Starts Populus: `npm start [-- paths…] [--electron | --loopback] [--no-open] [--port N] [--json]`.
// Plain JavaScript for whatever Node is on the PATH; everything else runs on the Node that the project pins.
import { spawn, spawnSync } from 'node:child_process'
import { lookup } from 'node:dns/promises'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chooseNode } from './choose-node.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const at = (...parts) => join(root, ...parts)
const say = (text) => process.stderr.write(`${text}\n`)

const electronLimitMs = 90_000
const onlineLimitMs = 3_000
/** Electron that ends sooner than this with a failure could not start at all. */
const startFailureMs = 10_000

process.exit(await main(process.argv.slice(2)))

async function main(words) {
  const asked = parseWords(words)
  if (!existsSync(at('node_modules', 'electron-vite'))) {
    say('The packages are not installed yet. Run "npm ci" first.')
    return 1
  }
  const node = findNode()
  if (isStale()) {
    say('Building Populus…')
    const { code, output } = await runQuietly(node, [at('node_modules/electron-vite/bin/electron-vite.js'), 'build'])
    if (code !== 0) {
      say(output)
      say('Populus could not be built.')
      return 1
    }
  }
  if (!asked.loopback) {
    const { binary, why } = await findElectron(node, asked.electron)
    if (binary !== undefined) {
      const started = Date.now()
      const code = await run(binary, [root, ...asked.paths])
      if (code === 0 || asked.electron || Date.now() - started > startFailureMs) return code
      say('Electron could not start here, so Populus runs in a browser.')
    } else {
      say(asked.electron ? `${why}.` : `${why}, so Populus runs in a browser.`)
      if (asked.electron) return 1
    }
  }
  const open = asked.open && hasDesktop() ? ['--open'] : []
  return run(node, [at('out/main/loopback.js'), ...open, ...asked.passed, '--', ...asked.paths])
}

/** Paths are taken relative to the folder in which npm was called. */
function parseWords(words) {
  const folder = process.env.INIT_CWD ?? process.cwd()
  const asked = { electron: false, loopback: false, open: true, paths: [], passed: [] }
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index]
    if (word === '--electron') asked.electron = true
    else if (word === '--loopback') asked.loopback = true
    else if (word === '--no-open') asked.open = false
    else if (word === '--port') asked.passed.push(word, words[(index += 1)] ?? '')
    else if (word.startsWith('-')) asked.passed.push(word)
    else asked.paths.push(resolve(folder, word))
  }
  // These concern the browser's host only; with --json a program reads the address.
  if (asked.passed.length > 0) asked.loopback = !asked.electron
  if (asked.passed.includes('--json')) asked.open = false
  return asked
}

/** The running Node, the one that ran npm, which the user installed, or the one of the optional dependencies. */
function findNode() {
  const running = { path: process.execPath, version: process.versions.node }
  const name = process.platform === 'win32' ? 'node.exe' : 'node'
  const system = process.platform === 'win32' ? 'win' : process.platform
  const packages = [`node-${system}-${process.arch}`, `node-bin-${system}-${process.arch}`]
  const packaged = packages.map((folder) => at('node_modules', folder, 'bin', name)).find(existsSync)
  const { path, warning } = chooseNode([running, programAt(process.env.npm_node_execpath), programAt(packaged)])
  if (warning !== undefined) say(warning)
  return path
}

/** A Node program and its version; undefined where it does not run. */
function programAt(path) {
  if (path === undefined || !existsSync(path)) return undefined
  const { status, stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' })
  return status === 0 ? { path, version: stdout.trim() } : undefined
}

/** Whether something was changed, added or removed since the last build. */
function isStale() {
  const built = ['out/main/index.js', 'out/main/loopback.js', 'out/preload/preload.cjs', 'out/renderer/index.html'].map(
    (file) => at(file)
  )
  if (!built.every(existsSync)) return true
  const oldest = Math.min(...built.map((file) => statSync(file).mtimeMs))
  const sources = [
    'src-main',
    'src-renderer',
    'resources',
    'build/arrow-without-eval.ts',
    'build/zip-wasm-file.ts',
    'electron.vite.config.ts',
    'svelte.config.js',
    'package-lock.json'
  ]
  return sources.some((source) => existsSync(at(source)) && newest(at(source)) > oldest)
}

/** A folder's own time changes when an entry is added or removed. */
function newest(path) {
  const entry = statSync(path)
  if (!entry.isDirectory()) return entry.mtimeMs
  return readdirSync(path).reduce((latest, name) => Math.max(latest, newest(join(path, name))), entry.mtimeMs)
}

/** Never by importing `electron`: that tries a download with no limit and prints its failure. */
async function findElectron(node, wanted) {
  if (process.env.ELECTRON_EXEC_PATH) return { binary: process.env.ELECTRON_EXEC_PATH }
  if (!wanted && !hasDesktop()) return { why: 'There is no desktop session here' }
  if (process.getuid?.() === 0 && process.platform === 'linux') return { why: 'Electron does not run as root' }
  const folder = at('node_modules', 'electron')
  if (!existsSync(folder)) return { why: 'Electron is not installed' }
  const names = { win32: 'electron.exe', darwin: 'Electron.app/Contents/MacOS/Electron' }
  const binary = join(folder, 'dist', names[process.platform] ?? 'electron')
  if (existsSync(binary)) return { binary }
  if (process.env.CI) return { why: 'The Electron runtime is not here' }
  if (!(await isOnline())) return { why: 'The Electron runtime is not here and cannot be downloaded now' }
  say('Downloading the Electron runtime, once…')
  await runQuietly(node, [join(folder, 'install.js')], electronLimitMs)
  return existsSync(binary) ? { binary } : { why: 'The Electron runtime could not be downloaded' }
}

/** Whether the name of the download server can be found; without it a download would only wait for its own limits. */
async function isOnline() {
  const mirror = process.env.ELECTRON_MIRROR ?? process.env.npm_config_electron_mirror
  const host = mirror !== undefined && URL.canParse(mirror) ? new URL(mirror).hostname : 'github.com'
  const late = new Promise((done) => setTimeout(done, onlineLimitMs, false).unref())
  return Promise.race([
    lookup(host).then(
      () => true,
      () => false
    ),
    late
  ])
}

function hasDesktop() {
  if (process.platform === 'win32' || process.platform === 'darwin') return true
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}

/** Runs a program in the foreground, hands signals on, and gives its exit code. */
function run(command, args) {
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env
  const child = spawn(command, args, { cwd: root, stdio: 'inherit', env })
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  // A terminal sends Ctrl+C to the child as well. On Windows only the console can, and kill() would end it at once.
  const handOn = (signal) => {
    if (process.platform !== 'win32') child.kill(signal)
  }
  for (const signal of signals) process.on(signal, handOn)
  return new Promise((done) => {
    const finish = (code) => {
      for (const signal of signals) process.off(signal, handOn)
      done(code)
    }
    child.once('error', () => finish(127))
    child.once('exit', (code, signal) => finish(code ?? 128 + (constants.signals[signal] ?? 0)))
  })
}

/** Runs a program without showing its output. */
function runQuietly(command, args, limitMs = 0) {
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], timeout: limitMs })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  return new Promise((done) => {
    child.once('error', () => done({ code: 127, output }))
    child.once('close', (code) => done({ code: code ?? 1, output }))
  })
}
