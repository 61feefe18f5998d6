import { cliDataMessages as m } from '#messages/cli/data.ts'
import { join } from 'node:path'
import { loadRegistries } from '#engine/population/registries/load-registries.ts'
import { areLimits, limitShards, limitToScopes, type PeopleLimits } from '#engine/population/scope/limit-to-scopes.ts'
import type { FinishManner } from '#engine/shards/load/population-builder.ts'
import type { Store } from '#engine/store/model/store.ts'
import { effectiveRules, strictestConsentRule } from '#shared/consent/record-rules.ts'
import { restrictedSentence } from '#shared/consent/restricted-sentence.ts'
import { rightsOf, seesPeople } from '#shared/rights/right.ts'
import { systemClock } from '../../ports/system.ts'
import { knownOptOuts, optOutFile } from '../../services/consent/opt-out-file.ts'
import { createRecordRules, knownRecordRules } from '../../services/consent/record-rule-service.ts'
import { createKeyring } from '../../storage/keys/keyring.ts'
import type { CommandIo } from '../terminal/command.ts'
import { findPassphrase, type PassphraseSource } from '../terminal/passphrase.ts'
import { readRegistries } from '../../services/population/read-registries.ts'

/** The store with the people and records alone that the user may see. */
export async function shownTo(store: Store, limits: PeopleLimits, io: CommandIo): Promise<Store> {
  if (!areLimits(limits)) return store
  const shown = limitToScopes(store, loadRegistries(await readRegistries(io.resources)), limits)
  tellLimits([shown], limits, io)
  return shown
}

/** As {@link shownTo}, while a population is divided. */
export async function shardsShownTo(
  limits: PeopleLimits,
  { resources }: Pick<CommandIo, 'resources'>
): Promise<Pick<FinishManner, 'limit' | 'narrow'>> {
  return areLimits(limits) ? limitShards(loadRegistries(await readRegistries(resources)), limits) : {}
}

/** Tells what was left out of a population. @param stores all of its stores */
export function tellLimits(stores: readonly Store[], { scopes }: PeopleLimits, io: Pick<CommandIo, 'err'>): void {
  const { optedOut = 0, restricted } = stores[0]!.report
  if (optedOut > 0) io.err(m.peopleOptedOutAndAreLeft(optedOut))
  if (restricted !== undefined) io.err(`${restrictedSentence(restricted)}\n`)
  if (scopes === undefined) return
  const shown = stores.reduce((sum, { patients }) => sum + patients, 0)
  const all = stores.reduce((sum, { leftOut = 0 }) => sum + leftOut, shown)
  io.err(m.yourRoleShowsOfPeopleEverybody(shown, all))
}

/**
 * Who and what is left out, by the data folders that data come from and the policies; what one of several folders leaves
 * out is left out of all.
 * @throws AppError `not-allowed` where that cannot be known
 */
export async function readLimits(
  folders: readonly string[],
  passphrase: PassphraseSource,
  { access, policies, secrets }: CommandIo
): Promise<PeopleLimits> {
  const sees = access === undefined || seesPeople(rightsOf(access))
  const limits: PeopleLimits[] = []
  for (const data of folders) {
    const keyring = createKeyring(join(data, 'snapshots', 'keyring.json'), secrets)
    const file = optOutFile(data, keyring, systemClock)
    const ruleService = createRecordRules(data, keyring, policies)
    let [list, rules] = [await file.read(), await ruleService.read()]
    const isLocked = list.state === 'locked' || rules.state === 'locked'
    const text = isLocked ? await findPassphrase(passphrase) : undefined
    if (text !== undefined) {
      await keyring.unlock(text)
      ;[list, rules] = [await file.read(), await ruleService.read()]
      keyring.lock()
    }
    const effective = effectiveRules(knownRecordRules(rules), sees)
    limits.push({ scopes: access?.scopes, optOuts: knownOptOuts(list), rules: effective })
  }
  return {
    scopes: access?.scopes,
    optOuts: limits.flatMap(({ optOuts }) => optOuts),
    rules: {
      labels: limits.flatMap(({ rules }) => rules.labels),
      consents: strictestConsentRule(limits.map(({ rules }) => rules.consents))
    }
  }
}
