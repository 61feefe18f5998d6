import { servicesMessages as m } from '#messages/services.ts'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import * as v from 'valibot'
import { AppError } from '#shared/app-error.ts'
import { oneAtATime } from '#shared/one-at-a-time.ts'
import type { PublisherList } from '#shared/contract/publishers.ts'
import { maxPublishers, thumbprintText, TrustedPublisher } from '#shared/governance/file-signature.ts'
import { PolicyRefusal } from '#shared/policy/policy-refusal.ts'
import type { PolicyPort } from '../../ports/host.ts'
import type { Keyring } from '../../storage/keys/keyring.ts'
import { recordedDigests } from '../audit/recorded-digests.ts'
import { createVouchedFile } from '../consent/vouched-file.ts'
import { signatureRules, type SignatureRules } from './signed-files.ts'

/** A change of the list: how many are on it now, and its digest for the audit log. */
interface ListChange {
  readonly publishers: number
  readonly digest: string
}

/** Whose signatures count in the window: those of the policy where it is set, else those that an admin of this installation added. */
export interface TrustedPublishers {
  /** Never rejects: a list that cannot be relied on is a state, and nobody on it is trusted then. */
  list(): Promise<PublisherList>
  /** @throws AppError `not-allowed` under the policy or while no key is open, `invalid-input` for a key that is on the list */
  add(publisher: TrustedPublisher): Promise<ListChange>
  /** @throws AppError as `add`, `not-found` for a key that is not on the list */
  remove(key: string): Promise<ListChange>
  /** Whose signatures count, and whether files need one. */
  rules(): Promise<SignatureRules>
}

/** RFC 7638 thumbprint of an Ed25519 key, in hexadecimal digits. */
export function keyFingerprint(key: string): string {
  return createHash('sha256').update(thumbprintText(key)).digest('hex')
}

/** @param data absolute path of the data folder */
export function createTrustedPublishers(
  data: string,
  keyring: Keyring,
  policies: Pick<PolicyPort, 'value'>
): TrustedPublishers {
  const file = createVouchedFile({
    path: join(data, 'publishers.sealed'),
    purpose: 'publishers',
    schema: v.array(TrustedPublisher),
    keyring,
    name: m.theListOfPublishersIs,
    recorded: () => recordedDigests(join(data, 'audit'), { action: 'publishers.changed', count: 'publishers' })
  })

  /** @throws AppError `not-allowed` where the list is not an admin's to change now */
  async function editableList(): Promise<readonly TrustedPublisher[]> {
    if (policies.value('TrustedPublishers') !== undefined)
      throw new PolicyRefusal('TrustedPublishers', m.changesOfTrustedPublishers)
    const found = await file.read()
    if (found.state === 'damaged') throw new AppError('not-allowed', m.theListOfPublishersWasChanged)
    return found.state === 'open' ? found.value : []
  }

  async function write(publishers: readonly TrustedPublisher[]): Promise<ListChange> {
    const digest = await file.write(publishers.length === 0 ? undefined : [...publishers])
    return { publishers: publishers.length, digest }
  }

  async function list(): Promise<PublisherList> {
    const managed = policies.value('TrustedPublishers')
    const found = managed === undefined ? await file.read() : { state: 'open' as const, value: managed }
    return {
      state: found.state,
      by: managed === undefined ? 'machine' : 'policy',
      publishers:
        found.state === 'open'
          ? found.value.map(({ name, key }) => ({ name, key, fingerprint: keyFingerprint(key) }))
          : []
    }
  }

  /** A change is made to the list that the change before left. */
  const inTurn = oneAtATime()

  return {
    list,
    add: (publisher) =>
      inTurn(async () => {
        const known = await editableList()
        if (known.some(({ key }) => key === publisher.key)) throw new AppError('invalid-input', m.theKeyIsOnTheList)
        if (known.length >= maxPublishers)
          throw new AppError('invalid-input', m.theListOfPublishersIsFull(maxPublishers))
        return write([...known, publisher])
      }),
    remove: (key) =>
      inTurn(async () => {
        const known = await editableList()
        const left = known.filter((each) => each.key !== key)
        if (left.length === known.length) throw new AppError('not-found', m.theKeyIsNotOnTheList)
        return write(left)
      }),
    async rules() {
      const { state, publishers } = await list()
      return {
        ...signatureRules(policies),
        publishers,
        ...(state === 'locked' || state === 'damaged' ? { list: state } : {})
      }
    }
  }
}
