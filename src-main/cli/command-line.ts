import { findInstallation } from '../host/process/installation.ts'
import type { CliCommand, CommandIo } from './terminal/command.ts'
import { exportCommand } from './commands/export.ts'
import { auditCommand } from './commands/audit.ts'
import { loadCommand } from './commands/load.ts'
import { measureCommand } from './commands/measure.ts'
import { refreshCommand } from './commands/refresh.ts'
import { sampleCommand } from './commands/sample.ts'
import { sqlCommand } from './commands/sql.ts'
import { tablesCommand } from './commands/tables.ts'
import { viewCommand } from './commands/view.ts'
import { exitCodeTable } from './terminal/exit-codes.ts'
import { recordUnfinished } from './data/unfinished-intents.ts'
import { runCommand } from './terminal/run-command.ts'
import { serveThread } from './serve-thread.ts'
import { serveCommand, superviseCommand, type CommandTask } from './terminal/supervised-command.ts'
import { terminalText } from './terminal/terminal-text.ts'

/** Every word that may follow `populus`. */
const commands: readonly CliCommand[] = [
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

function overview(): string {
  const width = Math.max(...commands.map(({ name }) => name.length))
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`)
  return `Usage: populus <command> [options]\n       populus --version\n\n${lines.join('\n')}\n\n${exitCodeTable}\n"populus <command> --help" tells more. With --json a failure is one object on standard output.\n`
}

/**
 * Runs the command that a command line names.
 * @param words what follows the name of the program
 * @returns the exit code
 */
export async function runCommandLine(words: readonly string[], io: CommandIo): Promise<number> {
  const [name, ...args] = words
  if (name === '--version') {
    io.out(
      `Populus ${findInstallation(import.meta.dirname).version}, Node ${process.versions.node}, ${process.platform} ${process.arch}\n`
    )
    return 0
  }
  const command = commands.find((item) => item.name === name)
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
  return command.supervised === true
    ? superviseCommand(command, args, io, recordUnfinished)
    : runCommand(command, args, io)
}

/** Does in this thread what another one started it for. */
export function runThread(task: CommandTask | Parameters<typeof serveThread>[0]): void {
  if ('task' in task && task.task === 'command') void serveCommand(task, commands)
  else serveThread(task)
}

/** Lets the program end when nobody reads its results any more, or when they cannot be written. */
export function watchOutput(): void {
  // A reader that has seen enough, such as `head`, closes the pipe; that is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit()
    process.stderr.write(`The results cannot be written: ${error.code ?? 'unknown'}.\n`)
    process.exit(6)
  })
}
