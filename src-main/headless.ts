import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { isMainThread, workerData } from 'node:worker_threads'
import { AppError } from '#shared/app-error.ts'
import { errorCode } from '#shared/error-code.ts'
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
import { serveThread } from './headless/serve-thread.ts'

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
  err: (text) => void process.stderr.write(text),
  terminal: process.stderr.isTTY,
  resources: resourcesFolder(),
  entry: import.meta.filename
}

function overview(): string {
  const width = Math.max(...commands.map(({ name }) => name.length))
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`)
  return `Usage: populus <command> [options]\n\n${lines.join('\n')}\n\n"populus <command> --help" tells more.\n`
}

/** An error that `parseArgs` throws for wrong options. */
function isUsageError(error: unknown): error is Error {
  return error instanceof Error && errorCode(error)?.startsWith('ERR_PARSE_ARGS') === true
}

async function main(words: readonly string[]): Promise<number> {
  const [name, ...args] = words
  const command = commands.find((one) => one.name === name)
  if (command === undefined) {
    const asked = name === undefined || name === '--help' || name === 'help'
    if (asked) io.out(overview())
    else io.err(`There is no command "${name}".\n\n${overview()}`)
    return name === undefined || !asked ? 2 : 0
  }
  if (args.includes('--help')) {
    io.out(command.help)
    return 0
  }
  try {
    return await command.run(args, io)
  } catch (error) {
    if (error instanceof AppError) io.err(`${error.message}\n`)
    else if (isUsageError(error)) io.err(`${error.message}\n"populus ${command.name} --help" tells more.\n`)
    else throw error
    return 2
  }
}

// A reader that has seen enough, such as `head`, closes the pipe; that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit()
  throw error
})

if (isMainThread) process.exitCode = await main(process.argv.slice(2))
else serveThread(workerData as Parameters<typeof serveThread>[0])
