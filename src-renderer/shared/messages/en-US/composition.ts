import { catalog } from '../catalog.ts'
import type { Text } from '../message.ts'

/** Texts of composition. */
export const compositionMessages = catalog({
  aNewVersionOfPopulus: 'A new version of Populus',
  versionIsOffered: (version: Text) =>
    `Your organization offers version ${version}. Settings, Updates shows it; nothing is installed by itself.`
})
