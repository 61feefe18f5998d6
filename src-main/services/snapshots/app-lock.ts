import { servicesSnapshotsMessages as m } from '#messages/services/snapshots.ts'
import { AppError } from '#shared/app-error.ts'
import { PolicyRefusal } from '#shared/policy/policy-refusal.ts'
import type { KeyringState } from '#shared/snapshot.ts'
import type { OwnerPort, PolicyPort } from '../../ports/host.ts'
import type { Keyring } from '../../storage/keys/keyring.ts'

/** Opens a keychain's keyring only for the owner of the computer, whom the operating system asks. */
export interface AppLock {
  /** The keyring's state, with how its owner can be asked at this moment. */
  state(): Promise<KeyringState>
  /**
   * Asks the owner, and opens the keyring.
   * @throws AppError `not-allowed` when the owner does not confirm, `not-supported` where nobody can be asked
   */
  unlock(): Promise<void>
  /**
   * Whether the owner is asked from now on. The owner is asked for this as well.
   * @throws PolicyRefusal when the policy `RequireAppLock` asks for it; otherwise as {@link AppLock.unlock}
   */
  change(on: boolean): Promise<void>
  /**
   * Puts a keychain's keyring under a passphrase from now on.
   * @throws AppError `not-allowed` while it is locked, unless nobody was ever asked for it and nobody can be
   */
  usePassphrase(next: string): Promise<void>
}

/** Dependencies of {@link createAppLock}. */
export interface AppLockDependencies {
  readonly keyring: Keyring
  /** Absent where the operating system offers no question. */
  readonly owner: OwnerPort | undefined
  readonly policies: Pick<PolicyPort, 'value'>
}

/** Creates the question before stored data are opened; without `owner` the machine has none to ask. */
export function createAppLock({ keyring, owner, policies }: AppLockDependencies): AppLock {
  const canAsk = async (): Promise<boolean> => owner !== undefined && (await owner.canAsk())

  async function ask(reason: string): Promise<void> {
    if (owner === undefined || !(await owner.canAsk())) throw new AppError('not-supported', m.touchIDCannotBeUsedNow)
    if (await owner.confirm(reason)) return
    throw new AppError('not-allowed', m.touchIDWasCanceledOrNot, {
      retryable: true,
      reason: 'locked'
    })
  }

  async function state(): Promise<KeyringState> {
    const known = await keyring.state()
    return (await canAsk()) ? { ...known, owner: 'touch-id' } : known
  }

  return {
    state,
    async unlock() {
      await ask(m.unlockTheHealthData)
      await keyring.openForOwner()
      // From now on nobody gets in without the owner, also where the sensor is out of reach for a while.
      await keyring.setOwnerLock(true)
    },
    async change(on) {
      if (!on && policies.value('RequireAppLock')) throw new PolicyRefusal('RequireAppLock', m.theAppLockToBeSwitched)
      if ((await keyring.state()).state !== 'open')
        throw new AppError('not-allowed', m.populusIsLockedUnlockItFirst, { reason: 'locked' })
      await ask(on ? m.lockTheHealthDataWithTouch : m.stopLockingTheHealthDataWith)
      await keyring.setOwnerLock(on)
    },
    async usePassphrase(next) {
      const known = await keyring.state()
      const isFree = known.state === 'open' || (known.ownerLock === 'required' && !(await canAsk()))
      if (!isFree) throw new AppError('not-allowed', m.populusIsLockedUnlockItFirst, { reason: 'locked' })
      await keyring.usePassphrase(next)
    }
  }
}
