import * as v from 'valibot'
import { method, Natural, None } from '../method.ts'
import { KeyringState, Passphrase } from '../snapshot.ts'

/** What has to be typed before sealed data are set aside for good. */
export const startOverConfirmation = 'START OVER'

/** Calls about the key that protects what is stored on this computer. */
export const keyringMethods = {
  'keyring.state': method(None, KeyringState),
  /** Makes the key that protects what is stored. With `passphrase` where no keychain does. */
  'keyring.create': method(v.object({ passphrase: v.optional(Passphrase) }), KeyringState, 'keyring.created'),
  'keyring.unlock': method(v.object({ passphrase: Passphrase }), KeyringState, 'keyring.unlocked'),
  /** The operating system asks the owner of the computer, who opens what the keychain protects. */
  'keyring.unlockByOwner': method(None, KeyringState, 'keyring.unlocked'),
  /** Whether the owner is asked from now on; the owner has to confirm this too. */
  'keyring.setOwnerLock': method(v.object({ on: v.boolean() }), KeyringState, 'keyring.owner-lock-changed'),
  /** A passphrase takes the place of the keychain. */
  'keyring.usePassphrase': method(v.object({ next: Passphrase }), KeyringState, 'keyring.passphrase-changed'),
  /** Overwrites the key in memory; exports stop and go on after the next unlock. */
  'keyring.lock': method(None, KeyringState, 'keyring.locked'),
  /** Somebody is at the screen: the time until the data are locked begins anew. */
  'keyring.touch': method(None, None),
  'keyring.changePassphrase': method(
    v.object({ old: Passphrase, next: Passphrase }),
    KeyringState,
    'keyring.passphrase-changed'
  ),
  /** A new recovery key for paper, which takes the place of an earlier one. It is shown once and stored nowhere. */
  'keyring.makeRecovery': method(
    v.object({ passphrase: v.optional(Passphrase) }),
    v.object({ recoveryKey: v.string() }),
    'keyring.recovery-made'
  ),
  /** Opens the keyring by its recovery key, and gives it a new passphrase where a passphrase protects. */
  'keyring.recover': method(
    v.object({ recoveryKey: Passphrase, next: v.optional(Passphrase) }),
    KeyringState,
    'keyring.recovered'
  ),
  /** A new root key, under which every key is wrapped anew. */
  'keyring.rotate': method(
    v.object({ passphrase: v.optional(Passphrase) }),
    v.object({ keys: Natural }),
    'keyring.rotated'
  ),
  /** At the next start everything that is sealed is set aside in the folder that is named, and a new keyring can be made. */
  'keyring.startOver': method(
    v.object({ confirm: v.literal(startOverConfirmation) }),
    v.object({ folder: v.string() }),
    'keyring.start-over-asked'
  )
} as const
