import { join } from 'node:path'
import { accountName } from '../../storage/files/account-name.ts'
import { diskFiles } from '../../storage/sealed/store-files.ts'
import {
  createPublishedRegister,
  type PublishedRegister,
  type PublishedRegisterDependencies
} from './published-register.ts'
import { recordedEnd } from './recorded-end.ts'
import { registerFile } from './register-file.ts'

/** Name of the folder in the data folder. */
const publishedFolder = 'published'

/** Opens the register of a data folder. Nothing is read before it is asked for. @param data absolute path */
export function openPublishedRegister(
  data: string,
  dependencies: Pick<PublishedRegisterDependencies, 'keyring' | 'solver' | 'limit' | 'clock' | 'log'>
): PublishedRegister {
  const { keyring, clock } = dependencies
  const file = registerFile({
    folder: join(data, publishedFolder),
    keyring,
    files: diskFiles,
    clock,
    recorded: () => recordedEnd(join(data, 'audit'))
  })
  return createPublishedRegister({ ...dependencies, file, author: accountName() })
}
