import { appendFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { newBoard } from '#engine/boards/board.ts'
import { methods, type MethodName } from '#shared/contract/contract.ts'
import { auditActions } from '#shared/audit-action.ts'
import type { AuditRow } from '#shared/audit-record.ts'
import { runCommandLine } from '../../src-main/cli/command-line.ts'
import { auditCommand } from '../../src-main/cli/commands/audit.ts'
import { cohortCommand } from '../../src-main/cli/commands/cohort.ts'
import { loadCommand } from '../../src-main/cli/commands/load.ts'
import { matchCommand } from '../../src-main/cli/commands/match.ts'
import { measureCommand } from '../../src-main/cli/commands/measure.ts'
import { modelCommand } from '../../src-main/cli/commands/model.ts'
import { reportCommand } from '../../src-main/cli/commands/report.ts'
import { riskCommand } from '../../src-main/cli/commands/risk.ts'
import { sqlCommand } from '../../src-main/cli/commands/sql.ts'
import { exportTablesCommand } from '../../src-main/cli/tables/export-tables.ts'
import { viewCommand } from '../../src-main/cli/commands/view.ts'
import { deidentifyCommand } from '../../src-main/cli/sharing/deidentify.ts'
import { packCommand } from '../../src-main/cli/sharing/pack.ts'
import type { CliCommand } from '../../src-main/cli/terminal/command.ts'
import { listRecords } from '../../src-main/services/audit/list-records.ts'
import { openCommandAudit } from '../../src-main/cli/data/command-audit.ts'
import { exists, measureResources, retrieve } from '../support/small-measures.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { caller, codeOf, firstFile, services } from '../unit/api/dispatching.ts'
import { keptFacts, snapshots } from '../unit/host/answering-services.ts'
import { testImportId } from '../support/services.ts'
import { quickKeyring } from '../support/quick-keyring.ts'
import { unmanaged } from '../support/policies.ts'
import { auditAction } from '../../src-main/api/audit-facts.ts'
import { runDirectly } from '../support/populus-command.ts'

/**
 * Calls without an audit record, and why that is right. Whoever adds a call either names its audit action in the contract
 * or adds it here, with the reason.
 */
const unrecorded: Partial<Readonly<Record<MethodName, string>>> = {
  'app.info': 'about the program',
  'app.misplaced': 'names of files of the data folder',
  'policies.get': 'what the organization has decided',
  'publishers.list': 'public keys and whose they are',
  'updates.state': 'versions of the program',
  'audit.sinkState': 'counts and times',
  'consent.optOuts': 'who is left out of what is shown, read by the program alone',
  'consent.recordRules': 'what is left out of what is shown, read by the program alone; what is changed is recorded',
  'backup.state': 'whether a restore waits',
  'backup.choose': 'the name of a file',
  'backup.receive': 'the backup is recorded when it is checked',
  'backup.cancel': 'what is under way is recorded as failed',
  'roles.mine': 'tells the user’s own role; a refusal is recorded where it happens',
  'roles.list': 'accounts of the system and their roles; what is changed is recorded',
  'governance.agreements': 'agreements name no patient',
  'published.cancel': 'the call that it ends is recorded as failed',
  'published.compare': 'compares what is only shown; nothing leaves and nothing is entered',
  'published.list': 'numbers of counts that left, each of which was recorded',
  'governance.signOffs': 'hashes of results',
  'governance.definitions': 'definitions and who approved them; decisions are recorded',
  'audit.reveals': 'the log holds no person-level data',
  'audit.anomalies': 'the log holds no person-level data',
  'audit.list': 'the log holds no person-level data, and the screen reads it again after each record',
  'cluster.state': 'how far a run is',
  'cluster.start': 'the command that it starts records what leaves, and how it ended',
  'cluster.stop': 'the command that it ends has recorded what it began',
  'connections.list': 'settings of connections',
  'connections.publicJwks': 'public keys',
  'connections.checkJwks': 'public keys; whom it asks is recorded by the network',
  'connections.compatibility': 'facts about a server; that it is asked is recorded by the network',
  'connections.requirements': 'facts about a server',
  'connections.needs': 'what the screens need from a server',
  'boards.presets': 'definitions of boards',
  'content.list': 'facts about measures',
  'content.imported': 'facts about measures',
  'content.open': 'definitions of measures',
  'content.upload': 'a draft, which content.commit installs and records',
  'content.receive': 'begins what content.assemble checks and records',
  'content.assign': 'prepares what content.commit records',
  'data.exporting': 'its handler writes the record, and hands its number out',
  'data.exported': 'its handler writes the record',
  'exports.list': 'counts of files',
  'exports.get': 'counts of files',
  'exports.files': 'counts of files',
  'exports.log': 'times and counts, without health data',
  'exports.checkNow': 'asks a server for the state of an export that is recorded, as is the call',
  'health.series': 'times and counts of exports',
  'shards.save': 'stores what is loaded; snapshots.commit records it',
  'shards.check': 'whether files are what was written',
  'shards.close': 'removes temporary files',
  'imports.close': 'gives data up',
  'keyring.state': 'whether there is a passphrase',
  'keyring.touch': 'the user is still there',
  'links.take': 'a place in the window; what is opened there is recorded',
  'measures.keepResults': 'stores what the page evaluated, and discloses nothing',
  'page.address': 'an address of the page',
  'page.failed': 'closed words about an error',
  'page.pdf': 'what the page has for paper, which it announces by data.exporting',
  'progress.show': 'a fraction',
  'schedule.get': 'times',
  'schedule.preview': 'times',
  'settings.get': 'settings',
  'snapshots.list': 'counts and times of snapshots',
  'snapshots.begin': 'stores what is loaded; snapshots.commit records it',
  'snapshots.addFiles': 'stores what is loaded; snapshots.commit records it',
  'snapshots.take': 'stores what is loaded; snapshots.commit records it',
  'snapshots.upload': 'stores what is loaded; snapshots.commit records it',
  'snapshots.abandon': 'gives up storing',
  'snapshots.retention': 'counts and times',
  'vendors.list': 'facts about products',
  'worklist.populations': 'keys of sources and counts'
}

describe('the contract', () => {
  it('has an audit action for every call, or a reason why not', () => {
    const names = Object.keys(methods) as MethodName[]
    const silent = names.filter((name) => methods[name].record === undefined)
    expect(silent.filter((name) => unrecorded[name] === undefined)).toEqual([])
    expect(Object.keys(unrecorded).filter((name) => methods[name as MethodName]?.record !== undefined)).toEqual([])
    expect(Object.keys(unrecorded).filter((name) => !names.includes(name as MethodName))).toEqual([])
  })

  it('knows only actions that have a label', () => {
    const actions = (Object.keys(methods) as MethodName[]).flatMap((name) => auditAction(name) ?? [])
    expect(actions.filter((action) => !auditActions.some((each) => each === action))).toEqual([])
  })
})

/** Every call that answers with data of people, or with an address of them, and an input that it answers. */
const disclosing: Partial<Readonly<Record<MethodName, unknown>>> = {
  'imports.stream': { importId: testImportId, file: 0 },
  'snapshots.open': { id: 'snapshot-1' },
  'worklist.read': { population: 'clinic', from: 0 },
  'worklist.views': undefined,
  'drafts.list': undefined,
  'matching.journal': undefined,
  'shards.open': undefined,
  'shards.openSaved': { snapshot: 'snapshot-1' },
  'shards.openRefresh': { snapshot: 'snapshot-1' },
  'measures.results': { snapshot: 'snapshot-1' },
  'identity.reveal': { reason: 'care', people: 1 },
  'data.read': { what: 'person', names: false, person: 'patient-eve' },
  'data.exporting': { what: 'people', format: 'csv', names: true }
}

function disclosingServices(auditFails: boolean): ReturnType<typeof services> {
  const draft = { name: 'sql', text: 'a name', savedAt: 1 }
  return services({
    auditFails,
    files: [firstFile],
    snapshots: { ...snapshots, list: async () => [{ id: 'snapshot-1', keptAt: 1, keptBytes: 9, facts: keptFacts }] },
    worklist: {
      read: async () => ({ state: 'open', total: 1, events: [], setAside: false, carriedFrom: undefined }),
      views: async () => [{ title: 'Mine', query: '{}' }]
    },
    drafts: { list: async () => [draft], save: async () => ({ outcome: 'locked' }), remove: async () => undefined },
    results: {
      has: async () => true,
      read: async () => new Blob(['{}']).stream(),
      replace: () => Promise.reject(new Error('unused'))
    }
  })
}

describe('a call that discloses data of people', () => {
  it.each(Object.entries(disclosing))('%s is recorded before its reply', async (name, input) => {
    const { dispatch, audited } = disclosingServices(false)
    expect(codeOf(await dispatch(name, input, caller))).toBe('ok')
    expect(audited).toHaveLength(1)
  })

  it.each(Object.entries(disclosing))('%s does not answer without its record', async (name, input) => {
    const { dispatch } = disclosingServices(true)
    const reply = await dispatch(name, input, caller)
    expect(codeOf(reply)).not.toBe('ok')
    expect(JSON.stringify(reply)).not.toContain('a name')
  })
})

describe('the worklist', () => {
  it('is recorded where it is read from a later event on, and not where nothing new is there', async () => {
    const events = [{ id: 'e' }] as never
    const { dispatch, audited } = services({
      worklist: {
        read: async (_, from) => ({
          state: 'open',
          total: 3,
          events: from === 2 ? events : [],
          setAside: false,
          carriedFrom: undefined
        })
      }
    })
    await dispatch('worklist.read', { population: 'clinic', from: 3 }, caller)
    expect(audited).toEqual([])
  })
})

describe('saved cohorts', () => {
  const saved = 'cohort-all-a1b2-0'
  const drafts = {
    list: async () => [],
    save: async () => ({ outcome: 'saved' as const, savedAt: 1 }),
    remove: async () => undefined
  }

  it('and boards are recorded by their ids alone', async () => {
    const { dispatch, audited } = services({ drafts })
    await dispatch('boards.save', { name: 'board-b1-0', text: 'Ms Canary' }, caller)
    await dispatch('boards.remove', { name: 'board-b1-0' }, caller)
    await expect(dispatch('boards.save', { name: 'cohort-all-a1b2-0', text: '' }, caller)).resolves.toMatchObject({
      ok: false
    })
    expect(audited.slice(0, 4)).toEqual([
      { action: 'board.saved', outcome: 'intent', facts: { board: 'b1' } },
      { action: 'board.saved', outcome: 'success', intent: 1, facts: { board: 'b1', saved: true } },
      { action: 'board.deleted', outcome: 'intent', facts: { board: 'b1' } },
      { action: 'board.deleted', outcome: 'success', intent: 3, facts: { board: 'b1' } }
    ])
  })

  it('are no boards: those have a right and records of their own', async () => {
    const { dispatch, audited } = services({ drafts })
    const refused = { ok: false, error: { code: 'invalid-input' } }
    await expect(dispatch('drafts.save', { name: 'board-b1-0', text: '' }, caller)).resolves.toMatchObject(refused)
    await expect(dispatch('drafts.remove', { name: 'board-b1-0' }, caller)).resolves.toMatchObject(refused)
    expect(audited).toEqual([])
  })

  it('are recorded when they are saved and deleted; unfinished work is not', async () => {
    const { dispatch, audited } = services({ drafts })
    for (const name of ['sql', 'cohort-builder', saved]) {
      await dispatch('drafts.save', { name, text: 'Ms Canary' }, caller)
      await dispatch('drafts.remove', { name }, caller)
    }
    expect(audited).toEqual([
      { action: 'cohort.saved', outcome: 'intent', facts: { cohort: 'a1b2' } },
      { action: 'cohort.saved', outcome: 'success', intent: 1, facts: { cohort: 'a1b2', saved: true } },
      { action: 'cohort.deleted', outcome: 'intent', facts: { cohort: 'a1b2' } },
      { action: 'cohort.deleted', outcome: 'success', intent: 3, facts: { cohort: 'a1b2' } }
    ])
  })

  it('are recorded when a change is refused', async () => {
    const { dispatch, audited } = services({ drafts })
    await dispatch('drafts.save', { name: saved, text: 1 }, caller)
    await dispatch('drafts.save', { name: 'sql', text: 1 }, caller)
    expect(audited).toEqual([{ action: 'cohort.saved', outcome: 'failure', facts: { code: 'invalid-input' } }])
  })
})

interface Reader {
  readonly command: CliCommand
  readonly args: (files: string, definition: string) => readonly string[]
}

/** Commands that read data of people. */
const readers: Readonly<Record<string, Reader>> = {
  load: { command: loadCommand, args: (files) => [files] },
  sql: { command: sqlCommand, args: (files) => [files, 'select id from patient'] },
  view: { command: viewCommand, args: (files) => ['patient', '--data', files] },
  'export-tables': { command: exportTablesCommand, args: (files) => [files, '--out', join(files, '..', 'tables')] },
  measure: {
    command: measureCommand,
    args: (files, content) => [content, '--data', files, '--patients', '--threads', '1']
  },
  risk: { command: riskCommand, args: (files) => [files] },
  model: { command: modelCommand, args: (files) => ['train', files, '--outcome', 'readmission-30'] },
  cohort: { command: cohortCommand, args: (files, definition) => [files, '--definition', definition] },
  match: { command: matchCommand, args: (files) => [`clinic=${files}`, `hospital=${files}`] },
  pack: {
    command: packCommand,
    args: (files) => ['make', files, '--series', 'network', '--out', join(files, '..', 'pack.json')]
  },
  deidentify: {
    command: deidentifyCommand,
    args: (files) => [files, '--profile', 'safe-harbor', '--out', join(files, '..', 'set.zip')]
  },
  report: {
    command: reportCommand,
    args: (files, definition) => [files, '--board', definition, '--out', join(files, '..', 'reports')]
  }
}

const measure = {
  name: 'Any',
  denominator: exists(retrieve('Condition', 'Any')),
  numerator: exists(retrieve('Condition', 'Any'))
}

/** What a command computes. */
function definitionFor(name: string): object {
  if (name === 'report') return newBoard('b1', 'People')
  if (name !== 'measure') return { format: 1, title: 'Women', people: 'all', steps: [{ type: 'people', ids: ['eve'] }] }
  const entry = measureResources([measure], { Any: ['diabetes'] }).map((resource) => ({ resource }))
  return { resourceType: 'Bundle', type: 'collection', entry }
}

/** The other commands, and why they are not tested here. */
const otherCommands: Readonly<Record<string, string>> = {
  export: 'test/integration/bulk/export-command.test.ts has its records',
  refresh: 'test/integration/connections/commands.test.ts has its records',
  subject: 'test/integration/governance/person-commands.test.ts has its records',
  erase: 'test/integration/governance/person-commands.test.ts has its records',
  incident: 'test/integration/governance/person-commands.test.ts has its records',
  published: 'test/unit/published/published-command.test.ts has its records',
  definitions: 'test/unit/definitions/definitions-command.test.ts has its records',
  tables: 'definitions of tables',
  policy: 'what the organization has decided',
  health: 'states and counts of the installation',
  diagnostics: 'states, sizes and counts of the installation',
  roles: 'prints the roles of the account that asks',
  backup: 'test/integration/snapshots/backup-command.test.ts has its records',
  completion: 'names no data',
  service: 'test/unit/cli/service.test.ts has its records',
  update: 'test/integration/updates/feed.test.ts has its records',
  keys: 'test/integration/connections/key-commands.test.ts has its records',
  'sign-in': 'test/integration/connections/key-commands.test.ts has its records',
  connection: 'test/integration/connections/connection-report.test.ts has its records',
  restore: 'test/integration/snapshots/backup-command.test.ts has its records',
  cluster: 'test/integration/cluster/cluster-command.test.ts has its records',
  shard: 'a process of a cluster, which has no audit log',
  sample: 'an invented population',
  audit: 'the log holds no person-level data'
}

describe('the command line', () => {
  const resources = resolve(import.meta.dirname, '../../resources')

  it('has a test of the record of every command, or a reason why there is none', async () => {
    let text = ''
    const io = {
      out: (part: string) => (text += part),
      err: () => undefined,
      terminal: false,
      policies: unmanaged,
      resources
    }
    await runCommandLine(['--help'], io)
    const names = [...text.matchAll(/^ {2}([a-z-]+) {2,}\S/gm)].map(([, name]) => name!)
    expect(names.length).toBeGreaterThan(5)
    expect(names.filter((name) => readers[name] === undefined && otherCommands[name] === undefined)).toEqual([])
  })

  it.each(Object.keys(readers))('%s over files is recorded before anything is printed', async (name) => {
    const root = temporaryFolder()
    const data = join(root, 'data')
    const files = join(root, 'files')
    mkdirSync(files)
    writeFileSync(join(files, 'Patient.ndjson'), '{"resourceType":"Patient","id":"eve","gender":"female"}\n')
    const definition = join(root, 'definition.json')
    writeFileSync(definition, JSON.stringify(definitionFor(name)))
    const audit = await openCommandAudit(data, quickKeyring(join(data, 'snapshots', 'keyring.json')))
    await audit.record({ action: 'settings.changed', outcome: 'success', facts: {} })
    const { command, args } = readers[name]!
    let whenPrinted = ''
    const out = (): void => {
      whenPrinted ||= readFileSync(join(data, 'audit', 'audit.jsonl'), 'utf8')
    }
    await runDirectly(command, args(files, definition), {
      out,
      err: () => undefined,
      terminal: false,
      policies: unmanaged,
      resources,
      data
    })
    expect(whenPrinted).toContain('"action":"data.opened"')
    expect(whenPrinted.includes('"outcome":"intent"')).toBe(name !== 'load')
    const { rows } = await listRecords(join(data, 'audit'), {}, { limit: 10 })
    expect(rows.map(({ outcome }) => outcome)).not.toContain('failure')
  })

  it.each(['pack', 'deidentify', 'report'])('finds the record of the file that %s wrote', async (name) => {
    const root = temporaryFolder()
    const data = join(root, 'data')
    const files = join(root, 'files')
    mkdirSync(files)
    writeFileSync(join(files, 'Patient.ndjson'), '{"resourceType":"Patient","id":"eve","gender":"female"}\n')
    const definition = join(root, 'definition.json')
    writeFileSync(definition, JSON.stringify(definitionFor(name)))
    const audit = await openCommandAudit(data, quickKeyring(join(data, 'snapshots', 'keyring.json')))
    await audit.record({ action: 'settings.changed', outcome: 'success', facts: {} })
    let out = ''
    const io = {
      out: (text: string) => (out += text),
      err: () => undefined,
      terminal: false,
      policies: unmanaged,
      resources,
      data
    }
    const { command, args } = readers[name]!
    await runDirectly(command, args(files, definition), io)
    const before = new Set(['data', 'files', 'definition.json', 'reports'])
    const [path] = readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.parentPath !== files && !entry.parentPath.startsWith(data))
      .filter((entry) => !before.has(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
    const find = async (): Promise<readonly [number, readonly AuditRow[]]> => {
      out = ''
      const code = await runDirectly(auditCommand, ['--left', '--file', path!, '--json'], io)
      return [code, (JSON.parse(out) as { records: AuditRow[] }).records]
    }
    expect(await find()).toMatchObject([0, [{ action: 'data.exported', outcome: 'success', facts: { files: 1 } }]])
    appendFileSync(path!, ' ')
    expect(await find()).toEqual([1, []])
  })
})
