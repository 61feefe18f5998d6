import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { newBoard } from '#engine/boards/board.ts'
import { effectivePolicies } from '#shared/policy/effective-policies.ts'
import { rightsOf } from '#shared/rights/right.ts'
import { roles, type Role } from '#shared/roles/role.ts'
import { fixedPolicies } from '../../src-main/ports/fixed-policies.ts'
import { commandEntries, runCommandLine } from '../../src-main/cli/command-line.ts'
import type { CommandDeclaration } from '../../src-main/host/arguments/declaration.ts'
import { accountName } from '../../src-main/storage/files/account-name.ts'
import { textsOfOption } from '../support/command-arguments.ts'
import { budgeted, stride } from '../support/test-budget.ts'
import { exists, measureResources, retrieve } from '../support/small-measures.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { regressionFile } from '../unit/models/onnx-file.ts'

/** What names the people of the data. */
const names = [
  'Quimbly',
  'Zenobia',
  'MRN-7734',
  '555-0177',
  '17 Canary Lane',
  '1968-04-17',
  'sings to canaries',
  'SUB-9921'
]
const ids = ['zqcanary1', 'zqcanary2']
const reason = 'Outreach by letter'

/** Commands whose answers join records by their ids, which `docs/roles.md` says. */
const keepsIds: ReadonlySet<string> = new Set(['sql', 'view', 'export-tables'])

function recordsOf(id: string): readonly object[] {
  const subject = { reference: `Patient/${id}` }
  return [
    {
      resourceType: 'Patient',
      id,
      gender: 'female',
      birthDate: '1968-04-17',
      identifier: [
        {
          type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'MR' }] },
          system: 'urn:mrn',
          value: 'MRN-7734'
        }
      ],
      name: [{ family: 'Quimbly', given: ['Zenobia'] }],
      telecom: [{ system: 'phone', value: '555-0177' }],
      address: [{ line: ['17 Canary Lane'] }]
    },
    {
      resourceType: 'Coverage',
      id: `cov-${id.length}`,
      status: 'active',
      beneficiary: subject,
      subscriberId: 'SUB-9921'
    },
    {
      resourceType: 'Condition',
      id: 'c1',
      subject,
      code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'E11.9' }] },
      recordedDate: '2026-02-03'
    },
    {
      resourceType: 'Observation',
      id: 'o1',
      status: 'final',
      subject,
      code: { coding: [{ system: 'http://loinc.org', code: '4548-4' }] },
      effectiveDateTime: '2026-02-03',
      valueString: 'sings to canaries'
    }
  ]
}

/** Data of two sources, and every definition that a command may be asked for. */
function material() {
  const folder = temporaryFolder()
  const write = (name: string, content: string | Uint8Array): string => {
    writeFileSync(join(folder, name), content)
    return join(folder, name)
  }
  const sources = ids.map((id) => {
    const source = join(folder, id === ids[0] ? 'hospital' : 'clinic')
    mkdirSync(source)
    writeFileSync(
      join(source, 'all.ndjson'),
      recordsOf(id)
        .map((record) => JSON.stringify(record))
        .join('\n')
    )
    return source
  })
  const several = { type: 'Property', path: 'status', source: { type: 'SingletonFrom', operand: retrieve('Patient') } }
  const measure = { name: 'Any', denominator: exists(retrieve('Patient')), numerator: exists(several) }
  const entry = measureResources([measure], {}).map((resource) => ({ resource }))
  return {
    sources,
    files: {
      definition: write(
        'cohort.json',
        JSON.stringify({
          format: 1,
          title: 'Women',
          people: 'all',
          steps: [{ type: 'filter', dimension: 'sex', values: ['female'] }]
        })
      ),
      board: write('board.json', JSON.stringify(newBoard('b1', 'People'))),
      onnx: write('risk.onnx', regressionFile('age,conditions')),
      content: write('measures.json', JSON.stringify({ resourceType: 'Bundle', type: 'collection', entry }))
    }
  }
}

/** Options that say whether people are named, each of whose combinations is tried. */
const deciding = ['identifying', 'reason', 'out']

/** The same choices in every run. */
function picking(seed: number): (below: number) => number {
  let state = seed * 2_654_435_761 + 1
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return (state >>> 8) % below
  }
}

/** Everything in a file or in the files of a folder; nothing where there is none. */
function textIn(path: string): string {
  if (!existsSync(path)) return ''
  if (!statSync(path).isDirectory()) return readFileSync(path, 'utf8')
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .map((name) => join(path, name))
    .filter((each) => statSync(each).isFile())
    .map((each) => readFileSync(each, 'latin1'))
    .join('')
}

/** Options that a round leaves out: what they ask for is somewhere else, or they change nothing of what is handed out. */
const leftOut =
  /^(?:passphrase-|data$|memory$|timeout$|force$|same$|apart$|undo$|journal$|encrypt$|earlier$|truth$|codes$|list$|model$|table$|param$|cores$|zip-|seal$|months$|by$)/

