import { keysAbout } from '../declarations/keys.ts'
import { defineGroup } from '../terminal/define-command.ts'
import { keysRevokeCommand } from './keys-revoke.ts'
import { keysRotateCommand } from './keys-rotate.ts'
import { keysShowCommand } from './keys-show.ts'

/** `populus keys`: the keys that connections sign with, without a window. */
export const keysCommand = defineGroup('populus keys', keysAbout, {
  show: keysShowCommand,
  rotate: keysRotateCommand,
  revoke: keysRevokeCommand
})
