import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'

/** Texts of cli/update. */
export const cliUpdateMessages = catalog({
  downloadCanceled: 'Canceled. No package was downloaded. Run the same command again to download it.',
  aCommandServesNothing: 'A command serves nothing.',
  theNewestVersionRuns: (version: Text) => `Version ${version} is the newest that is offered.\n`,
  aVersionIsOffered: (version: Text, packages: Text) =>
    `Version ${version} is offered:\n  ${packages}\nDownload a package with "populus update download". Nothing is installed by itself.\n`,
  thePackageIsAt: (path: Text) => `Downloaded and verified against the signed feed: ${path}`,
  thePackageIsThatOf: (version: Text) => `The file is the package of version ${version} that the signed feed names.\n`
})
