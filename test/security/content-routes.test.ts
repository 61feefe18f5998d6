import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { methods } from '#shared/contract/contract.ts'
import { ticketRights } from '#shared/rights/ticket-rights.ts'
import { policies, policyNames } from '#shared/policy/policies.ts'
import { commandEntries } from '../../src-main/cli/command-line.ts'
import type { ValueKind } from '../../src-main/host/arguments/value-kinds.ts'

/**
 * Every way by which something that others made gets into the program, with the place that checks its signature, or the reason why none is
 * asked for. A new way fails this test until it has its row: content of any kind goes through one of the checks.
 */
type Route = { readonly check: string; readonly by: string } | { readonly none: string }

const data = { none: 'data of people, which are no definitions' } as const
const output = { none: 'is written' } as const
const secret = { none: 'a key or passphrase of the user' } as const
const definition = { none: 'a definition like those that users write, up to ApprovedDefinitionsOnly' } as const
const program = { none: 'a program or folder of this computer' } as const
const reports = { none: 'is compared and not kept' } as const

const pageCheck = { by: 'readSignedFiles(' } as const
const window = (file: string): Route => ({ check: `src-renderer/screens/${file}`, ...pageCheck })
const contentOfCommands: Route = { check: 'src-main/cli/measure/signed-content.ts', by: 'checkSignedInput(' }
const content: Route = { check: 'src-main/services/content/signed-imports.ts', by: 'requireTrusted(' }
const packOfCommands: Route = { check: 'src-main/cli/sharing/read-pack-file.ts', by: 'checkSignedInput(' }

/** Components of the page that take files. */
const page: Readonly<Record<string, Route>> = {
  'screens/boards/BoardDialog.svelte': { none: 'a picture for the brand' },
  'screens/boards/BoardList.svelte': definition,
  'screens/boards/EventsDialog.svelte': window('boards/EventsDialog.svelte'),
  'screens/cohorts/CohortsScreen.svelte': definition,
  'screens/common/TablesButton.svelte': window('common/TablesButton.svelte'),
  'screens/connections/keys/KeyMaker.svelte': secret,
  'screens/content/ContentScreen.svelte': {
    check: 'src-renderer/state/measures/content-import.svelte.ts',
    by: "'content.assemble'"
  },
  'screens/cql/TestCases.svelte': { none: 'cases of people who are made up, which decide no figure' },
  'screens/explore/ViewsMenu.svelte': definition,
  'screens/measures/StarTablePicker.svelte': window('measures/StarTablePicker.svelte'),
  'screens/measures/reports/CompareReports.svelte': reports,
  'screens/measures/scorecard/ScorecardTab.svelte': window('measures/scorecard/ScorecardTab.svelte'),
  'screens/settings/OptOutSettings.svelte': data,
  'screens/settings/PublisherSettings.svelte': { none: 'the key itself, whose fingerprint the user compares' },
  'screens/sharing/ComparePacksTab.svelte': {
    check: 'src-renderer/state/sharing/sharing.svelte.ts',
    by: "'publishers.check'"
  },
  'screens/sharing/DataSetTab.svelte': window('sharing/DataSetTab.svelte'),
  'screens/sql/QueryLists.svelte': definition,
  'screens/views/ViewsScreen.svelte': definition,
  'screens/worklist/ReceiveDialog.svelte': { none: 'a worklist, encrypted under a passphrase that two people share' },
  // By drag and drop: the same import as the dialogs of measure content, or data.
  'shell/FilePickers.svelte': { check: 'src-renderer/shell/FilePickers.svelte', by: 'contentImport.takePicked(' },
  'shell/dialogs/RestoreDialog.svelte': { none: 'a backup, authenticated by its passphrase' },
  'state/session/dropped-files.ts': { none: 'lists what FilePickers takes' },
  'ui/form/FileInput.svelte': { none: 'hands on what the components above take' }
}

