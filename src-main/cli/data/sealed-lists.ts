import { join } from 'node:path'
import type { MatchDecision } from '#engine/matching/results/match-result.ts'
import { decisionJournal, knownDecisions, type DecisionJournal } from '../../services/matching/decision-journal.ts'
import { accountName } from '../../storage/files/account-name.ts'
import { createKeyring, type Keyring } from '../../storage/keys/keyring.ts'
import { systemClock, systemRandom } from '../../ports/system.ts'
import type { CommandIo } from '../terminal/command.ts'
import { findPassphrase, type PassphraseSource } from '../terminal/passphrase.ts'

/** What was decided about people, by the journal of the data folder. @throws AppError `not-allowed` for one that cannot be read */
export async function readDecisions(
  data: string,
  passphrase: PassphraseSource,
  io: CommandIo
): Promise<readonly MatchDecision[]> {
  const keyring = createKeyring(join(data, 'snapshots', 'keyring.json'), io.secrets)
  const journal = openDecisions(data, keyring)
  let read = await journal.read()
  const text = read.state === 'locked' ? await findPassphrase(passphrase) : undefined
  if (text !== undefined) {
    await keyring.unlock(text)
    read = await journal.read()
    keyring.lock()
  }
  return knownDecisions(read)
}

/** The journal of decisions about people in a data folder. */
export function openDecisions(data: string, keyring: Keyring): DecisionJournal {
  return decisionJournal({ data, keyring, clock: systemClock, random: systemRandom, author: accountName() })
}
