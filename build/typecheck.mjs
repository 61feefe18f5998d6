// Type-checks every environment with its own libraries: shared code sees neither DOM nor Node, workers see no DOM.
// "--components" leaves out all but src-renderer with its components: the other files are checked with the same options by
// oxlint (typeCheck in .oxlintrc.json), which needs their types anyway.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const tsc = join(root, 'node_modules/@typescript/native/bin/tsc')
const svelteCheck = join(root, 'node_modules/svelte-check/bin/svelte-check')
const projects = process.argv.includes('--components')
  ? []
  : ['src-renderer/shared', 'src-main', 'src-renderer/engine', 'src-renderer/workers', 'test']

let failed = false
for (const project of projects) {
  // One checker: several would each work out the same types again, for a third more of processor time.
  const run = spawnSync(process.execPath, [tsc, '-p', project, '--noEmit', '--checkers', '1'], {
    cwd: root,
    stdio: 'inherit'
  })
  if (run.status !== 0) {
    failed = true
    console.error(`type check failed: ${project}`)
  }
}
const svelte = spawnSync(
  process.execPath,
  [
    svelteCheck,
    ...['--workspace', 'src-renderer', '--tsconfig', './tsconfig.json', '--fail-on-warnings', '--output', 'human'],
    // The native compiler by its API: with --tsgo it would write the components as TypeScript beside the sources.
    '--tsgo-experimental-api'
  ],
  { cwd: root, stdio: 'inherit' }
)
if (svelte.status !== 0) failed = true
process.exit(failed ? 1 : 0)
