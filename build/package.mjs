// Makes the installers: `npm run package [-- electron-builder's own options]`. They are signed, or not made, unless
// POPULUS_UNSIGNED=1 says that they are for trying out. README: docs/operate.md.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { putBesidePackages } from './beside-packages.mjs'
import { builderOptions } from './builder-options.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/** Runs a program of the packages, and ends with its code where it fails. */
function run(file, args) {
  const { status } = spawnSync(process.execPath, [join(root, file), ...args], { cwd: root, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}

const { options, problem } = builderOptions(process.platform, process.env)
if (problem !== undefined) {
  process.stderr.write(`${problem}\n`)
  process.exit(1)
}
run('node_modules/electron-vite/bin/electron-vite.js', ['build'])
run('build/notices.mjs', [])
run('node_modules/electron-builder/out/cli/cli.js', [
  '--config',
  'build/electron-builder.yml',
  ...options,
  ...process.argv.slice(2)
])
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const files = await putBesidePackages({ root, output: join(root, 'dist'), version })
process.stdout.write(`${files.map((name) => `dist/${name}\n`).join('')}`)