/** Calls that take long texts, and addresses that take bytes. */
const calls: Readonly<Record<string, Route>> = {
  'connections.create': { none: 'settings of a connection' },
  'connections.change': { none: 'settings of a connection' },
  'connections.setSecret': secret,
  'connections.importKey': secret,
  'vendors.change': { none: 'settings of a connection' },
  'vendors.reset': { none: 'settings of a connection' },
  'drafts.save': { check: 'src-main/api/draft-handlers.ts', by: "requireVerified('risk-tables'" },
  'boards.save': definition,
  'content.receive': content,
  'content.upload': { check: 'src-main/api/measure-handlers.ts', by: "PolicyRefusal('RequireSignedPacks'" },
  'published.compare': data,
  'published.enter': data,
  'consent.importOptOuts': data,
  'worklist.add': data,
  'worklist.receive': data,
  'worklist.setViews': definition,
  'data.exporting': output,
  'governance.addAgreement': { none: 'a text about an agreement' },
  'governance.decideDefinition': { none: 'a reason' },
  'settings.set': { check: 'src-main/api/handlers.ts', by: "requireVerified('cut-points'" },
  'snapshots.begin': data,
  'snapshots.addFiles': data,
  'snapshots.commit': data
}
const addresses: Readonly<Record<string, Route>> = {
  'api/backup-handlers.ts backup-part': { none: 'a backup, authenticated by its passphrase' },
  'api/measure-handlers.ts content-upload': content,
  'api/measure-handlers.ts measure-results-anew': data,
  'api/shard-handlers.ts population-parts': data,
  'api/snapshot-handlers.ts snapshot-columns-anew': data,
  'api/snapshot-handlers.ts snapshot-part': data
}
/** Handlers that open files by a dialog. */
const dialogs: Readonly<Record<string, Route>> = {
  'api/backup-handlers.ts': { none: 'a backup, authenticated by its passphrase' },
  'api/handlers.ts': data,
  'api/measure-handlers.ts': { check: 'src-main/api/measure-handlers.ts', by: 'readChosenContent(' }
}

/** Files and folders that commands are given. Data, their folders and passphrases have roles of their own. */
const commands: Readonly<Record<string, Route>> = {
  'audit --file': data,
  'backup --out': output,
  'cluster local --cohort': definition,
  'cluster local --spark-submit': program,
  'cluster pack --node': program,
  'cluster pack --out': output,
  'cluster results OUTPUT': data,
  'cluster status OUTPUT': data,
  'cluster submit --cohort': definition,
  'cohort --definition': definition,
  'cohort --out': output,
  'connection report --out': output,
  'definitions --out': output,
  'deidentify --out': output,
  'deidentify --zip-populations': { check: 'src-main/cli/sharing/deidentify.ts', by: 'checkSignedInput(' },
  'diagnostics --out': output,
  'erase --certificate': output,
  'export --key': secret,
  'export --out': output,
  'export --refresh': data,
  'export --secret-file': secret,
  'export-tables --out': output,
  'incident --evidence': output,
  'match --out': output,
  'match --truth': data,
  'measure --codes': contentOfCommands,
  'measure CONTENT': contentOfCommands,
  'model card --model': definition,
  'model card --out': output,
  'model score --model': definition,
  'model score --onnx': output,
  'model score --out': output,
  'model train --out': output,
  'pack compare --out': output,
  'pack compare --pack': packOfCommands,
  'pack key --out': output,
  'pack make --cohort': definition,
  'pack make --earlier': { none: 'packs that this installation made' },
  'pack make --out': output,
  'pack show --pack': packOfCommands,
  'pack sign --key': secret,
  'pack sign --out': output,
  'pack sign FILE': { none: 'is signed' },
  'pack verify FILE': { check: 'src-main/cli/sharing/sign-pack.ts', by: 'checkSignedFile(' },
  'report --board': definition,
  'report --encrypt': secret,
  'report --measures': contentOfCommands,
  'report --out': output,
  'restore FILE': { none: 'a backup, authenticated by its passphrase' },
  'risk --out': output,
  'risk --table': { check: 'src-main/cli/commands/risk.ts', by: 'checkSignedInput(' },
  'sample --out': output,
  'service install --credential': secret,
  'service install --program': program,
  'service show --credential': secret,
  'service show --program': program,
  'sql --codes': contentOfCommands,
  'sql --model': definition,
  'sql --out': output,
  'subject --out': output,
  'update verify FILE': { check: 'src-main/services/updates/read-feed.ts', by: 'checkSignature(' },
  'view --out': output,
  'view VIEW': definition
}

/** Policies that name files or addresses. */
const managed: Readonly<Record<string, Route>> = {
  Boards: { check: 'src-main/services/definitions/preset-boards.ts', by: 'checkSignedFile(' },
  ContentPacks: { check: 'src-main/services/content/preset-packs.ts', by: 'checkSignedFile(' },
  DataFolder: program,
  ManagedConnections: { none: 'settings of a connection, in the policy itself' },
  ProxyMode: { none: 'settings of the network' },
  UpdateFeed: { check: 'src-main/services/updates/read-feed.ts', by: 'checkSignature(' }
}

