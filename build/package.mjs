// Makes the installers: `npm run package [-- electron-builder's own options]`. They are signed, or not made, unless
// POPULUS_UNSIGNED=1 says that they are for trying out. README: docs/operate.md.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { putBesidePackages } from './beside-packages.mjs'
import { builderOptions } from './builder-options.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/** Runs a program of the packages, and ends with its code where it fails. @param {string} [hint] what may be the cause */
function run(file, args, hint = '') {
  const { status } = spawnSync(process.execPath, [join(root, file), ...args], { cwd: root, stdio: 'inherit' })
  if (status === 0) return
  process.stderr.write(hint)
  process.exit(status ?? 1)
}

const noDownloads =
  'No packages were made. If this computer does not reach github.com: electron-builder downloads the runtime of Electron and its own ' +
  'tools from there, once. Set ELECTRON_MIRROR and ELECTRON_BUILDER_BINARIES_MIRROR to a mirror, or name an unpacked runtime: ' +
  'npm run package -- -c.electronDist=FOLDER (docs/operate.md, Installing).\n'

const { options, problem } = builderOptions(process.platform, process.env)
if (problem !== undefined) {
  process.stderr.write(`${problem}\n`)
  process.exit(1)
}
run('node_modules/electron-vite/bin/electron-vite.js', ['build'])
run('build/notices.mjs', [])
run(
  'node_modules/electron-builder/out/cli/cli.js',
  ['--config', 'build/electron-builder.yml', ...options, ...process.argv.slice(2)],
  noDownloads
)
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const files = await putBesidePackages({ root, output: join(root, 'dist'), version })
process.stdout.write(`${files.map((name) => `dist/${name}\n`).join('')}`)
