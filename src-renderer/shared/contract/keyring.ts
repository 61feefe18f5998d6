import * as v from 'valibot'
import { method } from './method.ts'
import { Natural, None } from '../basic-schemas.ts'
import { KeyringState, Passphrase } from '../snapshot.ts'

/** What has to be typed before sealed data are set aside for good. */
export const startOverConfirmation = 'START OVER'

/** Calls about the key that protects what is stored on this computer. */
export const keyringMethods = {
  'keyring.state': method(None, KeyringState, 'anyone'),
  /** Makes the key that protects what is stored. With `passphrase` where no keychain does. */
  'keyring.create': method(v.object({ passphrase: v.optional(Passphrase) }), KeyringState, 'anyone', {
    effect: 'keyring.created',
    before: () => ({}),
    after: (_, { by }) => ({ by })
  }),
  'keyring.unlock': method(v.object({ passphrase: Passphrase }), KeyringState, 'anyone', {
    effect: 'keyring.unlocked',
    before: () => ({}),
    after: (_, { by }) => ({ by })
  }),
  /** The operating system asks the owner of the computer, who opens what the keychain protects. */
  'keyring.unlockByOwner': method(None, KeyringState, 'anyone', {
    effect: 'keyring.unlocked',
    before: () => ({}),
    after: (_, { by }) => ({ by, owner: true })
  }),
  /** Whether the owner is asked from now on; the owner has to confirm this too. */
  'keyring.setOwnerLock': method(v.object({ on: v.boolean() }), KeyringState, 'anyone', {
    effect: 'keyring.owner-lock-changed',
    before: ({ on }) => ({ on })
  }),
  /** A passphrase takes the place of the keychain. */
  'keyring.usePassphrase': method(v.object({ next: Passphrase }), KeyringState, 'anyone', {
    effect: 'keyring.passphrase-changed',
    before: () => ({}),
    after: (_, { by }) => ({ by })
  }),
  /** Overwrites the key in memory; exports stop and go on after the next unlock. */
  'keyring.lock': method(None, KeyringState, 'anyone', {
    effect: 'keyring.locked',
    before: () => ({}),
    after: (_, { by }) => ({ by })
  }),
  /** Somebody is at the screen: the time until the data are locked starts over. */
  'keyring.touch': method(None, None, 'anyone'),
  // Who has the old passphrase, or the recovery key on paper, could open the data with them anyway.
  'keyring.changePassphrase': method(v.object({ old: Passphrase, next: Passphrase }), KeyringState, 'anyone', {
    effect: 'keyring.passphrase-changed',
    before: () => ({}),
    after: (_, { by }) => ({ by })
  }),
  /** A new recovery key for paper, which takes the place of an earlier one. It is shown once and stored nowhere. */
  'keyring.makeRecovery': method(
    v.object({ passphrase: v.optional(Passphrase) }),
    v.object({ recoveryKey: v.string() }),
    'security',
    { effect: 'keyring.recovery-made', before: () => ({}) }
  ),
  /** Opens the keyring by its recovery key, and gives it a new passphrase where a passphrase protects. */
  'keyring.recover': method(
    v.object({ recoveryKey: Passphrase, next: v.optional(Passphrase) }),
    KeyringState,
    'anyone',
    { effect: 'keyring.recovered', before: () => ({}), after: (_, { by }) => ({ by }) }
  ),
  /** A new root key, under which every key is wrapped again. */
  'keyring.rotate': method(v.object({ passphrase: v.optional(Passphrase) }), v.object({ keys: Natural }), 'security', {
    effect: 'keyring.rotated',
    before: () => ({}),
    after: (_, { keys }) => ({ keys })
  }),
  /** At the next start everything that is sealed is set aside in the folder that is named, and a new keyring can be made. */
  // Destroys nothing, and works on locked data only, when nobody's role is known.
  'keyring.startOver': method(
    v.object({ confirm: v.literal(startOverConfirmation) }),
    v.object({ folder: v.string() }),
    'anyone',
    { effect: 'keyring.start-over-asked', before: () => ({}) }
  )
} as const
