import { cliMessages as m } from '#messages/cli.ts'
import { cliClusterMessages as cluster } from '#messages/cli/cluster.ts'
import { cliTablesMessages as tables } from '#messages/cli/tables.ts'
import { commonMessages as common } from '#messages/common.ts'
import { commandLineRights, type CommandLineName } from '#shared/rights/command-rights.ts'
import { unknownCommand } from '../host/arguments/read-arguments.ts'
import { findInstallation } from '../host/process/installation.ts'
import type { CommandDeclaration } from '../host/arguments/declaration.ts'
import type { CommandEntry, CommandIo } from './terminal/command.ts'
import { exitCodeTable } from './terminal/exit-codes.ts'
import { printFailure, runGuarded } from './terminal/run-command.ts'
import type { serveThread } from './serve-thread.ts'
import { serveCommand, superviseCommand, type CommandTask } from './terminal/supervised-command.ts'

/** Every word that may follow `populus`. */
const unguarded: readonly (CommandEntry & { readonly name: CommandLineName })[] = [
  {
    name: 'load',
    summary: m.readFHIRDataAndPrintWhat,
    supervised: true,
    load: async () => (await import('./commands/load.ts')).loadCommand
  },
  {
    name: 'export',
    summary: m.fetchAPopulationFromAFHIR,
    load: async () => (await import('./commands/export.ts')).exportCommand
  },
  {
    name: 'refresh',
    summary: m.refreshTheDataOfAConnection,
    load: async () => (await import('./connections/refresh.ts')).refreshCommand
  },
  {
    name: 'sql',
    summary: m.summaryRunASELECTOverTheTables,
    supervised: true,
    load: async () => (await import('./commands/sql.ts')).sqlCommand
  },
  {
    name: 'view',
    summary: m.runAViewDefinitionAndPrintOr,
    supervised: true,
    load: async () => (await import('./commands/view.ts')).viewCommand
  },
  {
    name: 'tables',
    summary: m.listTheTablesWithColumnsTypes,
    load: async () => (await import('./commands/tables.ts')).tablesCommand
  },
  {
    name: 'export-tables',
    summary: tables.writeAllTablesAsParquet,
    load: async () => (await import('./tables/export-tables.ts')).exportTablesCommand
  },
  {
    name: 'measure',
    summary: m.evaluateQualityMeasuresCQLELMOver,
    supervised: true,
    load: async () => (await import('./commands/measure.ts')).measureCommand
  },
  {
    name: 'risk',
    summary: m.countPeopleByComorbidityFrailtyDischarge,
    supervised: true,
    load: async () => (await import('./commands/risk.ts')).riskCommand
  },
  {
    name: 'match',
    summary: m.findOutWhichRecordsOfSeveral,
    supervised: true,
    load: async () => (await import('./commands/match.ts')).matchCommand
  },
  {
    name: 'cohort',
    summary: m.countThePeopleWhoMeetThe,
    supervised: true,
    load: async () => (await import('./commands/cohort.ts')).cohortCommand
  },
  {
    name: 'model',
    summary: m.trainAModelOfRiskOn,
    supervised: true,
    load: async () => (await import('./commands/model.ts')).modelCommand
  },
  {
    name: 'pack',
    summary: m.shareDefinitionsAndCountsWithAnother,
    supervised: true,
    load: async () => (await import('./sharing/pack.ts')).packCommand
  },
  {
    name: 'deidentify',
    summary: m.writeADeIdentifiedOrLimited,
    supervised: true,
    load: async () => (await import('./sharing/deidentify.ts')).deidentifyCommand
  },
  {
    name: 'report',
    summary: m.writeTheReportOfABoard,
    supervised: true,
    load: async () => (await import('./commands/report.ts')).reportCommand
  },
  {
    name: 'sample',
    summary: m.writeAnInventedPopulationAsNDJSON,
    supervised: true,
    load: async () => (await import('./commands/sample.ts')).sampleCommand
  },
  {
    name: 'health',
    summary: m.checkTheInstallationForAMonitor,
    load: async () => (await import('./commands/health.ts')).healthCommand
  },
  {
    name: 'diagnostics',
    summary: m.saveDiagnosticsWithoutHealthData,
    load: async () => (await import('./diagnostics/diagnostics.ts')).diagnosticsCommand
  },
  {
    name: 'policy',
    summary: m.showTheManagedPoliciesThatHold,
    load: async () => (await import('./commands/policy.ts')).policyCommand
  },
  {
    name: 'audit',
    summary: m.listTheAuditLogOrCheck,
    load: async () => (await import('./commands/audit.ts')).auditCommand
  },
  {
    name: 'subject',
    summary: m.writeEverythingThatIsStoredAbout,
    load: async () => (await import('./commands/subject.ts')).subjectCommand
  },
  {
    name: 'erase',
    summary: m.eraseAPersonASnapshotOr,
    load: async () => (await import('./commands/erase.ts')).eraseCommand
  },
  {
    name: 'incident',
    summary: m.saveEvidenceOfAnIncidentRevoke,
    load: async () => (await import('./governance/incident.ts')).incidentCommand
  },
  {
    name: 'service',
    summary: m.refreshByTheSchedulerOfTheSystem,
    load: async () => (await import('./service/service.ts')).serviceCommand
  },
  {
    name: 'update',
    summary: m.lookForNewVersions,
    load: async () => (await import('./update/update.ts')).updateCommand
  },
  {
    name: 'keys',
    summary: m.changeOrRevokeTheKeysThat,
    load: async () => (await import('./connections/keys.ts')).keysCommand
  },
  {
    name: 'sign-in',
    summary: m.signAPersonInAtTheServer,
    load: async () => (await import('./connections/sign-in.ts')).signInCommand
  },
  {
    name: 'connection',
    summary: m.reportHowTheServerOfAConnection,
    load: async () => (await import('./connections/connection.ts')).connectionCommand
  },
  {
    name: 'roles',
    summary: m.printTheRolesOfThisAccount,
    load: async () => (await import('./commands/roles.ts')).rolesCommand
  },
  {
    name: 'published',
    summary: m.listWhatLeftWithCounts,
    load: async () => (await import('./governance/published.ts')).publishedCommand
  },
  {
    name: 'definitions',
    summary: m.listTheDefinitionsThatFiguresRest,
    load: async () => (await import('./governance/definitions.ts')).definitionsCommand
  },
  {
    name: 'backup',
    summary: m.writeEverythingOfADataFolder,
    load: async () => (await import('./commands/backup.ts')).backupCommand
  },
  {
    name: 'cluster',
    summary: cluster.runAPopulationOnACluster,
    load: async () => (await import('./cluster/cluster.ts')).clusterCommand
  },
  {
    name: 'shard',
    summary: cluster.processOneShardOfAPopulation,
    load: async () => (await import('./cluster/shard.ts')).shardCommand
  },
  {
    name: 'restore',
    summary: m.putSuchAFileIntoThe,
    load: async () => (await import('./commands/restore.ts')).restoreCommand
  },
  {
    name: 'completion',
    summary: m.printAScriptByWhichAShell,
    load: async () => (await import('./commands/completion.ts')).createCompletionCommand(allDeclarations)
  }
]

