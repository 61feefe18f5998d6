import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isMainThread, workerData } from 'node:worker_threads'
import type { Command, CommandIo } from './headless/command.ts'
import { exportCommand } from './headless/commands/export.ts'
import { auditCommand } from './headless/commands/audit.ts'
import { loadCommand } from './headless/commands/load.ts'
import { measureCommand } from './headless/commands/measure.ts'
import { refreshCommand } from './headless/commands/refresh.ts'
import { sampleCommand } from './headless/commands/sample.ts'
import { sqlCommand } from './headless/commands/sql.ts'
import { tablesCommand } from './headless/commands/tables.ts'
import { viewCommand } from './headless/commands/view.ts'
import { exitCodeTable } from './headless/exit-codes.ts'
import { runCommand } from './headless/run-command.ts'
import { serveThread } from './headless/serve-thread.ts'
import { serveCommand, superviseCommand, type CommandTask } from './headless/supervised-command.ts'
import { terminalMessage, terminalText } from './headless/terminal-text.ts'

/** Every word that may follow `populus`. */
const commands: readonly Command[] = [
  loadCommand,
  exportCommand,
  refreshCommand,
  sqlCommand,
  viewCommand,
  tablesCommand,
  measureCommand,
  sampleCommand,
  auditCommand
]

/** The folder with views and registries: beside the sources, beside the build, or beside the packaged application. */
function resourcesFolder(): string {
  const places = [join(import.meta.dirname, '../resources'), join(import.meta.dirname, '../../resources')]
  return places.find((place) => existsSync(join(place, 'views'))) ?? places[0]!
}

const io: CommandIo = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(terminalMessage(text)),
  terminal: process.stderr.isTTY,
  resources: resourcesFolder(),
  entry: import.meta.filename
}

function overview(): string {
  const width = Math.max(...commands.map(({ name }) => name.length))
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`)
  return `Usage: populus <command> [options]\n       populus --version\n\n${lines.join('\n')}\n\n${exitCodeTable}\n"populus <command> --help" tells more. With --json a failure is one object on standard output.\n`
}

/** The version of the program, as its package names it. */
function version(): string {
  const places = ['../package.json', '../../package.json'].map((one) => join(import.meta.dirname, one))
  const found: unknown = JSON.parse(
    readFileSync(
      places.find((one) => existsSync(one))!,
      'utf8'
    )
  )
  return String((found as { readonly version: unknown }).version)
}

async function main(words: readonly string[]): Promise<number> {
  const [name, ...args] = words
  if (name === '--version') {
    io.out(`Populus ${version()}, Node ${process.versions.node}, ${process.platform} ${process.arch}\n`)
    return 0
  }
  const command = commands.find((one) => one.name === name)
  if (command === undefined) {
    const asked = name === undefined || name === '--help' || name === 'help'
    if (asked) io.out(overview())
    else io.err(`There is no command "${terminalText(name)}".\n\n${overview()}`)
    return name === undefined || !asked ? 2 : 0
  }
  if (args.includes('--help')) {
    io.out(command.help)
    return 0
  }
  return command.supervised === true ? superviseCommand(command, args, io) : runCommand(command, args, io)
}

function runThread(task: CommandTask | Parameters<typeof serveThread>[0]): void {
  if ('task' in task && task.task === 'command') void serveCommand(task, commands)
  else serveThread(task)
}

// A reader that has seen enough, such as `head`, closes the pipe; that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit()
  process.stderr.write(`The results cannot be written: ${error.code ?? 'unknown'}.\n`)
  process.exit(6)
})

if (isMainThread) process.exitCode = await main(process.argv.slice(2))
else runThread(workerData as Parameters<typeof runThread>[0])