const root = process.cwd()

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|svelte)$/.test(file))
    .map((file) => file.replaceAll('\\', '/'))
}

/** Long texts are those that no pattern binds, and that may have more than 2,000 characters. */
function takesLongTexts(schema: unknown): boolean {
  if (typeof schema !== 'object' || schema === null) return false
  const {
    type,
    pipe = [],
    ...parts
  } = schema as Readonly<Record<string, unknown>> & {
    readonly type?: unknown
    readonly pipe?: readonly { readonly type: string; readonly requirement?: unknown }[]
  }
  if (type === 'string')
    return !pipe.some(
      ({ type: step, requirement }) =>
        ['regex', 'iso_date', 'iso_timestamp'].includes(step) || (step === 'max_length' && Number(requirement) <= 2000)
    )
  const { wrapped, item, value, options, entries, items } = parts
  const inside = [
    wrapped,
    item,
    value,
    ...(Array.isArray(options) ? (options as unknown[]) : []),
    ...(Array.isArray(items) ? (items as unknown[]) : []),
    ...(typeof entries === 'object' && entries !== null ? (Object.values(entries) as unknown[]) : [])
  ]
  return inside.some(takesLongTexts)
}

const isPath = (kind: ValueKind<unknown> | undefined): boolean =>
  kind?.completes !== undefined && kind.touches === undefined

async function pathsOfCommands(): Promise<string[]> {
  const loaded = await Promise.all(commandEntries.map((entry) => entry.load()))
  return loaded
    .flatMap(({ declarations }) => declarations)
    .flatMap(({ name, options, positionals }) => {
      const command = name.replace('populus ', '')
      const named = Object.entries(options).flatMap(([option, declared]) =>
        'kind' in declared && isPath(declared.kind) ? [`${command} --${option}`] : []
      )
      const placed = Object.values(positionals).flatMap(({ kind }) =>
        kind !== undefined && isPath(kind) ? [`${command} ${kind.placeholder}`] : []
      )
      return [...named, ...placed]
    })
}

const tables = { page, calls, addresses, dialogs, commands, managed }
const found: Readonly<Record<keyof typeof tables, () => readonly string[] | Promise<readonly string[]>>> = {
  page: () =>
    filesBelow('src-renderer').filter((file) =>
      /<FileInput\b|type="file"|webkitGetAsEntry|showOpenFilePicker|\bdataTransfer\b.*\bfiles\b|onpaste/.test(
        readFileSync(join(root, 'src-renderer', file), 'utf8')
      )
    ),
  calls: () => Object.entries(methods).flatMap(([name, { input }]) => (takesLongTexts(input) ? [name] : [])),
  addresses: () =>
    filesBelow('src-main').flatMap((file) =>
      [
        ...readFileSync(join(root, 'src-main', file), 'utf8').matchAll(
          /dataPlane\.(?:accept|lend)\((?:\{|\w+)?[^{}]{0,200}?kind: ([^\n]*)/g
        )
      ].flatMap(([, kind = '']) =>
        [...kind.matchAll(/'([a-z-]+)'/g)].flatMap(([, each = '']) => (each in ticketRights ? [`${file} ${each}`] : []))
      )
    ),
  dialogs: () =>
    filesBelow('src-main').filter((file) =>
      readFileSync(join(root, 'src-main', file), 'utf8').includes('dialogs.choose(')
    ),
  commands: pathsOfCommands,
  managed: () => policyNames.filter((name) => /path|sha256|folder|url/i.test(JSON.stringify(policies[name])))
}

describe('ways in', () => {
  it.each(Object.keys(tables) as (keyof typeof tables)[])('are all known: %s', async (name) => {
    expect([...new Set(await found[name]())].toSorted()).toEqual(Object.keys(tables[name]).toSorted())
  })

  it.each(Object.values(tables).flatMap((table) => Object.entries<Route>(table)))(
    'are checked or have a reason: %s',
    (_, route) => {
      if ('none' in route) expect(route.none.length).toBeGreaterThan(5)
      else expect(readFileSync(join(root, route.check), 'utf8')).toContain(route.by)
    }
  )
})