/** What all commands take, of which each is loaded. */
async function allDeclarations(): Promise<CommandDeclaration[]> {
  const commands = await Promise.all(unguarded.map((entry) => entry.load()))
  return commands.flatMap((command) => command.declarations)
}

/** What looks at the installation alone, reads no data, and has to work where something is wrong with it. */
const unguardedNames: ReadonlySet<CommandLineName> = new Set(['policy', 'health', 'diagnostics', 'completion'])

/** The same, each behind the check whether the user's role includes it, in whatever thread it runs. */
export const commandEntries: readonly CommandEntry[] = unguarded.map((entry) => ({
  ...entry,
  async load() {
    const command = await entry.load()
    if (unguardedNames.has(entry.name)) return command
    return {
      ...command,
      read(args) {
        const given = command.read(args)
        return {
          touched: given.touched,
          async run(io) {
            const { passphraseOf, requireCommandRight } = await import('./data/command-access.ts')
            const access = await requireCommandRight(entry.name, commandLineRights[entry.name], given.touched, io)
            return given.run({ ...io, access, passphrase: passphraseOf(given.touched) })
          }
        }
      }
    }
  }
}))

function overview(): string {
  const width = Math.max(...commandEntries.map(({ name }) => name.length))
  const lines = commandEntries.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`)
  return m.usagePopulusCommandOptionsPopulusVersion(lines.join('\n'), exitCodeTable)
}

/**
 * Runs the command that a command line names.
 * @param words what follows the name of the program
 * @returns the exit code
 */
export async function runCommandLine(words: readonly string[], io: CommandIo): Promise<number> {
  // "populus help load" is "populus load --help".
  const isHelp = words[0] === 'help' && words.length > 1
  const [name, ...args] = isHelp ? [...words.slice(1), '--help'] : words
  if (name === '--version') {
    io.out(
      m.populusNode(
        findInstallation(import.meta.dirname).version,
        process.versions.node,
        process.platform,
        process.arch
      )
    )
    return 0
  }
  const command = commandEntries.find((item) => item.name === name)
  if (command === undefined) {
    const asked = name === undefined || name === '--help' || name === 'help'
    if (asked) io.out(overview())
    else return printFailure(unknownCommand(name, commandEntries), words, io)
    return name === undefined ? 2 : 0
  }
  if (args.includes('--help')) {
    io.out((await command.load()).help(args))
    return 0
  }
  return command.supervised === true
    ? superviseCommand(command, args, io, async (...unfinished) => {
        const { recordUnfinished } = await import('./data/unfinished-intents.ts')
        await recordUnfinished(...unfinished)
      })
    : runGuarded(await command.load(), args, io)
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
    process.stderr.write(m.theResultsCannotBeWritten(error.code ?? common.unknown))
    process.exit(6)
  })
}
