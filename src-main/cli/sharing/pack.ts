import { packAbout } from '../declarations/pack.ts'
import { defineGroup } from '../terminal/define-command.ts'
import { packCompareCommand, packShowCommand } from './compare-pack-of-files.ts'
import { packMakeCommand } from './make-pack-of-files.ts'
import { packKeyCommand, packSignCommand, packVerifyCommand } from './sign-pack.ts'

/** `populus pack`: sealed packs of definitions and counts, for other sites. */
export const packCommand = defineGroup('populus pack', packAbout, {
  make: packMakeCommand,
  compare: packCompareCommand,
  show: packShowCommand,
  key: packKeyCommand,
  sign: packSignCommand,
  verify: packVerifyCommand
})
