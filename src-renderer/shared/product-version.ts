import manifest from '../../package.json' with { type: 'json' }

/** Version of Populus: files that leave name it where no program can be asked. */
export const PRODUCT_VERSION: string = manifest.version
