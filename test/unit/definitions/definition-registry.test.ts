import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { DefinitionDecision, FoundDefinition } from '#shared/governance/definition.ts'
import { policies, type PolicyName, type PolicyValue } from '#shared/policy/policies.ts'
import { definitionJournal, definitionJournalFile } from '../../../src-main/services/definitions/definition-journal.ts'
import { createDefinitionRegistry } from '../../../src-main/services/definitions/definition-registry.ts'
import { definitionsOf } from '../../../src-main/services/definitions/definitions-of-export.ts'
import { openKeyedAuditLog } from '../../../src-main/services/audit/keyed-audit-log.ts'
import { systemClock } from '../../../src-main/ports/system.ts'
import { createKeyring, type Keyring } from '../../../src-main/storage/keys/keyring.ts'
import { memoryLog } from '../../support/memory-log.ts'
import { quickWork } from '../../support/quick-keyring.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { caller, codeOf, services } from '../api/dispatching.ts'

const first = 'a'.repeat(64)
const second = 'b'.repeat(64)
const cohort: FoundDefinition = {
  kind: 'cohort',
  id: 'uncontrolled',
  hash: first,
  name: 'Uncontrolled diabetes',
  source: 'editor',
  origin: 'Cohorts',
  by: 'ann'
}
const registry: FoundDefinition = {
  kind: 'registry',
  id: 'diabetes',
  hash: 'c'.repeat(64),
  name: 'Diabetes',
  version: '2.1.0',
  source: 'built-in',
  origin: 'Populus 0.2.0'
}

const decision = (change: Partial<DefinitionDecision> = {}): DefinitionDecision => ({
  kind: 'cohort',
  id: 'uncontrolled',
  hash: first,
  state: 'approved',
  reason: 'Checked with the clinical lead',
  ...change
})

type Rules = { readonly [N in PolicyName]?: PolicyValue<N> }

async function place(found: FoundDefinition[] = [cohort, registry]) {
  const data = temporaryFolder()
  const path = join(data, 'keyring.json')
  const keyring = createKeyring(path, undefined, quickWork)
  await keyring.create('four unlikely words')
  let now = Date.UTC(2026, 10, 25)
  const as = (author: string, rules: Rules = {}, ring: Keyring = keyring) =>
    createDefinitionRegistry({
      journal: definitionJournal(data, ring),
      find: async () => found,
      clock: { now: () => (now += 1000) },
      policies: { value: (name) => (rules[name] ?? policies[name].builtIn) as never },
      author
    })
  return { data, path, keyring, found, as, file: join(data, definitionJournalFile) }
}

const twoPersons: Rules = { DefinitionApproval: 'two-persons' }
const approvedOnly: Rules = { ApprovedDefinitionsOnly: true }