/** The words of a command line over the material, some of its options taken by chance. */
function wordsOf(
  declaration: CommandDeclaration,
  { sources, files }: ReturnType<typeof material>,
  out: string,
  round: number
): string[] {
  const pick = picking(round)
  const valueFor = (name: string): string | undefined =>
    ({
      ...files,
      out,
      reason,
      trace: ids[0]!,
      measures: files.content,
      data: sources[0]!,
      series: 'network',
      profile: 'safe-harbor',
      period: '2026',
      'as-of': '2026-10-31'
    })[name]
  const words = Object.entries(declaration.positionals).flatMap(([name, { kind, min }]) => {
    if (name === 'words') return sources.map((source, index) => `s${index}=${source}`)
    if (name === 'statement') return ['select p.*, o.* from patient p join observation o on o.patient_id = p.id']
    if (name === 'view') return ['patient']
    if (name === 'content') return [files.content]
    return min === 0 ? [] : kind.touches === 'data' ? [sources[0]!] : [kind.example]
  })
  const given = Object.entries(declaration.options).flatMap(([name, option]) => {
    // Where the data are named by an option, it is needed.
    const needed = option.occurrence === 'required' || option.kind?.touches === 'data' || name === 'onnx'
    const position = deciding.indexOf(name)
    const withOut = option.needs?.includes('out') === true
    // Wrong usage would tell nothing.
    if (withOut && (round & 4) === 0) return []
    const chance = withOut || pick(2) === 1
    if (!needed && (position >= 0 ? ((round >> position) & 1) === 0 : leftOut.test(name) || !chance)) return []
    if (option.kind === undefined) return [`--${name}`]
    const texts = textsOfOption(option)
    const value = texts.includes('csv') ? 'csv' : (valueFor(name) ?? texts[pick(texts.length)]!)
    return [`--${name}`, value]
  })
  return [...declaration.name.split(' ').slice(1), ...words, ...given]
}

const readers = (
  await Promise.all(commandEntries.map(async (entry) => ({ entry, command: await entry.load() })))
).flatMap(({ entry, command }) =>
  command.declarations
    .filter(({ positionals, options }) =>
      [...Object.values(positionals), ...Object.values(options)].some(({ kind }) => kind?.touches === 'data')
    )
    .map((declaration) => ({ command: entry.name, declaration }))
)

/** What decides: every combination but a reason for nothing, by the lowest bits of a round. */
const combinations = [0, 1, 3, 4, 5, 7]

/**
 * Rounds of one command as one role: every combination with the full budget, else half of them, which roles next to each other
 * share; or some choices of its options, where nobody can be named.
 * @param place of the role among all
 */
function roundsOf({ options }: CommandDeclaration, place: number): readonly number[] {
  if (options['identifying'] === undefined) return Array.from({ length: budgeted(2) }, (_, index) => index + 4)
  const [step, first] = stride === 1 ? [1, 0] : [2, place % 2]
  // The one that writes names to a file comes in both halves.
  return combinations.filter((round, index) => index % step === first || round === 7)
}

describe('commands that open data', () => {
  it('are those that are known here, so that none is left out by its declaration', () => {
    expect(readers.map(({ declaration }) => declaration.name.replace('populus ', '')).sort()).toEqual([
      'cohort',
      'deidentify',
      'export-tables',
      'load',
      'match',
      'measure',
      'model score',
      'model train',
      'pack compare',
      'pack make',
      'report',
      'risk',
      'sql',
      'view'
    ])
  })
})

describe.each(readers)('$declaration.name', ({ command, declaration }) => {
  it('hands out names and ids only to a role that includes them, for a reason, on record before', async () => {
    const given = material()
    let answered = 0
    let revealed = 0
    for (const [place, role] of ([...roles, undefined] satisfies (Role | undefined)[]).entries()) {
      const rights = rightsOf(
        role === undefined ? { state: 'everything', roles: [] } : { state: 'role', roles: [role] }
      )
      for (const round of roundsOf(declaration, place)) {
        const data = temporaryFolder()
        const out = join(temporaryFolder(), 'out')
        const words = wordsOf(declaration, given, out, round)
        let printed = ''
        const piped = picking(round)(2) === 1
        const values = role === undefined ? {} : { Roles: [{ account: accountName(), role }] }
        const code = await runCommandLine(words, {
          out: (text) => void (printed += text),
          err: (text) => void (printed += text),
          terminal: false,
          piped,
          resources: join(process.cwd(), 'resources'),
          data,
          policies: fixedPolicies(effectivePolicies([{ place: '/etc/populus', level: 'enforced', values }]))
        })
        const handedOut = `${printed}${textIn(out)}`
        const log = textIn(join(data, 'audit', 'audit.jsonl'))
        const leaves = words.includes('--out') || piped
        const may =
          words.includes('--identifying') &&
          words.includes('--reason') &&
          rights.has('identity') &&
          (!leaves || rights.has('export-identity'))
        const about = `${role ?? 'everybody'}: ${words.slice(0, 2).join(' ')} ${words.filter((word) => word.startsWith('--')).join(' ')}`
        if (code <= 1) answered += 1
        const found = [...names, ...(keepsIds.has(command) ? [] : ids)].filter((each) => handedOut.includes(each))
        for (const each of [...names, ...ids]) expect(log, about).not.toContain(each)
        if (!may) {
          expect(found, about).toEqual([])
          expect(log, about).not.toContain('identity.revealed')
          continue
        }
        if (found.length === 0) continue
        revealed += 1
        const actions = log
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => JSON.parse(line) as { action: string; facts: { reason?: string } })
        const first = actions.findIndex(({ action }) => action === 'identity.revealed')
        const handed = actions.findIndex(({ action }) => /^(?:data\.(?:read|exported)|measures\.ran)$/.test(action))
        expect([first >= 0, first < handed, actions[first]?.facts.reason], about).toEqual([true, true, reason])
      }
    }
    // Too few people are there to train a model on, and no pack to compare with.
    if (!['populus model train', 'populus pack compare'].includes(declaration.name)) expect(answered).toBeGreaterThan(0)
    if (declaration.options['identifying'] !== undefined) expect(revealed).toBeGreaterThan(0)
  })
})
