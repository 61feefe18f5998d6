import { commandLineRights, type CommandLineName } from '#shared/rights/command-rights.ts'
import { findInstallation } from '../host/process/installation.ts'
import type { CommandEntry, CommandIo } from './terminal/command.ts'
import { exitCodeTable } from './terminal/exit-codes.ts'
import { runCommand } from './terminal/run-command.ts'
import type { serveThread } from './serve-thread.ts'
import { serveCommand, superviseCommand, type CommandTask } from './terminal/supervised-command.ts'
import { terminalText } from './terminal/terminal-text.ts'

/** Every word that may follow `populus`. */
const unguarded: readonly (CommandEntry & { readonly name: CommandLineName })[] = [
  {
    name: 'load',
    summary: 'Read FHIR data and print what was read, rejected and ignored',
    supervised: true,
    load: async () => (await import('./commands/load.ts')).loadCommand
  },
  {
    name: 'export',
    summary: 'Fetch a population from a FHIR server (SMART Backend Services, Bulk Data)',
    load: async () => (await import('./commands/export.ts')).exportCommand
  },
  {
    name: 'refresh',
    summary: 'Refresh the data of a connection that was set up in Populus',
    load: async () => (await import('./commands/refresh.ts')).refreshCommand
  },
  {
    name: 'sql',
    summary: 'Run a SELECT over the tables',
    supervised: true,
    load: async () => (await import('./commands/sql.ts')).sqlCommand
  },
  {
    name: 'view',
    summary: 'Run a ViewDefinition and print or write its rows',
    supervised: true,
    load: async () => (await import('./commands/view.ts')).viewCommand
  },
  {
    name: 'tables',
    summary: 'List the tables with columns, types and meaning',
    load: async () => (await import('./commands/tables.ts')).tablesCommand
  },
  {
    name: 'measure',
    summary: 'Evaluate quality measures (CQL/ELM) over FHIR data',
    supervised: true,
    load: async () => (await import('./commands/measure.ts')).measureCommand
  },
  {
    name: 'risk',
    summary: 'Count people by comorbidity, frailty, discharge scores and CMS-HCC',
    load: async () => (await import('./commands/risk.ts')).riskCommand
  },
  {
    name: 'match',
    summary: 'Find out which records of several sources are of one person',
    supervised: true,
    load: async () => (await import('./commands/match.ts')).matchCommand
  },
  {
    name: 'cohort',
    summary: 'Count the people who meet the criteria of a cohort',
    supervised: true,
    load: async () => (await import('./commands/cohort.ts')).cohortCommand
  },
  {
    name: 'model',
    summary: 'Train a model of risk on the data, and predict with it',
    supervised: true,
    load: async () => (await import('./commands/model.ts')).modelCommand
  },
  {
    name: 'pack',
    summary: 'Share definitions and counts with another site, and compare',
    load: async () => (await import('./sharing/pack.ts')).packCommand
  },
  {
    name: 'deidentify',
    summary: 'Write a de-identified or limited data set, with a report',
    load: async () => (await import('./sharing/deidentify.ts')).deidentifyCommand
  },
  {
    name: 'report',
    summary: 'Write the report of a board into a folder',
    supervised: true,
    load: async () => (await import('./commands/report.ts')).reportCommand
  },
  {
    name: 'sample',
    summary: 'Write an invented population as NDJSON',
    load: async () => (await import('./commands/sample.ts')).sampleCommand
  },
  {
    name: 'health',
    summary: 'Check the installation, for a monitor',
    load: async () => (await import('./commands/health.ts')).healthCommand
  },
  {
    name: 'policy',
    summary: 'Show the managed policies that hold on this computer',
    load: async () => (await import('./commands/policy.ts')).policyCommand
  },
  {
    name: 'audit',
    summary: 'List the audit log, or check that nobody changed it',
    load: async () => (await import('./commands/audit.ts')).auditCommand
  },
  {
    name: 'subject',
    summary: 'Write everything that is stored about one person',
    load: async () => (await import('./commands/subject.ts')).subjectCommand
  },
  {
    name: 'erase',
    summary: 'Erase a person, a snapshot or everything, with a certificate',
    load: async () => (await import('./commands/erase.ts')).eraseCommand
  },
  {
    name: 'incident',
    summary: 'Save evidence of an incident, revoke keys, or destroy them all',
    load: async () => (await import('./governance/incident.ts')).incidentCommand
  },
  {
    name: 'roles',
    summary: 'Print the roles of this account and what they include',
    load: async () => (await import('./commands/roles.ts')).rolesCommand
  },
  {
    name: 'definitions',
    summary: 'List the definitions that figures rest on, and approve them',
    load: async () => (await import('./governance/definitions.ts')).definitionsCommand
  },
  {
    name: 'backup',
    summary: 'Write everything of a data folder into one encrypted file',
    load: async () => (await import('./commands/backup.ts')).backupCommand
  },
  {
    name: 'restore',
    summary: 'Put such a file into the data folder of this computer',
    load: async () => (await import('./commands/restore.ts')).restoreCommand
  }
]

/** What looks at the installation alone, reads no data, and has to work where something is wrong with it. */
const unguardedNames: ReadonlySet<CommandLineName> = new Set(['policy', 'health'])

/** The same, each behind the check whether the user's role includes it, in whatever thread it runs. */
export const commandEntries: readonly CommandEntry[] = unguarded.map((entry) => ({
  ...entry,
  async load() {
    const command = await entry.load()
    return {
      ...command,
      async run(args, io) {
        if (unguardedNames.has(entry.name)) return command.run(args, io)
        const { requireCommandRight } = await import('./data/command-access.ts')
        const access = await requireCommandRight(entry.name, commandLineRights[entry.name], args, io)
        return command.run(args, { ...io, access })
      }
    }
  }
}))

function overview(): string {
  const width = Math.max(...commandEntries.map(({ name }) => name.length))
  const lines = commandEntries.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`)
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
  const command = commandEntries.find((item) => item.name === name)
  if (command === undefined) {
    const asked = name === undefined || name === '--help' || name === 'help'
    if (asked) io.out(overview())
    else io.err(`There is no command "${terminalText(name)}".\n\n${overview()}`)
    return name === undefined || !asked ? 2 : 0
  }
  if (args.includes('--help')) {
    io.out((await command.load()).help)
    return 0
  }
  return command.supervised === true
    ? superviseCommand(command, args, io, async (...unfinished) => {
        const { recordUnfinished } = await import('./data/unfinished-intents.ts')
        await recordUnfinished(...unfinished)
      })
    : runCommand(await command.load(), args, io)
}

/** Does in this thread what another one started it for. */
export async function runThread(task: CommandTask | Parameters<typeof serveThread>[0]): Promise<void> {
  if (task.task === 'command') await serveCommand(task, commandEntries)
  else (await import('./serve-thread.ts')).serveThread(task)
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