describe('the registry of definitions', () => {
  it('approves what comes with the program, and has everything else as a draft by whoever made it', async () => {
    const { as } = await place()
    const { definitions, journal } = await as('bob').list()
    expect(journal).toBe('open')
    expect(definitions.map(({ kind, state }) => [kind, state])).toEqual([
      ['cohort', 'draft'],
      ['registry', 'approved']
    ])
    expect(definitions[0]!.log).toMatchObject([{ event: 'version', by: 'ann', hash: first }])
    // Looking again adds nothing.
    expect((await as('bob').list()).definitions[0]!.log).toHaveLength(1)
  })

  it('makes a changed definition a draft again, and remembers who approved which version when and why', async () => {
    const { as, found } = await place()
    await as('bob').decide(decision())
    expect((await as('bob').list()).definitions[0]).toMatchObject({
      state: 'approved',
      decided: { by: 'bob', reason: 'Checked with the clinical lead' }
    })
    found[0] = { ...cohort, hash: second }
    const { definitions } = await as('ann').list()
    expect(definitions[0]).toMatchObject({ state: 'draft', hash: second })
    expect(definitions[0]!.log.map(({ event, hash }) => [event, hash])).toEqual([
      ['version', first],
      ['state', first],
      ['version', second]
    ])
    await expect(as('bob').decide(decision())).rejects.toMatchObject({ code: 'not-found' })
    // Results of the version before keep what was decided about it.
    const pins = await as('ann').pin([cohort, { kind: 'cohort', id: 'uncontrolled' }])
    expect(pins.map(({ hash, state }) => [hash, state])).toEqual([
      [first, 'approved'],
      [second, 'draft']
    ])
  })

  it('asks for a second person where the policy does', async () => {
    const { as } = await place()
    await expect(as('ann', twoPersons).decide(decision())).rejects.toThrow('two people')
    await as('bob', twoPersons).decide(decision({ state: 'in-review' }))
    await expect(as('bob', twoPersons).decide(decision())).rejects.toThrow('two people')
    const { entry } = await as('eve', twoPersons).decide(decision())
    expect(entry).toMatchObject({ state: 'approved', decided: { by: 'eve' } })
    await expect(as('eve').decide(decision())).rejects.toThrow('is approved and cannot become approved')
  })

  it('lets only what rests on approved definitions leave, and says what is missing', async () => {
    const { as, keyring } = await place()
    const ruled = as('ann', approvedOnly)
    await as('ann').requireApproved([cohort])
    await ruled.requireApproved([registry])
    await expect(ruled.requireApproved([registry, cohort])).rejects.toThrow(
      'Nothing left: the cohort "Uncontrolled diabetes" is draft.'
    )
    await expect(ruled.requireApproved([{ ...cohort, hash: second }])).rejects.toThrow('not in the registry')
    await expect(ruled.requireApproved(undefined)).rejects.toThrow('not known what this rests on')
    await as('bob').decide(decision())
    await ruled.requireApproved([registry, cohort])
    await as('bob').decide(decision({ kind: 'registry', id: 'diabetes', hash: registry.hash, state: 'retired' }))
    await expect(ruled.requireApproved([registry])).rejects.toThrow('"Diabetes" is retired')
    keyring.lock()
    await expect(ruled.requireApproved([])).rejects.toThrow('locked. Nothing left.')
  })

  it('says so when its journal was changed, removed or replaced by an older copy', async () => {
    const { as, data, file, path, keyring } = await place()
    const audit = await openKeyedAuditLog({
      data,
      keyring,
      writer: { version: '0', host: 'test', role: () => undefined },
      clock: systemClock,
      log: memoryLog()
    })
    const decide = async (change: Partial<DefinitionDecision>): Promise<Buffer> => {
      const { code } = await as('bob').decide(decision(change))
      await audit.record({ action: 'definition.decided', outcome: 'success', facts: { events: 1, digest: code } })
      return readFileSync(file)
    }
    const approved = await decide({})
    const retired = await decide({ state: 'retired' })
    const stateOf = async (bytes: Buffer | undefined): Promise<string> => {
      if (bytes === undefined) rmSync(file)
      else writeFileSync(file, bytes)
      return (await as('bob').list()).journal
    }
    expect(await stateOf(approved)).toBe('damaged')
    await expect(as('bob').decide(decision())).rejects.toThrow('changed or replaced outside Populus')
    await expect(as('bob', approvedOnly).requireApproved([registry])).rejects.toThrow('damaged. Nothing left.')
    for (let index = 0; index < retired.length; index += 97) {
      const bytes = Buffer.from(retired)
      bytes[index]! ^= 1
      expect(await stateOf(bytes), `byte ${index}`).toBe('damaged')
    }
    expect(await stateOf(undefined)).toBe('damaged')
    expect(await stateOf(retired)).toBe('open')
    const locked = createKeyring(path, undefined, quickWork)
    expect((await as('bob', {}, locked).list()).journal).toBe('locked')
  })
})

describe('an export', () => {
  it('rests on what its announcement names; a statement of SQL rests on what nobody approved', () => {
    const named = [{ kind: 'cohort' as const, id: 'uncontrolled' }]
    expect(definitionsOf({ what: 'scorecard', definitions: named })).toBe(named)
    expect(definitionsOf({ what: 'scorecard' })).toBeUndefined()
    expect(definitionsOf({ what: 'rejects' })).toEqual([])
    expect(definitionsOf({ what: 'sql-result', definitions: [] })).toBeUndefined()
  })

  it('is refused before anything is announced, and the refusal names the definition', async () => {
    const { as } = await place()
    const { dispatch, audited } = services({ definitions: as('ann', approvedOnly) })
    const leaving = {
      what: 'people',
      format: 'csv',
      names: false,
      definitions: [{ kind: 'cohort', id: 'uncontrolled' }]
    }
    expect(codeOf(await dispatch('data.exporting', leaving, caller))).toBe('not-allowed')
    expect(audited).toEqual([])
    expect(codeOf(await dispatch('data.exporting', { ...leaving, definitions: [] }, caller))).toBe('ok')
    expect(audited).toMatchObject([{ action: 'data.exported', facts: { definitions: 0 } }])
  })
})
