import { packAbout } from '../declarations/pack.ts'
import { defineGroup } from '../terminal/define-command.ts'
import { packCompareCommand, packShowCommand } from './compare-pack-of-files.ts'
import { packMakeCommand } from './make-pack-of-files.ts'

/** `populus pack`: sealed packs of definitions and counts, for other sites. */
export const packCommand = defineGroup('populus pack', packAbout, {
  make: packMakeCommand,
  compare: packCompareCommand,
  show: packShowCommand
})
