// Starts the command without a window: `npm run --silent populus -- …`.
// Plain JavaScript, so that any Node can say which one is needed.
import { commandEnvironment } from './command-environment.mjs'

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `The populus command needs Node 24; this is Node ${process.versions.node}. ` +
      'The right one is installed with the packages: "npm ci", and then "npm run --silent populus -- …".\n'
  )
  process.exit(2)
}
const environment = commandEnvironment(process.env, process.platform)
// The same process begins anew with it. Windows cannot do that, nor can Node before 22.15.
if (environment !== undefined && process.execve !== undefined)
  process.execve(process.execPath, [process.execPath, ...process.execArgv, ...process.argv.slice(1)], environment)
await import('../src-main/headless.ts')
